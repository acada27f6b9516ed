//! Whether a claimed time can be believed (rules F2, F3).
//!
//! **Invariant:** a claim is measured against what the server knows of the device, never against the device's own word alone.

use crate::fact::{Fact, Place};
use crate::id::FactId;
use crate::instant::Instant;
use crate::policy::Policy;

/// What the server knows of a device before a message arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sighting {
    /// When the device was enrolled.
    pub enrolled: Instant,
    /// The last moment at which the server held all of the device's changes, as the device announced its heads.
    pub synced: Option<Instant>,
    /// The last sign of life of a socket that has been fully synced once: it counts as fully synced up to a minute before.
    pub heard: Option<Instant>,
}

impl Sighting {
    /// For clients that announce nothing: how long before a sign of life the device counts as fully synced.
    pub const LIVE: i64 = Instant::MINUTE;

    /// The lower end of the window: a change that the server did not hold then was made after then, whatever its clock says.
    ///
    /// # Example: an idle socket is a sign of life, and so closes the night
    /// ```
    /// # use domain::{instant::Instant, window::Sighting};
    /// let at = |text| Instant::parse(text).unwrap();
    /// let sighting = Sighting {
    ///     enrolled: at("2026-03-01T00:00:00Z"),
    ///     synced: Some(at("2026-03-02T10:00:00Z")),
    ///     heard: Some(at("2026-03-03T01:00:00Z")),
    /// };
    /// assert_eq!(sighting.lower(), at("2026-03-03T00:59:00Z"));
    /// ```
    #[must_use]
    pub fn lower(&self) -> Instant {
        let heard = self.heard.map(|it| it.plus(-Self::LIVE));
        self.synced.into_iter().chain(heard).fold(self.enrolled, Instant::max)
    }
}

/// The window of a fact: `(lower, received]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// Its lower end.
    pub lower: Instant,
    /// When the server received the fact.
    pub received: Instant,
}

/// What is wrong with a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// It claims to have happened or been written before the lower end: back-dated.
    Early,
    /// It claims to have happened or been written after it was received.
    Late,
    /// It claims to have happened after it was written.
    Inverted,
}

impl Window {
    /// Judges a claim; none if it is believed. A doubted fact counts at `received` (rules F3).
    ///
    /// # Example: on Wednesday, being online, nobody can invent a call on Tuesday
    /// ```
    /// # use domain::{fact::{Fact, Place}, instant::Instant, policy::Policy, window::{Doubt, Window}};
    /// let at = |text| Instant::parse(text).unwrap();
    /// let text = r#"{"kind":"contact","customer":"01JQ0000000000000000000001","means":"call","outcome":"talked",
    ///   "at":"2026-03-03T07:00:00Z","recorded":"2026-03-04T02:00:00Z"}"#;
    /// let call = Fact::read("01JQ0000000000000000000002", text, Place::Book).unwrap();
    /// let window = Window { lower: at("2026-03-04T01:59:00Z"), received: at("2026-03-04T02:00:01Z") };
    /// assert_eq!(window.doubt(&Policy::default(), &call), Some(Doubt::Early));
    /// ```
    #[must_use]
    pub fn doubt(&self, policy: &Policy, fact: &Fact) -> Option<Doubt> {
        let slack = policy.claim_slack_seconds * Instant::SECOND;
        let (claimed, written) = (fact.claimed(), fact.written());
        if claimed > written.plus(slack) {
            Some(Doubt::Inverted)
        } else if claimed < self.lower.plus(-slack) || written < self.lower.plus(-slack) {
            Some(Doubt::Early)
        } else if written > self.received.plus(slack) {
            Some(Doubt::Late)
        } else {
            None
        }
    }
}

/// Whether the gap between what happened and its writing is so wide that it is shown (rules F3 \[D\]): over 2 hours.
///
/// # Example: a visit that was written down on the same morning needs no remark
/// ```
/// # use domain::{fact::{Fact, Place}, policy::Policy, window::is_gap_wide};
/// let visit = |recorded| {
///     let text = r#"{"kind":"contact","means":"visit","outcome":"came","at":"2026-03-03T02:00:00Z","recorded":"RECORDED"}"#;
///     Fact::read("01JQ0000000000000000000002", &text.replace("RECORDED", recorded), Place::Book).unwrap()
/// };
/// assert!(!is_gap_wide(&Policy::default(), &visit("2026-03-03T04:00:00Z")));
/// assert!(is_gap_wide(&Policy::default(), &visit("2026-03-03T04:00:01Z")));
/// ```
#[must_use]
pub fn is_gap_wide(policy: &Policy, fact: &Fact) -> bool {
    fact.recorded.since(fact.at) > policy.gap_minutes * Instant::MINUTE
}

/// The facts at which a device's wall clock had stepped back since its fact before (rules F3 \[D\]); by the device's own count.
///
/// # Example: a clock set back by an hour between two facts is shown at the second
/// ```
/// # use domain::{fact::{Fact, Place}, window::steps_back};
/// let fact = |id, counter: u64, at: &str| {
///     let text = format!(r#"{{"kind":"contact","means":"call","outcome":"talked","device":"d0","counter":{counter},"at":"{at}","recorded":"{at}"}}"#);
///     Fact::read(id, &text, Place::Book).unwrap()
/// };
/// let first = fact("01JQ0000000000000000000001", 1, "2026-03-03T04:00:00Z");
/// let second = fact("01JQ0000000000000000000002", 2, "2026-03-03T03:00:00Z");
/// assert_eq!(steps_back([&second, &first]), [second.id]);
/// ```
#[must_use]
pub fn steps_back<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Vec<FactId> {
    let mut facts: Vec<&Fact> = facts.into_iter().filter(|it| it.place == Place::Book).collect();
    facts.sort_by_key(|it| (&it.device, it.counter, it.id));
    let pairs = facts.iter().zip(facts.iter().skip(1));
    pairs
        .filter(|(before, after)| before.device == after.device && after.recorded < before.recorded)
        .map(|(_, after)| after.id)
        .collect()
}
