//! The steps of the sale 九大流程: where the customer stands, what is to be done there, and the way on or back.

use crate::format;
use crate::i18n::{of_store, t};
use crate::parts::doing::use_doing;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::IconName;
use crate::ui::notice::ErrorText;
use crate::words;
use domain::catalogue::{Item, Kind};
use domain::command::Command;
use domain::fact::floor::{Stepped, Ticked};
use domain::id::CustomerId;
use domain::policy::Check;
use domain::port::Card;
use domain::step::Progress;
use leptos::prelude::*;
use std::sync::Arc;

/// The steps of a customer.
#[component]
pub fn Steps(
    /// The card.
    card: Memo<Option<Arc<Card>>>,
    /// Nothing can be done with them.
    #[prop(optional)]
    readonly: bool,
) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let progress = Memo::new(move |_| card.get().map(|it| it.view.progress.clone()).unwrap_or_default());
    let customer = Memo::new(move |_| card.get().map(|it| it.view.id));
    // The step as the store has it: what is drawn for it stays while its ticks change.
    let step = Memo::new(move |_| {
        let code = progress.with(|it| it.at.clone());
        engine.store.with(|store| store.catalogue.item(Kind::Step, &code).cloned())
    });
    let position = move || {
        let at = progress.with(|it| it.at.clone());
        engine.store.with(|store| {
            let codes: Vec<&str> = store.catalogue.offered(Kind::Step).map(|it| it.code.as_str()).collect();
            codes.iter().position(|it| *it == at).map(|it| t().steps.position(&codes.len(), &(it + 1)))
        })
    };
    let since = move || t().steps.since(&format::moment(progress.with(|it| it.since), today.zone(), today.day()));
    let name = move || progress.with(|it| engine.store.with(|store| words::step(store, &it.at).to_owned()));
    let ways = move || {
        let customer = customer.get().filter(|_| !readonly)?;
        Some(view! { <Ways customer=customer progress=progress /> })
    };
    let body = move || {
        let (step, customer) = (step.get()?, customer.get()?);
        Some(view! { <Current step=step customer=customer progress=progress readonly=readonly /> })
    };
    view! {
        <section class="panel stack steps" aria-labelledby="steps">
            <h2 class="panel__title" id="steps">
                {t().steps.title}
            </h2>
            <Track progress=progress />
            <p class="steps__here">
                <strong>{name}</strong>
                <span>{move || position().unwrap_or_else(|| t().steps.retired.to_owned())}</span>
                <span>{since}</span>
            </p>
            {body}
            {ways}
            <LeftSteps progress=progress />
        </section>
    }
}

/// All steps in a line, so that one sees how far it is.
#[component]
fn Track(progress: Memo<Progress>) -> impl IntoView {
    let engine = use_engine();
    let marks = move || {
        let it = progress.get();
        engine.store.with(|store| {
            let steps: Vec<&Item> = store.catalogue.offered(Kind::Step).collect();
            let here = steps.iter().position(|step| step.code == it.at);
            let mark = |(place, step): (usize, &&Item)| {
                let (key, said) = match here.map(|here| place.cmp(&here)) {
                    Some(std::cmp::Ordering::Less) => ("done", t().steps.said_done),
                    Some(std::cmp::Ordering::Equal) => ("now", t().steps.said_now),
                    Some(std::cmp::Ordering::Greater) | None => ("later", t().steps.said_later),
                };
                view! {
                    <li class="steps__mark" data-step=key>
                        <span class="visually-hidden">{words::item(step).to_owned()} ": " {said}</span>
                    </li>
                }
            };
            steps.iter().enumerate().map(mark).collect_view()
        })
    };
    view! { <ol class="steps__track">{marks}</ol> }
}

/// The step at which the customer stands: its check-list, and the tip beside it.
#[component]
fn Current(step: Item, customer: CustomerId, progress: Memo<Progress>, readonly: bool) -> impl IntoView {
    let doing = use_doing();
    let tip = of_store(&step.text_zh, &step.text_en).to_owned();
    let code = step.code.clone();
    let check = move |check: Check| {
        let label = of_store(&check.zh, &check.en).to_owned();
        let (own, item) = (code.clone(), check.code.clone());
        let is_on = Memo::new(move |_| progress.with(|it| it.is_ticked(&own, &item)));
        let (step, said) = (code.clone(), label.clone());
        let tick = move |_| {
            let off = is_on.get_untracked();
            let words = if off { t().steps.unticked(&said) } else { t().steps.ticked(&said) };
            let ticked = Ticked { step: step.clone(), check: check.code.clone(), off };
            doing.run(Command::Tick(customer, ticked), words, |_| {});
        };
        view! {
            <li>
                <label class="check">
                    <input type="checkbox" prop:checked=is_on disabled=readonly on:change=tick />
                    <span>{label}</span>
                </label>
            </li>
        }
    };
    let has_checks = !step.checks.is_empty();
    view! {
        <div class="steps__current">
            {has_checks
                .then(|| {
                    view! {
                        <div>
                            <h3 class="steps__heading">{t().steps.checks}</h3>
                            <ul>{step.checks.into_iter().map(check).collect_view()}</ul>
                        </div>
                    }
                })}
            {(!tip.is_empty())
                .then(|| {
                    view! {
                        <div class="steps__tip">
                            <h3 class="steps__heading">{t().steps.tip}</h3>
                            <p>{tip}</p>
                        </div>
                    }
                })}
        </div>
        <ErrorText text=doing.error />
    }
}

