//! The funnel 漏斗 and the key figures 指标: an advisor's own; for a manager anybody's and the team's. From the server.

mod charts;
mod refill;
mod tiles;

use crate::api::{self, Failure};
use crate::format;
use crate::i18n::t;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::session::{Role, use_session};
use crate::ui::chips::ChipChoice;
use crate::ui::heading::Heading;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::words;
use charts::Charts;
use domain::funnel::{Report, Span};
use domain::instant::Day;
use domain::month::{Month, Scope};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};
use refill::{Levers, Week};
use std::sync::Arc;
use tiles::Tiles;

/// The days that people ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Period {
    /// This week.
    Week,
    /// This month.
    Month,
    /// The month before.
    LastMonth,
    /// The last 90 days.
    Quarter,
}

impl Period {
    const ALL: [Self; 4] = [Self::Week, Self::Month, Self::LastMonth, Self::Quarter];

    /// Its word in the address; the usual one has none.
    const fn code(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "",
            Self::LastMonth => "last-month",
            Self::Quarter => "90-days",
        }
    }

    fn parse(code: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.code() == code).unwrap_or(Self::Month)
    }

    fn name(self) -> &'static str {
        let it = &t().funnel;
        match self {
            Self::Week => it.week,
            Self::Month => it.month,
            Self::LastMonth => it.last_month,
            Self::Quarter => it.quarter,
        }
    }

    /// Its days until today.
    fn span(self, today: Day) -> Span {
        let month = Month::of(today);
        let whole = match self {
            Self::Week => Span::week(today),
            Self::Month => Span::month(month),
            Self::LastMonth => Span::month(month.previous()),
            Self::Quarter => Span::last(90, today),
        };
        whole.until(today)
    }
}

/// What is asked for: the address says it.
#[derive(Clone, Copy)]
struct Asked {
    period: Memo<Period>,
    scope: Memo<Scope>,
}

/// The page of the funnel.
#[component]
pub fn FunnelPage() -> impl IntoView {
    let (session, engine, today) = (use_session(), use_engine(), use_today());
    let query = use_query_map();
    let manages = session.me_now().is_some_and(|it| it.role() == Role::Manager);
    let own = session.user().map_or(Scope::Team, Scope::Advisor);
    let period = Memo::new(move |_| Period::parse(&query.read().get("period").unwrap_or_default()));
    let scope = Memo::new(move |_| {
        if manages { query.read().get("advisor").and_then(|it| Scope::parse(&it)).unwrap_or(Scope::Team) } else { own }
    });
    let asked = Asked { period, scope };
    let span = Memo::new(move |_| period.get().span(today.day()));
    let knows_time = engine.knows_time();
    let told = LocalResource::new(move || {
        let asks = knows_time.get().then(|| (span.get(), scope.get()));
        async move {
            let (span, scope) = asks?;
            Some(api::funnel(span, scope).await.map(Arc::new))
        }
    });
    let fits = move |it: &Arc<Report>| it.now.span == span.get() && it.advisor == scope.get();
    let shown = Memo::new(move |_| told.get().flatten().and_then(Result::ok).filter(fits));
    let failure = Signal::derive(move || told.get().flatten().and_then(Result::err));
    let is_expired = move || session.is_expired() || failure.get().as_ref().is_some_and(Failure::is_signed_out);
    let error = Signal::derive(move || match failure.get().filter(|_| !is_expired()) {
        Some(it) => words::failure(&it),
        None => String::new(),
    });
    view! {
        <div class="page funnel">
            <header class="page__head">
                <Heading text=t().funnel.title.to_owned() />
            </header>
            <Show when=is_expired>
                <Notice tone=Tone::Warning text=t().failure.signed_out.to_owned()>
                    <A href=href::sign_in() attr:class="button">{t().sync.sign_in}</A>
                </Notice>
            </Show>
            <ErrorText text=error />
            <Choices asked=asked manages=manages />
            <p class="cluster" data-chrome>
                <a
                    class="button"
                    href=move || api::funnel_url(span.get(), scope.get(), ".xlsx")
                    download=move || format!("genjin-figures-{}.xlsx", span.get().from())
                    rel="external"
                >
                    {t().month.download}
                </a>
            </p>
            {move || match shown.get() {
                Some(report) => view! { <Whole report=report /> }.into_any(),
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

/// The days, as people write them.
fn days(span: Span, today: Day) -> String {
    t().funnel.days(&format::short_day(span.from(), today), &format::short_day(span.to(), today))
}

/// Which days, and for a manager whose.
#[component]
fn Choices(asked: Asked, manages: bool) -> impl IntoView {
    let (engine, navigate) = (use_engine(), use_navigate());
    let go = Callback::new(move |(period, scope): (Period, Scope)| {
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&href::funnel_of(period.code(), scope), options);
    });
    let periods = Signal::stored(Period::ALL.map(|it| (it, it.name().to_owned())).to_vec());
    let people = Signal::derive(move || {
        let advisors: Vec<(Scope, String)> = engine.store.with(|it| {
            let advisors = it.staff.iter().filter(|(_, it)| it.role == "advisor");
            advisors.map(|(id, it)| (Scope::Advisor(*id), it.name.clone())).collect()
        });
        std::iter::once((Scope::Team, t().month.team.to_owned())).chain(advisors).collect::<Vec<_>>()
    });
    let choose_period = Callback::new(move |it: Period| {
        go.run((it, if manages { asked.scope.get_untracked() } else { Scope::Team }));
    });
    let choose_person = Callback::new(move |it: Scope| go.run((asked.period.get_untracked(), it)));
    view! {
        <div class="stack" data-chrome>
            <ChipChoice
                name="period"
                legend=t().funnel.period
                options=periods
                value=asked.period
                on_choose=choose_period
            />
            {manages
                .then(|| {
                    view! {
                        <ChipChoice
                            name="advisor"
                            legend=t().month.advisor
                            options=people
                            value=asked.scope
                            on_choose=choose_person
                        />
                    }
                })}
        </div>
    }
}

/// All of a report.
#[component]
fn Whole(report: Arc<Report>) -> impl IntoView {
    let (engine, session) = (use_engine(), use_session());
    let (_, today, _) = use_today().glance();
    let who = match report.advisor {
        Scope::Team => t().month.team.to_owned(),
        Scope::Advisor(it) => {
            let known = engine.store.with_untracked(|store| store.staff.get(&it).map(|it| it.name.clone()));
            known.or_else(|| session.me_now().map(|it| it.name)).unwrap_or_default()
        }
    };
    view! {
        <p class="funnel__note">
            <strong>{t().funnel.whose(&who)}</strong>
            " "
            {days(report.now.span, today)}
        </p>
        <Charts report=report.clone() />
        <Week refill=report.refill />
        <Tiles report=report.clone() />
        <Levers report=report />
    }
}
