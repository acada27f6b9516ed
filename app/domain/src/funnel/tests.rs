//! What holds for every stretch of days of every history.

use super::{Counts, Figure, Funnel, Lever, Rate, RateName, Refill, Report, Span};
use crate::id::{ArrivalId, CustomerId};
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::month::tests::{STAFF, team};
use crate::month::{Month, Scope};
use crate::reception::{Arrival, Purpose};
use crate::store::Store;
use crate::view::View;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

fn now() -> Instant {
    Instant::parse("2026-08-01T02:00:00Z").unwrap()
}

fn of(views: &[View], span: Span, scope: Scope) -> Funnel {
    Funnel::of(&Store::default(), span, scope, views, now(), None)
}

/// Every count by its name; a count that is added later is in it.
fn named(counts: &Counts) -> BTreeMap<String, u64> {
    let json = serde_json::to_value(counts).unwrap();
    json.as_object().unwrap().iter().map(|(name, it)| (name.clone(), it.as_u64().unwrap())).collect()
}

fn sum<K: Ord>(all: impl IntoIterator<Item = (K, u64)>) -> BTreeMap<K, u64> {
    let mut sum = BTreeMap::new();
    for (key, it) in all {
        *sum.entry(key).or_default() += it;
    }
    sum
}

fn months() -> impl Iterator<Item = Span> {
    let first = Month::parse("2026-01").unwrap();
    std::iter::successors(Some(first), |it| Some(it.next())).take(7).map(Span::month)
}

proptest! {
    #[test]
    fn a_team_is_the_sum_of_its_advisors(views in team(), from in 0..200_i64, days in 0..60_i64) {
        let from = Day::parse("2026-01-01").unwrap().plus(from);
        let span = Span::new(from, from.plus(days)).unwrap();
        let whole = of(&views, span, Scope::Team);
        let parts = STAFF.map(|it| of(&views, span, Scope::Advisor(it)));
        prop_assert_eq!(named(&whole.counts), sum(parts.iter().flat_map(|it| named(&it.counts))));
        let levels = |it: &Funnel| it.levels.iter().map(|it| (*it.0, u64::from(*it.1))).collect::<Vec<_>>();
        prop_assert_eq!(sum(levels(&whole)), sum(parts.iter().flat_map(levels)));
        let moves = |it: &Funnel| it.conversions.iter().map(|it| ((it.from, it.to), u64::from(it.count))).collect::<Vec<_>>();
        prop_assert_eq!(sum(moves(&whole)), sum(parts.iter().flat_map(moves)));
        let ended = |it: &Funnel| {
            it.ended.iter().map(|it| ((it.level, it.reason.clone()), u64::from(it.count))).collect::<Vec<_>>()
        };
        prop_assert_eq!(sum(ended(&whole)), sum(parts.iter().flat_map(ended)));
        let sources = |it: &Funnel| it.sources.iter().map(|it| (it.source.clone(), u64::from(it.new))).collect::<Vec<_>>();
        prop_assert_eq!(sum(sources(&whole)), sum(parts.iter().flat_map(sources)));
        for rate in &whole.rates {
            let part = |pick: fn(Rate) -> u32| parts.iter().filter_map(|it| it.rate(rate.name)).map(pick).sum::<u32>();
            prop_assert_eq!((rate.numerator, rate.denominator), (part(|it| it.numerator), part(|it| it.denominator)));
        }
    }

    #[test]
    fn days_are_the_sum_of_their_parts(views in team(), days in 1..60_i64) {
        let from = Day::parse("2026-01-10").unwrap();
        let (first, second) =
            (Span::new(from, from.plus(days - 1)).unwrap(), Span::new(from.plus(days), from.plus(100)).unwrap());
        let whole = of(&views, Span::new(from, from.plus(100)).unwrap(), Scope::Team).counts;
        let (one, other) = (of(&views, first, Scope::Team).counts, of(&views, second, Scope::Team).counts);
        let sums = sum([&one, &other].into_iter().flat_map(named));
        // What is a state at a moment, or tells new from old, is no sum.
        let is_sum = |name: &str| !["opening", "prospects", "orders_of_new", "orders_of_carried"].contains(&name);
        for (name, count) in named(&whole).into_iter().filter(|it| is_sum(&it.0)) {
            prop_assert_eq!(count, sums[&name], "{}", name);
        }
        prop_assert_eq!((whole.opening, whole.prospects), (one.opening, other.prospects));
        prop_assert_eq!(one.prospects, other.opening);
    }

    #[test]
    fn parts_are_parts(views in team()) {
        for span in months() {
            let funnel = of(&views, span, Scope::Team);
            let it = funnel.counts;
            prop_assert_eq!(it.orders, it.orders_of_new + it.orders_of_carried);
            prop_assert!(it.confirmed <= it.cards && it.cards <= it.new);
            prop_assert!(it.asked <= it.contacts);
            prop_assert!(it.done_strictly <= it.done && it.done <= it.due && it.explained <= it.defeats);
            prop_assert_eq!(it.prospects, funnel.levels.values().sum::<u32>());
            prop_assert_eq!(it.new, funnel.sources.iter().map(|it| it.new).sum::<u32>());
            let ended = |level: Level| funnel.ended.iter().filter(|it| it.level == level).map(|it| it.count).sum::<u32>();
            prop_assert_eq!((it.defeats, it.hopeless), (ended(Level::F), ended(Level::N)));
            prop_assert!(funnel.conversions.iter().all(|it| it.from != it.to && it.count <= it.of));
        }
    }

    #[test]
    fn reports_survive_json(views in team()) {
        let span = Span::month(Month::parse("2026-03").unwrap());
        let report = Report::of(&Store::default(), span, Scope::Team, &views, now(), Some(&[]));
        let text = serde_json::to_string(&report).unwrap();
        prop_assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    }
}

