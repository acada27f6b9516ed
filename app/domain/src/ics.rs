//! Calendars to take away, for the calendar of a phone or a computer: RFC 5545.
//!
//! **Invariant:** lines end with CRLF and are folded at 75 bytes between characters, texts are escaped, moments are in UTC,
//! and each event has a name of its own that does not change with its day.

use crate::instant::{Day, Instant};

#[cfg(test)]
mod tests;

/// The most bytes of a line, its end not counted.
const LINE: usize = 75;

/// When an event is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// A whole day.
    Day(Day),
    /// A moment, which lasts no time: the last one for something.
    Moment(Instant),
}

/// An event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// Its name among all events, which stays when its day moves.
    pub uid: String,
    /// When it is.
    pub when: When,
    /// What it is, in a line.
    pub summary: String,
    /// More of it; empty if there is none.
    pub description: String,
    /// How long before it one is reminded, in minutes; none if not at all.
    pub reminder: Option<u32>,
}

/// Writes a calendar as it stands now.
///
/// # Example: a whole day ends where the next one begins
/// ```
/// # use domain::{ics::{Event, When, write}, instant::{Day, Instant}};
/// let day = Day::parse("2026-02-28").unwrap();
/// let event = Event { uid: "a@genjin".into(), when: When::Day(day), summary: "回访 张伟; P2".into(), description: String::new(), reminder: None };
/// let text = write("跟进", &[event], Instant::parse("2026-02-27T01:00:00Z").unwrap());
/// assert!(text.contains("\r\nDTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\nSUMMARY:回访 张伟\\; P2\r\n"));
/// ```
#[must_use]
pub fn write(name: &str, events: &[Event], now: Instant) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold(content, &mut text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Genjin//Genjin//ZH");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escape(name)));
    for event in events {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", event.uid));
        line(&format!("DTSTAMP:{}", utc(now)));
        match event.when {
            When::Day(day) => {
                line(&format!("DTSTART;VALUE=DATE:{}", date(day)));
                line(&format!("DTEND;VALUE=DATE:{}", date(day.plus(1))));
            }
            When::Moment(at) => line(&format!("DTSTART:{}", utc(at))),
        }
        line(&format!("SUMMARY:{}", escape(&event.summary)));
        if !event.description.is_empty() {
            line(&format!("DESCRIPTION:{}", escape(&event.description)));
        }
        // What is to be done takes no time of the day away.
        line("TRANSP:TRANSPARENT");
        if let Some(minutes) = event.reminder {
            line("BEGIN:VALARM");
            line("ACTION:DISPLAY");
            line(&format!("DESCRIPTION:{}", escape(&event.summary)));
            line(&format!("TRIGGER:-PT{minutes}M"));
            line("END:VALARM");
        }
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// A text as a value: RFC 5545, 3.3.11.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '\\' | ';' | ',' => out.extend(['\\', it]),
            '\n' => out.push_str("\\n"),
            // No other control character may stand in a text.
            _ if it.is_control() => {}
            _ => out.push(it),
        }
    }
    out
}

/// Appends a line, folded where it is too long: RFC 5545, 3.1.
fn fold(content: &str, text: &mut String) {
    let mut used = 0;
    for it in content.chars() {
        if used + it.len_utf8() > LINE {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(it);
        used += it.len_utf8();
    }
    text.push_str("\r\n");
}

fn date(day: Day) -> String {
    let (year, month, number) = day.ymd();
    format!("{year:04}{month:02}{number:02}")
}

/// `yyyymmddThhmmssZ`.
fn utc(at: Instant) -> String {
    let text = at.to_string();
    let seconds = text.split('.').next().unwrap_or_default();
    format!("{}Z", seconds.replace(['-', ':'], ""))
}
