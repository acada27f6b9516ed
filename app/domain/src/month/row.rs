//! A customer's row in the table, and its cells, a day each (rules H1, H2).

use super::balance::{self, Line};
use super::forecast::Share;
use super::path::{In, Move, Out, Path, Step, moved};
use super::span::Month;
use crate::fact::{Contact, Means, Origin, Outcome, Ruling};
use crate::id::{CustomerId, StaffId};
use crate::instant::{Day, Instant, Zone};
use crate::level::Level;
use crate::phone::masked;
use crate::store::Store;
use crate::view::{Event, Fate, View};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A customer in the month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Number in the table 序号.
    pub no: u32,
    /// Who.
    pub customer: CustomerId,
    /// Whose customer.
    pub advisor: StaffId,
    /// The advisor's name.
    pub advisor_name: String,
    /// Name, as the card has it now.
    pub name: String,
    /// Phone, the middle hidden.
    pub phone: String,
    /// Model 车型, as the card has it now.
    pub model: String,
    /// Colour 颜色, as the card has it now.
    pub colour: String,
    /// Code of the source.
    pub source: String,
    /// The day of the card.
    pub created: Day,
    /// The first level: as confirmed, else provisional.
    pub first: Level,
    /// 上月留存级别: the level at 24:00 of the last day of the month before; none if the customer was not there.
    pub carried: Option<Level>,
    /// How the customer first came in during the month.
    pub entered: Option<In>,
    /// The days on which the customer was the advisor's: first and last day of each stretch.
    pub held: Vec<(u32, u32)>,
    /// The days of the month that have something to say.
    pub days: BTreeMap<u32, Cell>,
    /// The level at the end of the month (until then: now); none if the customer has left.
    pub end: Option<Level>,
    /// How the customer left.
    pub gone: Option<Out>,
    /// Whether an order was signed in the month.
    pub ordered: bool,
    /// Expected order date.
    pub expected: Option<Day>,
    /// F or N that was applied for, or confirmed.
    pub applied: Option<Level>,
    /// Code of its reason.
    pub reason: String,
    /// The rival, for F.
    pub rival: String,
    /// The manager's remark: the note of the last ruling in the month.
    pub remark: String,
}

/// A day of a customer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Cell {
    /// `*`: the follow-up was due on that day.
    pub planned: bool,
    /// The hottest level after a reached contact of the day.
    pub level: Option<Level>,
    /// How the customer was reached.
    pub mark: Option<Mark>,
    /// How often.
    pub count: u32,
    /// Contacts that reached nobody.
    pub tried: u32,
    /// The follow-up was due at the end of the day, and nobody was reached.
    pub missed: bool,
    /// The customer was locked.
    pub locked: bool,
}

/// How a customer was reached, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// D 来店: came, or drove the car.
    Showroom,
    /// 访 拜访: was visited.
    Home,
    /// T 电话: talked, or replied.
    Call,
}

impl Mark {
    /// The mark of a contact; none if nobody was reached.
    fn of(contact: &Contact) -> Option<Self> {
        if !contact.outcome.is_reached() {
            return None;
        }
        let came = matches!(contact.outcome, Outcome::Came | Outcome::TestDrive);
        Some(match contact.means {
            Means::Visit | Means::TestDrive => Self::Showroom,
            Means::Home | Means::Call | Means::Message if came => Self::Showroom,
            Means::Home => Self::Home,
            Means::Call | Means::Message if contact.outcome == Outcome::VisitedHome => Self::Home,
            Means::Call | Means::Message => Self::Call,
        })
    }
}

/// The part of the table in which a customer stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Section {
    /// Followed up: P0–P4.
    Open,
    /// Delivered.
    Care,
}

/// The month's moments.
pub(super) struct Time {
    pub(super) from: Instant,
    to: Instant,
    now: Instant,
    zone: Zone,
    month: Month,
}

impl Time {
    pub(super) fn of(store: &Store, month: Month, now: Instant) -> Self {
        let from = month.start(store);
        Self { from, to: month.next().start(store), now, zone: store.zone(from), month }
    }

    /// The day of the month and its bounds.
    fn days(&self) -> impl Iterator<Item = (u32, Day, Instant, Instant)> {
        let start = |nth: u32| match nth {
            1 => self.from,
            _ if nth > self.month.days() => self.to,
            _ => self.zone.start_of(self.month.first().plus(i64::from(nth) - 1)),
        };
        (1..=self.month.days())
            .map(move |nth| (nth, self.month.first().plus(i64::from(nth) - 1), start(nth), start(nth + 1)))
    }
}

/// A row, and what the sums need of it.
pub(super) struct Made {
    pub(super) created: Instant,
    pub(super) row: Row,
    moves: Vec<Move>,
}

