//! Days on which the store is closed and people are on leave: they hold a lock off, never a due date (rules C8).

use crate::id::StaffId;
use crate::instant::{Day, Instant};
use serde::{Deserialize, Serialize};

/// A day on which the store is closed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Closed {
    /// The day.
    pub day: Day,
    /// When the manager entered it.
    pub entered: Instant,
}

/// A person's leave, both days included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Leave {
    /// Whose.
    pub staff: StaffId,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// When the manager entered it; it counts only for deadlines that were still open then.
    pub entered: Instant,
}

/// The store's calendar.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Calendar {
    /// Closed days.
    pub closed: Vec<Closed>,
    /// Leave.
    pub leave: Vec<Leave>,
}

impl Calendar {
    /// The day at whose end a follow-up due on `due` locks: the first from `due` on that is open and on which the owner is not on leave.
    ///
    /// `end_of` gives the last moment of a day: what the manager enters after a day has ended does not reach back to it.
    ///
    /// # Example: a follow-up due in a closed week locks at the end of the first open day
    /// ```
    /// # use domain::{calendar::{Calendar, Closed}, instant::{Day, Instant, Zone}};
    /// let due = Day::parse("2026-02-17").unwrap();
    /// let closed = (0..7).map(|it| Closed { day: due.plus(it), entered: Instant(0) }).collect();
    /// let calendar = Calendar { closed, leave: Vec::new() };
    /// let end_of = |day: Day| Zone::default().start_of(day.plus(1)).plus(-1);
    /// assert_eq!(calendar.lock_day(None, due, end_of), Day::parse("2026-02-24").unwrap());
    /// ```
    // 锁止: 未按时回访 → 转销售经理 (SSP). Decision (rules C8): no Spring Festival locks a store.
    pub fn lock_day(&self, owner: Option<StaffId>, due: Day, end_of: impl Fn(Day) -> Instant) -> Day {
        let mut day = due;
        // A year is more than any leave; the bound keeps a mistaken entry from holding locks off for ever.
        for _ in 0..366 {
            let end = end_of(day);
            let closed = self.closed.iter().any(|it| it.day == day && it.entered <= end);
            let away = self
                .leave
                .iter()
                .any(|it| Some(it.staff) == owner && it.from <= day && day <= it.to && it.entered <= end);
            if !closed && !away {
                break;
            }
            day = day.plus(1);
        }
        day
    }
}
