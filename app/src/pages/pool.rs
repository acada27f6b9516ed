//! The pool 公海: customers whom nobody owns. Who can own customers claims one; the manager rules. It lives on the server alone.

use crate::api::desk::{self, Free, Pool, Who};
use crate::format;
use crate::i18n::t;
use crate::parts::live_head::LiveHead;
use crate::parts::ruling::use_bench;
use crate::parts::ruling_sheet::{Offers, RulingSheet};
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::live::Live;
use crate::state::session::{Role, use_session};
use crate::ui::button::{Button, Loudness};
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconName};
use crate::ui::level_badge::LevelBadge;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::words;
use domain::fact::Ruling;
use domain::id::CustomerId;
use leptos::prelude::*;
use leptos_router::components::A;
use std::time::Duration;

/// How often the pool is asked for: others claim, too.
const EVERY: Duration = Duration::from_secs(15);

/// The page of the pool.
#[component]
pub fn PoolPage() -> impl IntoView {
    let session = use_session();
    let manages = session.me_now().is_some_and(|it| it.role() == Role::Manager);
    let live = Live::<Pool>::new();
    live.poll(EVERY, desk::pool);
    let bench = use_bench();
    let ruling = RwSignal::new(None::<Who>);
    // Whoever was claimed is gone at once; the server's list may be a moment behind.
    let gone = RwSignal::new(Vec::<CustomerId>::new());
    let free = Memo::new(move |_| {
        let gone = gone.read();
        let is_free = |it: &&Free| !gone.contains(&it.who.customer);
        live.value.with(|it| it.iter().flat_map(|it| &it.customers).filter(is_free).cloned().collect::<Vec<_>>())
    });
    let claim = Callback::new(move |who: Who| {
        let Some(to) = session.user() else { return };
        let customer = who.customer;
        bench.rule(vec![who], &Ruling::Claim { to }, "", move |stands| {
            if stands {
                gone.try_update(|it| it.push(customer));
            }
            live.load(desk::pool());
        });
    });
    let ruled = move |()| live.load(desk::pool());
    let as_of = Signal::derive(move || live.value.with(|it| it.as_ref().map(|it| it.as_of)));
    let count = Signal::derive(move || t().customers.count(&free.read().len()));
    let left = move || live.value.with(|it| it.as_ref().map(|it| t().pool.left(&it.claims_left)));
    let sheet = move || {
        ruling.get().map(|who| {
            let closed = move |()| ruling.set(None);
            view! { <RulingSheet all=vec![who] offers=Offers::FREE on_closed=closed on_ruled=ruled /> }
        })
    };
    let is_cut_off = move || !live.is_live.get() && !live.error.read().is_empty() && !session.is_expired();
    view! {
        <div class="page pool">
            <LiveHead title=t().pool.title.to_owned() count=count is_live=live.is_live as_of=as_of error="" />
            <Show when=is_cut_off>
                <Notice tone=Tone::Warning text=t().pool.offline.to_owned() />
            </Show>
            <p class="pool__hint">
                {t().pool.hint} " " <Show when=move || !manages>
                    <strong>{left}</strong>
                </Show>
            </p>
            <ErrorText text=bench.error />
            <ul class="rows">
                <For each=move || free.get() key=|it| it.who.clone() let:free>
                    <li>
                        <FreeRow free=free manages=manages claim=claim ruling=ruling />
                    </li>
                </For>
            </ul>
            <Show when=move || live.value.with(Option::is_some) && free.read().is_empty()>
                <Empty icon=IconName::Pool title=t().pool.none text=t().pool.none_hint />
            </Show>
            {sheet}
        </div>
    }
}

#[component]
fn FreeRow(free: Free, manages: bool, claim: Callback<Who>, ruling: RwSignal<Option<Who>>) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let code = free.source;
    let source = move || engine.store.with(|store| words::source(store, &code).to_owned());
    let (reached, created) = (free.reached, free.created);
    let line = move || {
        let at = |it| format::ago(it, today.now());
        reached.map_or_else(|| t().pool.made(&at(created)), |it| t().pool.reached(&at(it)))
    };
    let who = free.who.clone();
    let name = free.who.name;
    let name = if manages {
        view! { <A href=href::customer(free.who.customer)>{name}</A> }.into_any()
    } else {
        name.into_any()
    };
    let act = if manages {
        view! { <Button label=t().ruling.rule.to_owned() on_press=move |()| ruling.set(Some(who.clone())) /> }
            .into_any()
    } else {
        let press = move |()| claim.run(who.clone());
        view! { <Button label=t().pool.claim.to_owned() loudness=Loudness::Primary on_press=press /> }.into_any()
    };
    view! {
        <article class="lock-row" data-ground="unknown">
            <LevelBadge level=free.who.level />
            <div class="lock-row__who">
                <h2 class="lock-row__name">{name}</h2>
                <p class="lock-row__facts">
                    <span>{free.who.phone_masked}</span>
                    <span>{source}</span>
                </p>
            </div>
            <p class="lock-row__ground">
                <Icon name=IconName::Clock />
                <span>{line}</span>
            </p>
            <div class="lock-row__act">{act}</div>
        </article>
    }
}
