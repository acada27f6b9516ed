//! A customer on the board: the name, until when, the lock, and the handle that is dragged or pressed.

use crate::i18n::t;
use crate::platform::drag;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::sheets::{Open, use_sheets};
use crate::ui::icon::{Icon, IconName};
use crate::words;
use domain::id::CustomerId;
use domain::port::Row;
use domain::view::Standing;
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// The id of the handle of a customer's card.
pub fn handle_id(id: CustomerId) -> String {
    format!("move-{id}")
}

/// A customer on the board.
#[component]
pub fn BoardCard(
    /// Who.
    id: CustomerId,
    /// Called when a pointer takes hold of the card.
    #[prop(into)]
    on_hold: Callback<(CustomerId, ev::PointerEvent)>,
    /// Whether the card has just been dragged: the press that ends a drag is none.
    dragged: StoredValue<bool>,
) -> impl IntoView {
    let engine = use_engine();
    let row = Memo::new(move |_| engine.row(id));
    view! { {move || row.get().map(|row| view! { <Content row=row on_hold=on_hold dragged=dragged /> })} }
}

#[component]
fn Content(
    row: Arc<Row>,
    on_hold: Callback<(CustomerId, ev::PointerEvent)>,
    dragged: StoredValue<bool>,
) -> impl IntoView {
    let (today, sheets) = (use_today(), use_sheets());
    let id = row.id;
    let line = {
        let row = row.clone();
        Memo::new(move |_| words::due_line(&row, today.now(), today.day(), today.zone()))
    };
    let standing = {
        let row = row.clone();
        Memo::new(move |_| row.standing(today.now(), today.day()))
    };
    let stale = {
        let row = row.clone();
        Memo::new(move |_| row.is_stale(today.day()) && standing.get() != Standing::Locked)
    };
    let icon = move || if standing.get() == Standing::Locked { IconName::Lock } else { IconName::Clock };
    let flag = |text: &'static str| view! { <span class="customer-row__flag">{text}</span> };
    let is_sample = row.sample;
    let is_unconfirmed = row.confirm_by.is_some();
    let (name, label) = (row.name.clone(), t().board.move_to(&row.name));
    let hold_card = move |event: ev::PointerEvent| {
        if drag::is_mouse(&event) && !drag::began_on(&event, "a, button") {
            on_hold.run((id, event));
        }
    };
    let press = move |event: ev::MouseEvent| {
        // A key presses without a pointer, and so without a drag before it.
        let ends_drag = dragged.get_value() && event.detail() > 0;
        dragged.set_value(false);
        if !ends_drag {
            sheets.open(Open::Shift(id));
        }
    };
    view! {
        <article
            class="board-card"
            data-due=move || words::standing_key(standing.get())
            on:pointerdown=hold_card
        >
            <h3 class="board-card__name">
                <a href=href::customer(id) draggable="false">
                    {name}
                </a>
            </h3>
            <button
                type="button"
                class="board-card__handle"
                id=handle_id(id)
                aria-label=label
                aria-haspopup="dialog"
                on:pointerdown=move |event| on_hold.run((id, event))
                on:click=press
            >
                <Icon name=IconName::Grip />
            </button>
            <p class="board-card__due">
                {move || view! { <Icon name=icon() /> }}
                <span>{line}</span>
            </p>
            <p class="board-card__facts">
                {(!row.model.is_empty()).then(|| view! { <span>{row.model.clone()}</span> })}
                {is_sample.then(|| flag(t().sample.mark))} {is_unconfirmed.then(|| flag(t().mark.unconfirmed))} {move || stale.get().then(|| flag(t().mark.stale))}
            </p>
        </article>
    }
}
