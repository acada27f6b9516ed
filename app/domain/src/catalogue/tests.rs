//! What a house says of its lists, and what comes of it.

use super::{Catalogue, Fault, Item, Kind, Listed};

fn listed(list: &str, code: &str, after: Option<&str>) -> Listed {
    let item = Item { code: code.into(), zh: code.into(), en: code.into(), ..Item::default() };
    Listed { list: list.into(), item, after: after.map(str::to_owned) }
}

fn codes(lists: &Catalogue, kind: Kind) -> Vec<&str> {
    lists.offered(kind).map(|it| it.code.as_str()).collect()
}

#[test]
fn a_step_can_stand_anywhere_among_the_nine() {
    let mut lists = Catalogue::default();
    lists.add(&listed("step", "finance_talk", Some("quotation")));
    lists.add(&listed("step", "warm_up", Some("")));
    lists.add(&listed("step", "club", None));
    let steps = codes(&lists, Kind::Step);
    assert_eq!(steps.first(), Some(&"warm_up"));
    assert_eq!(steps.last(), Some(&"club"));
    let quotation = steps.iter().position(|it| *it == "quotation").unwrap();
    assert_eq!(steps.get(quotation + 1), Some(&"finance_talk"));
    assert_eq!(steps.len(), 12);
}

#[test]
fn who_says_nothing_of_the_place_leaves_it() {
    let mut lists = Catalogue::default();
    let before = lists.all(Kind::Step).iter().position(|it| it.code == "reception");
    lists.add(&listed("step", "reception", None));
    assert_eq!(lists.all(Kind::Step).iter().position(|it| it.code == "reception"), before);
    assert_eq!(lists.item(Kind::Step, "reception").map(|it| it.zh.as_str()), Some("reception"));
}

#[test]
fn what_is_retired_is_not_offered_and_keeps_its_name() {
    let mut lists = Catalogue::default();
    let mut gone = listed("model", "q", None);
    lists.add(&gone);
    gone.item.retired = true;
    lists.add(&gone);
    assert!(codes(&lists, Kind::Model).is_empty());
    assert_eq!(lists.item(Kind::Model, "q").map(|it| it.zh.as_str()), Some("q"));
}

#[test]
fn a_list_of_a_later_version_is_left_alone() {
    let mut lists = Catalogue::default();
    lists.add(&listed("weather", "rain", None));
    assert_eq!(lists, Catalogue::default());
}

#[test]
fn a_question_says_where_it_is_asked_and_how_it_is_answered() {
    let lists = Catalogue::default();
    let question = lists.item(Kind::Question, "recommend").unwrap();
    for wrong in [Item { calls: Vec::new(), ..question.clone() }, Item { scale: None, ..question.clone() }] {
        assert_eq!(lists.check(Kind::Question, &wrong), Err(Fault::NotAsked));
    }
    let mute = Item { text_en: String::new(), ..question.clone() };
    assert_eq!(lists.check(Kind::Question, &mute), Err(Fault::TextMissing));
}

#[test]
fn a_reason_of_the_store_has_a_code_of_its_own() {
    let mut lists = Catalogue::default();
    assert_eq!(lists.code(Kind::Lost, "No plan"), "no_plan_2");
    lists.add(&listed("lost", "strike", None));
    assert_eq!(lists.code(Kind::Hopeless, "Strike"), "strike_2");
    assert_eq!(lists.code(Kind::Model, "Strike"), "strike");
}

/// A default that settings would refuse could not be saved after an edit.
#[test]
fn the_defaults_are_as_settings_would_take_them() {
    let lists = Catalogue::default();
    for kind in Kind::ALL {
        for item in lists.all(kind) {
            assert_eq!(lists.check(kind, item), Ok(()), "{kind:?} {}", item.code);
            assert_eq!(item.checks.is_empty(), !kind.has_checks(), "{kind:?} {}", item.code);
            assert_eq!(item.text_zh.is_empty(), !kind.has_text(), "{kind:?} {}", item.code);
            assert_eq!(item.calls.is_empty(), !kind.is_asked(), "{kind:?} {}", item.code);
        }
    }
    assert_eq!(lists.all(Kind::Step).len(), 9);
}
