//! The monthly table 意向客户进度状况表: an advisor's own, live and offline; for a manager anybody's and the team's, from the server.

mod close;
mod sums;
mod table;

use crate::api::{self, Failure};
use crate::format;
use crate::i18n::t;
use crate::platform::dom;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::session::{Role, use_session};
use crate::ui::button::Button;
use crate::ui::chips::ChipChoice;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::IconName;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::words;
use close::Close;
use domain::month::{Month, Scope, Table};
use domain::port::ToEngine;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};
use std::sync::Arc;
use sums::Sums;
use table::{Corrected, Rows};

/// What is asked for: the address says it.
#[derive(Clone, Copy)]
struct Asked {
    month: Memo<Month>,
    scope: Memo<Scope>,
}

/// The page of a month.
#[component]
pub fn MonthPage() -> impl IntoView {
    let (session, engine, today) = (use_session(), use_engine(), use_today());
    let query = use_query_map();
    let me = session.me_now();
    let manages = me.as_ref().is_some_and(|it| it.role() == Role::Manager);
    let own = session.user().map_or(Scope::Team, Scope::Advisor);
    let month = Memo::new(move |_| {
        let now = Month::of(today.day());
        query.read().get("month").and_then(|it| Month::parse(&it)).map_or(now, |it| it.min(now))
    });
    let scope = Memo::new(move |_| {
        if manages { query.read().get("advisor").and_then(|it| Scope::parse(&it)).unwrap_or(Scope::Team) } else { own }
    });
    let asked = Asked { month, scope };
    // Tells the worker what to compute; what comes back is a signal of its own.
    Effect::new(move |_| engine.send(ToEngine::Month((!manages).then(|| month.get()))));
    on_cleanup(move || engine.send(ToEngine::Month(None)));
    let knows_time = engine.knows_time();
    let told = LocalResource::new(move || {
        let asks = knows_time.get().then(|| (month.get(), scope.get()));
        async move {
            let (month, scope) = asks?;
            Some(api::month(month, scope).await.map(Arc::new))
        }
    });
    let fits = move |it: &Arc<Table>| it.month == month.get() && it.advisor == scope.get();
    let shown = Memo::new(move |_| {
        let told = told.get().flatten().and_then(Result::ok).filter(fits);
        if manages {
            return told;
        }
        // A closed month is the server's; an open one is what this device knows, which may be more.
        told.filter(|it| it.closed.is_some()).or_else(|| engine.month.get().filter(fits))
    });
    let failure = Signal::derive(move || told.get().flatten().and_then(Result::err));
    let is_expired = move || session.is_expired() || failure.get().as_ref().is_some_and(Failure::is_signed_out);
    let error = Signal::derive(move || match failure.get().filter(|_| manages && !is_expired()) {
        Some(it) => words::failure(&it),
        None => String::new(),
    });
    view! {
        <div class="page month">
            <header class="page__head">
                <Heading text=t().month.title.to_owned() />
                <Show when=move || !manages && shown.with(|it| it.as_ref().is_some_and(|it| it.closed.is_none()))>
                    <p class="live" data-live="">{t().month.live}</p>
                </Show>
                <Steps asked=asked />
            </header>
            <Show when=is_expired>
                <Notice tone=Tone::Warning text=t().failure.signed_out.to_owned()>
                    <A href=href::sign_in() attr:class="button">{t().sync.sign_in}</A>
                </Notice>
            </Show>
            <ErrorText text=error />
            {manages.then(|| view! { <People asked=asked /> })}
            <div class="month__actions" data-chrome>
                <a
                    class="button"
                    href=move || api::month_url(month.get(), scope.get(), ".xlsx")
                    download=move || format!("genjin-{}.xlsx", month.get())
                    rel="external"
                >
                    {t().month.download}
                </a>
                <Button label=t().month.print.to_owned() on_press=move |()| dom::print() />
                <A href=href::funnel() attr:class=if manages { "button narrow-only" } else { "button" }>
                    {t().nav.funnel}
                </A>
                {move || {
                    let table = shown.get().filter(|it| manages && it.closed.is_none())?;
                    let over = table.month < Month::of(today.day());
                    over.then(|| view! { <Close table=table on_closed=move |()| told.refetch() /> })
                }}
            </div>
            {move || match shown.get() {
                Some(table) => view! { <Paper table=table /> }.into_any(),
                None if !error.read().is_empty() => ().into_any(),
                None => {
                    view! {
                        <div class="skeleton" aria-busy="true">
                            <p class="visually-hidden" role="status">{t().common.opening}</p>
                            <div class="skeleton__row"></div>
                            <div class="skeleton__row"></div>
                        </div>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// The months before and after.
#[component]
fn Steps(asked: Asked) -> impl IntoView {
    let today = use_today();
    let step = move |month: Month, label: &'static str| {
        view! { <A href=href::month_of(month, asked.scope.get()) attr:class="button">{label}</A> }
    };
    view! {
        <nav class="month__steps" aria-label=t().month.steps>
            {move || step(asked.month.get().previous(), t().month.previous)}
            <p class="month__name" aria-live="polite">{move || format::month(asked.month.get())}</p>
            {move || {
                let next = asked.month.get().next();
                (next <= Month::of(today.day())).then(|| step(next, t().month.next))
            }}
        </nav>
    }
}

/// Whose table: the team's, or one person's.
#[component]
fn People(asked: Asked) -> impl IntoView {
    let engine = use_engine();
    let navigate = use_navigate();
    let people = Signal::derive(move || {
        let advisors: Vec<(Scope, String)> = engine.store.with(|it| {
            let advisors = it.staff.iter().filter(|(_, it)| it.role == "advisor");
            advisors.map(|(id, it)| (Scope::Advisor(*id), it.name.clone())).collect()
        });
        std::iter::once((Scope::Team, t().month.team.to_owned())).chain(advisors).collect::<Vec<_>>()
    });
    let choose = Callback::new(move |scope: Scope| {
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&href::month_of(asked.month.get_untracked(), scope), options);
    });
    view! {
        <div data-chrome>
            <ChipChoice name="advisor" legend=t().month.advisor options=people value=asked.scope on_choose=choose />
        </div>
    }
}

/// The table with its header and its sums: what is printed.
#[component]
fn Paper(table: Arc<Table>) -> impl IntoView {
    let today = use_today();
    let (_, day, zone) = today.glance();
    let it = &t().month;
    let moment = |at| format::moment(at, zone, day);
    let review = match &table.closed {
        Some(closed) => it.signed(&zone.day(closed.at), &closed.by_name),
        None => it.unsigned.to_owned(),
    };
    let notice = table.closed.as_ref().map(|closed| it.closed(&moment(closed.at), &closed.by_name));
    let pair = |label: &'static str, value: String| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let is_empty = table.rows.is_empty() && table.care.is_empty();
    let signed = table.closed.is_some().then_some("");
    view! {
        <dl class="month__head">
            {pair(it.advisor, who(&table))} {pair(it.store, table.store.clone())}
            {pair(it.issued, zone.day(table.issued).to_string())}
            <div class="month__review" data-signed=signed>
                <dt>{it.review}</dt>
                <dd>{review}</dd>
            </div>
        </dl>
        {notice.map(|text| view! { <Notice text=text /> })}
        {if is_empty {
            view! { <Empty icon=IconName::Table title=it.none text=it.none_hint /> }.into_any()
        } else {
            view! { <Rows table=table.clone() /> }.into_any()
        }}
        <Corrected table=table.clone() />
        <Sums table=table />
    }
}

/// Whose table it is, in words.
fn who(table: &Table) -> String {
    match table.advisor {
        Scope::Team => t().month.team.to_owned(),
        Scope::Advisor(_) => table.advisor_name.clone(),
    }
}
