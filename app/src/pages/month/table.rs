//! The rows of a month: a customer each, a day a cell, text beside every colour.

use crate::i18n::t;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::ui::level_badge::level_key;
use crate::words;
use domain::fact::Applied;
use domain::id::StaffId;
use domain::instant::Day;
use domain::level::Level;
use domain::month::{Cell, Mark, Month, Out, Row, Scope, Table};
use leptos::prelude::*;
use std::sync::Arc;

/// What all rows share.
#[derive(Clone, Copy)]
struct Frame {
    month: Month,
    days: u32,
    /// Today's number, if it lies in the month.
    today: Option<u32>,
    /// Whether it is of several advisors.
    team: bool,
}

impl Frame {
    fn of(table: &Table, today: Day) -> Self {
        let today = (Month::of(today) == table.month).then(|| today.ymd().2);
        Self { month: table.month, days: table.days, today, team: table.advisor == Scope::Team }
    }

    /// How a day's column is drawn.
    fn mark(self, day: u32) -> Option<&'static str> {
        let weekday = self.month.first().plus(i64::from(day) - 1).weekday();
        if self.today == Some(day) {
            Some("today")
        } else if weekday >= 5 {
            Some("rest")
        } else {
            None
        }
    }
}

/// The table with its legend; of a team one table for each advisor, each on its own sheet of paper.
#[component]
pub fn Rows(table: Arc<Table>) -> impl IntoView {
    let (_, today, _) = use_today().glance();
    let frame = Frame::of(&table, today);
    let mut parts: Vec<Part> = Vec::new();
    let all = table.rows.iter().map(|it| (it, false)).chain(table.care.iter().map(|it| (it, true)));
    for (row, care) in all {
        let place = parts.iter().position(|it| it.advisor == row.advisor).unwrap_or(parts.len());
        if place == parts.len() {
            parts.push(Part::of(row));
        }
        if let Some(part) = parts.get_mut(place) {
            let rows = if care { &mut part.care } else { &mut part.rows };
            rows.push(row.clone());
        }
    }
    view! {
        <Legend />
        {parts.into_iter().map(|it| view! { <OnePart part=it frame=frame /> }).collect_view()}
    }
}

/// One advisor's rows.
struct Part {
    advisor: StaffId,
    name: String,
    rows: Vec<Row>,
    care: Vec<Row>,
}

impl Part {
    fn of(row: &Row) -> Self {
        Self { advisor: row.advisor, name: row.advisor_name.clone(), rows: Vec::new(), care: Vec::new() }
    }
}

#[component]
fn OnePart(part: Part, frame: Frame) -> impl IntoView {
    let it = &t().month;
    let caption = it.caption(&crate::format::month(frame.month), &part.name);
    let label = format!("{} {}", part.name, it.table_label);
    view! {
        <section class="month__part">
            {frame.team.then(|| view! { <h2 class="month__part-name">{part.name.clone()}</h2> })}
            <div class="month-table" role="region" aria-label=label tabindex="0">
                <table>
                    <caption class="visually-hidden">{caption}</caption>
                    <Head frame=frame />
                    <tbody>{lines(&part.rows, frame)}</tbody>
                    {care(&part.care, frame)}
                </table>
            </div>
        </section>
    }
}

/// The delivered customers under care, below the others.
fn care(rows: &[Row], frame: Frame) -> impl IntoView + use<> {
    (!rows.is_empty()).then(|| {
        let span = 13 + frame.days;
        view! {
            <tbody>
                <tr>
                    <th class="month-table__section" scope="rowgroup" colspan=span.to_string()>
                        {t().month.care}
                    </th>
                </tr>
                {lines(rows, frame)}
            </tbody>
        }
    })
}

