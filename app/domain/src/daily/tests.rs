//! What holds for every day of every history.

use super::{Daily, Figures};
use crate::funnel::{Funnel, Span};
use crate::ground::Trace;
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::month::tests::{STAFF, team};
use crate::month::{Month, Scope, Table};
use crate::store::Store;
use crate::view::View;
use proptest::prelude::*;

fn of(views: &[View], day: Day, advisor: usize, now: Instant, devices: &[Trace]) -> Figures {
    Daily::of(&Store::default(), day, STAFF[advisor], views, now, Some(&[]), devices).figures
}

fn days(month: Month) -> impl Iterator<Item = Day> {
    (0..i64::from(month.days())).map(move |it| month.first().plus(it))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_days_of_a_month_add_up_to_the_month(views in team(), advisor in 0..2_usize, month in 1..5_u32) {
        let store = Store::default();
        let month = Month::parse(&format!("2026-{month:02}")).unwrap();
        let now = Instant::parse("2026-08-01T02:00:00Z").unwrap();
        let all: Vec<Figures> = days(month).map(|it| of(&views, it, advisor, now, &[])).collect();
        let sum = Figures::sum(&all);
        let month_of = Funnel::of(&store, Span::month(month), Scope::Advisor(STAFF[advisor]), &views, now, None).counts;
        prop_assert_eq!(sum.begun(), month_of.new);
        prop_assert_eq!((sum.reached, sum.due, sum.done), (month_of.contacts, month_of.due, month_of.done));
        prop_assert_eq!((sum.test_drives, sum.orders, sum.cancelled), (month_of.test_drives, month_of.orders, month_of.cancelled));
        prop_assert_eq!((sum.deliveries, sum.locks), (month_of.deliveries, month_of.locks));
        prop_assert_eq!((sum.defeats, sum.hopeless), (month_of.defeats, month_of.hopeless));
        // The monthly table says the same of what is new, level by level.
        let table = Table::of(&store, month, STAFF[advisor], &views, now, &[]);
        for level in Level::OPEN {
            prop_assert_eq!(sum.new.get(&level).copied().unwrap_or_default(), table.balance[&level].new, "{}", level);
        }
    }

    #[test]
    fn what_is_over_was_done_or_missed_or_is_unknown(views in team(), after in 0..120_i64, silent in 0..12_i64) {
        let day = Day::parse("2026-01-10").unwrap().plus(after);
        let (_, end) = Span::day(day).moments(&Store::default());
        let now = end.plus(silent * Instant::DAY);
        let silent = [Trace { seen: end.plus(-Instant::DAY), synced: Some(end.plus(-Instant::DAY)) }];
        for advisor in 0..2 {
            for devices in [&[][..], &silent] {
                let it = of(&views, day, advisor, now, devices);
                prop_assert_eq!(it.due, it.done + it.missed + it.unknown);
            }
            // A device that has told everything leaves nothing unknown, and what is said of it is no other day's.
            prop_assert_eq!(of(&views, day, advisor, now, &[]).unknown, 0);
        }
    }
}

#[test]
fn a_silent_device_is_never_called_a_miss() {
    let text = r#"{"kind":"created","customer":"01JQ0000000000000000000001","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
        "advisor":"00000000000000000000000001","name":"x","level":"P1"}"#;
    let fact = crate::fact::Fact::read("01JQ0000000000000000000001", text, crate::fact::Place::Book)
        .expect("a fact of a card");
    let view = crate::fold::fold(&Store::default(), fact.customer.unwrap(), [&fact]).unwrap();
    let at = |text| Instant::parse(text).unwrap();
    let tablet = Trace { seen: at("2026-03-03T04:00:00Z"), synced: Some(at("2026-03-03T04:00:00Z")) };
    let told = |now| {
        let day = Day::parse("2026-03-03").unwrap();
        let it = Daily::of(&Store::default(), day, STAFF[0], std::slice::from_ref(&view), at(now), None, &[tablet]);
        (it.figures.still_due, it.figures.missed, it.figures.unknown, it.last_seen)
    };
    assert_eq!(told("2026-03-03T10:00:00Z"), (1, 0, 0, None));
    assert_eq!(told("2026-03-04T10:00:00Z"), (0, 0, 1, Some(tablet.seen)));
    // After the policy's days silence is held against somebody (rules D2).
    assert_eq!(told("2026-03-12T10:00:00Z"), (0, 1, 0, None));
}
