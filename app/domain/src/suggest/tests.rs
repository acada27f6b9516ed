//! There is always a suggestion, and always a reason.

use super::{Signs, suggest};
use crate::instant::Day;
use crate::level::Level;
use crate::policy::Policy;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_suggestion_is_total_and_has_a_reason(
        ticked in prop::collection::vec(0..20_usize, 0..6),
        days in prop::option::of(-400..800_i64),
        floor in any::<bool>(),
    ) {
        let policy = Policy::default();
        let today = Day::parse("2028-02-29").unwrap();
        let code = |it: usize| policy.signals.get(it).map_or("unknown".to_owned(), |it| it.code.clone());
        let signals: Vec<String> = ticked.into_iter().map(code).collect();
        let signs = Signs { signals: &signals, expected: days.map(|it| today.plus(it)), floor };
        let found = suggest(&policy, today, &signs);
        prop_assert!(!found.reasons.is_empty());
        prop_assert!(found.level.is_open() || found.level == Level::N);
        prop_assert!(!floor || found.level <= Level::P3);
    }
}
