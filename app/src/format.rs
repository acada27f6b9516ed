//! How days, times, spans and phone numbers are written.

use crate::i18n::t;
use domain::instant::{Day, Instant, Zone};
use domain::month::Month;

/// A day with its weekday; the year where it is another one than today's.
pub fn day(day: Day, today: Day) -> String {
    let (year, month, number) = day.ymd();
    let words = &t().date;
    let month = nth(words.months, month.saturating_sub(1));
    let weekday = nth(words.weekdays, u32::from(day.weekday()));
    if year == today.ymd().0 {
        words.day(&number, &month, &weekday)
    } else {
        words.day_year(&number, &month, &weekday, &year)
    }
}

/// A month with its year.
pub fn month(month: Month) -> String {
    let (year, number) = month.ym();
    let words = &t().date;
    words.month_year(&nth(words.months, number.saturating_sub(1)), &year)
}

/// A day by its number alone, where the weekday stands elsewhere or does not matter.
pub fn short_day(day: Day, today: Day) -> String {
    let (year, month, number) = day.ymd();
    let words = &t().date;
    let month = nth(words.months, month.saturating_sub(1));
    if year == today.ymd().0 { words.short(&number, &month) } else { words.short_year(&number, &month, &year) }
}

/// The weekday.
pub fn weekday(day: Day) -> &'static str {
    nth(t().date.weekdays, u32::from(day.weekday()))
}

/// A day as people say it: today, tomorrow, yesterday, else how far it is.
pub fn away(day: Day, today: Day) -> String {
    let words = &t().date;
    match day.since(today) {
        0 => words.today.to_owned(),
        1 => words.tomorrow.to_owned(),
        -1 => words.yesterday.to_owned(),
        days if days < 0 => words.days_ago(&-days),
        days => words.in_days(&days),
    }
}

/// Hour and minute.
pub fn time(at: Instant, zone: Zone) -> String {
    let (hour, minute) = zone.clock(at);
    format!("{hour:02}:{minute:02}")
}

/// A moment: the day as people say it if it is near, and the time.
pub fn moment(at: Instant, zone: Zone, today: Day) -> String {
    let on = zone.day(at);
    let name = if on.since(today).abs() <= 1 { away(on, today) } else { day(on, today) };
    format!("{name} {}", time(at, zone))
}

/// The last minute before a lock falls.
pub fn deadline(lock_at: Instant, zone: Zone, today: Day) -> String {
    let last = lock_at.plus(-1);
    format!("{} {}", day(zone.day(last), today), time(last, zone))
}

/// A span of time in its two largest units.
pub fn span(ms: i64) -> String {
    let words = &t().date;
    let minutes = (ms.abs() / Instant::MINUTE).max(1);
    match minutes {
        ..60 => words.minutes(&minutes),
        60..1440 if minutes % 60 == 0 => words.hours(&(minutes / 60)),
        60..1440 => words.hours_minutes(&(minutes / 60), &(minutes % 60)),
        1440..4320 if minutes / 60 % 24 > 0 => words.days_hours(&(minutes / 1440), &(minutes / 60 % 24)),
        _ => words.days(&(minutes / 1440)),
    }
}

/// How long ago, roughly.
pub fn ago(at: Instant, now: Instant) -> String {
    let words = &t().date;
    let minutes = now.since(at) / Instant::MINUTE;
    match minutes {
        ..1 => words.just_now.to_owned(),
        1..60 => words.minutes_ago(&minutes),
        60..1440 => words.hours_ago(&(minutes / 60)),
        _ => words.days_ago(&(minutes / 1440)),
    }
}

/// A moment that stays readable on paper: year, month, day, hour, minute.
pub fn full(at: Instant, zone: Zone) -> String {
    format!("{} {}", zone.day(at), time(at, zone))
}

/// An amount in minor units, as people write it.
pub fn money(minor: u64) -> String {
    let (whole, rest) = (minor / 100, minor % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let amount = if rest == 0 { grouped } else { format!("{grouped}.{rest:02}") };
    t().order.money(&amount)
}

/// Reads an amount that was typed, into minor units; nothing typed is nothing owed.
pub fn parse_money(text: &str) -> Option<u64> {
    let clean: String = text.chars().filter(|it| !it.is_whitespace() && *it != ',').collect();
    let (whole, rest) = clean.split_once('.').unwrap_or((&clean, ""));
    if rest.len() > 2 || !rest.chars().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let rest: u64 = if rest.is_empty() { 0 } else { format!("{rest:0<2}").parse().ok()? };
    whole.checked_mul(100)?.checked_add(rest)
}

/// Bytes in the unit that fits.
pub fn bytes(count: u64) -> String {
    match count {
        ..1_024 => format!("{count} B"),
        1_024..1_048_576 => format!("{} KB", count.div_ceil(1_024)),
        _ => format!("{}.{} MB", count / 1_048_576, count % 1_048_576 * 10 / 1_048_576),
    }
}

/// The value of a `datetime-local` field.
pub fn local(at: Instant, zone: Zone) -> String {
    format!("{}T{}", zone.day(at), time(at, zone))
}

/// Reads the value of a `datetime-local` field in the store's zone.
pub fn parse_local(text: &str, zone: Zone) -> Option<Instant> {
    let (day, time) = text.split_once('T')?;
    let mut parts = time.split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    Some(zone.moment(Day::parse(day)?, hour * 60 + minute))
}

fn nth(words: &'static str, index: u32) -> &'static str {
    words.split(' ').nth(index as usize).unwrap_or_default()
}

/// A share in whole percent, half up; a dash of nothing.
pub fn share(part: u32, of: u32) -> String {
    let (part, of) = (u64::from(part), u64::from(of));
    (part * 200 + of).checked_div(of * 2).map_or_else(|| "–".to_owned(), |it| format!("{it}%"))
}
