//! Months, and whose table it is.

use crate::id::StaffId;
use crate::instant::{Day, Instant};
use crate::store::Store;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

/// A month of the calendar, written `yyyy-mm`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Month {
    /// Its first day.
    first: Day,
}

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        let (_, _, nth) = day.ymd();
        Self { first: day.plus(1 - i64::from(nth)) }
    }

    /// Reads `yyyy-mm`, and nothing shorter or longer.
    ///
    /// # Example: there are twelve months
    /// ```
    /// # use domain::month::Month;
    /// assert!(Month::parse("2026-12").is_some());
    /// assert!(Month::parse("2026-13").is_none());
    /// assert!(Month::parse("2026-3").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        Day::parse(&format!("{text}-01")).map(|first| Self { first })
    }

    /// Its first day.
    #[must_use]
    pub const fn first(self) -> Day {
        self.first
    }

    /// The month after.
    ///
    /// # Example: a year follows a year
    /// ```
    /// # use domain::month::Month;
    /// assert_eq!(Month::parse("2026-12").unwrap().next().to_string(), "2027-01");
    /// assert_eq!(Month::parse("2027-01").unwrap().previous().to_string(), "2026-12");
    /// ```
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.first.plus(31))
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::of(self.first.plus(-1))
    }

    /// How many days it has.
    ///
    /// # Example: a leap year has a February of 29 days
    /// ```
    /// # use domain::month::Month;
    /// assert_eq!(Month::parse("2028-02").unwrap().days(), 29);
    /// ```
    #[must_use]
    pub fn days(self) -> u32 {
        self.first.plus(31).ymd().2.abs_diff(32)
    }

    /// Year and number of the month.
    #[must_use]
    pub fn ym(self) -> (i32, u32) {
        let (year, month, _) = self.first.ymd();
        (year, month)
    }

    /// Its first moment, in the zone that the store has then.
    // Decision (rules A6): the zone of a month is the one in force at its first midnight in UTC. So the end of a month is the
    // beginning of the next, whatever becomes of the zone later.
    #[must_use]
    pub fn start(self, store: &Store) -> Instant {
        store.zone(self.midnight()).start_of(self.first)
    }

    /// Its first midnight in UTC.
    fn midnight(self) -> Instant {
        Instant::parse(&format!("{}T00:00:00Z", self.first)).unwrap_or_default()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = self.ym();
        write!(f, "{year:04}-{month:02}")
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not a month (yyyy-mm)")))
    }
}

/// Whose table it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scope {
    /// One advisor's.
    Advisor(StaffId),
    /// All advisors' of the store.
    Team,
}

impl Scope {
    /// Reads an id, or `team`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "team" { Some(Self::Team) } else { StaffId::parse(text).map(Self::Advisor) }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Advisor(it) => write!(f, "{it}"),
            Self::Team => f.write_str("team"),
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is neither an id nor `team`")))
    }
}
