//! Ranking 排名: who is where by a figure, if the figure is fair.
//!
//! Counts – cards, test drives, orders, deliveries – are compared by the day at work: a day on which the store is closed, or on which
//! the manager has entered leave, is held against nobody. Timeliness is a rate, and leave has moved its locks already (rules C8).
//! Nothing else is ranked: levels, overdue and locked customers and unconfirmed levels grow with the number of customers that
//! somebody was given, and when a device was last seen says nothing of its owner.
//!
//! **Invariant:** equal shares have one place; whoever has nothing to be measured by has none.

use crate::id::StaffId;
use crate::instant::{Day, Instant};
use crate::store::Store;

/// The figures that are fair.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RankBy {
    /// Cards made.
    Cards,
    /// Test drives.
    TestDrives,
    /// Orders signed.
    Orders,
    /// Deliveries.
    Deliveries,
    /// Follow-ups done in time.
    Timeliness,
}

impl RankBy {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Cards, Self::TestDrives, Self::Orders, Self::Deliveries, Self::Timeliness];
}

/// What somebody is measured by: so much of so much.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Measure {
    /// Who.
    pub staff: StaffId,
    /// How much.
    pub part: u32,
    /// Of how much: days at work, or follow-ups due.
    pub of: u32,
}

/// The places, best first; without a place those who have nothing to be measured by, in the order in which they came.
///
/// # Example: equals share a place, the next one counts them both, and who was away is not the last
/// ```
/// # use domain::{id::StaffId, team::rank::{Measure, ranking}};
/// let ids = ["A", "B", "C", "D"].map(|it| StaffId::parse(&format!("01JQ000000000000000000000{it}")).unwrap());
/// let measure = |number: usize, part, of| Measure { staff: ids[number], part, of };
/// // Two orders in ten days, one in five, one in ten; the last one was on leave.
/// let places = ranking(&[measure(0, 1, 10), measure(1, 2, 10), measure(2, 1, 5), measure(3, 0, 0)]);
/// assert_eq!(places, [(ids[1], Some(1)), (ids[2], Some(1)), (ids[0], Some(3)), (ids[3], None)]);
/// ```
#[must_use]
pub fn ranking(all: &[Measure]) -> Vec<(StaffId, Option<u32>)> {
    // a / b > c / d is a · d > c · b; whole numbers tie where they are equal.
    let beats = |one: &Measure, other: &Measure| {
        u64::from(one.part) * u64::from(other.of) > u64::from(other.part) * u64::from(one.of)
    };
    let place = |it: &Measure| {
        let better = all.iter().filter(|other| other.of > 0 && beats(other, it)).count();
        (it.of > 0).then(|| u32::try_from(better).unwrap_or(u32::MAX).saturating_add(1))
    };
    let mut places: Vec<(StaffId, Option<u32>)> = all.iter().map(|it| (it.staff, place(it))).collect();
    places.sort_by_key(|it| it.1.unwrap_or(u32::MAX));
    places
}

/// On how many days of the month, until today, somebody was at work: the store was open and the manager had entered no leave.
///
/// # Example: of the first five days of a month one was closed
/// ```
/// # use domain::{calendar::Closed, id::StaffId, instant::{Day, Instant}, store::Store, team::rank::days_at_work};
/// let (today, mut store) = (Day::parse("2026-03-05").unwrap(), Store::default());
/// let now = Instant::parse("2026-03-05T10:00:00+08:00").unwrap();
/// store.calendar.closed.push(Closed { day: today.plus(-2), entered: Instant(0), open: false });
/// assert_eq!(days_at_work(&store, StaffId::parse("01JQ000000000000000000000A").unwrap(), today, now), 4);
/// ```
#[must_use]
pub fn days_at_work(store: &Store, staff: StaffId, today: Day, now: Instant) -> u32 {
    let (_, _, nth) = today.ymd();
    let is_at_work = |day: &Day| {
        let end = store.end_of(*day, now).min(now);
        !store.calendar.is_closed(*day, end) && !store.calendar.is_away(staff, *day, end)
    };
    let days = (0..i64::from(nth)).map(|it| today.plus(-it)).filter(is_at_work);
    u32::try_from(days.count()).unwrap_or(u32::MAX)
}
