//! A line of a case, word by word.

use crate::id::{FactId, StaffId};
use crate::instant::{Day, Instant, Zone};
use crate::level::Level;
use ulid::Ulid;

pub(super) const YEAR: &str = "2026";

/// The words of a line; texts in quotation marks are one word and keep one mark.
pub(super) struct Words {
    words: Vec<String>,
    next: usize,
    place: String,
}

impl Words {
    pub(super) fn of(line: &str, place: &str) -> Self {
        let mut words = Vec::new();
        for (index, part) in line.split('"').enumerate() {
            if index % 2 == 1 {
                words.push(format!("\"{part}"));
            } else {
                words.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        Self { words, next: 0, place: place.to_owned() }
    }

    #[track_caller]
    pub(super) fn fail(&self, why: &str) -> ! {
        panic!("{}: {why} in `{}`", self.place, self.words.join(" "))
    }

    pub(super) fn peek(&self) -> Option<&str> {
        self.words.get(self.next).map(String::as_str)
    }

    pub(super) fn take(&mut self) -> Option<String> {
        self.next += 1;
        self.words.get(self.next - 1).cloned()
    }

    pub(super) fn need(&mut self) -> String {
        self.take().unwrap_or_else(|| self.fail("a word is missing"))
    }

    /// Takes the word if it is next.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let found = self.peek() == Some(word);
        self.next += usize::from(found);
        found
    }

    pub(super) fn quoted(&mut self) -> String {
        let word = self.need();
        word.strip_prefix('"').unwrap_or_else(|| self.fail("a text in quotation marks is missing")).to_owned()
    }

    /// `mm-dd` of 2026, or `yyyy-mm-dd`.
    pub(super) fn day(&mut self) -> Day {
        let word = self.need();
        day(&word).unwrap_or_else(|| self.fail(&format!("`{word}` is no day")))
    }

    /// `day hh:mm[:ss[.mmm]]`, in the zone or, with `Z`, in UTC.
    pub(super) fn moment(&mut self, zone: Zone) -> Instant {
        let day = self.day();
        let word = self.need();
        moment(day, &word, zone).unwrap_or_else(|| self.fail(&format!("`{word}` is no time of day")))
    }

    pub(super) fn level(&mut self) -> Level {
        let word = self.need();
        Level::parse(&word).unwrap_or_else(|| self.fail(&format!("`{word}` is no level")))
    }

    pub(super) fn number(&mut self) -> i64 {
        let word = self.need();
        word.parse().unwrap_or_else(|_| self.fail(&format!("`{word}` is no number")))
    }
}

fn day(word: &str) -> Option<Day> {
    if word.len() == 5 { Day::parse(&format!("{YEAR}-{word}")) } else { Day::parse(word) }
}

fn moment(day: Day, word: &str, zone: Zone) -> Option<Instant> {
    let (clock, utc) = word.strip_suffix('Z').map_or((word, false), |it| (it, true));
    let padded = match clock.len() {
        5 => format!("{clock}:00.000"),
        8 => format!("{clock}.000"),
        _ => clock.to_owned(),
    };
    let (hours, rest) = padded.split_once(':')?;
    let (minutes, rest) = rest.split_once(':')?;
    let (seconds, ms) = rest.split_once('.')?;
    let past: i64 = seconds.parse::<i64>().ok()? * Instant::SECOND + ms.parse::<i64>().ok()?;
    if utc {
        return Instant::parse(&format!("{day}T{padded}Z"));
    }
    let minutes = hours.parse::<u32>().ok()? * 60 + minutes.parse::<u32>().ok()?;
    Some(zone.moment(day, minutes).plus(past))
}

/// A day as cases write it.
pub(super) fn show_day(day: Day) -> String {
    let text = day.to_string();
    text.strip_prefix(&format!("{YEAR}-")).unwrap_or(&text).to_owned()
}

/// A moment as cases write it.
pub(super) fn show(at: Instant, zone: Zone) -> String {
    let (hours, minutes) = zone.clock(at);
    let ms = at.0.rem_euclid(Instant::MINUTE);
    let mut text = format!("{} {hours:02}:{minutes:02}", show_day(zone.day(at)));
    if ms > 0 {
        text += &format!(":{:02}", ms / 1000);
    }
    if ms % 1000 > 0 {
        text += &format!(".{:03}", ms % 1000);
    }
    text
}

/// An id that is the same wherever a name is used.
fn named(name: &str) -> Ulid {
    Ulid(name.bytes().fold(0, |sum, it| (sum << 8) | u128::from(it)))
}

pub(super) fn staff(name: &str) -> StaffId {
    StaffId(named(name))
}

/// The id of a fact: in the order of its name, so that of two facts of one moment the later letter is the higher.
pub(super) fn fact(label: &str) -> FactId {
    FactId(named(label))
}

/// The name that [`named`] was given.
pub(super) fn name(id: Ulid) -> String {
    id.0.to_be_bytes().into_iter().filter(|it| *it > 0).map(char::from).collect()
}