impl Made {
    /// The row of a customer; none if it was not the advisor's on any day of the month.
    pub(super) fn of(view: &View, path: &Path, advisor: StaffId, section: Section, time: &Time) -> Option<Self> {
        let holds = |it: &Step| match section {
            Section::Open => it.open(advisor).is_some(),
            Section::Care => it.owner() == Some(advisor) && it.level() == Level::PD,
        };
        let held = held(path, &holds, time);
        if held.is_empty() {
            return None;
        }
        let moves: Vec<Move> =
            path.between(time.from, time.to).filter_map(|(before, after)| moved(before, after, advisor)).collect();
        let at_end = path.before(time.to);
        let last_out = moves.iter().rev().find_map(|it| if let Move::Out(how, _) = it { Some(*how) } else { None });
        let end = at_end.filter(|it| holds(it)).map(Step::level);
        let (applied, reason, rival) = application(path, time.to);
        let row = Row {
            no: 0,
            customer: view.id,
            advisor,
            advisor_name: String::new(),
            name: view.field("name").to_owned(),
            phone: masked(view.field("phone")),
            model: view.field("model").to_owned(),
            colour: view.field("colour").to_owned(),
            source: view.field("source").to_owned(),
            created: time.zone.day(view.created),
            first: view.confirmed.filter(|it| it.at < time.to).map_or(view.first_level, |it| it.level),
            carried: path.before(time.from).filter(|it| holds(it)).map(Step::level),
            entered: moves.iter().find_map(|it| if let Move::In(how, _) = it { Some(*how) } else { None }),
            days: cells(view, path, advisor, &holds, &held, time),
            held: days_held(&held, time),
            end,
            gone: if end.is_some() { None } else { last_out },
            ordered: moves.iter().any(|it| it.is_order()),
            expected: expected(path, time.to),
            applied,
            reason,
            rival,
            remark: remark(path, time),
        };
        Some(Self { created: view.created, row, moves })
    }

    /// Whether a delivered customer was cared for: a contact was made, or tried.
    pub(super) fn was_cared_for(&self) -> bool {
        !self.row.days.is_empty()
    }

    /// Enters the row in the balance, and a carried-over customer among the forecast's chances.
    pub(super) fn count(&self, balance: &mut BTreeMap<Level, Line>, chances: &mut BTreeMap<Level, Share>) {
        if let Some(level) = self.row.carried {
            balance.entry(level).or_default().carried += 1;
            let sold = self.moves.iter().any(|it| it.is_delivery() || (level != Level::P0 && it.is_order()));
            chances.entry(level).or_default().add(Share { units: u32::from(sold), of: 1 });
        }
        if let Some(level) = self.row.end {
            balance.entry(level).or_default().left += 1;
        }
        for it in &self.moves {
            balance::enter(balance, *it);
        }
    }
}

/// The rows with their numbers.
pub(super) fn numbered(rows: Vec<Row>) -> Vec<Row> {
    (1..).zip(rows).map(|(no, row)| Row { no, ..row }).collect()
}

