//! Today 今日: what is due, in the order in which it hurts.

mod beside;

use crate::format;
use crate::i18n::t;
use crate::parts::customer_row::{CustomerRow, Purpose};
use crate::parts::first_steps::FirstSteps;
use crate::parts::samples_notice::SamplesNotice;
use crate::platform::dom;
use crate::routes::href;
use crate::shell::WhenLoaded;
use crate::state::customers::{Sections, has_no_cards, sections, sections_change, use_today};
use crate::state::engine::use_engine;
use crate::state::late::{a_paint_later, painted};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use beside::{Goals, Instructions};
use domain::id::CustomerId;
use leptos::prelude::*;
use leptos_router::components::A;

/// As many rows of a section as are drawn at once; the others wait behind a button.
const SHOWN: usize = 12;
/// Of these, as many as come with the first paint: what one sees at once.
const FIRST: usize = 6;
/// Locked customers wait for the manager: they must not push what is due today out of sight.
const LOCKED_SHOWN: usize = 3;

/// Whether the day has been painted once.
#[derive(Clone, Copy)]
struct Painted(Signal<bool>);

/// The page of the day.
#[component]
pub fn TodayPage() -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let all = a_paint_later(move || sections_change(engine, today), move || sections(engine, today));
    let date = move || {
        let day = today.day();
        format::short_day(day, day)
    };
    view! {
        <div class="page today">
            <header class="today__head">
                <div class="today__title">
                    <Heading text=t().today.title.to_owned() hidden=true />
                    <p class="today__date">
                        <strong>{date}</strong>
                        <span>{move || format::weekday(today.day())}</span>
                    </p>
                    <A href=href::calendar() attr:class="today__calendar narrow-only">
                        <Icon name=IconName::Calendar />
                        <span>{t().nav.calendar}</span>
                    </A>
                </div>
                <Counts all=all />
            </header>
            <Goals />
            <WhenLoaded>
                <Body all=all />
            </WhenLoaded>
        </div>
    }
}

#[component]
fn Counts(all: Signal<Sections>) -> impl IntoView {
    let it = &t().today;
    let count = move |key: &'static str, label: &'static str, of: fn(&Sections) -> usize| {
        let number = Memo::new(move |_| all.with(of));
        view! {
            <button
                type="button"
                class="today__count"
                data-due=key
                data-none=move || (number.get() == 0).then_some("")
                on:click=move |_| dom::reveal(key)
            >
                <strong>{number}</strong>
                <span>{label}</span>
            </button>
        }
    };
    view! {
        <div class="today__counts">
            {count("locked", it.locked, |all| all.locked.len() + all.held.len())}
            {count("today", it.due_today, |all| all.today.len())}
            {count("unconfirmed", it.unconfirmed, |all| all.unconfirmed.len())}
            {count("tomorrow", it.due_tomorrow, |all| all.tomorrow.len())}
            {count("done", it.done, |all| all.done.len())}
        </div>
    }
}

#[component]
fn Body(all: Signal<Sections>) -> impl IntoView {
    let engine = use_engine();
    let it = &t().today;
    let has_none = Memo::new(move |_| has_no_cards(engine));
    let is_calm = Memo::new(move |_| all.with(|it| it.locked.is_empty() && it.held.is_empty() && it.today.is_empty()));
    // What is below, or beside, comes a paint later: what is due today is seen first.
    let is_painted = painted();
    provide_context(Painted(is_painted));
    let calm = || view! { <Empty icon=IconName::Check title=t().today.all_done text=t().today.all_done_hint /> };
    view! {
        <SamplesNotice />
        <div class="today__columns">
            <div class="today__rail">
                <Instructions />
                <Show when=move || has_none.get()>
                    <FirstSteps />
                </Show>
                <Show when=move || is_calm.get() && !has_none.get()>{calm}</Show>
                <Section key="locked" title=it.locked_title hint=it.locked_hint icon=IconName::Lock ids=pick(all, |it| &it.locked) />
                <Section key="held" title=it.held_title hint=it.held_hint icon=IconName::Clock ids=pick(all, |it| &it.held) />
                <Section key="today" title=it.due_today icon=IconName::Flag ids=pick(all, |it| &it.today) />
                <Section
                    key="deliveries"
                    title=it.deliveries
                    icon=IconName::Key
                    purpose=Purpose::Delivery
                    ids=pick(all, |it| &it.deliveries)
                />
                <Section
                    key="call-backs"
                    title=t().call_back.title
                    hint=t().call_back.section_hint
                    icon=IconName::Phone
                    purpose=Purpose::CallBack
                    ids=pick(all, |it| &it.call_backs)
                />
            </div>
            <div class="today__rail">
                <Show when=move || is_painted.get()>
                    <Rest all=all />
                </Show>
            </div>
        </div>
    }
}

