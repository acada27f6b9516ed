//! The daily report 营业日报: what an advisor did on a day, made from the same facts as everything else (domain §11).
//!
//! **Invariant:** whatever is counted by happening – cards, contacts, test drives, orders, deliveries, losses, follow-ups, locks that
//! fell – is, added up over the days of a month, the figure of the month.

use crate::funnel::Span;
use crate::funnel::walk::{Sum, fallen_by_time};
use crate::ground::{Ground, Trace, ground};
use crate::id::StaffId;
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::month::Scope;
use crate::month::path::Path;
use crate::reception::Arrival;
use crate::store::Store;
use crate::view::{Event, View};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// A day of an advisor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Daily {
    /// The day.
    pub day: Day,
    /// Whose.
    pub advisor: StaffId,
    /// The advisor's name.
    pub advisor_name: String,
    /// When it was made.
    pub issued: Instant,
    /// What was done, and what was not.
    pub figures: Figures,
    /// Of the devices that may still bring contacts for [`Figures::unknown`], when the one that has been silent longest was last seen.
    pub last_seen: Option<Instant>,
}

/// The figures of a day; of several advisors they add up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Parties of the register that the advisor looked after; none where the register is not known.
    pub arrivals: Option<u32>,
    /// New prospects 新增 by the level at which they began.
    pub new: BTreeMap<Level, u32>,
    /// Contacts that reached the customer.
    pub reached: u32,
    /// Contacts that reached nobody.
    pub not_reached: u32,
    /// Follow-ups due on the day that are over: done, missed, or unknown.
    pub due: u32,
    /// Of these, done.
    pub done: u32,
    /// Of these, missed.
    pub missed: u32,
    /// Of these, neither: a device that may bring the contact has not been heard of since (rules D2).
    pub unknown: u32,
    /// Follow-ups due on the day that can still be done: the day is not over, or it is closed, leave or an application holds the lock off.
    pub still_due: u32,
    /// Test drives 试驾.
    pub test_drives: u32,
    /// Quotations given 报价.
    pub quotations: u32,
    /// Orders signed 订单.
    pub orders: u32,
    /// Orders cancelled 退订.
    pub cancelled: u32,
    /// Deliveries 交车.
    pub deliveries: u32,
    /// Prospects confirmed as lost 战败.
    pub defeats: u32,
    /// Prospects confirmed as hopeless 无望.
    pub hopeless: u32,
    /// Locks 锁止 that fell on the day.
    pub locks: u32,
    /// Customers locked at its end, or now.
    pub locked: u32,
    /// Follow-ups due on the next day, as it stood at the end of the day, or stands now.
    pub due_tomorrow: u32,
}

