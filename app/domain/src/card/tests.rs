//! The table of fields, and what a card accepts.

use super::{CardField, Contact, Referrer, lacks_contact, names, number, source};
use crate::command::{Command, LINE_MAX, Refusal};
use crate::fact::generate::{CUSTOMER, envelope};
use crate::fact::{Body, Edited, Fact, Place};
use crate::fold::fold;
use crate::id::{CustomerId, FactId};
use crate::instant::Instant;
use crate::store::Store;
use crate::view::View;
use ulid::Ulid;

#[test]
fn each_field_has_one_name_and_is_found_by_it() {
    for field in CardField::ALL {
        let name = if field.is_several() { field.another(CustomerId(Ulid(77))) } else { field.code().to_owned() };
        assert_eq!(CardField::of(&name), Some(field), "{name}");
    }
    for name in ["", ".", "contact.", "contact.!", "contact.0123456789abc", "phone.a.b", "name.2"] {
        assert_eq!(CardField::of(name), None, "{name}");
    }
}

#[test]
fn persons_added_one_after_the_other_have_names_of_their_own_in_that_order() {
    let at = |ms: i64| CustomerId::new(Instant::parse("2026-03-01T02:00:00Z").unwrap().plus(ms), 7);
    let (first, second) = (CardField::Contact.another(at(0)), CardField::Contact.another(at(1)));
    assert!(first < second, "{first} {second}");
}

/// A card with some fields.
fn card(fields: &[(&str, &str)]) -> View {
    let text = r#"{"kind":"created","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
      "advisor":"01JQ000000000000000000000A","name":"张伟","phone":"13800001234","level":"P2"}"#;
    let created = Fact::read(&CUSTOMER.to_string(), text, Place::Book).unwrap();
    let at = created.at;
    let mut facts = vec![envelope(created.id, at, Place::Book, created.body)];
    for (index, (field, to)) in fields.iter().enumerate() {
        let after = if ["name", "phone", "source", "note"].contains(field) { vec![facts[0].id] } else { Vec::new() };
        let edit = Edited { field: (*field).into(), from: String::new(), to: (*to).into(), after };
        facts.push(envelope(FactId(Ulid(5_000 + index as u128)), at.plus(1), Place::Book, Body::Edited(edit)));
    }
    fold(&Store::default(), CUSTOMER, &facts).unwrap()
}

#[track_caller]
fn check(view: &View, field: &str, to: &str, expected: Result<(), Refusal>) {
    let now = view.created.plus(Instant::HOUR);
    let command = Command::Edit(CUSTOMER, field.into(), to.into());
    let got = command.check(&Store::default(), Some(view), now).map(|_| ());
    assert_eq!(got, expected, "{field} = {to}");
}

