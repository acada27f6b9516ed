//! The team 团队: each advisor's progress, live; the last state, with its age, where the server is not reached.

pub mod advisor;
mod month;
mod targets;

use crate::api::{self, Advisor, Team};
use crate::clock::use_clock;
use crate::format;
use crate::i18n::t;
use crate::parts::live_head::LiveHead;
use crate::parts::people_table::PeopleTable;
use crate::routes::href;
use crate::state::live::Live;
use crate::state::session::TEAM;
use crate::ui::button::Button;
use crate::ui::empty::Empty;
use crate::ui::icon::IconName;
use domain::level::Level;
use leptos::prelude::*;
use leptos_router::components::A;
use month::MonthOfTeam;
use targets::TargetsSheet;

/// The page of the team.
#[component]
pub fn TeamPage() -> impl IntoView {
    let team = Live::<Team>::kept(TEAM);
    team.load(api::team());
    team.follow("team");
    // The choice of a ranking stands while the figures come anew.
    let advisors =
        Memo::new(move |_| team.value.with(|it| it.as_ref().map(|it| it.advisors.clone()).unwrap_or_default()));
    let is_setting = RwSignal::new(false);
    let sheet = move || is_setting.get().then(|| view! { <TargetsSheet on_closed=move |()| is_setting.set(false) /> });
    let as_of = Signal::derive(move || team.value.with(|it| it.as_ref().map(|it| it.as_of)));
    view! {
        <div class="page team">
            <LiveHead title=t().team.title.to_owned() is_live=team.is_live as_of=as_of error=team.error>
                <div class="cluster page__ways">
                    <A href=href::call_backs() attr:class="button">{t().call_back.managers}</A>
                    <Button label=t().target.button on_press=move |()| is_setting.set(true) />
                    <A href=href::daily() attr:class="button narrow-only">{t().nav.daily}</A>
                    <A href=href::month() attr:class="button narrow-only">{t().nav.month}</A>
                    <A href=href::reception() attr:class="button narrow-only">{t().nav.reception}</A>
                    <A href=href::pool() attr:class="button narrow-only">{t().nav.pool}</A>
                    <A href=href::audit() attr:class="button narrow-only">{t().nav.audit}</A>
                </div>
            </LiveHead>
            {move || match team.value.get() {
                Some(team) if !team.advisors.is_empty() => view! { <Table team=team /> }.into_any(),
                Some(_) => view! { <Empty icon=IconName::Team title=t().team.nobody text=t().team.nobody_hint /> }.into_any(),
                None => {
                    view! {
                        <div class="skeleton" aria-busy="true">
                            <div class="skeleton__row"></div>
                            <div class="skeleton__row"></div>
                        </div>
                    }
                        .into_any()
                }
            }}
            <Show when=move || !advisors.read().is_empty()>
                <MonthOfTeam advisors=advisors />
            </Show>
            {sheet}
        </div>
    }
}

#[component]
fn Table(team: Team) -> impl IntoView {
    let it = &t().team;
    let total = total(&team.advisors);
    let most = team.advisors.iter().map(customers).max().unwrap_or(1).max(1);
    let several = team.advisors.len() > 1;
    let head = |text: &'static str| view! { <th scope="col">{text}</th> };
    view! {
        <PeopleTable class="team__table" label=it.title>
                <caption class="visually-hidden">{it.caption}</caption>
                <thead>
                    <tr>
                        {head(it.advisor)} {head(it.levels)} {head(it.due_today)} {head(it.overdue)} {head(it.locked)}
                        {head(it.unconfirmed)} {head(it.new_this_month)} {head(it.test_drives)} {head(it.orders)} {head(it.deliveries)} {head(it.timeliness)} {head(it.last_seen)}
                    </tr>
                </thead>
                <tbody>{team.advisors.into_iter().map(|it| view! { <Line advisor=it most=most /> }).collect_view()}</tbody>
                {several.then(|| view! { <tfoot><Line advisor=total most=0 /></tfoot> })}
        </PeopleTable>
        <p class="team__note">{it.timeliness_note} " " {it.unknown_note}</p>
    }
}

