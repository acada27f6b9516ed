//! The card of a customer 客户信息: how it stands, what one can do, the fields, and the whole history.

mod application;
mod consent;
mod editor;
mod field;
mod managed;
pub mod orders;
pub mod past;
mod referrals;
mod rule;
mod section;
mod steps;
mod timeline;

use crate::format;
use crate::i18n::t;
use crate::routes::href;
use crate::shell::WhenLoaded;
use crate::state::calls::use_calls;
use crate::state::customers::use_today;
use crate::state::engine::Source;
use crate::state::engine::use_engine;
use crate::state::late::painted;
use crate::state::session::{Role, use_session};
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::{Button, Loudness};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::ui::level_badge::LevelBadge;
use crate::ui::notice::{Notice, Tone};
use crate::words;
use application::ApplicationOf;
use consent::ConsentOf;
use domain::card::Section;
use domain::id::CustomerId;
use domain::port::{Card, Row, ToEngine};
use domain::view::Standing;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use managed::ManagedCard;
use orders::Orders;
use referrals::Referrals;
use rule::Rule;
use section::CardSection;
use std::sync::Arc;
use steps::Steps;
use timeline::Timeline;

/// The card of a customer: one's own from the device; a manager sees everybody's, as the server has them.
#[component]
pub fn CustomerPage() -> impl IntoView {
    let (engine, session) = (use_engine(), use_session());
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|it| CustomerId::parse(&it)));
    let manages = session.me_now().is_some_and(|it| it.role() == Role::Manager);
    let managed = Memo::new(move |_| {
        let is_known = engine.source.get() != Source::Nothing;
        id.get().filter(|it| manages && is_known && engine.row(*it).is_none())
    });
    move || match managed.get() {
        Some(id) => view! { <ManagedCard id=id /> }.into_any(),
        None => view! { <OwnCard id=id manages=manages /> }.into_any(),
    }
}

#[component]
fn OwnCard(id: Memo<Option<CustomerId>>, manages: bool) -> impl IntoView {
    let engine = use_engine();
    Effect::new(move |_| {
        engine.card.set(None);
        engine.send(ToEngine::Watch(id.get()));
    });
    on_cleanup(move || engine.send(ToEngine::Watch(None)));
    let row = Memo::new(move |_| id.get().and_then(|it| engine.row(it)));
    let card = Memo::new(move |_| {
        let card = engine.card.read();
        card.as_ref().filter(|it| Some(it.0) == id.get()).and_then(|it| it.1.clone())
    });
    let name = move || match row.get() {
        Some(row) => row.name.clone(),
        None => t().customer.unknown.to_owned(),
    };
    let is_known = Memo::new(move |_| row.get().is_some());
    view! {
        <div class="page customer">
            <p class="customer__back">
                <A href=href::customers() attr:class="button" attr:data-variant="quiet">
                    <Icon name=IconName::Back />
                    <span>{t().customers.title}</span>
                </A>
            </p>
            <Heading text=Signal::derive(name) />
            <WhenLoaded>
                <Show when=move || is_known.get() fallback=Missing>
                    {move || row.get().map(|row| view! { <HowItStands row=row /> })}
                    {manages
                        .then(|| {
                            view! {
                                <div class="cluster">
                                    <Rule card=card on_ruled=|()| () />
                                </div>
                            }
                        })}
                    <ApplicationOf card=card />
                    <div class="customer__columns">
                        <Show when=move || card.get().is_some() fallback=Opening>
                            <Details card=card />
                        </Show>
                    </div>
                </Show>
            </WhenLoaded>
        </div>
    }
}

/// What the card says. What is below the first screen of a tablet comes a paint later.
#[component]
fn Details(card: Memo<Option<Arc<Card>>>) -> impl IntoView {
    let is_painted = painted();
    view! {
        <div class="customer__card">
            <Steps card=card />
            <Orders card=card />
            <Show when=move || is_painted.get()>
                <CardSection section=Section::Intention card=card>
                    <Judged card=card />
                </CardSection>
                <CardSection section=Section::Who card=card />
                <CardSection section=Section::Background card=card />
                <Referrals card=card />
                <ConsentOf card=card />
            </Show>
        </div>
        <Show when=move || is_painted.get()>
            <Timeline card=card />
        </Show>
    }
}

#[component]
fn Missing() -> impl IntoView {
    view! { <Empty icon=IconName::Search title=t().customer.unknown text=t().customer.unknown_hint /> }
}

#[component]
fn Opening() -> impl IntoView {
    view! {
        <div class="skeleton" aria-busy="true">
            <p class="visually-hidden" role="status">{t().common.opening}</p>
            <div class="skeleton__row"></div>
            <div class="skeleton__row"></div>
        </div>
    }
}

