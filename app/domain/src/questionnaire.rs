//! The questions of the call-backs 回访问卷 (rules E5): which are asked in which call, what an answer may be, when it suggests a
//! complaint, and how the answers of a time come out on average.
//!
//! The questions themselves are store data: [`Kind::Question`].

use crate::catalogue::{Catalogue, Item, Kind};
use crate::command::{Refusal, value};
use crate::fact::order::{Answer, Call, CalledBack};
use crate::id::FactId;
use crate::instant::Instant;
use crate::view::{Event, Fate, View};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// How a question is answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// 1 (not at all) to 5 (very): how content somebody is.
    Five,
    /// 0 (never) to 10 (certainly): whether somebody would recommend us.
    Ten,
    /// In words.
    Words,
}

impl Scale {
    /// All.
    pub const ALL: [Self; 3] = [Self::Five, Self::Ten, Self::Words];

    /// How facts and addresses name it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Five => "five",
            Self::Ten => "ten",
            Self::Words => "words",
        }
    }

    /// Reads what facts and addresses name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The scores that can be given, lowest first; none where one answers in words.
    pub fn scores(self) -> impl Iterator<Item = u8> + use<> {
        match self {
            Self::Five => 1..6,
            Self::Ten => 0..11,
            Self::Words => 0..0,
        }
    }

    /// Whether a score is so low that a complaint stands behind it: 1 or 2 of 5, and 0 to 6 of 10.
    // Decision (rules E5 [D]): who recommends with 0–6 is a detractor in the usual count of recommendations.
    #[must_use]
    pub const fn is_low(self, score: u8) -> bool {
        match self {
            Self::Five => score <= 2,
            Self::Ten => score <= 6,
            Self::Words => false,
        }
    }
}

/// The questions that are asked in a call, in their order.
///
/// # Example: on the third day one asks how content the customer is; a recommendation comes later
/// ```
/// # use domain::{catalogue::Catalogue, fact::order::Call, questionnaire::asked};
/// let lists = Catalogue::default();
/// let codes = |call| asked(&lists, call).map(|it| it.code.as_str()).collect::<Vec<_>>();
/// assert_eq!(codes(Call::Third), ["satisfaction", "condition"]);
/// assert_eq!(codes(Call::Seventh), ["satisfaction", "delivery", "recommend", "better"]);
/// assert!(codes(Call::Complaint).is_empty());
/// ```
pub fn asked(catalogue: &Catalogue, call: Call) -> impl Iterator<Item = &Item> {
    catalogue.offered(Kind::Question).filter(move |it| it.calls.contains(&call))
}

/// Whether the answers of a call can be taken: each to a question that this call asks, on its scale; none from somebody who was
/// not reached. No question must be answered.
///
/// # Errors
/// Why not.
pub fn check(catalogue: &Catalogue, called: &CalledBack) -> Result<(), Refusal> {
    let question = |code: &String| asked(catalogue, called.call).find(|it| it.code == *code).and_then(|it| it.scale);
    let is_empty = called.scores.is_empty() && called.said.is_empty();
    if called.answer == Answer::NotReached && !is_empty {
        return Err(Refusal::NotAChoice);
    }
    for (code, score) in &called.scores {
        if !question(code).is_some_and(|it| it.scores().any(|it| it == *score)) {
            return Err(Refusal::NotAChoice);
        }
    }
    for (code, said) in &called.said {
        if question(code) != Some(Scale::Words) {
            return Err(Refusal::NotAChoice);
        }
        value::text(said)?;
    }
    Ok(())
}

/// Whether the scores suggest that the call is a complaint: one of them is low. The one who calls decides.
///
/// # Example: two of five suggests a case, three does not
/// ```
/// # use domain::{catalogue::Catalogue, questionnaire::suggests_complaint};
/// let lists = Catalogue::default();
/// let of = |score| suggests_complaint(&lists, &[("satisfaction".to_owned(), score)].into());
/// assert_eq!([of(2), of(3)], [true, false]);
/// ```
#[must_use]
pub fn suggests_complaint(catalogue: &Catalogue, scores: &BTreeMap<String, u8>) -> bool {
    let scale = |code: &String| catalogue.item(Kind::Question, code).and_then(|it| it.scale);
    scores.iter().any(|(code, score)| scale(code).is_some_and(|it| it.is_low(*score)))
}

/// The answers that were given in one call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Given {
    /// When.
    pub at: Instant,
    /// After the delivery of which order.
    pub order: FactId,
    /// In which call.
    pub call: Call,
    /// Scores, by the codes of the questions.
    pub scores: BTreeMap<String, u8>,
    /// What was said, by the codes of the questions.
    pub said: BTreeMap<String, String>,
}

/// The answers that a customer has given, oldest first; of calls that count.
#[must_use]
pub fn given(view: &View) -> Vec<Given> {
    let of = |at: Instant, it: &CalledBack| Given {
        at,
        order: it.order,
        call: it.call,
        scores: it.scores.clone(),
        said: it.said.clone(),
    };
    let counted = view.entries.iter().filter(|it| it.fate == Fate::Counts);
    let calls = counted.filter_map(|it| match &it.event {
        Event::CalledBack(called) | Event::ManagerCalled(called) if called.answer != Answer::NotReached => {
            Some(of(it.at, called))
        }
        _ => None,
    });
    calls.filter(|it| !it.scores.is_empty() || !it.said.is_empty()).collect()
}

/// How a question came out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// How many have answered.
    pub answers: u32,
    /// How many of the answers suggest a complaint.
    pub low: u32,
    /// The sum of the scores.
    sum: u32,
}

impl Outcome {
    /// The average score in tenths, half up; none where nobody gave a score.
    #[must_use]
    pub fn tenths(&self, scale: Scale) -> Option<u32> {
        if scale == Scale::Words {
            return None;
        }
        (self.sum * 20 + self.answers).checked_div(self.answers * 2)
    }
}

/// How the store's questions came out: each that is asked, in the order of the list, and each that is not asked any more but was
/// answered. What lies beside the scale of its question is not counted.
#[must_use]
pub fn outcomes<'a, 'b>(
    catalogue: &'a Catalogue,
    given: impl Iterator<Item = &'b Given>,
) -> Vec<(&'a Item, Scale, Outcome)> {
    let asked = catalogue.all(Kind::Question).iter().filter_map(|it| Some((it, it.scale?, Outcome::default())));
    let mut all: Vec<_> = asked.collect();
    for it in given {
        for (item, scale, outcome) in &mut all {
            let score = it.scores.get(&item.code).filter(|score| scale.scores().any(|it| it == **score));
            if let Some(score) = score {
                outcome.answers += 1;
                outcome.sum += u32::from(*score);
                outcome.low += u32::from(scale.is_low(*score));
            } else if *scale == Scale::Words && it.said.contains_key(&item.code) {
                outcome.answers += 1;
            }
        }
    }
    all.retain(|it| !it.0.retired || it.2.answers > 0);
    all
}
