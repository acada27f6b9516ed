//! Points in time, civil days, and the store's zone that turns one into the other.
//!
//! **Invariant:** nothing here knows what time it is; callers pass `now`.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, SecondsFormat, TimeZone, Utc, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

#[cfg(test)]
mod tests;

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
///
/// In JSON it is an RFC 3339 text in UTC with milliseconds, as JavaScript's `toISOString()` writes it; in binary messages the number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Instant(pub i64);

impl Instant {
    /// One second, in milliseconds.
    pub const SECOND: i64 = 1_000;
    /// One minute, in milliseconds.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// One hour, in milliseconds.
    pub const HOUR: i64 = 60 * Self::MINUTE;
    /// One day of 24 hours, in milliseconds.
    pub const DAY: i64 = 24 * Self::HOUR;

    /// Reads an RFC 3339 text; any offset is understood.
    ///
    /// # Example: an offset is only another way to write the same moment
    /// ```
    /// # use domain::instant::Instant;
    /// assert_eq!(Instant::parse("2026-03-01T08:00:00+08:00"), Instant::parse("2026-03-01T00:00:00.000Z"));
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|it| Self(it.timestamp_millis()))
    }

    /// This moment moved by `ms` milliseconds.
    #[must_use]
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The milliseconds from `earlier` to this moment; negative if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::<Utc>::from_timestamp_millis(self.0) {
            Some(it) => f.write_str(&it.to_rfc3339_opts(SecondsFormat::Millis, true)),
            None => write!(f, "{}ms", self.0),
        }
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i64(self.0) }
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            Self::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not an RFC 3339 time")))
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

/// A civil day in the store's zone. Due dates are days, never moments.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// The day of a year from 0 to 9999, a month and a day of the month, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).filter(|it| is_written(*it)).map(Self)
    }

    /// Reads `yyyy-mm-dd`, and nothing shorter or longer.
    ///
    /// # Example: a leap day exists every fourth year only
    /// ```
    /// # use domain::instant::Day;
    /// assert!(Day::parse("2028-02-29").is_some());
    /// assert!(Day::parse("2027-02-29").is_none());
    /// assert!(Day::parse("2028-3-1").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().filter(|it| text.len() == 10 && is_written(*it)).map(Self)
    }

    /// The day `days` natural days later (or earlier, if negative); the same day where that would leave the years 0–9999.
    ///
    /// # Example: natural days cross a leap day and a month's end
    /// ```
    /// # use domain::instant::Day;
    /// let day = Day::parse("2028-02-27").unwrap();
    /// assert_eq!(day.plus(4).to_string(), "2028-03-02");
    /// ```
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let moved = if days < 0 {
            self.0.checked_sub_days(Days::new(days.unsigned_abs()))
        } else {
            self.0.checked_add_days(Days::new(days.unsigned_abs()))
        };
        Self(moved.filter(|it| is_written(*it)).unwrap_or(self.0))
    }

    /// The number of days from `earlier` to this day; negative if `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// Year, month and day of the month.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The day of the week, Monday 0 … Sunday 6.
    #[must_use]
    pub fn weekday(self) -> u8 {
        match self.0.weekday() {
            Weekday::Mon => 0,
            Weekday::Tue => 1,
            Weekday::Wed => 2,
            Weekday::Thu => 3,
            Weekday::Fri => 4,
            Weekday::Sat => 5,
            Weekday::Sun => 6,
        }
    }
}

/// Whether a date has the four-digit year that texts have.
fn is_written(date: NaiveDate) -> bool {
    (0..=9999).contains(&date.year())
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.since(Self(NaiveDate::default())))
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            Self::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not a day (yyyy-mm-dd)")))
        } else {
            i64::deserialize(deserializer).map(|days| Self(NaiveDate::default()).plus(days))
        }
    }
}

/// The store's time zone; all civil arithmetic goes through it, never through the tablet's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Zone(chrono_tz::Tz);

impl Default for Zone {
    /// `Asia/Shanghai`.
    fn default() -> Self {
        Self(chrono_tz::Asia::Shanghai)
    }
}

impl Zone {
    /// Reads an IANA name such as `Asia/Shanghai`.
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// The IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The civil day on which a moment lies.
    ///
    /// # Example: 23:59:59 in Shanghai is still the same day
    /// ```
    /// # use domain::instant::{Instant, Zone};
    /// let late = Instant::parse("2026-03-01T15:59:59Z").unwrap();
    /// assert_eq!(Zone::default().day(late).to_string(), "2026-03-01");
    /// assert_eq!(Zone::default().day(late.plus(1_000)).to_string(), "2026-03-02");
    /// ```
    #[must_use]
    pub fn day(self, at: Instant) -> Day {
        Day(self.local(at).date_naive())
    }

    /// Hour and minute on the store's wall.
    #[must_use]
    pub fn clock(self, at: Instant) -> (u32, u32) {
        use chrono::Timelike;
        let local = self.local(at);
        (local.hour(), local.minute())
    }

    /// The first moment of a day; where clocks were put forward over midnight, the first moment that exists.
    #[must_use]
    pub fn start_of(self, day: Day) -> Instant {
        self.moment(day, 0)
    }

    /// The moment at `minutes` after midnight by the wall clock; where that time does not exist, the next that does.
    #[must_use]
    pub fn moment(self, day: Day, minutes: u32) -> Instant {
        let time = NaiveTime::from_hms_opt((minutes / 60) % 24, minutes % 60, 0).unwrap_or_default();
        let mut naive = day.0.and_time(time);
        for _ in 0..48 {
            if let Some(it) = self.0.from_local_datetime(&naive).earliest() {
                return Instant(it.timestamp_millis());
            }
            naive += chrono::TimeDelta::minutes(15);
        }
        Instant(naive.and_utc().timestamp_millis())
    }

    fn local(self, at: Instant) -> DateTime<chrono_tz::Tz> {
        // The years 0001–9998: beyond them no clock goes, and the calendar's arithmetic would overflow.
        let ms = at.0.clamp(-62_135_596_800_000, 253_370_764_800_000);
        let utc = DateTime::<Utc>::from_timestamp_millis(ms).unwrap_or_default();
        utc.with_timezone(&self.0)
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| D::Error::custom(format!("`{name}` is not a time zone")))
    }
}
