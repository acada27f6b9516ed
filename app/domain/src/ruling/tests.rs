//! What may be ruled counts.

use super::{check, countable, evidence};
use crate::fact::generate::{CUSTOMER, envelope, history, seed};
use crate::fact::{Body, Place, Ruled, Ruling};
use crate::fold::fold;
use crate::id::{FactId, StaffId};
use crate::instant::Instant;
use crate::store::{Person, Store};
use crate::view::Fate;
use proptest::prelude::*;
use ulid::Ulid;

fn store() -> Store {
    let person = |role: &str| Person { name: "somebody".into(), role: role.into() };
    let staff = [(StaffId(Ulid(2)), person("advisor")), (StaffId(Ulid(9)), person("manager"))];
    Store { staff: staff.into_iter().collect(), ..Store::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn a_ruling_that_may_be_made_is_never_set_aside(
        facts in history(),
        seed in seed(),
        later in prop_oneof![1..12_i64, 0..9_000_i64],
    ) {
        let store = store();
        let now = facts.iter().map(|it| it.at).max().unwrap().plus(later * Instant::MINUTE + 1);
        let Some(view) = fold(&store, CUSTOMER, &facts).filter(|it| !it.withdrawn) else { return Ok(()) };
        let named = evidence(&view).into_iter().map(|fact| Ruling::Honour { fact });
        let named = named.chain(countable(&view).into_iter().map(|fact| Ruling::Count { fact }));
        for what in seed.rulings(now).into_iter().chain(named) {
            if check(&store, &view, &what, now).is_ok() {
                let id = FactId(Ulid(9_000));
                let body = Body::Ruled(Ruled { by: StaffId(Ulid(9)), what, note: String::new() });
                let added = envelope(id, now, Place::Desk, body);
                let after = fold(&store, CUSTOMER, facts.iter().chain([&added])).unwrap();
                let entry = after.entries.iter().find(|it| it.id == id).unwrap();
                prop_assert_eq!(entry.fate, Fate::Counts, "{:?}", entry);
                prop_assert!(!evidence(&after).iter().any(|it| what == Ruling::Honour { fact: *it }), "offered again");
            }
        }
    }
}
