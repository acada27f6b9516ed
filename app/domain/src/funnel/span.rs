//! A stretch of days, and those that people ask for.

use crate::instant::{Day, Instant};
use crate::month::Month;
use crate::store::Store;
use serde::{Deserialize, Serialize};

/// Days from one to another, both included; never none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Span {
    /// The first day.
    from: Day,
    /// The last day.
    to: Day,
}

impl Span {
    /// The most days of one.
    pub const MOST: i64 = 366;

    /// From one day to another; none if they stand the wrong way round, or lie more than a year apart.
    ///
    /// # Example: a day is a span, a day backwards is not
    /// ```
    /// # use domain::{funnel::Span, instant::Day};
    /// let day = |text| Day::parse(text).unwrap();
    /// assert_eq!(Span::new(day("2026-03-01"), day("2026-03-01")).unwrap().days(), 1);
    /// assert!(Span::new(day("2026-03-02"), day("2026-03-01")).is_none());
    /// assert!(Span::new(day("2025-01-01"), day("2026-03-01")).is_none());
    /// ```
    #[must_use]
    pub fn new(from: Day, to: Day) -> Option<Self> {
        let it = Self { from, to };
        (1..=Self::MOST).contains(&it.days()).then_some(it)
    }

    /// Reads two days.
    #[must_use]
    pub fn parse(from: &str, to: &str) -> Option<Self> {
        Self::new(Day::parse(from)?, Day::parse(to)?)
    }

    /// One day.
    #[must_use]
    pub const fn day(day: Day) -> Self {
        Self { from: day, to: day }
    }

    /// The week of a day: Monday to Sunday (rules I1).
    ///
    /// # Example: a Sunday ends its week
    /// ```
    /// # use domain::{funnel::Span, instant::Day};
    /// let week = Span::week(Day::parse("2026-03-08").unwrap());
    /// assert_eq!((week.from().to_string(), week.to().to_string()), ("2026-03-02".into(), "2026-03-08".into()));
    /// ```
    #[must_use]
    pub fn week(day: Day) -> Self {
        let from = day.plus(-i64::from(day.weekday()));
        Self { from, to: from.plus(6) }
    }

    /// A month.
    #[must_use]
    pub fn month(month: Month) -> Self {
        Self { from: month.first(), to: month.next().first().plus(-1) }
    }

    /// So many days that end with a day.
    ///
    /// # Example: the last 90 days have 90 days
    /// ```
    /// # use domain::{funnel::Span, instant::Day};
    /// assert_eq!(Span::last(90, Day::parse("2026-03-31").unwrap()).days(), 90);
    /// ```
    #[must_use]
    pub fn last(days: u32, today: Day) -> Self {
        Self { from: today.plus(1 - i64::from(days.max(1))), to: today }
    }

    /// So much of it as is over or under way: nobody compares days that have not come. At least its first day.
    ///
    /// # Example: on a Wednesday a week has three days
    /// ```
    /// # use domain::{funnel::Span, instant::Day};
    /// let wednesday = Day::parse("2026-03-04").unwrap();
    /// assert_eq!(Span::week(wednesday).until(wednesday).days(), 3);
    /// ```
    #[must_use]
    pub fn until(self, today: Day) -> Self {
        Self { from: self.from, to: self.to.min(today).max(self.from) }
    }

    /// The first day.
    #[must_use]
    pub const fn from(self) -> Day {
        self.from
    }

    /// The last day.
    #[must_use]
    pub const fn to(self) -> Day {
        self.to
    }

    /// How many days.
    #[must_use]
    pub fn days(self) -> i64 {
        self.to.since(self.from) + 1
    }

    /// As many days before.
    ///
    /// # Example: before a week lies a week
    /// ```
    /// # use domain::funnel::Span;
    /// let week = Span::parse("2026-03-02", "2026-03-08").unwrap();
    /// assert_eq!(week.before(), Span::parse("2026-02-23", "2026-03-01").unwrap());
    /// ```
    #[must_use]
    pub fn before(self) -> Self {
        Self { from: self.from.plus(-self.days()), to: self.from.plus(-1) }
    }

    /// Whether a day is one of them.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The first moment, and the first one after, in the zone that the store has then.
    // Decision (rules A6): as of a month, each end lies in the zone that is in force at its midnight in UTC.
    #[must_use]
    pub fn moments(self, store: &Store) -> (Instant, Instant) {
        let start = |day: Day| {
            let midnight = Instant::parse(&format!("{day}T00:00:00Z")).unwrap_or_default();
            store.zone(midnight).start_of(day)
        };
        (start(self.from), start(self.to.plus(1)))
    }
}
