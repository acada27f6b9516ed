//! The last target of a month holds, if it was entered before the month was over.

use crate::fact::{Fact, Place};
use crate::id::StaffId;
use crate::month::Month;
use crate::store::Store;

const LI: &str = "01JQ000000000000000000000A";

fn entered(number: u32, at: &str, month: &str, orders: u32) -> Fact {
    let text = format!(
        r#"{{"kind":"target","at":"{at}","recorded":"{at}","staff":"{LI}","month":"{month}","orders":{orders}}}"#
    );
    Fact::read(&format!("01JQ00000000000000000000{number:02}"), &text, Place::House).unwrap()
}

fn orders(facts: &[Fact], month: &str) -> Option<u32> {
    Store::read(facts).targets.of(StaffId::parse(LI).unwrap(), Month::parse(month).unwrap()).orders
}

#[test]
fn the_last_entry_before_the_end_of_the_month_holds() {
    let all = [
        entered(1, "2026-02-27T02:00:00Z", "2026-03", 5),
        entered(2, "2026-03-10T02:00:00Z", "2026-03", 7),
        entered(3, "2026-03-31T15:59:59Z", "2026-03", 8),
        // In the zone of the store the month is over.
        entered(4, "2026-03-31T16:00:00Z", "2026-03", 2),
    ];
    assert_eq!(orders(&all, "2026-03"), Some(8));
    assert_eq!(orders(&all[..1], "2026-03"), Some(5));
    assert_eq!(orders(&all, "2026-04"), None);
    let month = Month::parse("2026-03").unwrap();
    assert_eq!(Store::read(&all).targets.history(StaffId::parse(LI).unwrap(), month).count(), 3);
}

#[test]
fn a_target_is_read_as_it_is_written() {
    let fact = entered(1, "2026-02-27T02:00:00Z", "2026-03", 5);
    assert_eq!(Fact::read(&fact.id.to_string(), &fact.text(), Place::House).unwrap(), fact);
    // Only the server says it.
    assert!(fact.body.is_servers());
}
