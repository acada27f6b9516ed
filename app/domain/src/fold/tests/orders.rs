//! What holds for every history of orders.

use crate::fact::generate::{CUSTOMER, orders};
use crate::fact::{Body, Fact, Place};
use crate::fold::fold;
use crate::id::FactId;
use crate::level::Level;
use crate::order::OrderState;
use crate::store::Store;
use crate::view::{Fate, Rule, View};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

fn view(facts: &[Fact]) -> View {
    fold(&Store::default(), CUSTOMER, facts).expect("a card was made")
}

/// The place in the history at which a fact counts.
fn place(view: &View, id: FactId) -> Option<usize> {
    view.entries.iter().position(|it| it.id == id && it.fate == Fate::Counts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn no_step_can_be_skipped(facts in orders()) {
        let view = view(&facts);
        for order in &view.orders {
            let signed = place(&view, order.id).expect("an order was signed");
            for fact in &facts {
                if let (Body::Delivered(it), Some(confirmed)) = (&fact.body, place(&view, fact.id))
                    && it.order == order.id
                {
                    prop_assert_eq!(order.state(), OrderState::Delivered);
                    let (approved, asked) = (place(&view, it.approval).unwrap(), place(&view, it.request).unwrap());
                    prop_assert!(signed < approved && approved < confirmed && signed < asked && asked < confirmed);
                }
            }
            let is_delivered = facts.iter().any(
                |fact| matches!(&fact.body, Body::Delivered(it) if it.order == order.id) && place(&view, fact.id).is_some(),
            );
            prop_assert_eq!(order.state() == OrderState::Delivered, is_delivered);
        }
    }

    #[test]
    fn a_decision_in_a_book_is_forged(mut facts in orders()) {
        for fact in &mut facts {
            fact.place = Place::Book;
        }
        let view = view(&facts);
        for fact in facts.iter().filter(|it| matches!(it.body, Body::Approved(_) | Body::Refused(_))) {
            let entry = view.entries.iter().find(|it| it.id == fact.id).unwrap();
            prop_assert_eq!(entry.fate, Fate::Aside(Rule::NotYours));
        }
        prop_assert!(view.orders.iter().all(|it| it.decision.is_none() && it.state() != OrderState::Delivered));
        prop_assert!(view.level != Level::PD && view.call_backs.is_empty());
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(facts in orders(), seed in any::<u64>()) {
        let mut other = facts.clone();
        other.sort_by_key(|it| (it.id.0.0 as u64).wrapping_mul(seed | 1));
        prop_assert_eq!(view(&facts), view(&other));
    }

    #[test]
    fn an_open_order_is_p0_and_delivered_customers_are_called(facts in orders()) {
        let view = view(&facts);
        if view.orders.iter().any(crate::order::Order::is_open) {
            prop_assert_eq!(view.level, Level::P0);
        }
        if view.level == Level::PD {
            prop_assert!(view.follow_up.is_none() && !view.call_backs.is_empty());
            prop_assert!(view.orders.iter().any(|it| it.state() == OrderState::Delivered));
        }
    }

    #[test]
    fn clocks_that_run_back_do_not_undo_a_step(facts in orders(), minutes in 1..3_000_i64) {
        // The confirmations are written by a device whose clock is behind.
        let mut other = facts.clone();
        for fact in &mut other {
            if matches!(fact.body, Body::Delivered(_)) {
                fact.at = fact.at.plus(-minutes * crate::instant::Instant::MINUTE);
                fact.recorded = fact.at;
            }
        }
        let (told, late) = (view(&facts), view(&other));
        for order in told.orders.iter().filter(|it| it.state() == OrderState::Delivered) {
            // Earlier than it was, but never before what it names: so it still is what it was, unless the order had been undone.
            prop_assert!(late.order(order.id).is_none_or(|it| it.state() == OrderState::Delivered));
        }
    }
}

/// The histories above are of use: orders are delivered in them.
#[test]
fn orders_are_delivered_in_generated_histories() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let delivered = (0..500).filter(|_| {
        let facts = orders().new_tree(&mut runner).unwrap().current();
        view(&facts).orders.iter().any(|it| it.state() == OrderState::Delivered)
    });
    let delivered = delivered.count();
    assert!(delivered > 50, "{delivered} of 500");
}
