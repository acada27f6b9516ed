//! Which level the signals and the expected order date suggest, and why (rules B2, B3).

use crate::instant::Day;
use crate::level::Level;
use crate::policy::Policy;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Why a level is suggested.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Reason {
    /// A ticked signal; its code.
    Signal(String),
    /// The window that holds the expected order date; days from today.
    Window(i64),
    /// The expected order date lies beyond the last window: N, or P4 with a first contact set by hand.
    BeyondWindows,
    /// “Walk-in with clear intention”: never colder than P3 (rules B3).
    Floor,
    /// Nothing is ticked and no date is known.
    Nothing,
}

/// A suggested level 建议级别 and its reasons.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Suggestion {
    /// The level.
    pub level: Level,
    /// Why, the deciding reason first. Never empty.
    pub reasons: Vec<Reason>,
}

/// What the suggestion is made from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Signs<'a> {
    /// Codes of the ticked signals.
    pub signals: &'a [String],
    /// The expected order date.
    pub expected: Option<Day>,
    /// Whether the first-judgement floor holds: a walk-in with clear intention, at creation or confirmation.
    pub floor: bool,
}

/// Suggests a level; the advisor decides (rules B2).
///
/// # Example: a signal that P1 and P2 share means P2 when no date is known
/// ```
/// # use domain::{instant::Day, level::Level, policy::Policy, suggest::{suggest, Signs}};
/// let today = Day::parse("2026-03-01").unwrap();
/// let signals = ["model_chosen".to_owned()];
/// let signs = Signs { signals: &signals, expected: None, floor: false };
/// assert_eq!(suggest(&Policy::default(), today, &signs).level, Level::P2);
/// ```
// 现象 → 级别 (SSP); a walk-in with a clear intention is first judged B or hotter (SSP).
#[must_use]
pub fn suggest(policy: &Policy, today: Day, signs: &Signs<'_>) -> Suggestion {
    let ticked: Vec<(&str, Level)> = signs
        .signals
        .iter()
        .filter_map(|code| policy.signal(code))
        .map(|signal| (signal.code.as_str(), signal.level))
        .collect();
    let named = |level: Level| -> Vec<Reason> {
        ticked.iter().filter(|it| it.1 == level).map(|it| Reason::Signal(it.0.to_owned())).collect()
    };
    let mut found = if ticked.iter().any(|it| it.1 == Level::P0) {
        Suggestion { level: Level::P0, reasons: named(Level::P0) }
    } else if let Some(expected) = signs.expected {
        match policy.window(today, expected) {
            Some(level) => Suggestion { level, reasons: vec![Reason::Window(expected.since(today))] },
            None => Suggestion { level: Level::N, reasons: vec![Reason::BeyondWindows] },
        }
    } else if let Some(level) = ticked.iter().map(|it| it.1).min() {
        Suggestion { level, reasons: named(level) }
    } else {
        Suggestion { level: Level::P4, reasons: vec![Reason::Nothing] }
    };
    if signs.floor && found.level > Level::P3 {
        found.level = Level::P3;
        found.reasons.insert(0, Reason::Floor);
    }
    found
}
