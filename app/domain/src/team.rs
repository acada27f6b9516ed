//! A team's progress: what a manager sees of each advisor (rules I1).

use crate::fact::Applied;
use crate::id::FactId;
use crate::instant::{Day, Instant, Zone};
use crate::level::Level;
use crate::order::{CallBack, Order};
use crate::port::Row;
use crate::questionnaire::{Given, given};
use crate::ruling;
use crate::view::{Event, Period, Standing, View};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub mod rank;
mod tally;
#[cfg(test)]
mod tests;

pub use tally::{Happened, Tally, What, happened};

/// What a team's figures need of a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TeamRow {
    /// As in lists.
    pub row: Row,
    /// Follow-ups that are over, oldest first.
    pub periods: Vec<Period>,
    /// Whether the first level was confirmed in time; none if it is not confirmed.
    pub confirmed_in_time: Option<bool>,
    /// How many locks are in the history, open or ended.
    pub locks: u32,
    /// The last ruling.
    pub ruling: Option<FactId>,
    /// The pending application for F or N.
    pub applied: Option<Applied>,
    /// Facts that a manager may believe after all (rules D4, F3).
    pub evidence: Vec<FactId>,
    /// Orders, oldest first.
    pub orders: Vec<Order>,
    /// Call-backs after deliveries.
    pub call_backs: Vec<CallBack>,
    /// The answers that were given in them, oldest first.
    pub given: Vec<Given>,
    /// What happened, and for whom it counts, oldest first.
    pub happened: Vec<Happened>,
}

impl TeamRow {
    /// The row of a view, with the days of the store's zone.
    #[must_use]
    pub fn of(view: &View, zone: Zone) -> Self {
        Self {
            row: Row::of(view),
            periods: view.periods.clone(),
            confirmed_in_time: view.confirmed.map(|it| it.in_time),
            locks: u32::try_from(view.locks.len()).unwrap_or(u32::MAX),
            ruling: ruling::last(view),
            applied: view.application.and_then(|pending| {
                view.entries.iter().find(|it| it.id == pending.fact).and_then(|it| match &it.event {
                    Event::Applied(applied) => Some(applied.clone()),
                    _ => None,
                })
            }),
            evidence: ruling::evidence(view),
            orders: view.orders.iter().map(Order::listed).collect(),
            call_backs: view.call_backs.clone(),
            given: given(view),
            happened: happened(view, zone),
        }
    }
}

/// So many customers reached within [`BURST_WITHIN`] are remarkable.
const BURST: usize = 10;
/// The few minutes of a burst.
const BURST_WITHIN: i64 = 5 * Instant::MINUTE;

/// The contacts of one owner that came in bursts, each with the size of the largest burst that it is in: nobody talks to ten
/// customers in five minutes. The manager is shown it; nothing follows from it.
///
/// # Example: ten within five minutes are a burst, the eleventh an hour later is not in it
/// ```
/// # use domain::{instant::Instant, team::bursts};
/// let at = |minutes: i64| Instant(minutes * Instant::MINUTE);
/// let mut reached: Vec<(Instant, i64)> = (0..10).map(|it| (at(it / 2), it)).collect();
/// reached.push((at(65), 10));
/// assert_eq!(bursts(reached.clone()), (0..10).map(|it| (it, 10)).collect::<Vec<_>>());
/// reached.remove(0);
/// assert_eq!(bursts(reached), []);
/// ```
// Decision (domain §4 [T]): faking shows as contacts written one after the other; ten in five minutes are ours [D].
#[must_use]
pub fn bursts<K: Copy>(mut reached: Vec<(Instant, K)>) -> Vec<(K, u32)> {
    reached.sort_by_key(|it| it.0);
    let mut sizes = vec![0; reached.len()];
    for (first, (from, _)) in reached.iter().enumerate() {
        let size = reached.iter().skip(first).take_while(|it| it.0.since(*from) <= BURST_WITHIN).count();
        if size >= BURST {
            sizes.iter_mut().skip(first).take(size).for_each(|it| *it = size.max(*it));
        }
    }
    let found = reached.into_iter().zip(sizes).filter(|it| it.1 > 0);
    found.map(|((_, key), size)| (key, u32::try_from(size).unwrap_or(u32::MAX))).collect()
}

