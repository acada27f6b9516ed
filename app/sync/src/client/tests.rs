//! Many facts at once; servers and documents of other versions.

use super::{Client, Out};
use crate::docid::DocId;
use crate::guard::{Caps, split};
use crate::replica::{Heads, RawFact, Reject, Replica};
use crate::wire::Message;

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

fn peer(hears: bool) -> Vec<u8> {
    let storage = Some("one".to_owned());
    Message::Peer { sender: "server".into(), target: "a".into(), storage, now: None, hears }.encode()
}

#[test]
fn who_answers_announcements_is_missed_and_an_older_server_is_not() {
    let silent = |first: Option<Vec<u8>>| {
        let mut client = Client::new("a".into(), None);
        client.opened();
        first.iter().for_each(|it| drop(client.frame(it)));
        (1..10).find(|_| {
            drop(client.announce());
            client.is_unheard()
        })
    };
    assert_eq!(silent(Some(peer(true))), Some(2));
    assert_eq!(silent(Some(peer(false))), None);
    assert_eq!(silent(None), Some(2), "every server answers a join");

    let mut client = Client::new("a".into(), None);
    client.opened();
    client.frame(&peer(true));
    for _ in 0..9 {
        drop(client.announce());
        client.frame(&Message::Heard { sender: "server".into() }.encode());
        assert!(!client.is_unheard());
    }
    client.closed();
    drop(client.announce());
    drop(client.announce());
    assert!(!client.is_unheard(), "without a connection nothing is awaited");
}

#[test]
fn a_book_of_a_newer_schema_is_neither_written_nor_sent() {
    let book = DocId([7; 16]);
    let mut client = Client::new("a".into(), None);
    client.add(book, Replica::of_schema(2), true, Heads::default(), Vec::new());
    let fact = RawFact { id: "01JQ0000000000000000000001".into(), text: "{}".into() };
    assert_eq!(client.append(book, ALICE, 0, &[fact]), Err(Reject::TooNew));
    client.opened();
    let out = client.frame(&peer(true));
    assert!(out.contains(&Out::TooNew(book)), "{out:?}");
    assert!(!out.iter().any(|it| matches!(it, Out::Send(_))), "{out:?}");
}
