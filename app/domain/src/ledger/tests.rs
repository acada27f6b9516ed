//! A ledger forgets nothing and does not mind the order.

use super::{Ledger, Touched};
use crate::fact::generate::{CUSTOMER, history};
use crate::fact::{Fact, Place};
use proptest::prelude::*;

fn ledger<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Ledger {
    let mut ledger = Ledger::default();
    for fact in facts {
        ledger.add(fact.clone());
    }
    ledger
}

proptest! {
    #[test]
    fn order_duplicates_and_the_copies_of_a_desk_do_not_matter(facts in history(), copied in any::<u16>()) {
        let copies: Vec<Fact> = facts
            .iter()
            .enumerate()
            .filter(|(index, fact)| copied >> index & 1 == 1 && !fact.body.is_servers())
            .map(|(_, fact)| Fact { place: Place::Desk, ..fact.clone() })
            .collect();
        let view = ledger(&facts).view(CUSTOMER);
        prop_assert_eq!(&ledger(facts.iter().rev().chain(&copies).chain(&facts)).view(CUSTOMER), &view);
        prop_assert_eq!(&ledger(copies.iter().chain(facts.iter().skip(3)).chain(&facts)).view(CUSTOMER), &view);
    }

    #[test]
    fn two_values_under_one_id_give_the_same_view_in_any_order(facts in history(), others in history()) {
        let all = || facts.iter().chain(&others);
        prop_assert_eq!(ledger(all()).view(CUSTOMER), ledger(all().collect::<Vec<_>>().into_iter().rev()).view(CUSTOMER));
    }
}

#[test]
fn what_is_no_fact_or_concerns_nobody_is_kept_as_it_came() {
    let mut ledger = Ledger::default();
    assert!(ledger.insert(Place::Book, "no ulid", "no json").is_err());
    let text = r#"{"kind":"drone","height":12,"at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z"}"#;
    assert_eq!(ledger.insert(Place::Book, "01JQ0000000000000000000003", text), Ok(Touched::Nothing));
    let kept: Vec<&str> = ledger.unread().values().map(String::as_str).collect();
    assert_eq!(kept, [text, "no json"]);
}