/// What is not due today.
#[component]
fn Rest(all: Signal<Sections>) -> impl IntoView {
    let it = &t().today;
    view! {
        <Section
            key="unconfirmed"
            title=it.unconfirmed_title
            hint=it.unconfirmed_hint
            icon=IconName::Flame
            purpose=Purpose::Confirm
            ids=pick(all, |it| &it.unconfirmed)
        />
        <Section
            key="refused"
            title=it.refused
            hint=it.refused_hint
            icon=IconName::Warning
            ids=pick(all, |it| &it.refused)
        />
        <Section key="applied" title=it.applied hint=it.applied_hint icon=IconName::Flag ids=pick(all, |it| &it.applied) />
        <Section key="tomorrow" title=it.due_tomorrow icon=IconName::Calendar ids=pick(all, |it| &it.tomorrow) />
        <Section key="done" title=it.done icon=IconName::Check purpose=Purpose::Done ids=pick(all, |it| &it.done) />
    }
}

fn pick(all: Signal<Sections>, of: fn(&Sections) -> &Vec<CustomerId>) -> Memo<Vec<CustomerId>> {
    Memo::new(move |_| all.with(|it| of(it).clone()))
}

/// A section of the day; it is not there while it is empty.
#[component]
fn Section(
    /// Its id and the value of `data-due`.
    key: &'static str,
    /// Its heading.
    title: &'static str,
    /// What may be done here.
    #[prop(optional)]
    hint: &'static str,
    /// Its picture.
    icon: IconName,
    /// What its rows are for.
    #[prop(default = Purpose::FollowUp)]
    purpose: Purpose,
    /// Its customers.
    ids: Memo<Vec<CustomerId>>,
) -> impl IntoView {
    let limit = RwSignal::new(if key == "locked" { LOCKED_SHOWN } else { SHOWN });
    let Painted(is_painted) = use_context().unwrap_or(Painted(true.into()));
    let drawn = Memo::new(move |_| if is_painted.get() { limit.get() } else { FIRST.min(limit.get()) });
    let shown = move || ids.with(|it| it.iter().take(drawn.get()).copied().collect::<Vec<_>>());
    let rest = move || ids.read().len().saturating_sub(limit.get());
    let is_there = Memo::new(move |_| !ids.read().is_empty());
    view! {
        <Show when=move || is_there.get()>
            <section class="today__section" id=key data-due=key tabindex="-1" aria-labelledby=format!("{key}-title")>
                <header class="today__section-head">
                    <span class="today__knot">
                        <Icon name=icon />
                    </span>
                    <h2 class="today__section-title" id=format!("{key}-title")>
                        {title}
                        " "
                        <span class="today__number">{move || ids.read().len()}</span>
                    </h2>
                    {(!hint.is_empty()).then(|| view! { <p class="today__section-hint">{hint}</p> })}
                </header>
                <ul class="rows">
                    <For each=shown key=|id| *id let:id>
                        <li>
                            <CustomerRow id=id purpose=purpose />
                        </li>
                    </For>
                </ul>
                <Show when=move || { rest() > 0 }>
                    <button type="button" class="button" data-variant="quiet" on:click=move |_| limit.update(|it| *it += 24)>
                        {move || t().common.more(&rest())}
                    </button>
                </Show>
            </section>
        </Show>
    }
}
