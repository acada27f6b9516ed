//! Orders in cases: their steps as lines, and how they stand in words.

use super::words::{Words, fact, name, show_day, staff};
use crate::fact::Body;
use crate::fact::order::{
    Amended, Answer, Approved, Call, CalledBack, Cancelled, Delivered, Ordered, Refused, Requested, Signed,
};
use crate::ink::Ink;
use crate::order::{CallBack, Caller, Decision, Order};
use crate::policy::Policy;
use crate::questionnaire::{Given, given};
use crate::view::View;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

const STEPS: [&str; 10] = [
    "ordered",
    "order-amended",
    "order-cancelled",
    "approved",
    "refused",
    "requested",
    "confirmed",
    "signed",
    "called-back",
    "manager-called-back",
];

pub(super) fn is_step(kind: &str) -> bool {
    STEPS.contains(&kind)
}

pub(super) fn step(kind: &str, words: &mut Words) -> Body {
    if kind == "ordered" {
        let vin = if words.eat("vin") { words.need() } else { String::new() };
        let agreed = words.eat("agreed").then(|| words.day());
        let (model, colour) = ("Model Q".into(), "white".into());
        return Body::Ordered(Ordered { model, colour, price: 15_980_000, deposit: 500_000, vin, agreed, spot: false });
    }
    let order = fact(&words.need());
    let by = staff("finance");
    match kind {
        "order-amended" => {
            let vin = if words.eat("vin") { words.need() } else { String::new() };
            Body::Amended(Amended { order, vin, agreed: words.eat("agreed").then(|| words.day()) })
        }
        "order-cancelled" => Body::Cancelled(Cancelled { order, reason: "no loan".into() }),
        "approved" => {
            let vin = if words.eat("vin") { words.need() } else { String::new() };
            Body::Approved(Approved { order, number: "2026-0001".into(), vin, signature: "00".into(), by })
        }
        "refused" => Body::Refused(Refused { order, reason: words.quoted(), by }),
        "requested" => Body::Requested(Requested { order }),
        "confirmed" => {
            let (approval, request) = (fact(&words.need()), fact(&words.need()));
            let without = words.eat("without").then(|| words.need());
            let all = Policy::default().checks.into_iter().map(|it| it.code);
            let checks = all.filter(|it| Some(it) != without.as_ref()).collect();
            Body::Delivered(Delivered { order, approval, request, checks })
        }
        "signed" => {
            let (approval, signer) = (fact(&words.need()), read(words));
            let strokes = Ink::parse(&words.quoted()).unwrap_or_else(|why| words.fail(&why.to_string()));
            Body::Signed(Signed { order, approval, signer, strokes })
        }
        _ => {
            let (call, answer): (Call, Answer) = (read(words), read(words));
            let (mut scores, mut said) = (BTreeMap::new(), BTreeMap::new());
            while words.eat("score") {
                scores.insert(words.need(), u8::try_from(words.number()).unwrap_or(u8::MAX));
            }
            while words.eat("said") {
                said.insert(words.need(), words.quoted());
            }
            let called = CalledBack { order, call, answer, note: String::new(), scores, said, by: None };
            if kind == "called-back" { Body::CalledBack(called) } else { Body::ManagerCalled(called) }
        }
    }
}

pub(super) fn orders(view: &View) -> String {
    let one = |it: &Order| {
        let mut said = format!("{} {}", name(it.id.0), format!("{:?}", it.state()).to_lowercase());
        if let Some(Decision::Approved { number, .. }) = &it.decision {
            said += &format!(" {number}");
        }
        if let Some(Decision::Refused { reason, .. }) = &it.decision {
            said += &format!(" \"{reason}\"");
        }
        if !it.terms.vin.is_empty() {
            said += &format!(" vin {}", it.terms.vin);
        }
        if let Some(agreed) = it.terms.agreed {
            said += &format!(" agreed {}", show_day(agreed));
        }
        for (signer, signature) in &it.signatures {
            said += &format!(" {} \"{}\"", word(signer), signature.strokes);
        }
        said
    };
    listed(view.orders.iter().map(one))
}

pub(super) fn call_backs(view: &View) -> String {
    let one = |it: &CallBack| {
        let by = if it.call.caller() == Caller::Manager { " by the manager" } else { "" };
        let tried = if it.tried > 0 { format!(" tried {}", it.tried) } else { String::new() };
        let done = if it.done.is_some() { " done" } else { "" };
        format!("{} {}{by}{tried}{done}", word(it.call), show_day(it.due))
    };
    listed(view.call_backs.iter().map(one))
}

pub(super) fn answers(view: &View) -> String {
    let one = |it: Given| {
        let scores = it.scores.iter().map(|it| format!(" {} {}", it.0, it.1));
        let said = it.said.iter().map(|it| format!(" {} \"{}\"", it.0, it.1));
        format!("{}{}", word(it.call), scores.chain(said).collect::<String>())
    };
    listed(given(view).into_iter().map(one))
}

fn listed(all: impl Iterator<Item = String>) -> String {
    let all = all.collect::<Vec<_>>().join("; ");
    if all.is_empty() { "none".into() } else { all }
}

/// A word as the document writes it.
fn read<T: DeserializeOwned>(words: &mut Words) -> T {
    let word = words.need();
    serde_json::from_value(word.clone().into()).unwrap_or_else(|_| words.fail(&format!("`{word}` is not known")))
}

fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
}