/// Level, due date and lock, and what one can do now.
#[component]
fn HowItStands(row: Arc<Row>) -> impl IntoView {
    let (today, sheets, calls) = (use_today(), use_sheets(), use_calls());
    let id = row.id;
    let standing = {
        let row = row.clone();
        Memo::new(move |_| row.standing(today.now(), today.day()))
    };
    let line = {
        let row = row.clone();
        move || words::due_line(&row, today.now(), today.day(), today.zone())
    };
    let exact = row
        .follow_up
        .map(|open| move || t().customer.locks_at(&format::deadline(open.lock_at, today.zone(), today.day())));
    let locked_since = {
        let row = row.clone();
        move || {
            row.lock(today.now())
                .map(|it| t().customer.locked_since(&format::moment(it.since, today.zone(), today.day())))
        }
    };
    let is_open = move || !matches!(standing.get(), Standing::Locked | Standing::Nothing);
    let confirms = row.confirm_by.is_some();
    let confirm_line = row.confirm_by.map(|by| {
        move || {
            let (now, text) = (today.now(), format::moment(by, today.zone(), today.day()));
            if now > by { t().judge.late(&text) } else { t().judge.until(&text, &format::span(by.since(now))) }
        }
    });
    let can_apply = row.follow_up.is_some() && row.application.is_none();
    let is_stale = {
        let row = row.clone();
        move || row.is_stale(today.day()) && standing.get() != Standing::Locked
    };
    let icon = move || if standing.get() == Standing::Locked { IconName::Lock } else { IconName::Clock };
    view! {
        <section class="customer__standing" data-due=move || words::standing_key(standing.get())>
            <p class="customer__level">
                <LevelBadge level=row.level provisional=confirms />
                <span>{words::meaning(row.level)}</span>
                {confirms.then(|| view! { <span class="customer__provisional">{t().customer.provisional}</span> })}
            </p>
            <p class="customer__due">
                {move || view! { <Icon name=icon() /> }}
                <span>
                    <strong>{line}</strong>
                    <Show when=is_open>
                        <small>{exact}</small>
                    </Show>
                    <small>{locked_since}</small>
                </span>
            </p>
            {row.sample.then(|| view! { <Notice text=t().sample.card.to_owned() /> })}
            <Show when=move || standing.get() == Standing::Locked>
                <Notice tone=Tone::Warning text=t().customer.locked_hint.to_owned() />
            </Show>
            {confirm_line.map(|line| view! { <p class="customer__confirm">{line}</p> })}
            {move || is_stale().then(|| view! { <Notice tone=Tone::Warning text=t().customer.stale_hint.to_owned() /> })}
            <div class="cluster customer__actions">
                <Button
                    label=t().row.contact.to_owned()
                    loudness=Loudness::Primary
                    icon=IconName::Check
                    on_press=move |()| sheets.open(Open::Contact(id))
                />
                {(!row.phone.is_empty())
                    .then(|| {
                        view! {
                            <a
                                class="button"
                                href=format!("tel:{}", row.phone)
                                rel="external"
                                on:click=move |_| calls.made(Open::Called(id))
                            >
                                <Icon name=IconName::Phone />
                                <span>{t().customer.call}</span>
                            </a>
                        }
                    })}
                <Button
                    label=t().message.open.to_owned()
                    icon=IconName::Message
                    on_press=move |()| sheets.open(Open::Message(id))
                />
                <Show when=is_open>
                    <Button
                        label=t().customer.moving.to_owned()
                        icon=IconName::Calendar
                        on_press=move |()| sheets.open(Open::Move(id))
                    />
                    <Button
                        label=if confirms { t().row.confirm } else { t().customer.judge_again }.to_owned()
                        icon=IconName::Flame
                        on_press=move |()| sheets.open(Open::Judge(id))
                    />
                </Show>
                {can_apply
                    .then(|| {
                        view! {
                            <Button
                                label=t().apply.open.to_owned()
                                loudness=Loudness::Quiet
                                icon=IconName::Flag
                                on_press=move |()| sheets.open(Open::Apply(id))
                            />
                        }
                    })}
            </div>
        </section>
    }
}

/// What was judged last: when they may order, and what shows it.
#[component]
fn Judged(card: Memo<Option<Arc<Card>>>) -> impl IntoView {
    let (today, engine) = (use_today(), use_engine());
    let pair = |label: &'static str, value: String| {
        view! {
            <div class="facts__pair">
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    move || {
        card.get().map(|card| {
            let day = today.day();
            let view = &card.view;
            let signals: Vec<String> = engine.store.with(|store| {
                let policy = store.policy(today.now());
                view.signals.iter().map(|it| words::signal(policy, it).to_owned()).collect()
            });
            let expected = view.expected.map_or_else(|| t().judge.unknown.to_owned(), |it| format::day(it, day));
            let window = view.window_end.map(|it| format::day(it, day));
            let made = format::moment(view.created, today.zone(), day);
            view! {
                <dl class="facts">
                    {pair(t().customer.expected, expected)} {window.map(|it| pair(t().customer.window, it))}
                    {(!signals.is_empty()).then(|| pair(t().customer.signals, signals.join(t().suggest.and)))}
                    {pair(t().customer.created, made)}
                </dl>
            }
        })
    }
}
