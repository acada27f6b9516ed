//! Where a customer stood at each moment, and what moved it: read from the history.

use crate::fact::Ruling;
use crate::id::StaffId;
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::view::{Entry, Event, Fate, View};
use serde::{Deserialize, Serialize};

/// How a customer comes among an advisor's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum In {
    /// A new card, or a delivered customer who wants another car.
    New,
    /// 转入: handed over to the advisor.
    HandedIn,
    /// 复活: lost or hopeless, and open again.
    Revived,
    /// 认领: taken out of the pool.
    Claimed,
}

/// How a customer leaves an advisor's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Out {
    /// 交车.
    Delivered,
    /// 战败.
    Lost,
    /// 无望.
    Hopeless,
    /// 转出: handed over to a colleague.
    HandedOut,
    /// 公海.
    Pooled,
    /// 已删除: the person asked to be forgotten.
    Erased,
}

/// What a step does to an advisor's customers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Move {
    In(In, Level),
    Out(Out, Level),
    Level(Level, Level),
}

impl Move {
    /// Whether it stands in the column of orders (rules H3): P1–P4 → P0.
    // Decision (rules H3): whatever brought the customer to P0, the order or a contact shortly before; each order itself is a deal.
    pub(crate) const fn is_order(self) -> bool {
        match self {
            Self::Level(Level::P0, _) => false,
            Self::Level(_, to) => matches!(to, Level::P0),
            Self::In(..) | Self::Out(..) => false,
        }
    }
}

/// Where the customer stands after an entry of the history.
pub(crate) struct Step<'a> {
    pub(crate) entry: &'a Entry,
}

impl Step<'_> {
    pub(crate) const fn owner(&self) -> Option<StaffId> {
        self.entry.owner
    }

    pub(crate) const fn at(&self) -> Instant {
        self.entry.at
    }

    pub(crate) const fn level(&self) -> Level {
        self.entry.level
    }

    pub(crate) const fn due(&self) -> Option<Day> {
        self.entry.due
    }

    /// Whether the fact has an effect.
    pub(crate) const fn counts(&self) -> bool {
        counts(self.entry)
    }

    /// The level at which the advisor follows the customer up; none if the customer is another's, or not open.
    pub(crate) fn open(&self, advisor: StaffId) -> Option<Level> {
        (self.owner() == Some(advisor) && self.level().is_open()).then_some(self.level())
    }
}

const fn counts(entry: &Entry) -> bool {
    match entry.fate {
        Fate::Counts | Fate::InPart(_) => true,
        Fate::Aside(_) | Fate::Withdrawn => false,
    }
}

/// A customer's way, from the creation of the card on; empty if the card was taken back.
pub(crate) struct Path<'a> {
    pub(crate) steps: Vec<Step<'a>>,
}

impl<'a> Path<'a> {
    pub(crate) fn of(view: &'a View) -> Self {
        // What is believed earlier than the card has moved nothing.
        let unborn = |it: &&Entry| !(counts(it) && matches!(it.event, Event::Created(_)));
        let entries = view.entries.iter().skip_while(unborn).filter(|_| !view.withdrawn);
        let steps = entries.map(|entry| Step { entry }).collect();
        Self { steps }
    }

    /// Where the customer stood when a moment began; a fact of that very moment comes after it.
    pub(crate) fn before(&self, moment: Instant) -> Option<&Step<'a>> {
        let next = self.steps.partition_point(|it| it.at() < moment);
        self.steps.get(next.checked_sub(1)?)
    }

    /// The steps from one moment until before another, each with the one before it.
    pub(crate) fn between(&self, from: Instant, to: Instant) -> impl Iterator<Item = (Option<&Step<'a>>, &Step<'a>)> {
        let first = self.steps.partition_point(|it| it.at() < from);
        let before = first.checked_sub(1).and_then(|it| self.steps.get(it));
        let here = self.steps.iter().skip(first).take_while(move |it| it.at() < to);
        let previous = std::iter::once(before).chain(self.steps.iter().skip(first).map(Some));
        previous.zip(here)
    }
}

/// What a step does to the advisor's customers; nothing if the customer stays where it was.
// Decision (rules H3): every move counts, also one that the same month takes back; and a new card counts at the level of its
// creation, so that a confirmation at another level is a move like any other. So each month can be added up by itself.
pub(crate) fn moved(before: Option<&Step>, after: &Step, advisor: StaffId) -> Option<Move> {
    let from = before.and_then(|it| it.open(advisor));
    match (from, after.open(advisor)) {
        (None, None) => None,
        (Some(from), Some(to)) => (from != to).then_some(Move::Level(from, to)),
        (None, Some(to)) => Some(Move::In(entered(before, after), to)),
        (Some(from), None) => Some(Move::Out(left(before, after), from)),
    }
}

fn entered(before: Option<&Step>, after: &Step) -> In {
    let Some(before) = before else { return In::New };
    if before.owner() != after.owner() {
        return match &after.entry.event {
            Event::Ruled(ruled) if matches!(ruled.what, Ruling::Claim { .. }) => In::Claimed,
            _ => In::HandedIn,
        };
    }
    match before.level() {
        // E1: a delivered customer who buys again is a new intention on the same card.
        Level::PD | Level::P0 | Level::P1 | Level::P2 | Level::P3 | Level::P4 => In::New,
        Level::F | Level::N => In::Revived,
    }
}

fn left(before: Option<&Step>, after: &Step) -> Out {
    if before.is_some_and(|it| it.owner() != after.owner()) {
        return if after.owner().is_some() { Out::HandedOut } else { Out::Pooled };
    }
    match after.level() {
        Level::PD => Out::Delivered,
        Level::N => Out::Hopeless,
        Level::F | Level::P0 | Level::P1 | Level::P2 | Level::P3 | Level::P4 => Out::Lost,
    }
}
