//! A customer's row in the table (rules H1).

use super::balance::{self, Line};
use super::care;
use super::cell::{Cell, cells, share_a_moment};
use super::deals::Deals;
use super::forecast::Share;
use super::path::{In, Move, Out, Path, Step, moved};
use super::span::Month;
use super::told::{application, expected, remark};
use crate::card;
use crate::id::{CustomerId, StaffId};
use crate::instant::{Day, Instant, Zone};
use crate::level::Level;
use crate::phone::masked;
use crate::store::Store;
use crate::view::View;
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
    /// Code of the source, or `referral` where only a referrer is named ([`card::source`]).
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
    /// Orders signed, cancelled and delivered in the month.
    pub deals: Deals,
    /// Expected order date.
    pub expected: Option<Day>,
    /// F or N that was applied for, or confirmed.
    pub applied: Option<Level>,
    /// Code of its reason ([`crate::reason::Reason`]); the ruling's note where the manager confirmed without an application.
    pub reason: String,
    /// The rival, for F.
    pub rival: String,
    /// The manager's remark: the note of the last ruling in the month.
    pub remark: String,
}

/// The part of the table in which a customer stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Section {
    /// Followed up: P0–P4.
    Open,
    /// Delivered.
    Care,
}

impl Section {
    /// Whether the customer stands in this part of the advisor's table after a step.
    pub(super) fn holds(self, step: &Step, advisor: StaffId) -> bool {
        match self {
            Self::Open => step.open(advisor).is_some(),
            Self::Care => step.owner() == Some(advisor) && step.level() == Level::PD,
        }
    }
}

/// The month's moments.
pub(super) struct Time {
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) now: Instant,
    zone: Zone,
    month: Month,
}

impl Time {
    pub(super) fn of(store: &Store, month: Month, now: Instant) -> Self {
        let from = month.start(store);
        Self { from, to: month.next().start(store), now, zone: store.zone(from), month }
    }

    /// The day of the month and its bounds.
    pub(super) fn days(&self) -> impl Iterator<Item = (u32, Day, Instant, Instant)> {
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
    is_due: bool,
}

impl Made {
    /// The row of a customer; none if it was not the advisor's on any day of the month.
    pub(super) fn of(view: &View, path: &Path, advisor: StaffId, section: Section, time: &Time) -> Option<Self> {
        let holds = |it: &Step| section.holds(it, advisor);
        let held = held(path, &holds, time);
        if held.is_empty() {
            return None;
        }
        let moves: Vec<Move> =
            path.between(time.from, time.to).filter_map(|(before, after)| moved(before, after, advisor)).collect();
        let at_end = path.before(time.to);
        let last_out = moves.iter().rev().find_map(|it| if let Move::Out(how, _) = it { Some(*how) } else { None });
        let end = at_end.filter(|it| holds(it)).map(Step::level);
        let own =
            path.between(time.from, time.to).map(|it| it.1).filter(|it| it.counts() && it.owner() == Some(advisor));
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
            source: card::source(view).to_owned(),
            created: time.zone.day(view.created),
            first: view.confirmed.filter(|it| it.at < time.to).map_or(view.first_level, |it| it.level),
            carried: path.before(time.from).filter(|it| holds(it)).map(Step::level),
            entered: moves.iter().find_map(|it| if let Move::In(how, _) = it { Some(*how) } else { None }),
            days: cells(view, path, advisor, section, &held, time),
            held: days_held(&held, time),
            end,
            gone: if end.is_some() { None } else { last_out },
            deals: Deals::sum(own.map(Deals::of)),
            expected: expected(path, time.to),
            applied,
            reason,
            rival,
            remark: remark(path, time),
        };
        let is_due = care::is_due(view, time.month.next().first().plus(-1), time.from);
        Some(Self { created: view.created, row, moves, is_due })
    }

    /// Whether a delivered customer was to be cared for, or was.
    pub(super) fn was_cared_for(&self) -> bool {
        self.is_due || !self.row.days.is_empty()
    }

    /// Enters the row in the balance, and a carried-over customer among the forecast's chances.
    pub(super) fn count(&self, balance: &mut BTreeMap<Level, Line>, chances: &mut BTreeMap<Level, Share>) {
        if let Some(level) = self.row.carried {
            balance.entry(level).or_default().carried += 1;
            let sold = if level == Level::P0 { self.row.deals.delivered > 0 } else { self.row.deals.orders > 0 };
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