#[test]
fn a_field_takes_what_its_form_says() {
    let plain = card(&[]);
    check(&plain, "name", " ", Err(Refusal::NameMissing));
    check(&plain, "phone", "", Err(Refusal::PhoneWrong));
    check(&plain, "phone.2", "", Ok(()));
    check(&plain, "phone.2", "13900001234", Ok(()));
    check(&plain, "phone.2", "139-abc", Err(Refusal::PhoneWrong));
    check(&plain, "payment", "cash", Ok(()));
    check(&plain, "payment", "", Ok(()));
    check(&plain, "payment", "gold", Err(Refusal::NotAChoice));
    check(&plain, "budget", &"9".repeat(LINE_MAX), Ok(()));
    check(&plain, "budget", &"9".repeat(LINE_MAX + 1), Err(Refusal::LineTooLong));
    check(&plain, "note", &"9".repeat(LINE_MAX + 1), Ok(()));
    check(&plain, "shoe_size", "44", Ok(()));
    check(&plain, "consent", "yes", Err(Refusal::NotAChoice));
    check(&plain, "consent", r#"{"at":"2026-03-01T02:00:00Z","wording":"agreed"}"#, Ok(()));
}

#[test]
fn the_way_to_use_first_is_one_that_the_card_has() {
    let view = card(&[("phone.2", "13900001234")]);
    check(&view, "channel", "phone", Ok(()));
    check(&view, "channel", "phone.2", Ok(()));
    check(&view, "channel", "", Ok(()));
    check(&view, "channel", "wechat", Err(Refusal::NotAChoice));
    check(&view, "channel", "phone.3", Err(Refusal::NotAChoice));
    check(&view, "channel", "name", Err(Refusal::NotAChoice));
}

#[test]
fn the_number_to_call_is_the_one_to_use_first() {
    let second = ("phone.2", "13900001234");
    assert_eq!(number(&card(&[second])), "13800001234");
    assert_eq!(number(&card(&[second, ("channel", "phone.2")])), "13900001234");
    assert_eq!(number(&card(&[second, ("channel", "wechat"), ("wechat", "zw")])), "13800001234");
    assert_eq!(number(&card(&[("phone.2", ""), ("channel", "phone.2")])), "13800001234");
}

#[test]
fn a_contact_person_has_a_name_and_perhaps_a_phone() {
    let view = card(&[]);
    let person =
        |name: &str, phone: &str| Contact { name: name.into(), relation: "wife".into(), phone: phone.into() }.value();
    check(&view, "contact.1", &person("李梅", ""), Ok(()));
    check(&view, "contact.1", &person("李梅", "13900001234"), Ok(()));
    check(&view, "contact.1", &person("", "13900001234"), Err(Refusal::NameMissing));
    check(&view, "contact.1", &person("李梅", "12"), Err(Refusal::PhoneWrong));
    check(&view, "contact.1", "李梅", Err(Refusal::NameMissing));
    check(&view, "contact.1", "", Ok(()));
}

#[test]
fn a_company_keeps_its_last_contact_person() {
    let one = r#"{"name":"李梅"}"#;
    let view = card(&[("category", "company")]);
    assert!(lacks_contact(&view));
    let view = card(&[("category", "company"), ("contact.1", one)]);
    assert!(!lacks_contact(&view));
    check(&view, "contact.1", "", Err(Refusal::ContactNeeded));
    let view = card(&[("category", "company"), ("contact.1", one), ("contact.2", one), ("contact.3", "")]);
    assert_eq!(names(&view, CardField::Contact), ["contact.1", "contact.2"]);
    check(&view, "contact.1", "", Ok(()));
    let view = card(&[("category", "person"), ("contact.1", one)]);
    check(&view, "contact.1", "", Ok(()));
}

#[test]
fn who_was_sent_counts_as_a_referral_unless_the_card_names_a_source() {
    for (fields, counted) in [
        (vec![], ""),
        (vec![("referrer", "隔壁王姐")], "referral"),
        (vec![("referrer", r#"{"customer":"01JQ0000000000000000000009","name":"张伟"}"#)], "referral"),
        (vec![("referrer", "隔壁王姐"), ("source", "exhibition")], "exhibition"),
        (vec![("source", "showroom")], "showroom"),
    ] {
        assert_eq!(source(&card(&fields)), counted, "{fields:?}");
    }
}

#[test]
fn a_referrer_has_a_name_and_is_somebody_else() {
    let view = card(&[]);
    let own = Referrer { customer: Some(view.id), name: "张伟".to_owned() }.value();
    let nameless = r#"{"customer":"01JQ0000000000000000000009","name":""}"#;
    let long = "长".repeat(61);
    for (to, expected) in [
        ("", Ok(())),
        ("隔壁王姐", Ok(())),
        (r#"{"customer":"01JQ0000000000000000000009","name":"李梅"}"#, Ok(())),
        (own.as_str(), Err(Refusal::NotAChoice)),
        (nameless, Err(Refusal::NameMissing)),
        (long.as_str(), Err(Refusal::NameTooLong)),
    ] {
        let command = Command::Edit(view.id, "referrer".to_owned(), to.to_owned());
        let checked = command.check(&Store::default(), Some(&view), view.created).map(|_| ());
        assert_eq!(checked, expected, "{to}");
    }
    let told = Referrer { customer: None, name: "隔壁王姐".to_owned() };
    assert_eq!(Referrer::parse(&told.value()), Some(told));
}
