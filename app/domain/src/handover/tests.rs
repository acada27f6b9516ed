//! A spread leaves nobody out, and is even.

use super::{Leaving, Receiver, shares, spread};
use crate::id::{CustomerId, StaffId};
use crate::instant::Instant;
use crate::level::Level;
use proptest::prelude::*;

fn leaving() -> impl Strategy<Value = Vec<Leaving>> {
    prop::collection::vec((0..Level::ALL.len(), any::<bool>()), 0..60).prop_map(|all| {
        let one = |(number, (level, locked)): (usize, (usize, bool))| Leaving {
            customer: CustomerId::new(Instant(0), u128::try_from(number).unwrap()),
            level: Level::ALL[level],
            locked,
        };
        all.into_iter().enumerate().map(one).collect()
    })
}

fn receivers() -> impl Strategy<Value = Vec<Receiver>> {
    prop::collection::vec(0..40_u32, 1..6).prop_map(|all| {
        let one = |(number, open): (usize, u32)| Receiver {
            staff: StaffId::new(Instant(0), u128::try_from(number).unwrap()),
            open,
        };
        all.into_iter().enumerate().map(one).collect()
    })
}

proptest! {
    #[test]
    fn everybody_goes_to_one_of_the_receivers(leaving in leaving(), receivers in receivers()) {
        let plan = spread(&leaving, &receivers);
        prop_assert_eq!(plan.len(), leaving.len());
        prop_assert!(plan.values().all(|to| receivers.iter().any(|it| it.staff == *to)));
        let shares = shares(&leaving, &plan);
        prop_assert_eq!(shares.values().map(|it| it.total as usize).sum::<usize>(), leaving.len());
    }

    #[test]
    fn whoever_receives_an_open_customer_has_no_more_than_one_above_the_others(
        leaving in leaving(),
        receivers in receivers(),
    ) {
        let shares = shares(&leaving, &spread(&leaving, &receivers));
        let got = |it: &Receiver| shares.get(&it.staff).map_or(0, |it| it.open);
        let least = receivers.iter().map(|it| it.open + got(it)).min().unwrap();
        prop_assert!(receivers.iter().filter(|it| got(it) > 0).all(|it| it.open + got(it) <= least + 1));
    }

    #[test]
    fn the_order_of_the_customers_does_not_matter(mut leaving in leaving(), receivers in receivers()) {
        let plan = spread(&leaving, &receivers);
        leaving.reverse();
        prop_assert_eq!(spread(&leaving, &receivers), plan);
    }
}
