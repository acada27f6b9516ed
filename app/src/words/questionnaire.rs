//! The words for questionnaires and for signatures on the slip.

use crate::i18n::t;
use domain::catalogue::Kind;
use domain::fact::order::Signer;
use domain::ink::InkError;
use domain::questionnaire::Scale;
use domain::store::Store;
use std::collections::BTreeMap;

/// How a question is answered.
pub fn scale(scale: Scale) -> &'static str {
    let it = &t().questionnaire;
    match scale {
        Scale::Five => it.five,
        Scale::Ten => it.ten,
        Scale::Words => it.words,
    }
}

/// A score, and of how many.
pub fn score(scale: Scale, score: &str) -> String {
    match scale {
        Scale::Five => t().questionnaire.of_five(&score),
        Scale::Ten => t().questionnaire.of_ten(&score),
        Scale::Words => score.to_owned(),
    }
}

/// What was answered to the questions of a call, each in one line.
pub fn answers(store: &Store, scores: &BTreeMap<String, u8>, said: &BTreeMap<String, String>) -> Vec<String> {
    let question = |code: &str| store.catalogue.item(Kind::Question, code);
    let line = |code: &String, answer: String| {
        let name = question(code).map_or(code.as_str(), super::item);
        t().questionnaire.answer(&answer, &name)
    };
    let given = |(code, value): (&String, &u8)| {
        let scale = question(code).and_then(|it| it.scale).unwrap_or(Scale::Words);
        line(code, score(scale, &value.to_string()))
    };
    scores.iter().map(given).chain(said.iter().map(|(code, text)| line(code, text.clone()))).collect()
}

/// Who signs the slip.
pub fn signer(signer: Signer) -> &'static str {
    let it = &t().slip;
    match signer {
        Signer::Customer => it.customer,
        Signer::Warehouse => it.warehouse,
        Signer::Finance => it.finance,
        Signer::Manager => it.manager,
        Signer::Advisor => it.advisor,
    }
}

/// Why strokes are no signature.
pub fn ink_fault(fault: InkError) -> &'static str {
    match fault {
        InkError::Faint => t().sign.too_little,
        InkError::Form | InkError::Outside | InkError::TooMuch => t().sign.too_much,
    }
}
