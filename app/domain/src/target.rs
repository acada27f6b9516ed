//! Targets 目标: what somebody is to reach in a month, set by the manager.
//!
//! **Invariant:** a target of a month is the last one that was entered before the month was over; past months never move (rules A6).

use crate::id::StaffId;
use crate::instant::Instant;
use crate::month::Month;
use crate::store::Store;
use serde::{Deserialize, Serialize};

/// The most of anything that can be a target.
pub const MOST: u32 = 9_999;
/// So many months ahead targets can be set.
pub const AHEAD: usize = 12;

/// What somebody is to reach in a month; none where nothing is set.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Target {
    /// Whose.
    pub staff: StaffId,
    /// In which month.
    pub month: Month,
    /// How much.
    #[serde(flatten)]
    pub goals: Goals,
}

/// How much of each; none where nothing is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Goals {
    /// New cards 新增客户.
    #[serde(default)]
    pub cards: Option<u32>,
    /// Test drives 试驾.
    #[serde(default)]
    pub test_drives: Option<u32>,
    /// Orders 订单.
    #[serde(default)]
    pub orders: Option<u32>,
    /// Deliveries 交车.
    #[serde(default)]
    pub deliveries: Option<u32>,
}

impl Goals {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether each is at most [`MOST`].
    #[must_use]
    pub fn fits(&self) -> bool {
        [self.cards, self.test_drives, self.orders, self.deliveries].into_iter().flatten().all(|it| it <= MOST)
    }

    /// All of them together: what is set for nobody is set for no one.
    ///
    /// # Example: a team's target is the sum of those that are set
    /// ```
    /// # use domain::target::Goals;
    /// let li = Goals { orders: Some(5), ..Goals::default() };
    /// let wang = Goals { orders: Some(3), cards: Some(20), ..Goals::default() };
    /// let team = Goals::sum([li, wang, Goals::default()]);
    /// assert_eq!((team.orders, team.cards, team.deliveries), (Some(8), Some(20), None));
    /// ```
    #[must_use]
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Self {
        let add = |one: Option<u32>, other: Option<u32>| match (one, other) {
            (Some(one), Some(other)) => Some(one + other),
            (one, other) => one.or(other),
        };
        all.into_iter().fold(Self::default(), |sum, it| Self {
            cards: add(sum.cards, it.cards),
            test_drives: add(sum.test_drives, it.test_drives),
            orders: add(sum.orders, it.orders),
            deliveries: add(sum.deliveries, it.deliveries),
        })
    }
}

/// Why targets cannot be set. Nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The month is over: its targets do not move any more (rules A6).
    Over,
    /// The month lies more than [`AHEAD`] months ahead.
    TooFar,
    /// A number is beyond [`MOST`].
    TooMany,
}

/// Checks targets before they are entered.
///
/// # Errors
/// The [`Fault`] in them.
///
/// # Example: this month and the coming ones, and no month that is over
/// ```
/// # use domain::{instant::Instant, month::Month, store::Store, target::{check, Fault, Goals}};
/// let now = Instant::parse("2026-03-18T09:30:00+08:00").unwrap();
/// let set = |month| check(&Store::default(), Month::parse(month).unwrap(), Goals { orders: Some(5), ..Goals::default() }, now);
/// assert_eq!((set("2026-03"), set("2027-03")), (Ok(()), Ok(())));
/// assert_eq!((set("2026-02"), set("2027-04")), (Err(Fault::Over), Err(Fault::TooFar)));
/// ```
pub fn check(store: &Store, month: Month, goals: Goals, now: Instant) -> Result<(), Fault> {
    let this = Month::of(store.zone(now).day(now));
    if is_over(store, month, now) {
        Err(Fault::Over)
    } else if std::iter::successors(Some(this), |it| Some(it.next())).take(AHEAD + 1).all(|it| it < month) {
        Err(Fault::TooFar)
    } else if goals.fits() {
        Ok(())
    } else {
        Err(Fault::TooMany)
    }
}

/// Whether a month is over, so that its targets do not move any more (rules A6).
#[must_use]
pub fn is_over(store: &Store, month: Month, now: Instant) -> bool {
    now >= month.next().start(store)
}

/// An entry of a target.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entered {
    /// When it was entered.
    pub at: Instant,
    /// Whose target.
    pub staff: StaffId,
    /// Of which month.
    pub month: Month,
    /// What was set.
    pub goals: Goals,
}

/// All entries of a store, in the order in which they were made: the last one about a person and a month holds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Targets(Vec<Entered>);

impl Targets {
    pub(crate) fn add(&mut self, at: Instant, target: &Target) {
        self.0.push(Entered { at, staff: target.staff, month: target.month, goals: target.goals });
    }

    /// What somebody is to reach in a month.
    #[must_use]
    pub fn of(&self, staff: StaffId, month: Month) -> Goals {
        self.history(staff, month).last().map(|it| it.goals).unwrap_or_default()
    }

    /// The entries about a person and a month, oldest first.
    pub fn history(&self, staff: StaffId, month: Month) -> impl DoubleEndedIterator<Item = &Entered> {
        self.0.iter().filter(move |it| it.staff == staff && it.month == month)
    }
}

#[cfg(test)]
mod tests;
