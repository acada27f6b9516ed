//! The coming weeks 日程: which day asks for what, from the rows of the lists.

use crate::fact::order::Call;
use crate::holiday::{Public, public};
use crate::id::{CustomerId, FactId, StaffId};
use crate::instant::{Day, Instant, Zone};
use crate::list::urgency;
use crate::port::Row;
use crate::store::Store;
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// The weeks that are looked ahead, this one among them.
pub const WEEKS: i64 = 4;

/// What a customer asks for on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Matter {
    /// The agreed delivery of an order 交车.
    Delivery(FactId),
    /// The first level is to be confirmed until then 24小时确认.
    Confirmation(Instant),
    /// The open follow-up is due 回访.
    FollowUp,
    /// A call-back after the delivery of an order is due 售后回访.
    CallBack(FactId, Call),
}

impl Matter {
    /// The name of the matter that stays when its day moves, for calendars that are told of it again.
    ///
    /// # Example: a follow-up keeps its name when it is postponed
    /// ```
    /// # use domain::{agenda::Matter, id::CustomerId};
    /// let customer = CustomerId::parse("01JQ0000000000000000000001").unwrap();
    /// assert_eq!(Matter::FollowUp.uid(customer), "follow-up-01JQ0000000000000000000001@genjin");
    /// ```
    #[must_use]
    pub fn uid(self, customer: CustomerId) -> String {
        match self {
            Self::Delivery(order) => format!("delivery-{order}@genjin"),
            Self::Confirmation(_) => format!("confirmation-{customer}@genjin"),
            Self::FollowUp => format!("follow-up-{customer}@genjin"),
            Self::CallBack(order, call) => format!("call-back-{order}-{}@genjin", code(call)),
        }
    }

    /// How long before it one is reminded, in minutes: of a day at nine in the morning of the day before, of a moment two hours
    /// before (rules C7).
    // 提前一天提醒 (SSP).
    #[must_use]
    pub const fn reminder(self) -> u32 {
        match self {
            Self::Delivery(_) | Self::FollowUp | Self::CallBack(..) => 15 * 60,
            Self::Confirmation(_) => 2 * 60,
        }
    }
}

const fn code(call: Call) -> &'static str {
    match call {
        Call::Third => "third",
        Call::Seventh => "seventh",
        Call::Thirtieth => "thirtieth",
        Call::FirstService => "first-service",
        Call::Anniversary => "anniversary",
        Call::Complaint => "complaint",
    }
}

/// An entry of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Whom it concerns.
    pub customer: CustomerId,
    /// What it is.
    pub matter: Matter,
}

/// A day, and what stands on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DayPlan {
    /// The day.
    pub day: Day,
    /// The store is closed 闭店.
    pub closed: bool,
    /// The person is on leave 休假.
    pub away: bool,
    /// What the notices of public holidays say.
    pub public: Public,
    /// Deliveries first, then confirmations, follow-ups and call-backs; each kind by urgency.
    pub entries: Vec<Entry>,
}

/// The Monday of the week of a day.
#[must_use]
pub fn monday(day: Day) -> Day {
    day.plus(-i64::from(day.weekday()))
}

/// The days of [`WEEKS`] weeks from the Monday of today's week on, with what a person's customers ask for on each.
///
/// What was due on the days that are over stands on its day for as long as it is open.
pub fn agenda<'a>(
    store: &Store,
    person: Option<StaffId>,
    rows: impl IntoIterator<Item = &'a Row>,
    now: Instant,
) -> Vec<DayPlan> {
    let zone = store.zone(now);
    let first = monday(zone.day(now));
    let mut rows: Vec<&Row> = rows.into_iter().collect();
    rows.sort_by_key(|it| urgency(it));
    let mut by_day: BTreeMap<Day, Vec<Entry>> = BTreeMap::new();
    for row in rows {
        for (day, matter) in matters(row, zone) {
            by_day.entry(day).or_default().push(Entry { customer: row.id, matter });
        }
    }
    let plan = |day: Day| {
        let mut entries = by_day.remove(&day).unwrap_or_default();
        entries.sort_by_key(|it| rank(it.matter));
        DayPlan {
            day,
            closed: store.calendar.is_closed(day, store.end_of(day, now)),
            away: person.is_some_and(|it| store.calendar.is_away(it, day, store.end_of(day, now))),
            public: public(day),
            entries,
        }
    };
    (0..7 * WEEKS).map(|it| first.plus(it)).map(plan).collect()
}

/// How many open follow-ups and call-backs were due before a day.
pub fn before<'a>(rows: impl IntoIterator<Item = &'a Row>, day: Day, zone: Zone) -> usize {
    let is_old = |row: &&Row| matters(row, zone).iter().any(|it| it.0 < day);
    rows.into_iter().filter(is_old).count()
}

fn matters(row: &Row, zone: Zone) -> Vec<(Day, Matter)> {
    let follow_up = row.follow_up.map(|it| (it.due, Matter::FollowUp));
    let confirmation = row.confirm_by.map(|it| (zone.day(it), Matter::Confirmation(it)));
    let call_back = row.call_back.map(|(order, call, due)| (due, Matter::CallBack(order, call)));
    let deliveries = row.deliveries.iter().map(|it| (it.day, Matter::Delivery(it.order)));
    follow_up.into_iter().chain(confirmation).chain(call_back).chain(deliveries).collect()
}

const fn rank(matter: Matter) -> u8 {
    match matter {
        Matter::Delivery(_) => 0,
        Matter::Confirmation(_) => 1,
        Matter::FollowUp => 2,
        Matter::CallBack(..) => 3,
    }
}
