//! A new card 新客户: who, from where, how hot; the level is suggested as one types, and decided by the advisor.

mod phone_check;

use crate::clock::use_clock;
use crate::format;
use crate::i18n::{of_store, t};
use crate::parts::doing::use_doing;
use crate::parts::judge_sheet::{JudgeFields, Judging};
use crate::parts::referrer_field::{ReferrerField, value_of};
use crate::platform::events::is_composing;
use crate::platform::{dom, storage};
use crate::routes::href;
use crate::state::customers::{use_today, wished_models, with_phone};
use crate::state::engine::use_engine;
use crate::state::session::use_session;
use crate::state::update::use_update;
use crate::ui::button::Submit;
use crate::ui::chips::ChipChoice;
use crate::ui::field::{Field, TextArea};
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::{ErrorText, Notice, Tone};
use domain::card::{CardField, Consent};
use domain::command::Command;
use domain::fact::{Created, Origin};
use domain::id::CustomerId;
use domain::instant::{Day, Instant};
use domain::level::Level;
use domain::paste;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use phone_check::PhoneCheck;
use std::collections::BTreeMap;

/// The page on which a card is made.
#[component]
pub fn NewCustomerPage() -> impl IntoView {
    let (engine, today, session, clock) = (use_engine(), use_today(), use_session(), use_clock());
    let doing = use_doing();
    let navigate = use_navigate();
    let (name, phone, note) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (wechat, model, referrer) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let source = RwSignal::new(String::new());
    // Never ticked beforehand: the law asks for a consent that is given.
    let agreed = RwSignal::new(false);
    let origin = RwSignal::new(Origin::WalkIn);
    let judging = Judging::start(Vec::new(), None, false);
    use_update().guard(Signal::derive(move || !name.read().is_empty() || !phone.read().is_empty()));
    let sources = Signal::derive(move || {
        engine.store.with(|store| {
            store.sources.iter().map(|it| (it.code.clone(), of_store(&it.zh, &it.en).to_owned())).collect::<Vec<_>>()
        })
    });
    let origins = vec![
        (Origin::WalkIn, t().new_customer.walk_in.to_owned()),
        (Origin::Online, t().new_customer.online.to_owned()),
    ];
    let twin = Memo::new(move |_| with_phone(engine, &phone.read()));
    let first_due = move || judging.level().and_then(|level| first_due(engine, today, origin.get(), level));
    let understand = move |text: String| {
        let pasted = engine.store.with_untracked(|store| paste::read(&text, store, &untrack(|| wished_models(engine))));
        if pasted.source == "online" {
            origin.set(Origin::Online);
        }
        let known = [
            (name, pasted.name),
            (phone, pasted.phone),
            (wechat, pasted.wechat),
            (source, pasted.source),
            (model, pasted.model),
            (note, pasted.note),
        ];
        for (field, value) in known {
            if !value.is_empty() {
                field.set(value);
            }
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(level) = untrack(move || judging.level()) else {
            return doing.error.set(t().judge.choose.to_owned());
        };
        let Some(advisor) = session.user() else { return };
        if name.read_untracked().trim().is_empty() {
            dom::focus("#name");
        }
        let now = clock.exact();
        let id = CustomerId::new(now, storage::random());
        let created = Created {
            advisor,
            name: name.get_untracked(),
            phone: phone.get_untracked(),
            source: source.get_untracked(),
            origin: origin.get_untracked(),
            clear_intention: judging.floor.get_untracked(),
            level,
            suggested: Some(judging.suggestion.get_untracked().level),
            signals: judging.signals.get_untracked(),
            expected: judging.expected.get_untracked(),
            due: None,
            note: notes(&note.read_untracked(), &judging.note.read_untracked()),
            fields: further([
                (CardField::Wechat, wechat.read_untracked().trim().to_owned()),
                (CardField::Model, model.read_untracked().trim().to_owned()),
                (CardField::Referrer, value_of(engine, &referrer.read_untracked())),
                (CardField::Consent, if agreed.get_untracked() { consent(now) } else { String::new() }),
            ]),
            import: String::new(),
        };
        let said = t().new_customer.saved(&created.name.trim());
        let navigate = navigate.clone();
        doing.run(Command::Create(id, created), said, move |_| {
            navigate(&href::customer(id), leptos_router::NavigateOptions { replace: true, ..Default::default() });
        });
    };
    view! {
        <div class="page new-customer">
            <header class="page__head">
                <Heading text=t().new_customer.title.to_owned() />
            </header>
            <form class="new-customer__form" novalidate on:submit=submit>
                <section class="panel stack">
                    <h2 class="panel__title">{t().new_customer.who}</h2>
                    <QuickLine understand=understand />
                    <Field id="name" label=t().field.name value=name required=true />
                    <Field id="phone" label=t().field.phone kind="tel" value=phone required=true />
                    {move || {
                        twin.get()
                            .map(|(id, name)| {
                                view! {
                                    <Notice tone=Tone::Warning text=t().new_customer.twin(&name)>
                                        <A href=href::customer(id) attr:class="button">
                                            {t().new_customer.open_twin}
                                        </A>
                                    </Notice>
                                }
                            })
                    }}
                    <PhoneCheck phone=phone own=Signal::derive(move || twin.read().is_some()) />
                    <ChipChoice
                        name="origin"
                        legend=t().new_customer.origin
                        options=origins
                        value=origin
                        on_choose=move |it| origin.set(it)
                    />
                    <Show when=move || !sources.read().is_empty()>
                        <ChipChoice
                            name="source"
                            legend=t().field.source
                            options=sources
                            value=source
                            on_choose=move |it| source.set(it)
                        />
                    </Show>
                    <ReferrerField id="referrer" value=referrer />
                    <Field id="model" label=t().field.model value=model />
                    <Field id="wechat" label=t().field.wechat value=wechat />
                    <TextArea id="note" label=t().field.note value=note />
                    <label class="check">
                        <input type="checkbox" bind:checked=agreed />
                        <span>
                            {t().consent.ask} <small class="check__note">{t().consent.wording}</small>
                        </span>
                    </label>
                </section>
                <section class="panel stack">
                    <h2 class="panel__title">{t().new_customer.how_hot}</h2>
                    <label class="check">
                        <input type="checkbox" bind:checked=judging.floor />
                        <span>
                            {t().new_customer.intention} <small class="check__note">{t().new_customer.intention_hint}</small>
                        </span>
                    </label>
                    <JudgeFields judging=judging />
                </section>
                <footer class="new-customer__foot">
                    <p class="new-customer__due">
                        <Icon name=IconName::Calendar />
                        <span>
                            {move || first_due().map(|due| t().new_customer.first_due(&format::day(due, today.day())))}
                        </span>
                    </p>
                    <ErrorText text=doing.error />
                    <Submit label=t().new_customer.submit.to_owned() busy=doing.busy />
                </footer>
            </form>
        </div>
    }
}

/// One line in which everything stands, as it is pasted from a message or said to the keyboard.
#[component]
fn QuickLine(understand: impl Fn(String) + Copy + 'static) -> impl IntoView {
    let line = RwSignal::new(String::new());
    let take = move |text: String, composes: bool| {
        line.set(text.clone());
        if !composes && paste::is_line(&text) {
            understand(text);
        }
    };
    let input = move |event: leptos::ev::Event| take(event_target_value(&event), is_composing(&event));
    let understood = Memo::new(move |_| paste::is_line(&line.read()));
    // Enter takes the line, and not the whole form.
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            if !event.is_composing() {
                understand(line.get_untracked());
            }
        }
    };
    view! {
        <div class="new-customer__line">
            <label class="field__label" for="line">
                {t().new_customer.line}
            </label>
            <input
                class="field__input"
                id="line"
                type="text"
                autocomplete="off"
                placeholder=t().new_customer.line_example
                prop:value=line
                on:input=input
                on:compositionend=move |event| take(event_target_value(&event), false)
                on:keydown=keys
            />
            <p class="field__hint" role="status">
                {move || if understood.get() { t().new_customer.line_understood } else { t().new_customer.line_hint }}
            </p>
        </div>
    }
}

/// The fields that a card begins with, besides those of its creation.
fn further<const N: usize>(all: [(CardField, String); N]) -> BTreeMap<String, String> {
    all.into_iter().filter(|it| !it.1.is_empty()).map(|it| (it.0.code().to_owned(), it.1)).collect()
}

/// The consent that was given now.
fn consent(now: Instant) -> String {
    Consent { at: now, wording: t().consent.wording.to_owned() }.value()
}

/// The first due date that results (rules C2).
fn first_due(
    engine: crate::state::engine::Engine,
    today: crate::state::customers::Today,
    origin: Origin,
    level: Level,
) -> Option<Day> {
    let cycle = engine.store.with(|store| store.policy(today.now()).cycle(level))?;
    let days = match origin {
        Origin::Online => 1,
        Origin::WalkIn | Origin::Import => cycle,
    };
    Some(today.day().plus(days))
}

fn notes(note: &str, why: &str) -> String {
    [note.trim(), why.trim()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}
