//! Days, counted from the first of 1970 in Shanghai, where the demo store is.

/// A day in milliseconds.
pub const DAY: i64 = 86_400_000;
/// Shanghai is ahead of UTC by so many milliseconds.
const AHEAD: i64 = 8 * 3_600_000;

/// Days, both ends included.
#[derive(Clone, Copy)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

impl Span {
    /// Its first moment, and the first one after it.
    pub const fn moments(self) -> (i64, i64) {
        (start(self.from), start(self.to + 1))
    }

    /// As many days before.
    pub const fn before(self) -> Self {
        Self { from: self.from - (self.to - self.from + 1), to: self.from - 1 }
    }

    pub const fn contains(self, day: i64) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The first moment of a day.
pub const fn start(day: i64) -> i64 {
    day * DAY - AHEAD
}

/// The day of a moment.
pub const fn day_of(moment: i64) -> i64 {
    (moment + AHEAD).div_euclid(DAY)
}

/// Reads `yyyy-mm-dd`, by adding up the years and months before it.
pub fn day(text: &str) -> i64 {
    let part = |range: std::ops::Range<usize>| text[range].parse::<i64>().unwrap();
    let (year, month, nth) = (part(0..4), part(5..7), part(8..10));
    let years: i64 = (1970..year).map(|it| if is_leap(it) { 366 } else { 365 }).sum();
    let months: i64 = (1..month).map(|it| days_in(year, it)).sum();
    years + months + nth - 1
}

/// Writes `yyyy-mm-dd`.
pub fn text(day: i64) -> String {
    let (mut left, mut year, mut month) = (day, 1970, 1);
    while left >= if is_leap(year) { 366 } else { 365 } {
        left -= if is_leap(year) { 366 } else { 365 };
        year += 1;
    }
    while left >= days_in(year, month) {
        left -= days_in(year, month);
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", left + 1)
}

/// Reads a moment in UTC as the facts write it: `2026-03-01T02:00:00.000Z`.
pub fn moment(text: &str) -> i64 {
    let part = |range: std::ops::Range<usize>| text[range].parse::<i64>().unwrap();
    assert!(text.len() == 24 && text.ends_with('Z'), "{text}");
    day(text) * DAY + part(11..13) * 3_600_000 + part(14..16) * 60_000 + part(17..19) * 1_000 + part(20..23)
}

/// The days of a month `yyyy-mm`.
pub fn month(name: &str) -> Span {
    let from = day(&format!("{name}-01"));
    let (year, month) = (name[..4].parse().unwrap(), name[5..].parse().unwrap());
    Span { from, to: from + days_in(year, month) - 1 }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