#[test]
fn medians() {
    for (all, middle) in [
        (vec![], None),
        (vec![3_u32], Some(3)),
        (vec![9, 1], Some(5)),
        (vec![1, 2], Some(2)),
        (vec![7, 1, 100], Some(7)),
        (vec![4, 1, 100, 2], Some(3)),
    ] {
        assert_eq!(super::counts::median(all.clone()), middle, "{all:?}");
    }
}

#[test]
fn shares_are_rounded_half_up() {
    for (part, of, percent) in
        [(0, 0, None), (1, 0, None), (0, 4, Some(0)), (1, 8, Some(13)), (2, 3, Some(67)), (5, 4, Some(125))]
    {
        assert_eq!(super::counts::percent(part, of), percent, "{part}/{of}");
    }
}

#[test]
fn what_a_week_needs() {
    for (deals, ratio, come, needed, gap) in [
        (5, Some(5), 0, Some(25), Some(25)),
        (5, Some(5), 18, Some(25), Some(7)),
        (5, Some(5), 30, Some(25), Some(0)),
        (0, Some(5), 3, Some(0), Some(0)),
        (5, None, 3, None, None),
        (u32::MAX, Some(2), 0, Some(u32::MAX), Some(u32::MAX)),
    ] {
        let week = Refill::needing(deals, ratio, come);
        assert_eq!((week.needed, week.gap), (needed, gap), "{deals} × {ratio:?}");
    }
}

#[test]
fn the_register_gives_the_capture_rate_and_without_it_there_is_none() {
    let at = Instant::parse("2026-03-02T02:00:00Z").unwrap();
    let arrival = |number: u128, advisor: usize, customer: Option<u128>, at: Instant| Arrival {
        id: ArrivalId::new(at, number),
        at,
        left: None,
        party: 1,
        purpose: Purpose::Look,
        again: false,
        name: String::new(),
        advisor: Some(STAFF[advisor]),
        by_turn: false,
        customer: customer.map(|it| CustomerId::new(at, it)),
    };
    let register = [
        arrival(1, 0, Some(1), at),
        arrival(2, 0, None, at),
        arrival(3, 1, None, at),
        arrival(4, 1, Some(2), at.plus(-Instant::DAY)),
    ];
    let day = Span::parse("2026-03-02", "2026-03-02").unwrap();
    let rate = |scope: Scope, register: Option<&[Arrival]>| {
        let report = Report::of(&Store::default(), day, scope, &[], at, register);
        let of = |it: &Funnel| it.rate(RateName::Capture).map(|it| (it.numerator, it.denominator, it.percent));
        (of(&report.now), of(&report.before))
    };
    assert_eq!(rate(Scope::Team, Some(&register)), (Some((1, 3, Some(33))), Some((1, 1, Some(100)))));
    assert_eq!(rate(Scope::Advisor(STAFF[0]), Some(&register)), (Some((1, 2, Some(50))), Some((0, 0, None))));
    assert_eq!(rate(Scope::Team, None), (None, None));
}

#[test]
fn each_lever_has_its_figure() {
    let day = Span::parse("2026-03-02", "2026-03-02").unwrap();
    let report = Report::of(&Store::default(), day, Scope::Team, &[], now(), None);
    let asked = Rate::new(RateName::Asked, 0, 0);
    assert_eq!(
        Lever::ALL.map(|it| it.figure(&report)),
        [
            Figure::New(0),
            Figure::Hopeless(0, None),
            Figure::Asked(Some(asked)),
            Figure::Price(None),
            Figure::Days(None),
            Figure::Gap(None)
        ]
    );
    assert!(matches!(serde_json::to_value(report).unwrap()["refill"]["needed"], Value::Null));
}
