//! The imports that were made, read from the cards; one of today can be undone whole.

use crate::format;
use crate::i18n::t;
use crate::state::customers::use_today;
use crate::state::engine::{Engine, Undone, use_engine};
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::IconName;
use crate::ui::notice::{Notice, Tone};
use crate::ui::toast::{Toasts, use_toasts};
use crate::words;
use domain::command::{Command, Refusal};
use domain::id::{CustomerId, FactId};
use domain::import::{AT_ONCE, Record, records};
use leptos::prelude::*;

/// The imports.
#[component]
pub(super) fn Records() -> impl IntoView {
    let engine = use_engine();
    let all = Memo::new(move |_| engine.rows.with(|rows| records(rows.values().map(AsRef::as_ref))));
    view! {
        <Show when=move || !all.read().is_empty()>
            <section class="panel stack">
                <h2 class="panel__title">{t().import.records}</h2>
                <ul class="import__records">
                    <For each=move || all.get() key=|it| (it.import.clone(), it.customers.len()) let:record>
                        <RecordRow record=record />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn RecordRow(record: Record) -> impl IntoView {
    let (engine, today, toasts) = (use_engine(), use_today(), use_toasts());
    let (now, zone) = (record.at, today.glance().2);
    let asked = RwSignal::new(false);
    let count = record.customers.len();
    let moment = move || format::moment(now, zone, today.day());
    let is_open = {
        let record = record.clone();
        Memo::new(move |_| record.is_open(today.zone(), today.day()))
    };
    let customers = StoredValue::new(record.customers);
    let undo = move |()| {
        asked.set(false);
        take_back(engine, toasts, customers.get_value(), 0, 0);
    };
    view! {
        <li class="import__record">
            <p>{move || t().import.record(&count, &moment())}</p>
            <Show
                when=move || is_open.get()
                fallback=|| view! { <p class="import__hint">{t().import.record_over}</p> }
            >
                <Show when=move || !asked.get()>
                    <Button label=t().import.undo.to_owned() icon=IconName::Undo on_press=move |()| asked.set(true) />
                </Show>
            </Show>
            <Show when=move || asked.get()>
                <Notice tone=Tone::Warning text=t().import.undo_hint(&count)>
                    <div class="cluster">
                        <Button label=t().import.undo.to_owned() loudness=Loudness::Danger on_press=undo />
                        <Button label=t().common.cancel.to_owned() on_press=move |()| asked.set(false) />
                    </div>
                </Notice>
            </Show>
        </li>
    }
}

/// Takes back the cards, some at once; those on which somebody has worked are refused and stay.
fn take_back(engine: Engine, toasts: Toasts, mut left: Vec<CustomerId>, gone: usize, kept: usize) {
    let portion = left.split_off(left.len().saturating_sub(AT_ONCE));
    if portion.is_empty() {
        let it = &t().import;
        return toasts.say(if kept == 0 { it.undone(&gone) } else { it.undone_kept(&kept, &gone) });
    }
    let count = portion.len();
    let commands = portion.into_iter().map(|it| Command::Withdraw(it, FactId(it.0))).collect();
    let mut left = Some(left);
    let done = move |result: Result<Vec<(u32, Refusal)>, Undone>| match result {
        Ok(refused) => {
            if let Some(left) = left.take() {
                take_back(engine, toasts, left, gone + count - refused.len(), kept + refused.len());
            }
        }
        Err(why) => toasts.say(words::undone(&why)),
    };
    engine.run_all(commands, Box::new(done));
}
