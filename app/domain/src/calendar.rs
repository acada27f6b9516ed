//! Days on which the store is closed and people are on leave: they hold a lock off, never a due date (rules C8).

use crate::id::StaffId;
use crate::instant::{Day, Instant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most days that are entered at once.
pub const LONGEST: i64 = 366;

/// The most days from today to the last one that is entered.
pub const FARTHEST: i64 = 731;

/// Days in a row, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Span {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// Why days cannot be entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SpanFault {
    /// They end before they begin.
    Backwards,
    /// They are more than a year.
    TooLong,
    /// They are over: an entry would change nothing.
    Past,
    /// They lie more than two years ahead.
    TooFar,
}

impl Span {
    /// Checks days that somebody enters today.
    ///
    /// # Example: a leave that began yesterday can be entered; one that is over cannot
    /// ```
    /// # use domain::{calendar::{Span, SpanFault}, instant::Day};
    /// let today = Day::parse("2026-03-05").unwrap();
    /// let check = |from, to| Span { from: today.plus(from), to: today.plus(to) }.check(today);
    /// assert_eq!(check(0, 0), Ok(()));
    /// assert_eq!(check(-1, 3), Ok(()));
    /// assert_eq!(check(-3, -1), Err(SpanFault::Past));
    /// assert_eq!(check(2, 1), Err(SpanFault::Backwards));
    /// assert_eq!(check(0, 365), Ok(()));
    /// assert_eq!(check(0, 366), Err(SpanFault::TooLong));
    /// assert_eq!(check(700, 732), Err(SpanFault::TooFar));
    /// ```
    pub fn check(self, today: Day) -> Result<(), SpanFault> {
        if self.to < self.from {
            return Err(SpanFault::Backwards);
        }
        if self.to.since(self.from) >= LONGEST {
            return Err(SpanFault::TooLong);
        }
        if self.to < today {
            return Err(SpanFault::Past);
        }
        if self.to.since(today) > FARTHEST {
            return Err(SpanFault::TooFar);
        }
        Ok(())
    }

    /// The days, first to last.
    pub fn days(self) -> impl Iterator<Item = Day> {
        (0..=self.to.since(self.from)).map(move |it| self.from.plus(it))
    }

    /// Days in rising order, as the spans that they make.
    fn of(days: impl IntoIterator<Item = Day>) -> Vec<Self> {
        let mut spans: Vec<Self> = Vec::new();
        for day in days {
            match spans.last_mut() {
                Some(last) if last.to.plus(1) == day => last.to = day,
                _ => spans.push(Self { from: day, to: day }),
            }
        }
        spans
    }
}

/// A day on which the store is closed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Closed {
    /// The day.
    pub day: Day,
    /// When the manager entered it.
    pub entered: Instant,
    /// It was taken back: the store is open.
    #[serde(default)]
    pub open: bool,
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
    /// It was taken back: at work on these days.
    #[serde(default)]
    pub ended: bool,
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
    /// Whether the store is closed on a day, by what was entered until a moment; of several entries the last holds (rules C8).
    ///
    /// # Example: a day that was closed by mistake is open from the second entry on
    /// ```
    /// # use domain::{calendar::{Calendar, Closed}, instant::{Day, Instant}};
    /// let day = Day::parse("2026-03-05").unwrap();
    /// let entry = |entered, open| Closed { day, entered: Instant(entered), open };
    /// let calendar = Calendar { closed: vec![entry(1, false), entry(3, true)], leave: Vec::new() };
    /// assert_eq!([0, 1, 2, 3].map(|it| calendar.is_closed(day, Instant(it))), [false, true, true, false]);
    /// ```
    #[must_use]
    pub fn is_closed(&self, day: Day, until: Instant) -> bool {
        let about = self.closed.iter().filter(|it| it.day == day && it.entered <= until);
        about.max_by_key(|it| it.entered).is_some_and(|it| !it.open)
    }

    /// Whether somebody is on leave on a day, by what was entered until a moment; of several entries the last holds (rules C8).
    ///
    /// # Example: who comes back early is at work from then on, and stays away on the days before
    /// ```
    /// # use domain::{calendar::{Calendar, Leave}, id::StaffId, instant::{Day, Instant}};
    /// let (staff, day) = (StaffId::parse("01JQ000000000000000000000A").unwrap(), Day::parse("2026-03-05").unwrap());
    /// let entry = |from, entered, ended| Leave { staff, from: day.plus(from), to: day.plus(6), entered: Instant(entered), ended };
    /// let calendar = Calendar { closed: Vec::new(), leave: vec![entry(0, 1, false), entry(3, 2, true)] };
    /// assert!(calendar.is_away(staff, day.plus(2), Instant(2)));
    /// assert!(!calendar.is_away(staff, day.plus(3), Instant(2)));
    /// ```
    #[must_use]
    pub fn is_away(&self, staff: StaffId, day: Day, until: Instant) -> bool {
        let covers = |it: &&Leave| it.staff == staff && it.from <= day && day <= it.to && it.entered <= until;
        self.leave.iter().filter(covers).max_by_key(|it| it.entered).is_some_and(|it| !it.ended)
    }

    /// The closed days from a day on, as spans; `end_of` as in [`Calendar::lock_day`].
    pub fn closed_from(&self, first: Day, end_of: impl Fn(Day) -> Instant) -> Vec<Span> {
        let days: BTreeSet<Day> = self.closed.iter().map(|it| it.day).filter(|it| *it >= first).collect();
        Span::of(days.into_iter().filter(|it| self.is_closed(*it, end_of(*it))))
    }

    /// Who is on leave from a day on, and when; `end_of` as in [`Calendar::lock_day`].
    pub fn leave_from(&self, first: Day, end_of: impl Fn(Day) -> Instant) -> Vec<(StaffId, Span)> {
        let people: BTreeSet<StaffId> = self.leave.iter().map(|it| it.staff).collect();
        let spans = |staff: StaffId| {
            let own = self.leave.iter().filter(|it| it.staff == staff);
            // What is longer than anybody may enter is a mistake of another program.
            let days = |it: &Leave| {
                let from = it.from.max(first);
                Span { from, to: it.to.min(from.plus(FARTHEST)) }.days()
            };
            let days: BTreeSet<Day> = own.flat_map(days).collect();
            Span::of(days.into_iter().filter(|it| self.is_away(staff, *it, end_of(*it))))
        };
        let mut all: Vec<_> =
            people.into_iter().flat_map(|it| spans(it).into_iter().map(move |span| (it, span))).collect();
        all.sort_by_key(|it| (it.1, it.0));
        all
    }

    /// The day at whose end a follow-up due on `due` locks: the first from `due` on that is open and on which the owner is not on leave.
    ///
    /// `end_of` gives the last moment of a day: what the manager enters after a day has ended does not reach back to it.
    ///
    /// # Example: a follow-up due in a closed week locks at the end of the first open day
    /// ```
    /// # use domain::{calendar::{Calendar, Closed}, instant::{Day, Instant, Zone}};
    /// let due = Day::parse("2026-02-17").unwrap();
    /// let closed = (0..7).map(|it| Closed { day: due.plus(it), entered: Instant(0), open: false }).collect();
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
            let away = owner.is_some_and(|it| self.is_away(it, day, end));
            if !away && !self.is_closed(day, end) {
                break;
            }
            day = day.plus(1);
        }
        day
    }
}