/// What has come since the closing.
#[component]
pub fn Corrected(table: Arc<Table>) -> impl IntoView {
    let corrections = table.corrections.clone().filter(|it| !it.is_empty())?;
    let it = &t().month;
    let (_, today, _) = use_today().glance();
    let frame = Frame::of(&table, today);
    let removed = corrections.removed.len();
    let differing = corrections.rows.len() + corrections.care.len();
    let rows = (differing > 0).then(|| {
        view! {
            <p class="month__rule">{it.corrected(&differing)}</p>
            <div class="month-table" role="region" aria-label=it.corrections tabindex="0">
                <table>
                    <caption class="visually-hidden">{it.corrections}</caption>
                    <Head frame=frame />
                    <tbody>{lines(&corrections.rows, frame)}</tbody>
                    {care(&corrections.care, frame)}
                </table>
            </div>
        }
    });
    Some(view! {
        <div class="month__section">
            <h2 id="corrections">{it.corrections}</h2>
            {rows}
            {(removed > 0).then(|| view! { <p class="month__rule">{it.removed(&removed)}</p> })}
        </div>
    })
}

#[component]
fn Head(frame: Frame) -> impl IntoView {
    let it = &t().month;
    let head = |kind: &'static str, text: &'static str| view! { <th scope="col" class=format!("month-table__{kind}")>{text}</th> };
    let day = |day: u32| {
        view! {
            <th scope="col" class="month-table__day" data-day=frame.mark(day)>
                {day}
            </th>
        }
    };
    view! {
        <thead>
            <tr>
                <th scope="col" class="month-table__no">{it.no}</th>
                <th scope="col" class="month-table__name">{it.name}</th>
                {head("phone", it.phone)} {head("short", it.model)} {head("short", it.colour)} {head("source", it.source)}
                {head("date", it.created)} {head("level", it.first)} {head("level", it.carried)}
                {(1..=frame.days).map(day).collect_view()} {head("level", it.end)} {head("date", it.expected)}
                {head("reason", it.reason)} {head("remark", it.remark)}
            </tr>
        </thead>
    }
}

fn lines(rows: &[Row], frame: Frame) -> impl IntoView + use<> {
    rows.iter().map(|row| line(row, frame)).collect_view()
}

fn line(row: &Row, frame: Frame) -> impl IntoView + use<> {
    let store = use_engine().store.get_untracked();
    let level = |level: Level| {
        view! {
            <span class="month-level" data-level=level_key(level)>
                {level.code()}
            </span>
        }
    };
    let end = match (row.end, row.gone) {
        (Some(it), _) => level(it).into_any(),
        (None, Some(it)) => gone(it).into_any(),
        (None, None) => ().into_any(),
    };
    let text = |text: String| view! { <td class="month-table__text">{text}</td> };
    let days = (1..=frame.days).map(|day| {
        let held = row.held.iter().any(|(from, to)| (*from..=*to).contains(&day));
        cell(row.days.get(&day).copied().unwrap_or_default(), held, frame.mark(day))
    });
    view! {
        <tr>
            <td class="month-table__no">{row.no}</td>
            <th scope="row" class="month-table__name">
                {row.name.clone()}
            </th>
            <td class="month-table__phone">{row.phone.clone()}</td>
            {text(row.model.clone())}
            {text(row.colour.clone())}
            {text(words::source(&store, &row.source).to_owned())}
            <td class="month-table__date">{short(row.created, frame.month)}</td>
            <td>{level(row.first)}</td>
            <td>{row.carried.map(level)}</td>
            {days.collect_view()}
            <td class="month-table__level">{end}</td>
            <td class="month-table__date">{row.expected.map(|it| short(it, frame.month))}</td>
            {text(applied(row))}
            {text(row.remark.clone())}
        </tr>
    }
}

/// A date; the year where it is another one than the month's.
fn short(day: Day, month: Month) -> String {
    let (year, number, nth) = day.ymd();
    if year == month.ym().0 { format!("{number:02}-{nth:02}") } else { day.to_string() }
}

