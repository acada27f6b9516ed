//! The board: everybody open stands in one column, and a move is allowed exactly where the command is.

use super::{Shift, columns, judgement, shift};
use crate::command::{Command, Refusal};
use crate::fact::generate::{CUSTOMER, day, history, level, orders};
use crate::fold::fold;
use crate::id::CustomerId;
use crate::instant::Instant;
use crate::list::Filter;
use crate::port::Row;
use crate::store::Store;
use proptest::prelude::*;
use ulid::Ulid;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_move_is_allowed_exactly_where_the_judgement_is(
        facts in prop_oneof![history(), orders()],
        level in level(),
        later in prop_oneof![0..12_i64, 0..9_000_i64],
    ) {
        let store = Store::default();
        let now = facts.iter().map(|it| it.at).max().unwrap().plus(later * Instant::MINUTE);
        let view = fold(&store, CUSTOMER, &facts);
        if let Some(view) = view.filter(|it| !it.withdrawn) {
            let row = Row::of(&view);
            let judged = judgement(&row, level, store.policy(now), day(now));
            let checked = Command::Judge(CUSTOMER, judged).check(&store, Some(&view), now);
            match shift(&row, level, now) {
                Ok(it) => {
                    prop_assert!(checked.is_ok(), "{:?}", checked);
                    prop_assert_eq!(it == Shift::Confirms, view.is_unconfirmed());
                }
                Err(rule) => prop_assert_eq!(checked.err(), Some(Refusal::Rule(rule))),
            }
        }
    }

    #[test]
    fn everybody_open_stands_in_one_column(histories in prop::collection::vec(history(), 1..6), later in 0..9_000_i64) {
        let store = Store::default();
        let mut rows: Vec<Row> = histories.iter().filter_map(|it| fold(&store, CUSTOMER, it)).map(|it| Row::of(&it)).collect();
        for (number, row) in (0..).zip(rows.iter_mut()) {
            row.id = CustomerId(Ulid(number));
        }
        let now = rows.iter().map(|it| it.created).max().unwrap().plus(later * Instant::MINUTE);
        let mut stood: Vec<CustomerId> = columns(&Filter::default(), &rows, now, day(now)).into_iter().flat_map(|it| it.ids).collect();
        stood.sort_unstable();
        let open: Vec<CustomerId> = rows.iter().filter(|it| it.level.is_open()).map(|it| it.id).collect();
        prop_assert_eq!(stood, open);
    }
}
