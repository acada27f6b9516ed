//! What fingerprints promise.

use super::{Prints, fingerprint};
use proptest::prelude::*;

fn number(of: u32) -> String {
    format!("1{:010}", u64::from(of) * 7_919 % 10_000_000_000)
}

proptest! {
    #[test]
    fn a_number_of_the_store_is_never_denied(key: [u8; 16], numbers in prop::collection::vec("1[3-9][0-9]{9}", 1..50)) {
        let prints = Prints::new(key, numbers.iter().filter_map(|it| fingerprint(&key, it)).collect());
        let read = Prints::parse(&prints.to_text()).expect("a text that was written");
        for number in &numbers {
            prop_assert!(read.may_know(number));
        }
    }

    #[test]
    fn whatever_is_read_is_no_panic(text in "[0-9a-fé]{0,80}") {
        let _ = Prints::parse(&text);
    }
}

#[test]
fn false_alarms_are_few() {
    let key = [7; 16];
    let prints = Prints::new(key, (0..20_000).filter_map(|it| fingerprint(&key, &number(it))).collect());
    let strangers = 20_000..120_000_u32;
    let alarms = strangers.clone().filter(|it| prints.may_know(&number(*it))).count();
    let share = alarms as f64 / strangers.len() as f64;
    assert!((0.01..0.03).contains(&share), "{share}");
}