#[component]
fn Line(advisor: Advisor, most: u32) -> impl IntoView {
    let clock = use_clock();
    let it = &t().team;
    let is_total = most == 0;
    let planned = advisor.due_today + advisor.done_today;
    let seen = advisor.last_seen;
    let (online, unsynced) = (advisor.online, advisor.unsynced);
    let presence = move || match seen {
        _ if is_total => String::new(),
        _ if online => t().team.online.to_owned(),
        Some(at) => format::ago(at, clock.now()),
        None => t().team.never.to_owned(),
    };
    let cell = |label: &'static str, value: u32, tone: &'static str| {
        view! {
            <td data-label=label data-tone=(value > 0).then_some(tone)>
                <span class="team__figure">{value}</span>
            </td>
        }
    };
    let locked = if advisor.locked > 0 && !is_total {
        view! { <A href=href::locks("", &advisor.id)>{advisor.locked} <span class="visually-hidden">{it.see_locks}</span></A> }.into_any()
    } else {
        view! { <span>{advisor.locked}</span> }.into_any()
    };
    let (uncertain, silent) = (advisor.unknown, advisor.unknown_since);
    let unknown = move || match silent {
        Some(at) => t().team.unknown_since(&uncertain, &format::ago(at, clock.now())),
        None => t().team.unknown(&uncertain),
    };
    let late = advisor.unconfirmed_late;
    let name = if is_total {
        it.total.into_any()
    } else {
        view! { <A href=href::advisor(&advisor.id)>{advisor.name.clone()}</A> }.into_any()
    };
    view! {
        <tr data-total=is_total.then_some("")>
            <th scope="row">
                <span class="team__name">{name}</span>
            </th>
            <td data-label=it.levels>
                <LevelBar levels=advisor.levels.clone() most=most />
            </td>
            <td data-label=it.due_today>
                <span class="team__figure">{it.done_of(&advisor.done_today, &planned)}</span>
            </td>
            {cell(it.overdue, advisor.overdue, "warm")}
            <td data-label=it.locked data-tone=(advisor.locked > 0).then_some("hot")>
                <span class="team__figure">{locked}</span>
                {(advisor.unknown > 0).then(|| view! { <small class="team__unknown">{unknown}</small> })}
            </td>
            <td data-label=it.unconfirmed data-tone=(advisor.unconfirmed_late > 0).then_some("warm")>
                <span class="team__figure">{advisor.unconfirmed}</span>
                {(late > 0).then(|| view! { <small class="team__late">{it.late(&late)}</small> })}
            </td>
            {cell(it.new_this_month, advisor.new_this_month, "plain")}
            {cell(it.test_drives, advisor.test_drives, "plain")}
            {cell(it.orders, advisor.orders_signed, "plain")}
            {cell(it.deliveries, advisor.deliveries, "plain")}
            <td data-label=it.timeliness>
                <span class="team__figure">{format::share(advisor.periods_done, advisor.periods_due)}</span>
            </td>
            <td data-label=it.last_seen>
                <span class="team__seen" data-online=(online && !is_total).then_some("")>
                    {presence}
                </span>
                {(unsynced && !is_total).then(|| view! { <span class="team__unsynced">{it.unsynced}</span> })}
            </td>
        </tr>
    }
}

/// The customers of each level as one bar, with the numbers in it.
#[component]
fn LevelBar(levels: std::collections::BTreeMap<String, u32>, most: u32) -> impl IntoView {
    let part = |level: Level| {
        let count = levels.get(level.code()).copied().unwrap_or(0);
        (count > 0).then(|| {
            view! {
                <li class="level-bar__part" data-level=crate::ui::level_badge::level_key(level) style:flex-grow=count.to_string()>
                    <span class="level-bar__code">{level.code()}</span>
                    <span>{count}</span>
                </li>
            }
        })
    };
    let sum: u32 = levels.values().sum();
    // Below a third the numbers would not fit; the row of totals is as wide as it gets.
    let share = (sum * 100).checked_div(most).map_or(100, |it| it.max(35));
    view! { <ul class="level-bar" style:inline-size=format!("{share}%")>{Level::OPEN.into_iter().map(part).collect_view()}</ul> }
}

fn customers(advisor: &Advisor) -> u32 {
    Level::OPEN.iter().filter_map(|it| advisor.levels.get(it.code())).sum()
}

fn total(advisors: &[Advisor]) -> Advisor {
    let mut sum = Advisor::default();
    for one in advisors {
        for (level, number) in &one.levels {
            *sum.levels.entry(level.clone()).or_default() += number;
        }
        sum.due_today += one.due_today;
        sum.done_today += one.done_today;
        sum.overdue += one.overdue;
        sum.locked += one.locked;
        sum.unknown += one.unknown;
        sum.unconfirmed += one.unconfirmed;
        sum.unconfirmed_late += one.unconfirmed_late;
        sum.new_this_month += one.new_this_month;
        sum.test_drives += one.test_drives;
        sum.orders_signed += one.orders_signed;
        sum.deliveries += one.deliveries;
        sum.periods_due += one.periods_due;
        sum.periods_done += one.periods_done;
    }
    sum
}
