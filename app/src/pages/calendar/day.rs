//! A day of the calendar: who is due, whose delivery is agreed, whose level is to be confirmed.

use super::{KINDS, Kind, marks};
use crate::format;
use crate::i18n::t;
use crate::parts::customer_row::{CustomerRow, Purpose};
use crate::state::customers::use_today;
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconName};
use domain::agenda::DayPlan;
use domain::id::CustomerId;
use leptos::prelude::*;

/// Rows of a kind drawn at first, and more at each wish.
const SHOWN: usize = 24;

/// The day that is looked at.
#[component]
pub fn DayPanel(
    /// What stands on it.
    plan: Memo<Option<DayPlan>>,
) -> impl IntoView {
    let today = use_today();
    let title = move || plan.read().as_ref().map(|it| format::day(it.day, today.day())).unwrap_or_default();
    let notes = move || {
        let marks = plan.with(|it| it.as_ref().map(marks).unwrap_or_default());
        marks.into_iter().map(|it| view! { <li data-mark=it.key>{it.long}</li> }).collect_view()
    };
    let is_free = Memo::new(move |_| plan.with(|it| it.as_ref().is_some_and(|it| it.entries.is_empty())));
    let group = move |kind: Kind| {
        let ids = Memo::new(move |_| {
            plan.with(|it| {
                let entries = it.iter().flat_map(|it| &it.entries).filter(|it| Kind::of(it) == kind);
                let mut ids: Vec<CustomerId> = entries.map(|it| it.customer).collect();
                // Two cars of one customer are one row.
                ids.dedup();
                ids
            })
        });
        view! { <Group kind=kind ids=ids /> }
    };
    view! {
        <section class="calendar__panel" aria-labelledby="calendar-day">
            <h2 class="calendar__title" id="calendar-day" aria-live="polite">
                {title}
            </h2>
            <ul class="calendar__notes">{notes}</ul>
            {KINDS.map(group).into_iter().collect_view()}
            <Show when=move || is_free.get()>
                <Empty icon=IconName::Calendar title=t().calendar.none text=t().calendar.none_hint />
            </Show>
        </section>
    }
}

/// What stands on the day of one kind; it is not there while nothing does.
#[component]
fn Group(kind: Kind, ids: Memo<Vec<CustomerId>>) -> impl IntoView {
    let limit = RwSignal::new(SHOWN);
    let shown = move || ids.with(|it| it.iter().take(limit.get()).copied().collect::<Vec<_>>());
    let rest = move || ids.read().len().saturating_sub(limit.get());
    let is_there = Memo::new(move |_| !ids.read().is_empty());
    let row = move |id: CustomerId| match kind {
        Kind::Delivery => view! { <CustomerRow id=id purpose=Purpose::Delivery /> }.into_any(),
        Kind::Confirmation => view! { <CustomerRow id=id purpose=Purpose::Confirm /> }.into_any(),
        Kind::FollowUp => view! { <CustomerRow id=id /> }.into_any(),
        Kind::CallBack => view! { <CustomerRow id=id purpose=Purpose::CallBack /> }.into_any(),
    };
    view! {
        <Show when=move || is_there.get()>
            <h3 class="calendar__kind" data-matter=kind.key()>
                <Icon name=kind.icon() />
                {move || t().calendar.counted(&ids.read().len(), &kind.name())}
            </h3>
            <ul class="rows">
                <For each=shown key=|id| *id let:id>
                    <li>{row(id)}</li>
                </For>
            </ul>
            <Show when=move || { rest() > 0 }>
                <button type="button" class="button" data-variant="quiet" on:click=move |_| limit.update(|it| *it += SHOWN)>
                    {move || t().common.more(&rest())}
                </button>
            </Show>
        </Show>
    }
}