/// A day: the marks for the eye, the same in words for the ear.
fn cell(cell: Cell, held: bool, day: Option<&'static str>) -> impl IntoView {
    let state = match cell {
        Cell { missed: true, .. } => Some("missed"),
        Cell { locked: true, .. } => Some("locked"),
        Cell { mark: Some(_), .. } => Some("reached"),
        Cell { planned: true, .. } => Some("planned"),
        _ if held => None,
        _ => Some("outside"),
    };
    let content = (cell != Cell::default()).then(|| {
        view! {
            <span aria-hidden="true">{marks(cell)}</span>
            <span class="visually-hidden">{spoken(cell)}</span>
        }
    });
    view! {
        <td class="month-cell" data-state=state data-level=cell.level.map(level_key) data-day=day>
            {content}
        </td>
    }
}

fn marks(cell: Cell) -> impl IntoView {
    let it = &t().month;
    let reached = cell.level.zip(cell.mark).map(|(level, mark)| {
        let letter = match mark {
            Mark::Showroom => it.mark_showroom,
            Mark::Home => it.mark_home,
            Mark::Call => it.mark_call,
        };
        view! {
            {level.code()}
            {letter}
            {(cell.count > 1).then(|| view! { <sub>{cell.count}</sub> })}
        }
    });
    let tried = cell.count == 0 && cell.tried > 0;
    view! {
        {cell.planned.then_some("*")}
        {reached}
        {tried.then_some(it.mark_tried)}
        {cell.missed.then_some(it.mark_missed)}
        {cell.locked.then_some(it.mark_locked)}
    }
}

fn spoken(cell: Cell) -> String {
    let it = &t().month;
    let mut said = Vec::new();
    if cell.planned {
        said.push(it.planned.to_owned());
    }
    if let Some((level, mark)) = cell.level.zip(cell.mark) {
        said.push(format!("{level} {}", means(mark)));
        if cell.count > 1 {
            said.push(it.times(&cell.count));
        }
    } else if cell.tried > 0 {
        said.push(it.tried.to_owned());
    }
    if cell.missed {
        said.push(it.missed.to_owned());
    }
    if cell.locked {
        said.push(it.locked.to_owned());
    }
    said.join(" ")
}

fn means(mark: Mark) -> &'static str {
    let it = &t().month;
    match mark {
        Mark::Showroom => it.showroom,
        Mark::Home => it.home,
        Mark::Call => it.call,
    }
}

fn gone(how: Out) -> &'static str {
    let it = &t().month;
    match how {
        Out::Delivered => it.gone_delivered,
        Out::Lost => it.gone_lost,
        Out::Hopeless => it.gone_hopeless,
        Out::HandedOut => it.gone_handed_out,
        Out::Pooled => it.gone_pooled,
        Out::Erased => it.gone_erased,
    }
}

/// F or N, its reason, and the rival.
fn applied(row: &Row) -> String {
    let Some(level) = row.applied else { return String::new() };
    let (reason, rival) = (row.reason.clone(), row.rival.clone());
    let applied = Applied { level, reason, rival, note: String::new() };
    let why = use_engine().store.with_untracked(|store| words::why_lost(store, &applied));
    format!("{} {why}", words::meaning(level)).trim_end().to_owned()
}

/// What the marks mean.
#[component]
fn Legend() -> impl IntoView {
    let it = &t().month;
    let entry = |state: &'static str, mark: &'static str, text: &'static str| {
        view! {
            <li>
                <span class="month-cell" data-state=state data-level=(state == "reached").then_some("p2")>
                    {mark}
                </span>
                {text}
            </li>
        }
    };
    view! {
        <ul class="month__legend" aria-label=it.legend>
            {entry("planned", "*", it.planned)} {entry("reached", it.mark_showroom, it.showroom)}
            {entry("reached", it.mark_home, it.home)} {entry("reached", it.mark_call, it.call)}
            {entry("plain", it.mark_tried, it.tried)} {entry("missed", it.mark_missed, it.missed)}
            {entry("locked", it.mark_locked, it.locked)}
            <li>{it.legend_level}</li>
        </ul>
    }
}
