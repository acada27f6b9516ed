//! The sheet of a ruling 裁决: give back, hand over, take over, pool, revive; one tap on the choice is the ruling.

use crate::api::desk::Who;
use crate::format;
use crate::i18n::t;
use crate::parts::ruling::use_bench;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::session::use_session;
use crate::ui::button::{Button, Loudness};
use crate::ui::field::{Field, TextArea};
use crate::ui::icon::IconName;
use crate::ui::notice::ErrorText;
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use domain::fact::Ruling;
use domain::id::StaffId;
use domain::instant::Day;
use domain::level::Level;
use leptos::prelude::*;

/// What is offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offers {
    /// Give back with a new date.
    pub give_back: bool,
    /// Hand over or take over.
    pub hand_over: bool,
    /// Put into the pool.
    pub pool: bool,
    /// Revive what was lost or hopeless.
    pub revive: bool,
}

impl Offers {
    /// On a lock.
    pub const LOCK: Self = Self { give_back: true, hand_over: true, pool: true, revive: false };
    /// On somebody in the pool.
    pub const FREE: Self = Self { give_back: false, hand_over: true, pool: false, revive: false };
}

/// The sheet of a ruling.
#[component]
pub fn RulingSheet(
    /// On whom.
    all: Vec<Who>,
    /// What is offered.
    offers: Offers,
    /// Called when it has closed.
    #[prop(into)]
    on_closed: Callback<()>,
    /// Called when something was ruled, or somebody was quicker: the lists have changed.
    #[prop(into)]
    on_ruled: Callback<()>,
    /// What one should know before.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let title = match all.as_slice() {
        [one] => t().ruling.title(&one.name),
        several => t().ruling.title_many(&several.len()),
    };
    view! {
        <Sheet title=title on_closed=on_closed>
            <div class="stack ruling-sheet">
                <Choices all=all offers=offers on_ruled=on_ruled />
                {children.map(|it| it())}
            </div>
        </Sheet>
    }
}

#[component]
fn Choices(all: Vec<Who>, offers: Offers, on_ruled: Callback<()>) -> impl IntoView {
    let (bench, closer) = (use_bench(), use_closer());
    let note = RwSignal::new(String::new());
    let levels: Vec<Level> = all.iter().map(|it| it.level).collect();
    let owners: Vec<Option<StaffId>> = all.iter().map(|it| it.advisor).collect();
    let all = StoredValue::new(all);
    let rule = Callback::new(move |what: Ruling| {
        bench.rule(all.get_value(), &what, &note.get_untracked(), move |stands| {
            on_ruled.try_run(());
            if stands {
                closer.close();
            }
        });
    });
    let pool = move |()| rule.run(Ruling::Pool);
    view! {
        <TextArea id="ruling-note" label=t().ruling.note value=note />
        <ErrorText text=bench.error />
        {offers.give_back.then(|| view! { <GiveBack levels=levels rule=rule /> })}
        {offers.revive.then(|| view! { <Revive rule=rule /> })}
        {offers.hand_over.then(|| view! { <HandOver owners=owners rule=rule /> })}
        {offers
            .pool
            .then(|| {
                view! {
                    <Part title=t().ruling.pool hint=t().ruling.pool_hint>
                        <Button label=t().ruling.to_pool.to_owned() icon=IconName::Pool on_press=pool />
                    </Part>
                }
            })}
        <p class="visually-hidden" role="status">
            {move || bench.busy.get().then_some(t().ruling.busy)}
        </p>
    }
}

/// A kind of ruling and its choices.
#[component]
fn Part(title: &'static str, hint: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="ruling-sheet__part" aria-label=title>
            <h3 class="ruling-sheet__title">{title}</h3>
            <p class="ruling-sheet__hint">{hint}</p>
            <div class="ruling-sheet__choices">{children()}</div>
        </section>
    }
}

#[component]
fn GiveBack(levels: Vec<Level>, rule: Callback<Ruling>) -> impl IntoView {
    let (engine, today) = (use_engine(), use_today());
    let (now, day, _) = today.glance();
    // A ruling on several goes as far as the shortest of their cycles.
    let cycle = engine.store.with_untracked(|store| {
        let policy = store.policy(now);
        levels.iter().filter_map(|it| policy.cycle(*it)).min().unwrap_or(1)
    });
    let mut days: Vec<i64> = (1..=cycle.min(3)).collect();
    if cycle > 3 {
        days.push(cycle);
    }
    if cycle < 1 {
        days.push(0);
    }
    let other = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let chip = move |(place, after): (usize, i64)| {
        let due = day.plus(after);
        let loudness = if place == 0 { Loudness::Primary } else { Loudness::Plain };
        let label = format!("{} {}", format::away(due, day), format::short_day(due, day));
        view! { <Button label=label loudness=loudness on_press=move |()| rule.run(Ruling::GiveBack { due }) /> }
    };
    let on_other = move |()| match Day::parse(&other.get_untracked()) {
        Some(due) => {
            error.set(String::new());
            rule.run(Ruling::GiveBack { due });
        }
        None => error.set(t().ruling.date_missing.to_owned()),
    };
    let (min, max) = (day.to_string(), day.plus(cycle).to_string());
    view! {
        <Part title=t().ruling.give_back hint=t().ruling.give_back_hint>
            {days.into_iter().enumerate().map(chip).collect_view()}
            <div class="ruling-sheet__other">
                <Field id="ruling-date" label=t().common.other_day kind="date" value=other min=min max=max error=error />
                <Button label=t().ruling.give_back.to_owned() on_press=on_other />
            </div>
        </Part>
    }
}

#[component]
fn HandOver(owners: Vec<Option<StaffId>>, rule: Callback<Ruling>) -> impl IntoView {
    let (engine, me) = (use_engine(), use_session().user());
    // Whoever has all of them already is no choice.
    let is_owner = |it: &StaffId| owners.iter().all(|owner| *owner == Some(*it));
    let advisors: Vec<(StaffId, String)> = engine.store.with_untracked(|store| {
        let advisors = store.staff.iter().filter(|it| it.1.role == "advisor" && !is_owner(it.0));
        advisors.map(|(id, person)| (*id, person.name.clone())).collect()
    });
    let choice = move |(to, name): (StaffId, String)| {
        view! { <Button label=name on_press=move |()| rule.run(Ruling::HandOver { to }) /> }
    };
    let take_over = me.filter(|it| !is_owner(it)).map(|to| {
        view! {
            <Part title=t().ruling.take_over hint=t().ruling.take_over_hint>
                <Button
                    label=t().ruling.mine.to_owned()
                    icon=IconName::Key
                    on_press=move |()| rule.run(Ruling::TakeOver { to })
                />
            </Part>
        }
    });
    view! {
        <Part title=t().ruling.hand_over hint=t().ruling.hand_over_hint>
            {advisors.into_iter().map(choice).collect_view()}
        </Part>
        {take_over}
    }
}

#[component]
fn Revive(rule: Callback<Ruling>) -> impl IntoView {
    let choice = move |level: Level| {
        let label = format!("{level} · {}", words::meaning(level));
        view! { <Button label=label on_press=move |()| rule.run(Ruling::Revive { level }) /> }
    };
    view! {
        <Part title=t().ruling.revive hint=t().ruling.revive_hint>
            {Level::OPEN.into_iter().map(choice).collect_view()}
        </Part>
    }
}
