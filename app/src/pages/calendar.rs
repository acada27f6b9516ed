//! The calendar 日程: four weeks of what is due, agreed and to be confirmed, with the days on which nobody works. The address holds
//! the day that is looked at.

mod day;

use crate::format;
use crate::i18n::t;
use crate::routes::href;
use crate::shell::WhenLoaded;
use crate::state::customers::{planned, use_today};
use crate::state::engine::use_engine;
use crate::state::session::use_session;
use crate::state::sheets::{Open, use_sheets};
use crate::ui::button::Button;
use crate::ui::heading::Heading;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::{Notice, Tone};
use crate::words;
use day::DayPanel;
use domain::agenda::{DayPlan, Entry, Matter, before, monday};
use domain::holiday::{Public, unpublished};
use domain::instant::Day;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The kinds of matters, in the order in which a day shows them.
const KINDS: [Kind; 4] = [Kind::Delivery, Kind::Confirmation, Kind::FollowUp, Kind::CallBack];

/// A kind of matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Delivery,
    Confirmation,
    FollowUp,
    CallBack,
}

impl Kind {
    const fn of(entry: &Entry) -> Self {
        match entry.matter {
            Matter::Delivery(_) => Self::Delivery,
            Matter::Confirmation(_) => Self::Confirmation,
            Matter::FollowUp => Self::FollowUp,
            Matter::CallBack(..) => Self::CallBack,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Delivery => "delivery",
            Self::Confirmation => "confirmation",
            Self::FollowUp => "follow-up",
            Self::CallBack => "call-back",
        }
    }

    fn name(self) -> &'static str {
        let it = &t().calendar;
        match self {
            Self::Delivery => it.deliveries,
            Self::Confirmation => it.confirmations,
            Self::FollowUp => it.follow_ups,
            Self::CallBack => it.call_backs,
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Delivery => IconName::Key,
            Self::Confirmation => IconName::Flame,
            Self::FollowUp => IconName::Flag,
            Self::CallBack => IconName::Phone,
        }
    }
}

/// The page of the coming weeks.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let (engine, today, sheets) = (use_engine(), use_today(), use_sheets());
    let person = use_session().user();
    let plans = Memo::new(move |_| planned(engine, today, person));
    let query = use_query_map();
    let navigate = use_navigate();
    let chosen = Memo::new(move |_| {
        let asked = query.read().get("day").and_then(|it| Day::parse(&it));
        asked.filter(|it| plans.with(|all| all.iter().any(|plan| plan.day == *it))).unwrap_or_else(|| today.day())
    });
    let choose = Callback::new(move |day: Day| {
        let options = NavigateOptions { replace: true, scroll: false, ..Default::default() };
        navigate(&href::calendar_on(day), options);
    });
    let plan = Memo::new(move |_| plans.with(|all| all.iter().find(|it| it.day == chosen.get()).cloned()));
    let old = Memo::new(move |_| {
        let first = plans.with(|all| all.first().map(|it| it.day));
        first.map_or(0, |first| engine.rows.with(|rows| before(rows.values().map(AsRef::as_ref), first, today.zone())))
    });
    let unknown = Memo::new(move |_| {
        plans.with(|all| match (all.first(), all.last()) {
            (Some(first), Some(last)) => unpublished(first.day, last.day),
            _ => Vec::new(),
        })
    });
    view! {
        <div class="page calendar">
            <header class="page__head">
                <Heading text=t().calendar.title.to_owned() />
                <div class="page__ways" data-chrome>
                    <Button
                        label=t().calendar.take_away.to_owned()
                        icon=IconName::Download
                        on_press=move |()| sheets.open(Open::Calendar)
                    />
                </div>
            </header>
            <WhenLoaded>
                <Show when=move || { old.get() > 0 }>
                    <Notice tone=Tone::Warning text=Signal::derive(move || t().calendar.old(&old.get()))>
                        <A href=href::today() attr:class="button">
                            {t().calendar.see_today}
                        </A>
                    </Notice>
                </Show>
                {move || {
                    unknown.get().into_iter().map(|year| view! { <Notice text=t().calendar.unpublished(&year) /> }).collect_view()
                }}
                <div class="calendar__body">
                    <Weeks plans=plans chosen=chosen choose=choose />
                    <DayPanel plan=plan />
                </div>
            </WhenLoaded>
        </div>
    }
}

