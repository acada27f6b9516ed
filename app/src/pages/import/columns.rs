//! What each column holds: guessed, shown with some of its values, and chosen.

use super::{Import, Step, StepTitle};
use crate::clock::use_clock;
use crate::i18n::t;
use crate::platform::storage;
use crate::state::engine::use_engine;
use crate::state::phones::use_phones;
use crate::state::session::use_session;
use crate::ui::button::{Button, Loudness};
use crate::ui::select::Select;
use crate::words;
use domain::id::CustomerId;
use domain::import::{Column, Fault, Ground, Known, read};
use leptos::prelude::*;
use std::sync::Arc;

/// The second step.
#[component]
pub(super) fn Columns(import: Import) -> impl IntoView {
    let (engine, clock, session, phones) = (use_engine(), use_clock(), use_session(), use_phones());
    let preview = move |()| {
        if let Some(fault) = import.plan.with_untracked(|it| it.faults().first().copied()) {
            return import.error.set(said(fault));
        }
        let Some(advisor) = session.user() else { return };
        let now = clock.exact();
        let id = CustomerId::new(now, storage::random()).to_string();
        let known = engine.rows.with_untracked(|rows| Known::of(rows.values().map(AsRef::as_ref)));
        let store = engine.store.get_untracked();
        let may_know = |number: &str| untrack(|| phones.may_know(number));
        let ground = Ground { store: &store, now, advisor, import: &id, known: &known, may_know: &may_know };
        let found = import.sheet.with_untracked(|sheet| import.plan.with_untracked(|plan| read(sheet, plan, ground)));
        import.found.set(Arc::new(found));
        import.go(Step::Preview);
    };
    let count =
        import.sheet.with_untracked(|it| it.lines.len().saturating_sub(import.plan.with_untracked(|it| it.head)));
    let of_file = import.name.with_untracked(|name| t().import.of_file(&count, name));
    let places = 0..import.plan.with_untracked(|it| it.columns.len());
    view! {
        <section class="panel stack">
            <StepTitle text=t().import.columns />
            <p>{of_file}</p>
            <p class="import__hint">{t().import.columns_hint}</p>
            <ul class="import__columns">
                {places.map(|place| view! { <ColumnChoice import=import place=place /> }).collect_view()}
            </ul>
            <div class="cluster">
                <Button label=t().import.to_preview.to_owned() loudness=Loudness::Primary on_press=preview />
                <Button label=t().import.other_file.to_owned() on_press=move |()| import.go(Step::Choose) />
            </div>
        </section>
    }
}

/// One column.
#[component]
fn ColumnChoice(import: Import, place: usize) -> impl IntoView {
    let (heading, samples) = import.sheet.with_untracked(|sheet| {
        import.plan.with_untracked(|plan| {
            (plan.headings(sheet).into_iter().nth(place).unwrap_or_default(), plan.samples(sheet, place))
        })
    });
    let example =
        if samples.is_empty() { t().import.no_example.to_owned() } else { t().import.example(&samples.join(" · ")) };
    let all: Vec<Column> = Column::CARD.into_iter().chain([Column::Rest, Column::Skip]).collect();
    let options: Vec<(String, String)> = all.iter().map(|it| (key(&all, *it), words::column(*it).to_owned())).collect();
    let keys = all.clone();
    let value = Signal::derive(move || {
        import.plan.with(|plan| plan.columns.get(place).map(|it| key(&keys, *it)).unwrap_or_default())
    });
    let choose = move |chosen: String| {
        let Some(column) = chosen.parse().ok().and_then(|it: usize| all.get(it)).copied() else { return };
        import.plan.update(|plan| {
            if let Some(it) = plan.columns.get_mut(place) {
                *it = column;
            }
        });
    };
    view! {
        <li class="import__column">
            <Select id=format!("column-{place}") label=heading options=options value=value on_choose=choose />
            <p class="import__example">{example}</p>
        </li>
    }
}

/// The place of a column among the choices.
fn key(all: &[Column], column: Column) -> String {
    all.iter().position(|it| *it == column).unwrap_or_default().to_string()
}

fn said(fault: Fault) -> String {
    match fault {
        Fault::Missing(column) => t().import.missing(&words::column(column)),
        Fault::Twice(column) => t().import.twice(&words::column(column)),
    }
}
