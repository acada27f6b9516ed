//! Bytes that are ours for ever, and what strangers may send.

mod hostile;

use super::{Heads, Peer, RawFact, Reject, Replica};
use crate::guard::Caps;

/// Genesis is the same everywhere and always: two devices that make it apart have the same document.
const GENESIS: &str = "../../fixtures/genesis-v1.automerge";
/// A book as version 1 wrote it: a card, a contact, a kind of fact from the future, and one that is no JSON.
const BOOK: &str = "../../fixtures/book-v1.automerge";

const ALICE: &str = "616c696365616c696365616c00000001";

fn fact(id: &str, text: &str) -> RawFact {
    RawFact { id: id.to_owned(), text: text.to_owned() }
}

fn facts() -> Vec<RawFact> {
    vec![
        fact(
            "01JQ0000000000000000000001",
            r#"{"advisor":"01JQ000000000000000000000A","at":"2026-03-01T02:00:00.000Z","clear_intention":true,"counter":1,"customer":"01JQ0000000000000000000001","device":"616c696365616c696365616c","kind":"created","level":"P2","mono":0,"name":"张伟","offset":0,"origin":"walk_in","phone":"13800001234","recorded":"2026-03-01T02:00:00.000Z"}"#,
        ),
        fact(
            "01JQ0000000000000000000002",
            r#"{"asked":false,"at":"2026-03-04T03:00:00.000Z","counter":2,"customer":"01JQ0000000000000000000001","device":"616c696365616c696365616c","kind":"contact","means":"call","mono":9,"offset":0,"outcome":"talked","recorded":"2026-03-04T03:00:00.000Z"}"#,
        ),
        fact(
            "01JQ0000000000000000000003",
            r#"{"at":"2026-03-05T03:00:00.000Z","customer":"01JQ0000000000000000000001","kind":"hologram","recorded":"2026-03-05T03:00:00.000Z","shape":"cube"}"#,
        ),
        fact("01JQ0000000000000000000004", "no JSON at all"),
    ]
}

fn book() -> Replica {
    let mut replica = Replica::genesis();
    for (seconds, fact) in (1_772_330_400..).zip(facts()) {
        replica.append(ALICE, seconds, &[fact]).unwrap();
    }
    replica
}

/// Writes the fixture on a first run with `UPDATE_EXPECT`; a released one is never written again.
fn fixture(path: &str, fresh: &[u8]) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/replica").join(path);
    if std::env::var_os("UPDATE_EXPECT").is_some() && !path.exists() {
        std::fs::write(&path, fresh).unwrap();
    }
    std::fs::read(&path).unwrap()
}

#[test]
fn genesis_has_the_bytes_that_it_always_had() {
    let fresh = Replica::genesis().save();
    assert_eq!(fresh, fixture(GENESIS, &fresh));
}

#[test]
fn a_book_of_version_1_opens_with_all_its_facts() {
    let replica = Replica::load([fixture(BOOK, &book().save()).as_slice()]).unwrap();
    assert_eq!(replica.facts(), facts());
    assert_eq!((replica.schema(), replica.epoch()), (Some(1), Some(1)));
}

#[test]
fn changes_load_in_any_order_and_a_missing_one_is_said() {
    let changes = book().changes_since(&Heads::default());
    let backwards: Vec<&[u8]> = changes.iter().rev().map(|it| it.bytes.as_slice()).collect();
    assert_eq!(Replica::load(backwards.clone()).unwrap().facts(), facts());
    let holed: Vec<&[u8]> = backwards.iter().copied().enumerate().filter(|it| it.0 != 2).map(|it| it.1).collect();
    assert!(matches!(Replica::load(holed.clone()), Err(Reject::Malformed(_))));
    let (salvaged, bad) = Replica::salvage(&holed);
    assert_eq!((salvaged.facts().len(), bad), (1, Vec::new()), "what depends on the missing change waits for it");
}

#[test]
fn a_fact_is_written_once_however_often_it_is_replayed() {
    let mut replica = book();
    assert_eq!(replica.append(ALICE, 0, &facts()).unwrap(), None);
}

#[test]
fn a_change_tells_its_facts_and_its_actor() {
    let changes = book().changes_since(&Heads::default());
    let told: Vec<(&str, u64, usize)> = changes.iter().map(|it| (it.actor.as_str(), it.seq, it.facts.len())).collect();
    let genesis = "00000000000000000000000000000000";
    assert_eq!(told, [(genesis, 1, 0), (ALICE, 1, 1), (ALICE, 2, 1), (ALICE, 3, 1), (ALICE, 4, 1)]);
    assert_eq!(changes.iter().flat_map(|it| it.facts.clone()).collect::<Vec<_>>(), facts());
}

/// Plays messages both ways until nothing moves; gives the first refusal.
fn converse(server: &mut Replica, client: &Replica, may_write: impl Fn(&str) -> bool) -> Result<(), Reject> {
    let (mut theirs, mut ours) = (Peer::new(), Peer::new());
    let mut client = client.clone();
    for _ in 0..20 {
        let up = client.generate(&mut theirs);
        for message in &up {
            server.receive(&mut ours, message, &Caps::default(), &may_write)?;
        }
        let down = server.generate(&mut ours);
        for message in &down {
            client.receive(&mut theirs, message, &Caps::default(), |_| true)?;
        }
        if up.is_empty() && down.is_empty() {
            break;
        }
    }
    Ok(())
}

#[test]
fn a_foreign_actor_is_refused_and_nothing_of_its_message_is_applied() {
    let mut server = Replica::genesis();
    let refused = converse(&mut server, &book(), |actor| actor != ALICE);
    assert_eq!(refused, Err(Reject::Actor(ALICE.to_owned())));
    assert_eq!(server.facts(), []);
    converse(&mut server, &book(), |actor| actor == ALICE).unwrap();
    assert_eq!(server.facts(), facts());
}

#[test]
fn a_sequence_number_used_twice_is_refused() {
    let mut server = book();
    let mut twin = Replica::genesis();
    twin.append(ALICE, 5, &[fact("01JQ0000000000000000000009", "{}")]).unwrap();
    assert_eq!(converse(&mut server, &twin, |_| true), Err(Reject::DuplicateSeq));
    assert_eq!(server.facts(), facts());
}

#[test]
fn mutated_messages_are_refused_or_harmless_and_never_kill() {
    let client = book();
    let (mut theirs, mut ours) = (Peer::new(), Peer::new());
    let hello = Replica::genesis().generate(&mut ours);
    let mut client_copy = client.clone();
    for message in &hello {
        client_copy.receive(&mut theirs, message, &Caps::default(), |_| true).unwrap();
    }
    let message = client_copy.generate(&mut theirs).pop().unwrap();
    let mut state = 7_u64;
    for _ in 0..2_000 {
        let mut bad = message.clone();
        for _ in 0..3 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = usize::try_from(state >> 33).unwrap() % bad.len();
            bad[place] ^= u8::try_from((state >> 17) & 0xff).unwrap();
        }
        let mut server = Replica::genesis();
        // Whatever comes back, the process lives; and a refused message leaves the document as it was.
        if server.receive(&mut Peer::new(), &bad, &Caps::default(), |actor| actor == ALICE).is_err() {
            assert_eq!(server.facts(), []);
        }
    }
}