/// On, back, to any other step; and the papers of two of them.
#[component]
fn Ways(customer: CustomerId, progress: Memo<Progress>) -> impl IntoView {
    let (engine, sheets, doing) = (use_engine(), use_sheets(), use_doing());
    let near = Memo::new(move |_| {
        progress.with(|it| {
            engine.store.with(|store| {
                let (before, behind) = it.neighbours(&store.catalogue);
                (before.cloned(), behind.cloned())
            })
        })
    });
    // The buttons stay when their step changes, and so does the focus.
    let before = Memo::new(move |_| near.with(|it| it.0.clone()));
    let behind = Memo::new(move |_| near.with(|it| it.1.clone()));
    let go = move |to: Option<Item>| {
        let Some(to) = to else { return };
        let name = words::item(&to).to_owned();
        let stepped =
            Stepped { to: to.code.clone(), from: progress.with_untracked(|it| it.at.clone()), note: String::new() };
        doing.run(Command::Step(customer, stepped), t().steps.moved(&name), |_| {});
    };
    let name =
        |of: Memo<Option<Item>>| of.with(|it| it.as_ref().map(|it| words::item(it).to_owned()).unwrap_or_default());
    let on_label = Signal::derive(move || t().steps.next(&name(behind)));
    let back_label = Signal::derive(move || t().steps.back(&name(before)));
    view! {
        <ErrorText text=doing.error />
        <div class="cluster">
            <Show when=move || behind.with(Option::is_some)>
                <Button
                    label=on_label
                    loudness=Loudness::Primary
                    icon=IconName::Check
                    busy=doing.busy
                    on_press=move |()| go(behind.get_untracked())
                />
            </Show>
            <Show when=move || before.with(Option::is_some)>
                <Button
                    label=back_label
                    loudness=Loudness::Quiet
                    icon=IconName::Undo
                    busy=doing.busy
                    on_press=move |()| go(before.get_untracked())
                />
            </Show>
            <Button
                label=t().steps.other.to_owned()
                loudness=Loudness::Quiet
                icon=IconName::Edit
                on_press=move |()| sheets.open(Open::Step(customer))
            />
        </div>
        <div class="cluster">
            <Button
                label=t().drive.record.to_owned()
                icon=IconName::Wheel
                on_press=move |()| sheets.open(Open::Drive(customer))
            />
            <Button
                label=t().quote.record.to_owned()
                icon=IconName::Note
                on_press=move |()| sheets.open(Open::Quote(customer))
            />
        </div>
    }
}

/// The steps that were left: when, and what came out of them.
#[component]
fn LeftSteps(progress: Memo<Progress>) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let is_there = Memo::new(move |_| progress.with(|it| !it.left.is_empty()));
    let rows = move || {
        let it = progress.get();
        engine.store.with(|store| {
            let mut left: Vec<_> = it.left.iter().collect();
            left.sort_by_key(|it| it.1.at);
            let row = |(code, left): (&String, &domain::step::Left)| {
                let at = format::moment(left.at, today.zone(), today.day());
                let line = match store.catalogue.item(Kind::Step, code).map(|step| it.ticks(step)) {
                    Some((done, all)) if all > 0 => t().steps.left_line(&all, &at, &done),
                    _ => at,
                };
                let note = left.note.clone();
                view! {
                    <li class="steps__left">
                        <strong>{words::step(store, code).to_owned()}</strong>
                        <span>{line}</span>
                        {(!note.is_empty()).then(|| view! { <span class="steps__note">{note}</span> })}
                    </li>
                }
            };
            left.into_iter().map(row).collect_view()
        })
    };
    view! {
        <Show when=move || is_there.get()>
            <details class="steps__more">
                <summary>{t().steps.left}</summary>
                <ul>{rows}</ul>
            </details>
        </Show>
    }
}