/// An advisor's figures at a moment.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Customers by level.
    pub levels: BTreeMap<Level, u32>,
    /// Follow-ups due today and not done.
    pub due_today: u32,
    /// Follow-ups done today.
    pub done_today: u32,
    /// Customers whose due day has passed without a contact: locked ones, and ones that a closed day, leave or an application holds.
    pub overdue: u32,
    /// Locked customers.
    pub locked: u32,
    /// Of these, such as may still be lifted: a device has not been heard of since (rules D2).
    pub unknown: u32,
    /// Due tomorrow.
    pub due_tomorrow: u32,
    /// First levels not confirmed yet.
    pub unconfirmed: u32,
    /// First levels not confirmed within the hours of the policy.
    pub unconfirmed_late: u32,
    /// Follow-ups that were due this month. What is unknown is not among them until it is known (rules D2).
    pub periods_due: u32,
    /// Of these, done in time.
    pub periods_done: u32,
    /// Open orders.
    pub orders: u32,
}

impl Progress {
    /// Adds up an advisor's customers. `is_unknown` says of a lock that fell at a moment whether its ground is unknown.
    #[must_use]
    pub fn of<'a>(
        rows: impl IntoIterator<Item = &'a TeamRow>,
        now: Instant,
        zone: Zone,
        is_unknown: impl Fn(Instant) -> bool,
    ) -> Self {
        let today = zone.day(now);
        let mut sum = Self::default();
        for row in rows {
            sum.add(row, now, today, zone, &is_unknown);
        }
        sum
    }

    fn add(&mut self, team: &TeamRow, now: Instant, today: Day, zone: Zone, is_unknown: &impl Fn(Instant) -> bool) {
        let row = &team.row;
        let lock = row.lock(now);
        *self.levels.entry(row.level).or_default() += 1;
        match row.standing(now, today) {
            Standing::Locked => {
                self.locked += 1;
                self.unknown += u32::from(lock.is_some_and(|it| is_unknown(it.since)));
                self.overdue += 1;
            }
            Standing::Held => self.overdue += 1,
            Standing::Today => self.due_today += 1,
            Standing::Tomorrow => self.due_tomorrow += 1,
            Standing::Later | Standing::Nothing => {}
        }
        if let Some(by) = row.confirm_by {
            self.unconfirmed += 1;
            self.unconfirmed_late += u32::from(now > by);
        }
        let month = |day: Day| (day.ymd().0, day.ymd().1);
        self.orders += row.orders;
        for period in &team.periods {
            self.done_today += u32::from(period.done.is_some_and(|it| zone.day(it) == today));
            // The lock that it led to, while that is the last one; else the end of its day.
            let fell = lock.filter(|it| it.due == period.due).map_or(zone.start_of(period.due.plus(1)), |it| it.since);
            let is_known = period.done.is_some() || !is_unknown(fell);
            if month(period.due) == month(today) && is_known {
                self.periods_due += 1;
                self.periods_done += u32::from(period.done.is_some());
            }
        }
        // A lock that time alone has brought is a missed period that no fact has closed yet.
        if row.lock.is_none() && lock.is_some_and(|it| month(it.due) == month(today) && !is_unknown(it.since)) {
            self.periods_due += 1;
        }
    }

    /// Follow-ups done by their due date / follow-ups due, this month, in whole percent; none while nothing was due.
    ///
    /// # Example: three of four in time are 75 %
    /// ```
    /// # use domain::team::Progress;
    /// let progress = Progress { periods_due: 4, periods_done: 3, ..Progress::default() };
    /// assert_eq!(progress.timeliness(), Some(75));
    /// ```
    #[must_use]
    pub fn timeliness(&self) -> Option<u32> {
        (self.periods_done * 100 + self.periods_due / 2).checked_div(self.periods_due)
    }
}
