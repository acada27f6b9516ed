//! A tally is the funnel's and the monthly table's, and what is unknown is in no figure.

use super::{Progress, Tally, TeamRow, happened};
use crate::funnel::{Funnel, Span};
use crate::instant::Instant;
use crate::month::tests::{STAFF, team};
use crate::month::{Month, Scope, Table};
use crate::store::Store;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_tally_is_what_the_funnel_and_the_monthly_table_say(views in team(), month in 1..5_u32) {
        let store = Store::default();
        let month = Month::parse(&format!("2026-{month:02}")).unwrap();
        let (from, until) = Span::month(month).moments(&store);
        let now = Instant::parse("2026-08-01T02:00:00Z").unwrap();
        let all: Vec<_> = views.iter().flat_map(|it| happened(it, store.zone(now))).collect();
        let tallies = Tally::by_person(&all, from, until);
        for who in STAFF {
            let tally = tallies.get(&who).copied().unwrap_or_default();
            let counts = Funnel::of(&store, Span::month(month), Scope::Advisor(who), &views, now, None).counts;
            prop_assert_eq!((tally.cards, tally.test_drives), (counts.cards, counts.test_drives));
            prop_assert_eq!((tally.orders, tally.deliveries), (counts.orders, counts.deliveries));
            let line = Table::of(&store, month, who, &views, now, &[]).total;
            prop_assert_eq!(tally.up + tally.down, line.entered.level);
            prop_assert_eq!(tally.entered, line.new + line.entered.sum() - line.entered.level);
            prop_assert_eq!(tally.left, line.gone.sum() - line.gone.level);
        }
    }

    #[test]
    fn what_is_unknown_is_neither_due_nor_done(views in team(), days in 0..90_i64) {
        let now = Instant::parse("2026-02-01T02:00:00Z").unwrap().plus(days * Instant::DAY);
        let zone = Store::default().zone(now);
        let rows: Vec<TeamRow> = views.iter().map(|it| TeamRow::of(it, zone)).collect();
        let known = Progress::of(&rows, now, zone, |_| false);
        let unknown = Progress::of(&rows, now, zone, |_| true);
        prop_assert_eq!((unknown.locked, unknown.unknown), (known.locked, known.locked));
        prop_assert_eq!((unknown.periods_done, unknown.periods_due), (known.periods_done, known.periods_done));
        prop_assert_eq!(known.unknown, 0);
    }
}