impl Daily {
    /// The report of an advisor's day. `arrivals` is the register of the day; `devices` are the advisor's, as the server knows them.
    ///
    /// # Example: a card of the morning, and its follow-up two days later
    /// ```
    /// # use domain::{daily::Daily, fact::{Fact, Place}, fold::fold, instant::{Day, Instant}, level::Level, store::Store};
    /// let text = r#"{"kind":"created","customer":"01JQ0000000000000000000001","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
    ///   "advisor":"01JQ000000000000000000000A","name":"张伟","level":"P1"}"#;
    /// let fact = Fact::read("01JQ0000000000000000000001", text, Place::Book).unwrap();
    /// let view = fold(&Store::default(), fact.customer.unwrap(), [&fact]).unwrap();
    /// let now = Instant::parse("2026-03-04T02:00:00Z").unwrap();
    /// let on = |day| Daily::of(&Store::default(), Day::parse(day).unwrap(), view.owner.unwrap(), &[view.clone()], now, None, &[]).figures;
    /// assert_eq!(on("2026-03-01").new[&Level::P1], 1);
    /// assert_eq!(on("2026-03-02").due_tomorrow, 1);
    /// assert_eq!((on("2026-03-03").missed, on("2026-03-03").locks, on("2026-03-04").locks), (1, 0, 1));
    /// ```
    #[must_use]
    pub fn of(
        store: &Store,
        day: Day,
        advisor: StaffId,
        views: &[View],
        now: Instant,
        arrivals: Option<&[Arrival]>,
        devices: &[Trace],
    ) -> Self {
        let span = Span::day(day);
        let (from, end) = span.moments(store);
        let sum = Sum::of(store, span, Scope::Advisor(advisor), views, now);
        let register = arrivals.map(|all| {
            let own = all.iter().filter(|it| it.advisor == Some(advisor) && (from..end).contains(&it.at));
            u32::try_from(own.count()).unwrap_or(u32::MAX)
        });
        let mut figures = Figures {
            arrivals: register,
            new: sum.new_by_level,
            reached: sum.counts.contacts,
            not_reached: sum.tried,
            due: sum.counts.due,
            done: sum.counts.done,
            test_drives: sum.counts.test_drives,
            orders: sum.counts.orders,
            cancelled: sum.counts.cancelled,
            deliveries: sum.counts.deliveries,
            defeats: sum.counts.defeats,
            hopeless: sum.counts.hopeless,
            locks: sum.counts.locks,
            ..Figures::default()
        };
        let mut last_seen: Option<Instant> = None;
        for since in sum.undone {
            match ground(store.policy(since), since, devices, now) {
                Ground::Missed => figures.missed += 1,
                Ground::Unknown(seen) => {
                    figures.unknown += 1;
                    last_seen = Some(last_seen.map_or(seen, |it| it.min(seen)));
                }
            }
        }
        // The last moment of the day that has been.
        let at = now.min(end.plus(-1));
        for view in views {
            figures.stands(view, advisor, day, at, now);
            figures.quotations += quotations(view, advisor, from, end);
        }
        let advisor_name = store.staff.get(&advisor).map(|it| it.name.clone()).unwrap_or_default();
        Self { day, advisor, advisor_name, issued: now, figures, last_seen }
    }
}

/// Quotations that an owner gave, from one moment until before another.
fn quotations(view: &View, advisor: StaffId, from: Instant, until: Instant) -> u32 {
    let path = Path::of(view);
    let given = path
        .between(from, until)
        .filter(|(_, it)| it.counts() && it.owner() == Some(advisor) && matches!(it.entry.event, Event::Quoted(_)));
    u32::try_from(given.count()).unwrap_or(u32::MAX)
}

impl Figures {
    /// Whether there is nothing to report.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self { arrivals: self.arrivals.filter(|it| *it == 0), ..Self::default() }
    }

    /// New prospects of all levels.
    #[must_use]
    pub fn begun(&self) -> u32 {
        self.new.values().sum()
    }

    /// All of them together; arrivals only where everybody's are known.
    #[must_use]
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self { arrivals: Some(0), ..Self::default() };
        for it in all {
            sum.arrivals = sum.arrivals.zip(it.arrivals).map(|(one, other)| one + other);
            for (level, count) in &it.new {
                *sum.new.entry(*level).or_default() += count;
            }
            sum.reached += it.reached;
            sum.not_reached += it.not_reached;
            sum.due += it.due;
            sum.done += it.done;
            sum.missed += it.missed;
            sum.unknown += it.unknown;
            sum.still_due += it.still_due;
            sum.test_drives += it.test_drives;
            sum.quotations += it.quotations;
            sum.orders += it.orders;
            sum.cancelled += it.cancelled;
            sum.deliveries += it.deliveries;
            sum.defeats += it.defeats;
            sum.hopeless += it.hopeless;
            sum.locks += it.locks;
            sum.locked += it.locked;
            sum.due_tomorrow += it.due_tomorrow;
        }
        sum
    }

    /// Where a customer stands at a moment of the day.
    fn stands(&mut self, view: &View, advisor: StaffId, day: Day, at: Instant, now: Instant) {
        let path = Path::of(view);
        let Some(step) = path.before(at.plus(1)).filter(|it| it.open(advisor).is_some()) else { return };
        let locks = view.locks.iter().copied().chain(fallen_by_time(view, now));
        if locks.into_iter().any(|it| it.since <= at && it.ended.is_none_or(|ended| ended > at)) {
            self.locked += 1;
            return;
        }
        self.due_tomorrow += u32::from(step.due() == Some(day.plus(1)));
        let is_open = view.follow_up.is_some_and(|it| it.due == day && now < it.lock_at);
        self.still_due += u32::from(is_open && step.due() == Some(day));
    }
}
