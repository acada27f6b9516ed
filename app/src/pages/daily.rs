//! The daily report 营业日报: an advisor's own, live and offline; for a manager everybody's, from the server, with the instructions.

mod figures;
mod instructions;

use crate::api::Failure;
use crate::api::daily::{self, Of, Report};
use crate::format;
use crate::i18n::t;
use crate::platform::dom;
use crate::routes::href;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::session::{Role, use_session};
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::IconName;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::words;
use domain::daily::{Daily, Figures};
use domain::instant::Day;
use domain::instruction::Instruction;
use domain::port::ToEngine;
use figures::{Everybody, Tiles};
use instructions::{Asked, InstructSheet, List};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;
use std::sync::Arc;

/// The page of a day.
#[component]
pub fn DailyPage() -> impl IntoView {
    let today = use_today();
    let query = use_query_map();
    let manages = use_session().me_now().is_some_and(|it| it.role() == Role::Manager);
    let day = Memo::new(move |_| {
        let now = today.day();
        query.read().get("day").and_then(|it| Day::parse(&it)).map_or(now, |it| it.min(now))
    });
    view! {
        <div class="page daily">
            <header class="page__head">
                <Heading text=t().daily.title.to_owned() />
                <Steps day=day />
            </header>
            {if manages { view! { <Managers day=day /> }.into_any() } else { view! { <Own day=day /> }.into_any() }}
        </div>
    }
}

/// The days before and after.
#[component]
fn Steps(day: Memo<Day>) -> impl IntoView {
    let today = use_today();
    let step = move |to: Day, label: &'static str| {
        view! { <A href=href::daily_of(to) attr:class="button">{label}</A> }
    };
    view! {
        <nav class="month__steps" aria-label=t().daily.steps>
            {move || step(day.get().plus(-1), t().daily.previous)}
            <p class="month__name" aria-live="polite">
                {move || format::day(day.get(), today.day())}
            </p>
            {move || {
                let next = day.get().plus(1);
                (next <= today.day()).then(|| step(next, t().daily.next))
            }}
        </nav>
    }
}

/// Everybody's day.
#[component]
fn Managers(day: Memo<Day>) -> impl IntoView {
    let (session, knows_time) = (use_session(), use_engine().knows_time());
    let told = LocalResource::new(move || {
        let asks = knows_time.get().then(|| day.get());
        async move { Some(daily::daily(asks?).await.map(Arc::new)) }
    });
    let fits = move |it: &Arc<Report>| it.day == day.get();
    let shown = Memo::new(move |_| told.get().flatten().and_then(Result::ok).filter(fits));
    let failure = Signal::derive(move || told.get().flatten().and_then(Result::err));
    let is_expired = move || session.is_expired() || failure.get().as_ref().is_some_and(Failure::is_signed_out);
    let error = Signal::derive(move || match failure.get().filter(|_| !is_expired()) {
        Some(it) => words::failure(&it),
        None => String::new(),
    });
    let asking = RwSignal::new(None::<Asked>);
    let sheet = move || {
        asking.get().map(|it| {
            view! {
                <InstructSheet asked=it on_closed=move |()| asking.set(None) on_done=move |()| told.refetch() />
            }
        })
    };
    view! {
        <Show when=is_expired>
            <Notice tone=Tone::Warning text=t().failure.signed_out.to_owned()>
                <A href=href::sign_in() attr:class="button">{t().sync.sign_in}</A>
            </Notice>
        </Show>
        <ErrorText text=error />
        {move || match shown.get() {
            Some(report) => view! { <Paper report=report asking=asking /> }.into_any(),
            None if !error.read().is_empty() => ().into_any(),
            None => view! { <Waiting /> }.into_any(),
        }}
        {sheet}
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="skeleton" aria-busy="true">
            <p class="visually-hidden" role="status">{t().common.opening}</p>
            <div class="skeleton__row"></div>
            <div class="skeleton__row"></div>
        </div>
    }
}

/// What is printed: the figures, and the instructions with their answers.
#[component]
fn Paper(report: Arc<Report>, asking: RwSignal<Option<Asked>>) -> impl IntoView {
    let (_, today, zone) = use_today().glance();
    if report.advisors.is_empty() {
        return view! { <Empty icon=IconName::Team title=t().team.nobody text=t().team.nobody_hint /> }.into_any();
    }
    let (day, can_ask) = (report.day, report.day >= today);
    let about = t().daily.about(&format::moment(report.as_of, zone, today), &report.store);
    let one = move |it: Of| {
        let asked = Asked { advisor: it.daily.advisor, name: it.daily.advisor_name.clone(), day };
        let (label, name) = (asked.name.clone(), asked.name.clone());
        let ask = move |()| asking.set(Some(asked.clone()));
        view! {
            <section class="daily__person" aria-label=label>
                <h3 class="daily__name">{name}</h3>
                <List all=it.instructions />
                {can_ask.then(|| view! { <Button label=t().daily.instruct icon=IconName::Add on_press=ask /> })}
            </section>
        }
    };
    view! {
        <p class="daily__about">{about}</p>
        <div class="cluster" data-chrome>
            <Button label=t().month.print on_press=move |()| dom::print() />
        </div>
        <Everybody report=report.clone() />
        <section class="stack" aria-labelledby="daily-instructions">
            <h2 class="daily__title" id="daily-instructions">{t().daily.instructions}</h2>
            {(!can_ask).then(|| view! { <p class="daily__about">{t().daily.over}</p> })}
            <div class="daily__people">{report.advisors.iter().cloned().map(one).collect_view()}</div>
        </section>
    }
    .into_any()
}

/// The own day, as this device knows it.
#[component]
fn Own(day: Memo<Day>) -> impl IntoView {
    let engine = use_engine();
    Effect::new(move |_| engine.send(ToEngine::Day(Some(day.get()))));
    on_cleanup(move || engine.send(ToEngine::Day(None)));
    let knows_time = engine.knows_time();
    // The register of arrivals is the reception's: what the server says of it is added where it is reached.
    let told = LocalResource::new(move || {
        let asks = knows_time.get().then(|| day.get());
        async move { daily::daily(asks?).await.ok() }
    });
    let arrivals = move || told.get().flatten().filter(|it| it.day == day.get()).and_then(|it| it.total.arrivals);
    let shown = Memo::new(move |_| {
        let daily = engine.day.get().filter(|it: &Arc<Daily>| it.day == day.get())?;
        let figures = Figures { arrivals: arrivals(), ..daily.figures.clone() };
        Some(Arc::new(Daily { figures, ..Daily::clone(&daily) }))
    });
    let said = Memo::new(move |_| {
        let of_day = |it: &Instruction| it.day == day.get();
        engine.own.with(|own| match own {
            Some(own) => own.instructions.iter().filter(|it| of_day(it)).cloned().collect::<Vec<_>>(),
            None => Vec::new(),
        })
    });
    view! {
        {move || match shown.get() {
            Some(daily) => {
                view! {
                    <p class="daily__about">{t().daily.own_about}</p>
                    <div class="cluster" data-chrome>
                        <Button label=t().month.print on_press=move |()| dom::print() />
                    </div>
                    <Tiles daily=daily />
                }
                    .into_any()
            }
            None => view! { <Waiting /> }.into_any(),
        }}
        <section class="stack" aria-labelledby="daily-instructions">
            <h2 class="daily__title" id="daily-instructions">{t().daily.instructions}</h2>
            {move || view! { <List all=said.get() /> }}
        </section>
    }
}
