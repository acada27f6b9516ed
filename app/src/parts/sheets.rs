//! The sheets, one for each way to open one.

use crate::parts::apply_sheet::ApplySheet;
use crate::parts::calendar_sheet::CalendarSheet;
use crate::parts::call_back_sheet::CallBackSheet;
use crate::parts::contact_sheet::ContactSheet;
use crate::parts::delivery_sheets::{AmendSheet, CancelSheet, DeliverSheet};
use crate::parts::drive_sheet::DriveSheet;
use crate::parts::judge_sheet::JudgeSheet;
use crate::parts::message_sheet::MessageSheet;
use crate::parts::move_many_sheet::MoveManySheet;
use crate::parts::move_sheet::MoveSheet;
use crate::parts::order_sheet::OrderSheet;
use crate::parts::palette::PaletteSheet;
use crate::parts::quote_sheet::QuoteSheet;
use crate::parts::shift_sheet::ShiftSheet;
use crate::parts::shortcuts_sheet::ShortcutsSheet;
use crate::parts::sign_sheet::SignSheet;
use crate::parts::step_sheet::StepSheet;
use crate::parts::sync_sheet::SyncSheet;
use crate::parts::view_sheets::{ChangeViewSheet, SaveViewSheet};
use crate::state::sheets::Open;
use leptos::prelude::*;

/// The sheet that was asked for.
#[component]
pub fn AnySheet(
    /// Which.
    open: Open,
) -> impl IntoView {
    match open {
        Open::Contact(id) => view! { <ContactSheet id=id /> }.into_any(),
        Open::Called(id) => view! { <ContactSheet id=id after_call=true /> }.into_any(),
        Open::Move(id) => view! { <MoveSheet id=id /> }.into_any(),
        Open::Judge(id) => view! { <JudgeSheet id=id /> }.into_any(),
        Open::Shift(id) => view! { <ShiftSheet id=id /> }.into_any(),
        Open::Order(id) => view! { <OrderSheet id=id /> }.into_any(),
        Open::Amend(id, order) => view! { <AmendSheet customer=id order=order /> }.into_any(),
        Open::Cancel(id, order) => view! { <CancelSheet customer=id order=order /> }.into_any(),
        Open::Deliver(id, order) => view! { <DeliverSheet customer=id order=order /> }.into_any(),
        Open::Sign(id, order) => view! { <SignSheet customer=id order=order /> }.into_any(),
        Open::CallBack(id, order, call) => view! { <CallBackSheet customer=id order=order call=call /> }.into_any(),
        Open::Step(id) => view! { <StepSheet id=id /> }.into_any(),
        Open::Drive(id) => view! { <DriveSheet id=id /> }.into_any(),
        Open::Quote(id) => view! { <QuoteSheet id=id /> }.into_any(),
        Open::Message(id) => view! { <MessageSheet id=id /> }.into_any(),
        Open::Apply(id) => view! { <ApplySheet id=id /> }.into_any(),
        Open::MoveMany => view! { <MoveManySheet /> }.into_any(),
        Open::Calendar => view! { <CalendarSheet /> }.into_any(),
        Open::Palette => view! { <PaletteSheet /> }.into_any(),
        Open::SaveView => view! { <SaveViewSheet /> }.into_any(),
        Open::ChangeView(index) => view! { <ChangeViewSheet index=index /> }.into_any(),
        Open::Shortcuts => view! { <ShortcutsSheet /> }.into_any(),
        Open::Sync => view! { <SyncSheet /> }.into_any(),
    }
}
