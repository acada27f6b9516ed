//! Many facts at once.

use super::Client;
use crate::docid::DocId;
use crate::guard::{Caps, split};
use crate::replica::{Heads, RawFact, Replica};

const ALICE: &str = "616c696365616c696365616c00000001";

#[test]
fn five_hundred_cards_are_few_changes_and_each_passes_the_server() {
    let book = DocId([7; 16]);
    let mut client = Client::new("a".into(), None);
    client.add(book, Replica::genesis(), true, Heads::default(), Vec::new());
    // Each with as long a note as a card may have, and no two alike: they do not pack.
    let mut dice = 7_u64;
    let mut letter = || {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from_u32(0x4e00 + u32::try_from(dice >> 40).unwrap_or(0) % 0x5000).unwrap_or('字')
    };
    let mut fact = |number: u32| {
        let note: String = (0..4_000).map(|_| letter()).collect();
        RawFact { id: format!("01JQ{number:022}"), text: format!(r#"{{"kind":"created","note":"{note}"}}"#) }
    };
    let facts: Vec<RawFact> = (0..500).map(&mut fact).collect();
    let (changes, error) = client.append_all(book, ALICE, 1_772_330_400, &facts);
    assert_eq!(error, None);
    assert!(changes.len() <= 56, "{} changes", changes.len());
    for change in &changes {
        assert!(split(&change.bytes, &Caps::default()).is_ok());
    }
    assert_eq!(changes.iter().flat_map(|it| &it.facts).count(), facts.len());
    assert_eq!(client.unsent(book).len(), facts.len());
    assert_eq!(client.append_all(book, ALICE, 1_772_330_400, &facts), (Vec::new(), None), "once is enough");
}
