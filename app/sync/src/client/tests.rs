//! Many facts at once; servers and documents of other versions; a document over which the CRDT has panicked.

use super::{Client, Out};
use crate::docid::DocId;
use crate::fuzz::BOOK;
use crate::guard::{Caps, split};
use crate::replica::{Heads, Peer, RawFact, Reject, Replica};
use crate::wire::{Carried, Message};

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

/// Another lease of hers.
const ALICES_OTHER: &str = "616c696365616c696365616c00000002";
/// A message that passes the guard, and over which the CRDT panics.
const PANICS: &[u8] = include_bytes!("../../fuzz/corpus/message/found-panics");

/// What a client sends of a document, and a server that holds it answers, until neither has anything to say; what the client wants done
/// besides is given.
fn talk(client: &mut Client, mut sent: Vec<Out>, doc: DocId, server: &mut Replica, us: &mut Peer) -> Vec<Out> {
    let mut done = Vec::new();
    while let Some(out) = sent.pop() {
        let Out::Send(frame) = out else {
            done.push(out);
            continue;
        };
        let Ok(Message::Sync(said)) = Message::decode(&frame) else { continue };
        if said.doc != doc.to_string() {
            continue;
        }
        assert!(server.receive(us, &said.data, &Caps::default(), |_| true).is_ok());
        for data in server.generate(us) {
            sent.extend(client.frame(&message(doc, data)));
        }
    }
    done
}

fn message(doc: DocId, data: Vec<u8>) -> Vec<u8> {
    Message::Sync(Carried { doc: doc.to_string(), sender: "server".into(), target: "a".into(), data }).encode()
}

fn speaks_of(out: &[Out], doc: DocId) -> bool {
    out.iter().any(|it| match it {
        Out::Send(frame) => match Message::decode(frame) {
            Ok(Message::Sync(said) | Message::Request(said)) => said.doc == doc.to_string(),
            Ok(Message::Heads { doc: said, .. }) => said == doc.to_string(),
            _ => false,
        },
        _ => false,
    })
}

#[test]
fn a_document_over_which_the_crdt_has_panicked_rests_until_it_is_loaded_anew_and_then_goes_on() {
    let (book, house) = (DocId([7; 16]), DocId([8; 16]));
    let mut client = Client::new("a".into(), None);
    client.add(book, BOOK.clone(), true, Heads::default(), Vec::new());
    client.add(house, Replica::genesis(), false, Heads::default(), Vec::new());
    let fact = RawFact { id: "01JR0000000000000000000001".into(), text: "{}".into() };
    let change = client.append(book, ALICES_OTHER, 0, std::slice::from_ref(&fact)).unwrap().unwrap();
    let pieces = [BOOK.save(), change.bytes];
    client.durable(book);
    client.opened();
    assert!(speaks_of(&client.frame(&peer(true)), book));

    let out = client.frame(&message(book, PANICS.to_vec()));
    assert_eq!(out, [Out::Broken(book, Reject::Panicked)]);
    // It neither takes nor says anything, on this connection and on the next; other documents do.
    let (mut server, mut us) = (BOOK.clone(), Peer::new());
    let ask = server.generate(&mut us).remove(0);
    assert_eq!(client.frame(&message(book, ask.clone())), []);
    client.closed();
    client.opened();
    let out = client.frame(&peer(true));
    assert!(!speaks_of(&out, book) && speaks_of(&out, house));
    assert!(!speaks_of(&client.announce(), book));
    assert_eq!(client.frame(&message(book, ask)), []);

    // From what is on the disk it goes on, with what nobody has been sent yet.
    let anew = Replica::load(pieces.iter().map(Vec::as_slice)).unwrap();
    client.add(book, anew, true, Heads::default(), Vec::new());
    assert_eq!(client.unsent(book).iter().filter(|it| **it == fact.id).count(), 1);
    client.closed();
    client.opened();
    let sent = client.frame(&peer(true));
    let done = talk(&mut client, sent, book, &mut server, &mut Peer::new());
    assert!(done.iter().any(|it| matches!(it, Out::Acked(id, ..) if *id == book)), "{done:?}");
    assert_eq!(client.unsent(book), Vec::<String>::new());
    assert_eq!(server.facts().iter().filter(|it| it.id == fact.id).count(), 1);
}
