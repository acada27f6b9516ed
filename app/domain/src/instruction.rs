//! The manager's instructions 主管指示 to an advisor for a day, and the advisor's answers.
//!
//! An instruction is a fact `instructed` of the advisor's desk, an answer a fact `answered` of the advisor's book; neither names a customer.
//!
//! **Invariant:** an instruction is never lost, and of several answers the latest counts, whatever the order in which they came.

use crate::fact::{Body, Fact, Place};
use crate::id::{FactId, StaffId};
use crate::instant::{Day, Instant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// The most characters of an instruction.
pub const TEXT_MAX: usize = 500;
/// The most characters of an answer.
pub const ANSWER_MAX: usize = 200;

/// An instruction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Instruction {
    /// Its id: the key of its fact.
    pub id: FactId,
    /// For which day.
    pub day: Day,
    /// What is to be done.
    pub text: String,
    /// Who wrote it.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// The advisor's answer; none while it is open.
    pub answer: Option<Answer>,
}

/// The advisor's answer: read, and done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// What the advisor says to it; may be empty.
    pub text: String,
    /// When.
    pub at: Instant,
}

impl Instruction {
    /// Whether it waits for the advisor on a day: it is for that day or one before, and has no answer.
    ///
    /// # Example: what is for tomorrow does not wait yet
    /// ```
    /// # use domain::{id::{FactId, StaffId}, instant::{Day, Instant}, instruction::Instruction};
    /// let day = |text| Day::parse(text).unwrap();
    /// let id = FactId::parse("01JQ0000000000000000000001").unwrap();
    /// let by = StaffId::parse("01JQ000000000000000000000A").unwrap();
    /// let it = Instruction { id, day: day("2026-03-02"), text: "call them".into(), by, at: Instant(0), answer: None };
    /// assert!(!it.waits(day("2026-03-01")));
    /// assert!(it.waits(day("2026-03-02")) && it.waits(day("2026-03-05")));
    /// ```
    #[must_use]
    pub fn waits(&self, today: Day) -> bool {
        self.answer.is_none() && self.day <= today
    }
}

/// Why an instruction or an answer cannot be written. Nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Fault {
    /// There is nothing in it.
    Empty,
    /// It has too many characters.
    TooLong,
    /// The day is over.
    Past,
    /// There is no such instruction in the desk.
    Unknown,
}

/// Checks an instruction that is to be written.
///
/// # Errors
/// What is wrong with it.
pub fn check(text: &str, day: Day, today: Day) -> Result<(), Fault> {
    match text.trim() {
        "" => Err(Fault::Empty),
        text if text.chars().count() > TEXT_MAX => Err(Fault::TooLong),
        _ if day < today => Err(Fault::Past),
        _ => Ok(()),
    }
}

/// Checks an answer to one of the instructions that are known; gives the body to write.
///
/// # Errors
/// What is wrong with it.
pub fn answer(known: &[Instruction], instruction: FactId, text: &str) -> Result<Body, Fault> {
    let text = text.trim();
    if text.chars().count() > ANSWER_MAX {
        return Err(Fault::TooLong);
    }
    if known.iter().all(|it| it.id != instruction) {
        return Err(Fault::Unknown);
    }
    Ok(Body::Answered { instruction, text: text.to_owned() })
}

/// Whether a fact speaks of instructions, or puts right one that does.
#[must_use]
pub const fn concerns(fact: &Fact) -> bool {
    let body = &fact.body;
    let speaks =
        matches!(body, Body::Instructed { .. } | Body::Answered { .. } | Body::Retimed { .. } | Body::Original { .. });
    fact.customer.is_none() && speaks
}

/// Reads the instructions of a desk with the answers of its owner's book, by day, then in the order in which they were written.
///
/// An instruction in a book and an answer in a desk count for nothing, nor does an answer to what is not there. An answer counts at
/// the time that the desk believes (rules F3), and with the text that came first (rules F4).
#[must_use]
pub fn read<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Vec<Instruction> {
    let (mut found, mut answers) = (BTreeMap::<FactId, Instruction>::new(), Vec::<&Fact>::new());
    let (mut believed, mut first) = (BTreeMap::<FactId, Instant>::new(), BTreeMap::<FactId, &str>::new());
    for fact in facts.into_iter().filter(|it| concerns(it)) {
        match (&fact.body, fact.place) {
            (Body::Instructed { day, by, text }, Place::Desk) => {
                let it = Instruction {
                    id: fact.id,
                    day: *day,
                    text: text.clone(),
                    by: *by,
                    at: fact.claimed(),
                    answer: None,
                };
                found.insert(fact.id, it);
            }
            (Body::Answered { .. }, Place::Book) => answers.push(fact),
            (Body::Retimed { fact, believed: at, .. }, Place::Desk) => {
                believed.insert(*fact, *at);
            }
            (Body::Original { fact, text }, Place::Desk) => {
                first.insert(*fact, text);
            }
            _ => {}
        }
    }
    let mut told: Vec<(Instant, FactId, FactId, String)> = answers
        .into_iter()
        .filter_map(|fact| {
            let original =
                first.get(&fact.id).and_then(|text| Fact::read(&fact.id.to_string(), text, Place::Book).ok());
            let fact = original.as_ref().unwrap_or(fact);
            let Body::Answered { instruction, text } = &fact.body else { return None };
            let at = believed.get(&fact.id).copied().unwrap_or_else(|| fact.claimed());
            Some((at, fact.id, *instruction, text.clone()))
        })
        .collect();
    told.sort();
    for (at, _, instruction, text) in told {
        if let Some(it) = found.get_mut(&instruction) {
            it.answer = Some(Answer { text, at });
        }
    }
    let mut all: Vec<Instruction> = found.into_values().collect();
    all.sort_by_key(|it| (it.day, it.at, it.id));
    all
}
