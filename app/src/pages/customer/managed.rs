//! The card of somebody else's customer, for the manager: as the server has it, read only, and what can be ruled. Each look is recorded.

use super::application::ApplicationOf;
use super::orders::Orders;
use super::past::shown;
use super::referrals::Referrals;
use super::rule::{Rule, who};
use super::steps::Steps;
use super::timeline::{Offered, Timeline};
use crate::api::desk::{self, Card};
use crate::i18n::t;
use crate::parts::decide_sheet::{DecideSheet, Deciding};
use crate::parts::live_head::Unreached;
use crate::parts::ruling::use_bench;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::live::Live;
use crate::ui::button::{Button, Loudness};
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::ui::level_badge::LevelBadge;
use crate::ui::notice::ErrorText;
use crate::words;
use domain::card::{self, CardField, Form, Section};
use domain::fact::Ruling;
use domain::id::CustomerId;
use domain::port::{self, Row};
use domain::view::Standing;
use leptos::prelude::*;
use leptos_router::components::A;
use std::sync::Arc;

/// The card of somebody else's customer.
#[component]
pub fn ManagedCard(
    /// Whose.
    id: CustomerId,
) -> impl IntoView {
    let (engine, bench) = (use_engine(), use_bench());
    let live = Live::<Card>::new();
    let load = move || live.load(desk::card(id));
    load();
    let card = shown(live);
    let deciding = RwSignal::new(None::<Deciding>);
    let name = move || card.get().map_or_else(|| t().common.opening.to_owned(), |it| it.view.field("name").to_owned());
    let who = move || card.get().map(|it| engine.store.with(|store| who(store, &it.view)));
    let ruled = Callback::new(move |()| load());
    let on_ruling = Callback::new(move |what: Ruling| {
        if let Some(who) = untrack(who) {
            bench.rule(vec![who], &what, "", move |_| {
                ruled.try_run(());
            });
        }
    });
    let offered = Signal::derive(move || {
        live.value.with(|it| {
            it.as_ref().map(|it| Offered { evidence: it.evidence.clone(), countable: it.countable.clone(), on_ruling })
        })
    });
    let decide = move |()| {
        let applied = card.get_untracked().and_then(|it| it.view.applied().cloned());
        deciding.set(untrack(who).zip(applied).map(|(who, applied)| Deciding { who, applied }));
    };
    let sheet = move || {
        deciding.get().map(|it| {
            view! { <DecideSheet deciding=it on_closed=move |()| deciding.set(None) on_ruled=ruled /> }
        })
    };
    let back = move || {
        who().map(|it| {
            let (to, said) = match it.advisor {
                Some(owner) => (href::advisor(&owner.to_string()), t().team.customers_of(&it.advisor_name)),
                None => (href::pool().to_owned(), t().nav.pool.to_owned()),
            };
            view! {
                <A href=to attr:class="button" attr:data-variant="quiet">
                    <Icon name=IconName::Back />
                    <span>{said}</span>
                </A>
            }
        })
    };
    let phone = move || {
        let phone = card.get().map(|it| card::number(&it.view).to_owned()).filter(|it| !it.is_empty());
        phone.map(|phone| {
            view! {
                <a class="button" href=format!("tel:{phone}") rel="external">
                    <Icon name=IconName::Phone />
                    <span>{t().customer.call}</span>
                </a>
            }
        })
    };
    view! {
        <div class="page customer">
            <p class="customer__back">{back}</p>
            <Heading text=Signal::derive(name) />
            <Unreached error=live.error />
            <Show when=move || live.value.with(Option::is_none) && live.error.read().is_empty()>
                <super::Opening />
            </Show>
            {move || card.get().map(|card| view! { <HowItStands card=card /> })}
            <Show when=move || card.get().is_some()>
                <div class="cluster">
                    <Show when=move || card.get().is_some_and(|it| it.view.application.is_some())>
                        <Button
                            label=t().ruling.review.to_owned()
                            loudness=Loudness::Primary
                            icon=IconName::Flag
                            on_press=decide
                        />
                    </Show>
                    <Rule card=card loudness=Loudness::Primary on_ruled=ruled />
                    {phone}
                </div>
            </Show>
            <ErrorText text=bench.error />
            <ApplicationOf card=card />
            <Show when=move || card.get().is_some()>
                <div class="customer__columns">
                    <div class="customer__card">
                        <Steps card=card readonly=true />
                        <Orders card=card readonly=true />
                        {[Section::Intention, Section::Who, Section::Background]
                            .map(|section| view! { <Fields section=section card=card /> })
                            .collect_view()}
                        <Referrals card=card anybody=true />
                    </div>
                    <Timeline card=card readonly=true offered=offered />
                </div>
            </Show>
            {sheet}
        </div>
    }
}

/// Level, owner, due date and lock.
#[component]
fn HowItStands(card: Arc<port::Card>) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let row = Row::of(&card.view);
    let owner = card.view.owner;
    let owner = move || match owner {
        Some(id) => engine.store.with(|it| it.staff.get(&id).map(|it| it.name.clone())).unwrap_or_default(),
        None => t().nav.pool.to_owned(),
    };
    let (level, confirms) = (row.level, row.confirm_by.is_some());
    let row = StoredValue::new(row);
    let standing = move || row.with_value(|it| it.standing(today.now(), today.day()));
    let line = move || row.with_value(|it| words::due_line(it, today.now(), today.day(), today.zone()));
    let icon = move || if standing() == Standing::Locked { IconName::Lock } else { IconName::Clock };
    let locks = card.view.locks.iter().filter(|it| it.since <= today.glance().0).count();
    view! {
        <section class="customer__standing" data-due=move || words::standing_key(standing())>
            <p class="customer__level">
                <LevelBadge level=level provisional=confirms />
                <span>{words::meaning(level)}</span>
                <span class="customer__owner">{owner}</span>
            </p>
            <p class="customer__due">
                {move || view! { <Icon name=icon() /> }}
                <span>
                    <strong>{line}</strong>
                    {(locks > 1).then(|| view! { <small>{t().locks.again(&locks)}</small> })}
                </span>
            </p>
        </section>
    }
}

/// A part of the card, to read.
#[component]
fn Fields(section: Section, card: Memo<Option<Arc<port::Card>>>) -> impl IntoView {
    let engine = use_engine();
    let pairs = move || {
        card.get().map(|card| {
            let view = &card.view;
            let fields = CardField::ALL.into_iter().filter(|it| it.section() == section && it.form() != Form::Consent);
            let names: Vec<String> = fields.flat_map(|it| card::names(view, it)).collect();
            let pair = |name: String| {
                let value = engine.store.with(|store| words::value(store, Some(view), &name, view.field(&name)));
                view! {
                    <div class="facts__pair">
                        <dt>{words::field(&name).to_owned()}</dt>
                        <dd>{value}</dd>
                    </div>
                }
            };
            if names.is_empty() {
                view! { <p class="customer__nothing">{t().ruling.nothing_said}</p> }.into_any()
            } else {
                view! { <dl class="facts">{names.into_iter().map(pair).collect_view()}</dl> }.into_any()
            }
        })
    };
    view! {
        <section class="panel stack" aria-label=words::section(section)>
            <h2 class="panel__title">{words::section(section)}</h2>
            {pairs}
        </section>
    }
}
