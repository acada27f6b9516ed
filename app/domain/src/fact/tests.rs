//! Texts and facts are the same thing.

use super::generate::history;
use super::{Body, Fact, Place};
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_is_written_is_read_again(facts in history(), offset in -10_000..10_000_i64) {
        for mut fact in facts {
            fact.offset = offset;
            let read = Fact::read(&fact.id.to_string(), &fact.text(), fact.place).unwrap();
            prop_assert_eq!(read.text(), fact.text());
            match &fact.body {
                Body::Unreadable { kind, .. } => prop_assert_eq!(read.body.kind(), kind),
                _ => prop_assert_eq!(read, fact),
            }
        }
    }

    #[test]
    fn no_text_is_too_strange_to_be_refused(id in ".{0,30}", text in "\\PC{0,80}") {
        let _ = Fact::read(&id, &text, Place::Book);
    }
}

#[test]
fn a_kind_of_a_later_version_keeps_its_name_and_its_place() {
    let text = r#"{"at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z","kind":"drone","height":12}"#;
    let fact = Fact::read("01JQ0000000000000000000003", text, Place::Book).unwrap();
    assert_eq!(fact.body.kind(), "drone");
    let again = Fact::read("01JQ0000000000000000000003", &fact.text(), Place::Book).unwrap();
    assert_eq!(again.body.kind(), "drone");
}

#[test]
fn a_known_kind_that_lacks_a_field_is_unreadable_not_lost() {
    let text = r#"{"at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z","kind":"contact","means":"pigeon"}"#;
    let fact = Fact::read("01JQ0000000000000000000003", text, Place::Book).unwrap();
    assert!(matches!(fact.body, Body::Unreadable { ref kind, .. } if kind == "contact"));
}

#[test]
fn a_closed_day_and_leave_of_an_earlier_version_stand_and_read_the_same() {
    let leave = r#""kind":"leave","staff":"01JQ000000000000000000000A","from":"2026-03-05","to":"2026-03-06""#;
    for body in [r#""kind":"closed","day":"2026-03-05""#, leave] {
        let text = format!(r#"{{"at":"2026-03-01T02:00:00.000Z","recorded":"2026-03-01T02:00:00.000Z",{body}}}"#);
        let fact = Fact::read("01JQ0000000000000000000003", &text, Place::House).unwrap();
        assert!(matches!(fact.body, Body::Closed { open: false, .. } | Body::Leave { ended: false, .. }), "{text}");
        assert!(!fact.text().contains("false"), "{}", fact.text());
    }
}

#[test]
fn a_text_without_an_envelope_is_no_fact() {
    for text in ["", "1", "{}", r#"{"kind":"contact","at":"yesterday","recorded":"2026-03-01T02:00:00Z"}"#] {
        assert!(Fact::read("01JQ0000000000000000000003", text, Place::Book).is_err());
    }
}

#[test]
fn an_empty_name_survives_the_canonical_text() {
    let text = r#"{"at":"2026-03-01T02:00:00.000Z","recorded":"2026-03-01T02:00:00.000Z","kind":"created","advisor":"01JQ000000000000000000000A","name":"","level":"P2"}"#;
    let fact = Fact::read("01JQ0000000000000000000003", text, Place::Book).unwrap();
    assert_eq!(Fact::read("01JQ0000000000000000000003", &fact.text(), Place::Book), Ok(fact));
}

#[test]
fn an_item_of_a_list_stands_and_reads_the_same() {
    let text = r#"{"at":"2026-03-01T02:00:00.000Z","counter":0,"device":"d0","kind":"listed","recorded":"2026-03-01T02:00:00.000Z","mono":0,"offset":0,
        "list":"step","code":"handshake","zh":"握手","en":"Handshake","text_zh":"用力","checks":[{"code":"a","zh":"一","en":"one"}],"after":"reception"}"#;
    let fact = Fact::read("01JQ0000000000000000000003", text, Place::House).unwrap();
    let Body::Listed(listed) = &fact.body else { panic!("{:?}", fact.body) };
    assert_eq!(
        (listed.item.code.as_str(), listed.item.checks.len(), listed.after.as_deref()),
        ("handshake", 1, Some("reception"))
    );
    assert_eq!(Fact::read("01JQ0000000000000000000003", &fact.text(), Place::House).unwrap(), fact);
}

/// The page for strangers shows texts exactly as this program writes them.
#[test]
fn the_examples_of_the_readme_are_canonical() {
    let readme = include_str!("../../README.md");
    let mut kinds = Vec::new();
    for text in readme.lines().filter(|it| it.starts_with("{\"")) {
        let fact = Fact::read("01KJK7VBG00000000000000001", text, Place::Book).unwrap();
        assert!(!fact.body.is_servers() && !matches!(fact.body, Body::Unreadable { .. }), "{text}");
        kinds.push(fact.body.kind().to_owned());
        let canonical: serde_json::Value = serde_json::from_str(&fact.text()).unwrap();
        let shown: serde_json::Value = serde_json::from_str(text).unwrap();
        for (key, value) in shown.as_object().unwrap() {
            assert_eq!(canonical.get(key), Some(value), "{key} in {text}");
        }
        assert_eq!(shown.to_string(), text, "keys are sorted, and there is no white space");
    }
    assert_eq!(
        kinds,
        [
            "created",
            "contact",
            "judged",
            "moved",
            "edited",
            "applied",
            "withdrawn",
            "ordered",
            "order_amended",
            "order_cancelled",
            "requested",
            "confirmed",
            "signed",
            "called_back",
            "stepped",
            "ticked",
            "drove",
            "quoted",
            "revealed",
            "answered"
        ]
    );
}
