//! What stands on the day beside customers: the manager's instructions, and the month against its targets in one line.

use crate::i18n::t;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::engine::{Undone, use_engine};
use crate::state::session::use_session;
use crate::ui::button::Submit;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::ErrorText;
use crate::ui::toast::use_toasts;
use crate::words;
use domain::id::FactId;
use domain::instruction::{ANSWER_MAX, Instruction};
use domain::month::Month;
use leptos::prelude::*;
use leptos_router::components::A;

/// The month until today against the targets; nothing where none is set.
#[component]
pub fn Goals() -> impl IntoView {
    let (engine, today, me) = (use_engine(), use_today(), use_session().user());
    let line = Memo::new(move |_| {
        let month = Month::of(today.day());
        let tally = engine.own.with(|own| own.as_ref().filter(|it| it.month == month).map(|it| it.tally))?;
        let goals = engine.store.with(|store| me.map(|it| store.targets.of(it, month)))?;
        words::goals(&tally, &goals)
    });
    view! {
        <p class="today__goals">
            {line}
            <A href=href::daily() attr:class="button" attr:data-variant="quiet">{t().daily.title}</A>
        </p>
    }
}

/// The instructions that wait.
#[component]
pub fn Instructions() -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let waiting = Memo::new(move |_| {
        let day = today.day();
        engine.own.with(|own| match own {
            Some(own) => own.instructions.iter().filter(|it| it.waits(day)).cloned().collect::<Vec<_>>(),
            None => Vec::new(),
        })
    });
    let is_there = Memo::new(move |_| !waiting.read().is_empty());
    view! {
        <Show when=move || is_there.get()>
            <section
                class="today__section"
                id="instructions"
                data-due="today"
                tabindex="-1" aria-labelledby="instructions-title">
                <header class="today__section-head">
                    <span class="today__knot">
                        <Icon name=IconName::Flag />
                    </span>
                    <h2 class="today__section-title" id="instructions-title">
                        {t().daily.instructions}
                        " "
                        <span class="today__number">{move || waiting.read().len()}</span>
                    </h2>
                </header>
                <ul class="rows">
                    <For each=move || waiting.get() key=|it| it.id children=|it| view! { <li><One it=it /></li> } />
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn One(it: Instruction) -> impl IntoView {
    let (engine, toasts) = (use_engine(), use_toasts());
    let (text, busy, error) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(String::new()));
    let id: FactId = it.id;
    let by = engine.store.with_untracked(|store| store.staff.get(&it.by).map(|it| it.name.clone())).unwrap_or_default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let done = Box::new(move |result| {
            // The instruction does not wait any more: its form may be gone by now.
            busy.try_set(matches!(result, Err(Undone::Waits(_))));
            match result {
                Ok(_) => toasts.say(t().daily.answer_saved),
                Err(why) => {
                    error.try_set(words::undone(&why));
                }
            }
        });
        engine.answer(id, text.get_untracked(), done);
    };
    view! {
        <form class="instruction" novalidate on:submit=submit>
            <p class="daily__text">{it.text.clone()}</p>
            <p class="daily__about">{by}</p>
            <label class="field">
                <span class="field__label">{t().daily.answer}</span>
                <input class="field__input" type="text" maxlength=ANSWER_MAX.to_string() bind:value=text />
            </label>
            <ErrorText text=error />
            <Submit label=t().daily.done.to_owned() busy=busy />
        </form>
    }
}
