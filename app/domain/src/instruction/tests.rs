//! Instructions and answers, in any order and from anywhere.

use super::{ANSWER_MAX, Fault, TEXT_MAX, answer, check, read};
use crate::fact::{Body, Fact, Place};
use crate::id::FactId;
use crate::instant::Day;

const ASKED: &str = "01JQ0000000000000000000001";
const ANSWERED: &str = "01JQ0000000000000000000002";
const AGAIN: &str = "01JQ0000000000000000000003";
const NOTE: &str = "01JQ0000000000000000000004";

fn fact(id: &str, place: Place, at: &str, more: &str) -> Fact {
    Fact::read(id, &format!(r#"{{"at":"{at}","recorded":"{at}",{more}}}"#), place).unwrap()
}

fn asked() -> Fact {
    let more = r#""kind":"instructed","day":"2026-03-02","by":"01JQ000000000000000000000M","text":"call them""#;
    fact(ASKED, Place::Desk, "2026-03-01T10:00:00Z", more)
}

fn answered(id: &str, at: &str, text: &str) -> Fact {
    fact(id, Place::Book, at, &format!(r#""kind":"answered","instruction":"{ASKED}","text":"{text}""#))
}

/// What is answered, and when.
fn told(facts: &[&Fact]) -> Option<(String, String)> {
    let all = read(facts.iter().copied());
    let back = read(facts.iter().rev().copied());
    assert_eq!(all, back);
    all.first().and_then(|it| it.answer.clone()).map(|it| (it.text, it.at.to_string()))
}

#[test]
fn the_latest_answer_counts() {
    let (first, second) =
        (answered(ANSWERED, "2026-03-02T01:00:00Z", "one"), answered(AGAIN, "2026-03-02T02:00:00Z", ""));
    assert_eq!(told(&[&asked()]), None);
    assert_eq!(told(&[&asked(), &first]), Some(("one".into(), "2026-03-02T01:00:00.000Z".into())));
    assert_eq!(told(&[&asked(), &first, &second]), Some((String::new(), "2026-03-02T02:00:00.000Z".into())));
}

#[test]
fn what_stands_in_the_wrong_document_counts_for_nothing() {
    let forged = Fact { place: Place::Book, ..asked() };
    assert!(read([&forged]).is_empty());
    let lent = Fact { place: Place::Desk, ..answered(ANSWERED, "2026-03-02T01:00:00Z", "one") };
    assert_eq!(told(&[&asked(), &lent]), None);
    // Nor does an answer to what is not there, and it is no instruction itself.
    assert!(read([&answered(ANSWERED, "2026-03-02T01:00:00Z", "one")]).is_empty());
    // A fact about a customer concerns the customer.
    let named = Fact { customer: crate::id::CustomerId::parse(NOTE), ..asked() };
    assert!(read([&named]).is_empty());
}

#[test]
fn the_desk_puts_time_and_text_right() {
    let answer = answered(ANSWERED, "2026-03-02T01:00:00Z", "second thoughts");
    let more = format!(
        r#""kind":"retimed","fact":"{ANSWERED}","believed":"2026-03-04T01:00:00Z","lower":"2026-03-03T01:00:00Z""#
    );
    let retimed = fact(NOTE, Place::Desk, "2026-03-04T01:00:00Z", &more);
    assert_eq!(told(&[&asked(), &answer, &retimed]).map(|it| it.1), Some("2026-03-04T01:00:00.000Z".into()));
    let first = answered(ANSWERED, "2026-03-02T01:00:00Z", "done").text();
    let body = Body::Original { fact: FactId::parse(ANSWERED).unwrap(), text: first };
    let original = Fact { body, ..fact(NOTE, Place::Desk, "2026-03-04T01:00:00Z", r#""kind":"x""#) };
    assert_eq!(told(&[&asked(), &answer, &original]).map(|it| it.0), Some("done".into()));
}

#[test]
fn what_can_be_written() {
    let day = |text| Day::parse(text).unwrap();
    let today = day("2026-03-02");
    assert_eq!(check(" ", today, today), Err(Fault::Empty));
    assert_eq!(check(&"字".repeat(TEXT_MAX + 1), today, today), Err(Fault::TooLong));
    assert_eq!(check("call", day("2026-03-01"), today), Err(Fault::Past));
    assert_eq!(check(&"字".repeat(TEXT_MAX), day("2026-03-03"), today), Ok(()));
    let known = read([&asked()]);
    let id = FactId::parse(ASKED).unwrap();
    assert_eq!(answer(&known, FactId::parse(NOTE).unwrap(), ""), Err(Fault::Unknown));
    assert_eq!(answer(&known, id, &"字".repeat(ANSWER_MAX + 1)), Err(Fault::TooLong));
    assert_eq!(answer(&known, id, " 好 "), Ok(Body::Answered { instruction: id, text: "好".into() }));
}