/// The stretches of the month in which the customer was the advisor's; one may be a single moment.
fn held(path: &Path, holds: &impl Fn(&Step) -> bool, time: &Time) -> Vec<(Instant, Instant)> {
    let mut stretches: Vec<(Instant, Instant)> = Vec::new();
    let mut since = path.before(time.from).filter(|it| holds(it)).map(|_| time.from);
    for (_, step) in path.between(time.from, time.to) {
        match (since, holds(step)) {
            (None, true) => since = Some(step.at()),
            (Some(from), false) => {
                stretches.push((from, step.at()));
                since = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    stretches.extend(since.map(|it| (it, time.to)));
    stretches
}

/// The days of the stretches; also of one that was a single moment.
fn days_held(held: &[(Instant, Instant)], time: &Time) -> Vec<(u32, u32)> {
    let mut stretches: Vec<(u32, u32)> = Vec::new();
    let is_held = |start, end| held.iter().any(|it| share_a_moment([(it.0, it.1.max(it.0.plus(1))), (start, end)]));
    for (nth, _, _, _) in time.days().filter(|(_, _, start, end)| is_held(*start, *end)) {
        match stretches.last_mut() {
            Some(last) if last.1 + 1 == nth => last.1 = nth,
            _ => stretches.push((nth, nth)),
        }
    }
    stretches
}

/// The cells that say something (rules H2).
fn cells(
    view: &View,
    path: &Path,
    advisor: StaffId,
    holds: &impl Fn(&Step) -> bool,
    held: &[(Instant, Instant)],
    time: &Time,
) -> BTreeMap<u32, Cell> {
    let locks: Vec<(Instant, Instant)> = view
        .locks
        .iter()
        .copied()
        .chain(view.lock(time.now).filter(|_| view.locks.last().is_none_or(|it| it.ended.is_some())))
        .map(|it| (it.since, it.ended.unwrap_or_else(|| time.now.max(it.since).plus(1))))
        .collect();
    let due = |step: Option<&Step>| step.filter(|it| it.open(advisor).is_some()).and_then(Step::due);
    let mut cells = BTreeMap::new();
    for (nth, day, start, end) in time.days() {
        let mut cell = reached(path, holds, start, end);
        let plan = if start > time.now { path.steps.last() } else { path.before(start) };
        cell.planned = due(plan) == Some(day);
        cell.missed = end <= time.now && cell.count == 0 && due(path.before(end)) == Some(day);
        cell.locked = locks.iter().any(|lock| held.iter().any(|it| share_a_moment([*lock, *it, (start, end)])));
        if cell != Cell::default() {
            cells.insert(nth, cell);
        }
    }
    cells
}

/// Whether stretches have a moment in common; their ends are not theirs.
fn share_a_moment<const N: usize>(stretches: [(Instant, Instant); N]) -> bool {
    stretches.iter().map(|it| it.0).max() < stretches.iter().map(|it| it.1).min()
}

/// The contacts of a day. A walk-in's creation is itself one (rules C2).
// Decision (rules H2): a contact stands in the row of whoever owned the customer when it happened.
fn reached(path: &Path, holds: &impl Fn(&Step) -> bool, start: Instant, end: Instant) -> Cell {
    let mut cell = Cell::default();
    for (_, step) in path.between(start, end).filter(|(_, it)| holds(it) && it.entry.fate != Fate::Withdrawn) {
        let mark = match &step.entry.event {
            Event::Contact(contact) if !contact.outcome.is_reached() => {
                cell.tried += 1;
                continue;
            }
            Event::Contact(contact) => Mark::of(contact),
            Event::Created(created) if step.counts() && created.origin == Origin::WalkIn => Some(Mark::Showroom),
            _ => None,
        };
        if let Some(mark) = mark {
            cell.count += 1;
            cell.mark = Some(cell.mark.map_or(mark, |it| it.min(mark)));
            cell.level = Some(cell.level.map_or(step.level(), |it| it.min(step.level())));
        }
    }
    cell
}

/// The expected order date of the last judgement before a moment.
fn expected(path: &Path, to: Instant) -> Option<Day> {
    let judged = |step: &Step| match &step.entry.event {
        Event::Created(created) => Some(created.expected),
        Event::Judged(judged, _) => Some(judged.expected),
        _ => None,
    };
    before(path, to).filter(|it| it.counts()).filter_map(judged).last().flatten()
}

/// F or N as it was applied for or confirmed before a moment, with reason and rival.
fn application(path: &Path, to: Instant) -> (Option<Level>, String, String) {
    let (mut level, mut reason, mut rival) = (None, String::new(), String::new());
    for step in before(path, to).filter(|it| it.counts()) {
        match &step.entry.event {
            Event::Applied(applied) => {
                level = Some(applied.level);
                (reason, rival) = (applied.reason.clone(), applied.rival.clone());
            }
            Event::Ruled(ruled) => match ruled.what {
                Ruling::Confirm { level: confirmed } => {
                    // What the manager confirms without an application has the ruling's note for a reason.
                    if level != Some(confirmed) {
                        (reason, rival) = (ruled.note.clone(), String::new());
                    }
                    level = Some(confirmed);
                }
                // Any other ruling on the customer ends an application (rules D7).
                Ruling::GiveBack { .. }
                | Ruling::HandOver { .. }
                | Ruling::TakeOver { .. }
                | Ruling::Pool
                | Ruling::Claim { .. }
                | Ruling::Refuse
                | Ruling::Revive { .. } => (level, reason, rival) = (None, String::new(), String::new()),
                Ruling::Honour { .. } | Ruling::Count { .. } => {}
            },
            _ => {}
        }
    }
    (level, reason, rival)
}

fn remark(path: &Path, time: &Time) -> String {
    let note = |step: &Step| match &step.entry.event {
        Event::Ruled(ruled) if !ruled.note.trim().is_empty() => Some(ruled.note.clone()),
        _ => None,
    };
    let ruled = path.between(time.from, time.to).filter(|(_, it)| it.counts());
    ruled.filter_map(|(_, it)| note(it)).last().unwrap_or_default()
}

fn before<'p, 'a>(path: &'p Path<'a>, to: Instant) -> impl Iterator<Item = &'p Step<'a>> {
    path.steps.iter().take_while(move |it| it.at() < to)
}
