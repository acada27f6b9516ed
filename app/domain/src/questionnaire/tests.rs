//! What a questionnaire takes, and how it comes out.

use super::{Given, Scale, check, outcomes};
use crate::catalogue::{Catalogue, Item, Kind, Listed};
use crate::command::Refusal;
use crate::fact::order::{Answer, Call, CalledBack};
use crate::id::FactId;
use crate::instant::Instant;
use proptest::prelude::*;
use std::collections::BTreeMap;
use ulid::Ulid;

fn scores(all: &[(&str, u8)]) -> BTreeMap<String, u8> {
    all.iter().map(|it| (it.0.to_owned(), it.1)).collect()
}

fn said(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    all.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect()
}

fn called(call: Call, given: &[(&str, u8)], words: &[(&str, &str)]) -> CalledBack {
    CalledBack {
        order: FactId(Ulid(1)),
        call,
        answer: Answer::Content,
        note: String::new(),
        scores: scores(given),
        said: said(words),
        by: None,
    }
}

fn taken(called: &CalledBack) -> Result<(), Refusal> {
    check(&Catalogue::default(), called)
}

#[test]
fn a_score_is_on_the_scale_of_a_question_that_the_call_asks() {
    for score in 1..=5 {
        assert_eq!(taken(&called(Call::Third, &[("satisfaction", score)], &[])), Ok(()));
    }
    for wrong in [
        called(Call::Third, &[("satisfaction", 0)], &[]),
        called(Call::Third, &[("satisfaction", 6)], &[]),
        called(Call::Third, &[("recommend", 9)], &[]),
        called(Call::Seventh, &[("recommend", 11)], &[]),
        called(Call::Seventh, &[("weather", 1)], &[]),
        called(Call::Seventh, &[("better", 1)], &[]),
        called(Call::Seventh, &[], &[("recommend", "yes")]),
    ] {
        assert_eq!(taken(&wrong), Err(Refusal::NotAChoice), "{wrong:?}");
    }
    assert_eq!(taken(&called(Call::Seventh, &[("recommend", 0)], &[("better", "快一点")])), Ok(()));
    assert_eq!(taken(&called(Call::Seventh, &[], &[("better", &"长".repeat(4_001))])), Err(Refusal::TextTooLong));
}

#[test]
fn nothing_must_be_answered_and_who_was_not_reached_answers_nothing() {
    assert_eq!(taken(&called(Call::Third, &[], &[])), Ok(()));
    let silent = CalledBack { answer: Answer::NotReached, ..called(Call::Third, &[], &[]) };
    assert_eq!(taken(&silent), Ok(()));
    let strange = CalledBack { scores: scores(&[("satisfaction", 3)]), ..silent };
    assert_eq!(taken(&strange), Err(Refusal::NotAChoice));
}

#[test]
fn a_question_of_the_store_is_asked_where_it_says_and_no_more_once_it_is_retired() {
    let mut lists = Catalogue::default();
    let (calls, scale) = (vec![Call::Anniversary], Some(Scale::Ten));
    let mut item =
        Item { code: "again".into(), zh: "再购".into(), en: "Again".into(), calls, scale, ..Item::default() };
    let listed = |item: &Item| Listed { list: "question".into(), item: item.clone(), after: None };
    lists.add(&listed(&item));
    let answer = called(Call::Anniversary, &[("again", 10)], &[]);
    assert_eq!(check(&lists, &answer), Ok(()));
    item.retired = true;
    lists.add(&listed(&item));
    assert_eq!(check(&lists, &answer), Err(Refusal::NotAChoice));
}

fn given(score: u8) -> Given {
    let said = if score == 9 { said(&[("better", "快一点")]) } else { BTreeMap::new() };
    let scores = scores(&[("recommend", score), ("satisfaction", 4)]);
    Given { at: Instant(0), order: FactId(Ulid(1)), call: Call::Seventh, scores, said }
}

#[test]
fn calls_and_scales_are_named_as_facts_name_them() {
    for call in Call::ALL {
        assert_eq!(serde_json::to_value(call).unwrap(), call.code());
        assert_eq!(Call::parse(call.code()), Some(call));
    }
    for scale in Scale::ALL {
        assert_eq!(serde_json::to_value(scale).unwrap(), scale.code());
        assert_eq!(Scale::parse(scale.code()), Some(scale));
    }
}

#[test]
fn averages_are_rounded_half_up_and_low_ones_are_counted() {
    let lists = Catalogue::default();
    // 9 + 6 + 10 + 12, which no scale has, and 4: 29 of 4 answers are 7.25.
    let all = [9, 6, 10, 12, 4].map(given);
    let told: Vec<_> = outcomes(&lists, all.iter())
        .into_iter()
        .map(|(item, scale, it)| (item.code.as_str(), it.answers, it.low, it.tenths(scale)))
        .collect();
    assert_eq!(
        told,
        [
            ("satisfaction", 5, 0, Some(40)),
            ("condition", 0, 0, None),
            ("delivery", 0, 0, None),
            ("recommend", 4, 2, Some(73)),
            ("better", 1, 0, None),
        ]
    );
}

#[test]
fn a_retired_question_is_told_of_while_it_has_answers() {
    let mut lists = Catalogue::default();
    let mut item = lists.item(Kind::Question, "recommend").unwrap().clone();
    item.retired = true;
    lists.add(&Listed { list: "question".into(), item, after: None });
    let codes =
        |all: &[Given]| outcomes(&lists, all.iter()).into_iter().map(|it| it.0.code.clone()).collect::<Vec<_>>();
    assert!(!codes(&[]).contains(&"recommend".to_owned()));
    assert!(codes(&[given(9)]).contains(&"recommend".to_owned()));
}

proptest! {
    #[test]
    fn an_average_lies_between_its_scores(all in prop::collection::vec(0..11_u8, 1..60)) {
        let lists = Catalogue::default();
        let calls: Vec<Given> = all.iter().map(|it| given(*it)).collect();
        let found = outcomes(&lists, calls.iter());
        let (_, scale, outcome) = found.iter().find(|it| it.0.code == "recommend").unwrap();
        let tenths = outcome.tenths(*scale).unwrap();
        let (least, most) = (u32::from(*all.iter().min().unwrap()), u32::from(*all.iter().max().unwrap()));
        prop_assert!((least * 10..=most * 10).contains(&tenths));
        prop_assert_eq!(outcome.answers as usize, all.len());
    }
}
