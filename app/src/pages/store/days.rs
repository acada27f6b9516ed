//! Closed days, and who is on leave.

use super::sheet::Asking;
use crate::api::house::{House, Leave};
use crate::format;
use crate::i18n::t;
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::IconName;
use domain::calendar::Span;
use domain::instant::Day;
use leptos::prelude::*;

/// The days on which the store is closed.
#[component]
pub fn ClosedDays(house: Signal<Option<House>>, asking: RwSignal<Option<Asking>>) -> impl IntoView {
    let it = &t().house;
    let rows = Memo::new(move |_| house.with(|it| it.as_ref().map(closed).unwrap_or_default()));
    let none = move || rows.read().is_empty().then_some(it.no_closed);
    let row = move |(span, today): (Span, Day)| {
        let open = (span.to >= today).then(|| {
            let press = move |()| asking.set(Some(Asking::Open(from_today(span, today))));
            view! { <Button label=it.open_again.to_owned() loudness=Loudness::Quiet on_press=press /> }
        });
        view! {
            <li class="store__row" data-past=(span.to < today).then_some("")>
                <span class="store__what">{said(span, today)}</span>
                {open}
            </li>
        }
    };
    view! {
        <section class="panel stack" aria-labelledby="store-closed">
            <h2 class="panel__title" id="store-closed">{it.closed}</h2>
            <p class="store__hint">{it.closed_hint}</p>
            <ul>
                <For each=move || rows.get() key=|it| *it children=row />
            </ul>
            <p>{none}</p>
            <Button
                label=it.close.to_owned()
                icon=IconName::Add
                on_press=move |()| asking.set(Some(Asking::Close))
            />
        </section>
    }
}

/// Who is on leave, and when.
#[component]
pub fn LeaveDays(house: Signal<Option<House>>, asking: RwSignal<Option<Asking>>) -> impl IntoView {
    let it = &t().house;
    let rows = Memo::new(move |_| house.with(|it| it.as_ref().map(away).unwrap_or_default()));
    let none = move || rows.read().is_empty().then_some(it.no_leave);
    let row = move |(leave, today): (Leave, Day)| {
        let (name, span) = (leave.name.clone(), leave.span);
        let end = (span.to >= today).then(|| {
            let asked = Leave { span: from_today(span, today), ..leave };
            let press = move |()| asking.set(Some(Asking::Back(asked.clone())));
            view! { <Button label=it.end_leave.to_owned() loudness=Loudness::Quiet on_press=press /> }
        });
        view! {
            <li class="store__row" data-past=(span.to < today).then_some("")>
                <span class="store__what">{name}</span>
                <span class="store__note">{said(span, today)}</span>
                {end}
            </li>
        }
    };
    view! {
        <section class="panel stack" aria-labelledby="store-leave">
            <h2 class="panel__title" id="store-leave">{it.leave}</h2>
            <p class="store__hint">{it.leave_hint}</p>
            <ul>
                <For each=move || rows.get() key=|it| it.clone() children=row />
            </ul>
            <p>{none}</p>
            <Button
                label=it.add_leave.to_owned()
                icon=IconName::Add
                on_press=move |()| asking.set(Some(Asking::Leave))
            />
        </section>
    }
}

/// The closed days, each with the day on which they are looked at.
fn closed(house: &House) -> Vec<(Span, Day)> {
    house.closed.iter().map(|it| (*it, house.today)).collect()
}

/// The leave, each with the day on which it is looked at.
fn away(house: &House) -> Vec<(Leave, Day)> {
    house.leave.iter().map(|it| (it.clone(), house.today)).collect()
}

/// Days as people read them.
fn said(Span { from, to }: Span, today: Day) -> String {
    let (first, last) = (format::day(from, today), format::day(to, today));
    if from == to { first } else { t().house.span(&first, &last) }
}

/// What of a span is not over.
fn from_today(span: Span, today: Day) -> Span {
    Span { from: span.from.max(today), ..span }
}