/// The four weeks, a day a cell.
#[component]
fn Weeks(plans: Memo<Vec<DayPlan>>, chosen: Memo<Day>, choose: Callback<Day>) -> impl IntoView {
    let today = use_today();
    let days = Memo::new(move |_| plans.with(|all| all.iter().map(|it| it.day).collect::<Vec<_>>()));
    let head = move || {
        let first = days.get().into_iter().take(7);
        first.map(|it| view! { <th scope="col">{format::weekday(it)}</th> }).collect_view()
    };
    let cell = move |day: Day| {
        let plan = Memo::new(move |_| plans.with(|all| all.iter().find(|it| it.day == day).cloned()));
        view! {
            <td>
                {move || {
                    let now = today.day();
                    plan.get().map(|it| view! { <Cell plan=it today=now chosen=chosen choose=choose /> })
                }}
            </td>
        }
    };
    let weeks = move || {
        let all = days.get();
        let week = |days: &[Day]| view! { <tr>{days.iter().map(|it| cell(*it)).collect_view()}</tr> };
        all.chunks(7).map(week).collect_view()
    };
    view! {
        <table class="calendar__weeks">
            <caption class="visually-hidden">{t().calendar.caption}</caption>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{weeks}</tbody>
        </table>
    }
}

#[component]
fn Cell(plan: DayPlan, today: Day, chosen: Memo<Day>, choose: Callback<Day>) -> impl IntoView {
    let day = plan.day;
    let number = day.ymd().2;
    let shown = if number == 1 || day == monday(today) { format::short_day(day, today) } else { number.to_string() };
    let counts = KINDS.map(|kind| (kind, plan.entries.iter().filter(|it| Kind::of(it) == kind).count()));
    let counts: Vec<(Kind, usize)> = counts.into_iter().filter(|it| it.1 > 0).collect();
    let said = counts.iter().map(|(kind, count)| t().calendar.counted(count, &kind.name()));
    let marks = marks(&plan);
    let label: Vec<String> =
        std::iter::once(format::day(day, today)).chain(marks.iter().map(|it| it.long.clone())).chain(said).collect();
    let count = |(kind, count): (Kind, usize)| {
        view! {
            <span class="calendar__count" data-matter=kind.key()>
                <Icon name=kind.icon() />
                {count}
            </span>
        }
    };
    view! {
        <button
            type="button"
            class="calendar__day"
            data-past=(day < today).then_some("")
            data-today=(day == today).then_some("")
            aria-current=(day == today).then_some("date")
            aria-pressed=move || if chosen.get() == day { "true" } else { "false" }
            on:click=move |_| choose.run(day)
        >
            <span class="visually-hidden">{label.join(t().calendar.and)}</span>
            <span class="calendar__number" aria-hidden="true">{shown}</span>
            <span class="calendar__marks" aria-hidden="true">
                {marks.into_iter().map(|it| view! { <span class="calendar__mark" data-mark=it.key>{it.short}</span> }).collect_view()}
            </span>
            <span class="calendar__counts" aria-hidden="true">{counts.into_iter().map(count).collect_view()}</span>
        </button>
    }
}

/// What a day is marked with, besides what is to be done.
struct Mark {
    key: &'static str,
    short: &'static str,
    long: String,
}

fn marks(plan: &DayPlan) -> Vec<Mark> {
    let it = &t().calendar;
    let public = match plan.public {
        Public::Off(holiday) => Some(Mark { key: "off", short: it.off, long: it.off_day(&words::holiday(holiday)) }),
        Public::Worked(holiday) => {
            Some(Mark { key: "worked", short: it.worked, long: it.worked_day(&words::holiday(holiday)) })
        }
        Public::Ordinary | Public::Unpublished => None,
    };
    let closed = plan.closed.then(|| Mark { key: "closed", short: it.closed, long: it.closed_day.to_owned() });
    let away = plan.away.then(|| Mark { key: "away", short: it.away, long: it.away_day.to_owned() });
    public.into_iter().chain(closed).chain(away).collect()
}
