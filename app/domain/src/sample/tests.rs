//! Samples are customers like all others, whenever one makes them.

use super::{PLAYS, check, samples};
use crate::command::{Command, Refusal};
use crate::fact::{Applied, Body, Fact};
use crate::fold::fold;
use crate::id::{CustomerId, DeviceId, FactId, StaffId};
use crate::instant::{Instant, Zone};
use crate::level::Level;
use crate::port::Row;
use crate::store::Store;
use crate::view::{Fate, Standing, View};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use ulid::Ulid;

fn made(now: Instant) -> Vec<Fact> {
    let (store, mut random) = (Store::default(), 0_u128);
    samples(store.policy(now), StaffId(Ulid(1)), &DeviceId::default(), now, || {
        random += 1;
        random
    })
}

fn views(facts: &[Fact]) -> Vec<View> {
    let mut by_customer: BTreeMap<CustomerId, Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        by_customer.entry(fact.customer.unwrap()).or_default().push(fact);
    }
    by_customer.into_iter().filter_map(|(customer, facts)| fold(&Store::default(), customer, facts)).collect()
}

proptest! {
    #[test]
    fn everything_counts_and_each_sort_of_day_is_shown(minutes in 0..600_000_i64) {
        let now = Instant::parse("2026-01-01T00:00:00+08:00").unwrap().plus(minutes * Instant::MINUTE);
        let today = Zone::default().day(now);
        let views = views(&made(now));
        prop_assert_eq!(views.len(), PLAYS.len());
        for view in &views {
            prop_assert!(view.entries.iter().all(|it| it.fate == Fate::Counts), "{:?}", view.entries);
            prop_assert_eq!(view.owner, Some(StaffId(Ulid(1))));
        }
        let rows: Vec<Row> = views.iter().map(Row::of).collect();
        let standings: BTreeSet<Standing> = rows.iter().map(|it| it.standing(now, today)).collect();
        prop_assert_eq!(standings, BTreeSet::from([Standing::Today, Standing::Tomorrow, Standing::Later]));
        prop_assert_eq!(rows.iter().filter(|it| it.confirm_by.is_some()).count(), 1);
        prop_assert_eq!(rows.iter().filter(|it| it.deliveries.iter().any(|it| it.day > today)).count(), 1);
    }
}

#[test]
fn nobody_answers_for_a_sample() {
    let now = Instant::parse("2026-03-18T09:30:00+08:00").unwrap();
    let store = Store::default();
    for view in views(&made(now)) {
        let applied = Applied { level: Level::N, reason: "price".into(), rival: String::new(), note: String::new() };
        let said = check(Command::Apply(view.id, applied), &store, Some(&view), now);
        assert_eq!(said.err(), Some(Refusal::Sample));
        let request = Command::Request(view.id, FactId(Ulid(1)));
        assert_eq!(check(request, &store, Some(&view), now).err(), Some(Refusal::Sample));
        let edit = Command::Edit(view.id, "colour".into(), "白".into());
        assert!(matches!(check(edit, &store, Some(&view), now), Ok((Body::Edited(_), _))));
    }
}
