//! What holds for every history.

use crate::fact::generate::{CUSTOMER, day, envelope, history, level, unruled};
use crate::fact::{Body, Contact, Fact, Judged, Means, Moved, Outcome, Place, Whose};
use crate::fold::fold;
use crate::id::FactId;
use crate::instant::Instant;
use crate::store::Store;
use crate::view::{Fate, View};
use proptest::prelude::*;
use ulid::Ulid;

fn view(facts: &[Fact]) -> View {
    fold(&Store::default(), CUSTOMER, facts).expect("a card was made")
}

fn with(facts: &[Fact], at: Instant, body: Body) -> Vec<Fact> {
    let added = envelope(FactId(Ulid(5_000)), at, Place::Book, body);
    facts.iter().cloned().chain([added]).collect()
}

fn last(facts: &[Fact]) -> Instant {
    facts.iter().map(|it| it.at).max().unwrap()
}

fn call() -> Contact {
    Contact {
        means: Means::Call,
        outcome: Outcome::Talked,
        note: String::new(),
        asked: false,
        level: None,
        next: None,
        reason: String::new(),
        whose: None,
    }
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(facts in history(), seed in any::<u64>()) {
        let mut other = facts.clone();
        other.sort_by_key(|it| (it.id.0.0 as u64).wrapping_mul(seed | 1));
        other.extend(facts.iter().step_by(2).cloned());
        prop_assert_eq!(view(&facts), view(&other));
    }

    #[test]
    fn an_owned_open_customer_has_exactly_one_follow_up_and_others_none(facts in history()) {
        let view = view(&facts);
        let owned = view.owner.is_some() && view.level.is_open() && !view.withdrawn;
        prop_assert_eq!(view.follow_up.is_some(), owned);
        let open = view.locks.iter().filter(|it| it.ended.is_none()).count();
        prop_assert!(open <= usize::from(owned));
    }

    #[test]
    fn every_fact_has_one_entry(facts in history()) {
        let view = view(&facts);
        for fact in &facts {
            let notes = matches!(fact.body, Body::Retimed { .. } | Body::Original { .. }) && fact.place != Place::Book;
            let entries = view.entries.iter().filter(|it| it.id == fact.id).count();
            prop_assert_eq!(entries, usize::from(!notes), "{:?}", fact);
        }
    }

    #[test]
    fn contacts_and_edits_are_never_set_aside(facts in history()) {
        for entry in view(&facts).entries {
            let kept = matches!(entry.event, crate::view::Event::Contact(_) | crate::view::Event::Edited(_));
            prop_assert!(!kept || !matches!(entry.fate, Fate::Aside(_)), "{:?}", entry);
        }
    }

    #[test]
    fn a_postponement_made_after_the_lock_never_unlocks(facts in history(), hours in 1..500_i64, days in 0..20_i64) {
        let now = last(&facts).plus(hours * Instant::HOUR);
        if let Some(lock) = view(&facts).lock(now) {
            let moved = Moved { to: day(now).plus(days), reason: "travels".into(), whose: Some(Whose::Customer) };
            prop_assert_eq!(view(&with(&facts, now, Body::Moved(moved))).lock(now), Some(lock));
        }
    }

    #[test]
    fn a_contact_made_while_locked_never_unlocks(facts in history(), hours in 1..500_i64) {
        let now = last(&facts).plus(hours * Instant::HOUR);
        if let Some(lock) = view(&facts).lock(now) {
            prop_assert_eq!(view(&with(&facts, now, Body::Contact(call()))).lock(now), Some(lock));
        }
    }

    #[test]
    fn a_contact_in_the_last_moment_lifts_the_lock_whenever_it_comes(facts in unruled(), hours in 1..500_i64) {
        let now = last(&facts).plus(hours * Instant::HOUR);
        if let Some(lock) = view(&facts).lock(now) {
            let lifted = view(&with(&facts, lock.since.plus(-1), Body::Contact(call())));
            prop_assert!(lifted.lock(now).is_none_or(|it| it.due > lock.due));
            prop_assert!(lifted.locks.iter().all(|it| it.due != lock.due));
        }
    }

    #[test]
    fn an_older_contact_never_moves_the_date_of_a_newer_one(facts in unruled(), minutes in 1..30_000_i64) {
        let newest = last(&facts).plus(1);
        let facts = with(&facts, newest, Body::Contact(call()));
        let before = view(&facts);
        let at = newest.plus(-minutes * Instant::MINUTE);
        let older = envelope(FactId(Ulid(4_000)), at, Place::Book, Body::Contact(call()));
        let after = view(&facts.iter().cloned().chain([older]).collect::<Vec<_>>());
        let locked = before.lock(newest).is_some() || after.lock(newest).is_some();
        // Where the older one lifts a lock, what the lock had set aside counts, levels and withdrawals among it.
        if !locked && before.locks == after.locks && before.level == after.level && !before.withdrawn {
            prop_assert_eq!(before.follow_up.map(|it| it.due), after.follow_up.map(|it| it.due));
        }
    }

    #[test]
    fn a_level_changed_without_a_contact_never_moves_the_date_later(facts in history(), level in level(), hours in 0..500_i64) {
        let now = last(&facts).plus(hours * Instant::HOUR);
        let judged = Judged { level, suggested: None, signals: Vec::new(), expected: None, note: String::new() };
        let (before, after) = (view(&facts), view(&with(&facts, now, Body::Judged(judged))));
        let due = |view: &View| view.follow_up.map(|it| it.due);
        // A card that somebody works on is not taken back (rules A5).
        prop_assume!(!before.withdrawn);
        prop_assert!(due(&after) <= due(&before), "{:?} {:?}", due(&before), due(&after));
        prop_assert_eq!(due(&after).is_some(), due(&before).is_some());
    }

    #[test]
    fn a_due_date_is_never_further_than_the_limits(facts in unruled()) {
        let view = view(&facts);
        if let Some(open) = view.follow_up {
            prop_assert!(open.due <= open.original.plus(2 * 15));
            prop_assert!(open.lock_at >= crate::instant::Zone::default().start_of(open.due.plus(1)));
        }
    }
}
