//! That a book which is not loaded says and takes what the loaded one would.

use super::{AT_HAND, Ledger};
use crate::guard::Caps;
use crate::hub::{Access, Hub};
use crate::replica::{Heads, NewChange, Peer, RawFact, Reject, Replica};
use automerge::sync::{Message, MessageVersion};
use automerge::{Change, ChangeHash};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const ALICE: &str = "616c696365616c696365616c00000001";
const PHONE: &str = "616c696365616c696365616c00000002";

fn fact(number: u64) -> RawFact {
    RawFact { id: format!("01JQ{number:022}"), text: format!(r#"{{"kind":"contact","n":{number}}}"#) }
}

fn ledger_of(replica: &Replica, at_hand: usize) -> Ledger {
    let changes = replica.changes_since(&Heads::default());
    Ledger::read(changes.iter().map(NewChange::stored), at_hand).unwrap()
}

/// Passes messages between a device and a server until nothing moves; the server is both, and both must say and take the same.
fn converse(
    device: &mut Replica,
    to_server: &mut Peer,
    ledger: &mut Ledger,
    whole: &mut Replica,
    peers: &mut (Peer, Peer),
) {
    for _ in 0..20 {
        let up = device.generate(to_server);
        for message in &up {
            let taken = ledger.receive(&mut peers.0, message, &Caps::default(), |_| true).unwrap();
            let judged = whole.receive(&mut peers.1, message, &Caps::default(), |_| true).unwrap();
            assert_eq!(taken, Some(judged));
            assert_eq!(ledger.heads(), whole.heads());
            let (mine, theirs) = (&peers.0.state, &peers.1.state);
            assert_eq!((&mine.shared_heads, &mine.last_sent_heads), (&theirs.shared_heads, &theirs.last_sent_heads));
            assert_eq!((&mine.their_heads, &mine.their_need), (&theirs.their_heads, &theirs.their_need));
            assert_eq!((&mine.their_have, &mine.their_capabilities), (&theirs.their_have, &theirs.their_capabilities));
            assert_eq!((mine.in_flight, mine.peer_read_only), (theirs.in_flight, theirs.peer_read_only));
        }
        let down = ledger.generate(&mut peers.0).unwrap();
        assert_eq!(down.len(), whole.generate(&mut peers.1).len());
        for message in &down {
            device.receive(to_server, message, &Caps::default(), |_| true).unwrap();
        }
        if up.is_empty() && down.is_empty() {
            break;
        }
    }
    assert_eq!(device.heads(), whole.heads());
}

#[test]
fn it_says_and_takes_what_the_loaded_document_would() {
    for seed in 0..200 {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut whole = Replica::genesis();
        let mut ledger = ledger_of(&whole, AT_HAND);
        let mut devices = [(Replica::genesis(), ALICE), (Replica::genesis(), PHONE)];
        let mut number = 0;
        for _ in 0..6 {
            let (device, actor) = &mut devices[rng.random_range(0..2)];
            // A connection, with edits before it and while it lasts.
            let (mut to_server, mut peers) = (Peer::new(), (Peer::new(), Peer::new()));
            for _ in 0..rng.random_range(1..4) {
                for _ in 0..rng.random_range(0..6) {
                    number += 1;
                    device.append(actor, 1, &[fact(number)]).unwrap();
                }
                converse(device, &mut to_server, &mut ledger, &mut whole, &mut peers);
            }
        }
    }
}

#[test]
fn what_is_read_again_is_what_was_taken_in() {
    let mut replica = Replica::genesis();
    let mut ledger = ledger_of(&replica, AT_HAND);
    for number in 0..40 {
        // Some are long enough to be deflated.
        let text = "回访".repeat(usize::try_from(number).unwrap() * 20);
        let change = replica.append(ALICE, 1, &[RawFact { text, ..fact(number) }]).unwrap().unwrap();
        ledger.take(&change.bytes).unwrap();
    }
    for at_hand in [0, 700, AT_HAND] {
        let again = ledger_of(&replica, at_hand);
        assert_eq!(again.heads(), replica.heads());
        assert_eq!(again.graph.len(), ledger.graph.len());
        assert_eq!(again.graph.beyond(&[]).len(), 41);
        assert!(again.kept <= at_hand);
    }
}

#[test]
fn a_book_with_a_hole_is_not_read() {
    let mut replica = Replica::genesis();
    for number in 0..5 {
        replica.append(ALICE, 1, &[fact(number)]).unwrap();
    }
    let mut changes = replica.changes_since(&Heads::default());
    changes.remove(3);
    for at_hand in [0, AT_HAND] {
        let read = Ledger::read(changes.iter().map(NewChange::stored), at_hand);
        assert_eq!(read.err(), Some(Reject::Malformed("a change is missing".to_owned())));
    }
}

/// Plays one device against a hub that is given the document whenever it asks; says how often that was.
fn play(hub: &mut Hub, store: &mut Replica, device: &mut Replica) -> usize {
    let mut brought = 0;
    let mut peer = Peer::new();
    hub.join(1, Access::ReadWrite);
    for _ in 0..20 {
        let up = device.generate(&mut peer);
        for message in &up {
            let received = loop {
                match hub.receive(1, message, &Caps::default(), |_| true).unwrap() {
                    Some(received) => break received,
                    None => {
                        hub.bring(store.clone(), std::iter::empty()).unwrap();
                        brought += 1;
                    }
                }
            };
            for change in received.changes {
                store.apply(&change.bytes).unwrap();
            }
        }
        let mut down = hub.outgoing();
        if down.lacks {
            hub.bring(store.clone(), std::iter::empty()).unwrap();
            brought += 1;
            down.frames.extend(hub.outgoing().frames);
        }
        for (_, message) in &down.frames {
            device.receive(&mut peer, message, &Caps::default(), |_| true).unwrap();
        }
        if up.is_empty() && down.frames.is_empty() {
            break;
        }
    }
    hub.leave(1);
    assert_eq!((hub.holds(&device.heads()), store.heads()), (true, device.heads()));
    brought
}

#[test]
fn edits_pass_without_the_document_and_a_new_device_is_sent_all_of_it_in_one_piece() {
    let mut store = Replica::genesis();
    let mut hub = Hub::of(ledger_of(&store, AT_HAND));
    let mut first = Replica::genesis();
    for number in 0..300 {
        first.append(ALICE, 1, &[fact(number)]).unwrap();
        // A hundred come one by one, the others as a whole document.
        if number < 100 {
            assert_eq!(play(&mut hub, &mut store, &mut first), 0, "edit {number}");
        }
    }
    assert_eq!(play(&mut hub, &mut store, &mut first), 0);
    let mut late = Replica::genesis();
    assert_eq!(play(&mut hub, &mut store, &mut late), 1);
    assert_eq!(late.facts().len(), 300);
    hub.rest();
    first.append(ALICE, 1, &[fact(300)]).unwrap();
    assert_eq!(play(&mut hub, &mut store, &mut first), 0);
}

#[test]
fn what_is_not_plain_is_judged_by_the_document() {
    let mut store = Replica::genesis();
    let mut device = Replica::genesis();
    device.append(ALICE, 1, &[fact(0)]).unwrap();
    let mut hub = Hub::of(ledger_of(&store, AT_HAND));
    play(&mut hub, &mut store, &mut device);
    let mut twin = store.clone();
    device.append(ALICE, 1, &[fact(1)]).unwrap();
    play(&mut hub, &mut store, &mut device);
    // The same number of the same actor for something else.
    twin.append(ALICE, 1, &[fact(2)]).unwrap();
    let twins = twin.changes_since(&store.heads()).pop().unwrap();
    let message = message(vec![twins.bytes], Vec::new());
    hub.join(2, Access::ReadWrite);
    let taken = hub.receive(2, &message, &Caps::default(), |_| true);
    assert_eq!(taken, Ok(None));
    hub.bring(store.clone(), std::iter::empty()).unwrap();
    let refused = hub.receive(2, &message, &Caps::default(), |_| true).err();
    assert_eq!(refused, Some(Reject::DuplicateSeq));
}

#[test]
fn who_makes_the_document_be_brought_again_and_again_makes_it_stay() {
    let mut store = Replica::genesis();
    let mut hub = Hub::of(ledger_of(&store, 0));
    let mut writer = Replica::genesis();
    let mut brought = 0;
    for number in 0..40 {
        writer.append(ALICE, 1, &[fact(number)]).unwrap();
        brought += play(&mut hub, &mut store, &mut writer);
        // With nothing at hand each new device needs the document.
        brought += play(&mut hub, &mut store, &mut Replica::genesis());
    }
    assert_eq!(brought, 8);
    hub.rest();
    assert_eq!(play(&mut hub, &mut store, &mut Replica::genesis()), 1);
}

/// A message that brings these chunks and asks for these changes.
fn message(chunks: Vec<Vec<u8>>, need: Vec<ChangeHash>) -> Vec<u8> {
    let (heads, have) = (Vec::new(), Vec::new());
    Message { heads, need, have, changes: chunks.into(), flags: None, version: MessageVersion::V1 }.encode()
}

#[test]
fn a_change_whose_checksum_is_wrong_could_not_be_loaded_again_and_is_refused() {
    let mut device = Replica::genesis();
    let change = device.append(ALICE, 1, &[fact(1)]).unwrap().unwrap();
    let mut bytes = change.bytes;
    bytes[5] ^= 1;
    let refused = Err(Reject::Malformed("checksum".to_owned()));
    let bad = message(vec![bytes], Vec::new());
    let mut ledger = ledger_of(&Replica::genesis(), AT_HAND);
    assert_eq!(ledger.receive(&mut Peer::new(), &bad, &Caps::default(), |_| true), refused.clone().map(|()| None));
    let whole = Replica::genesis().receive(&mut Peer::new(), &bad, &Caps::default(), |_| true);
    assert_eq!(whole.map(drop), refused);
}

#[test]
fn two_changes_of_an_actor_beside_each_other_are_not_taken_in() {
    let genesis = Replica::genesis();
    let (mut one, mut other) = (genesis.clone(), genesis.clone());
    let first = one.append(ALICE, 1, &[fact(1)]).unwrap().unwrap();
    // The actor's second change, which has not seen its first: both begin at the same operation.
    let twin = Change::from_bytes(other.append(ALICE, 1, &[fact(2)]).unwrap().unwrap().bytes).unwrap();
    let mut second = twin.decode();
    second.seq = 2;
    let second = Change::from(second).raw_bytes().to_vec();
    let mut ledger = ledger_of(&genesis, AT_HAND);
    let both = message(vec![first.bytes, second], Vec::new());
    assert_eq!(ledger.receive(&mut Peer::new(), &both, &Caps::default(), |_| true), Ok(None));
    assert_eq!(ledger.heads(), genesis.heads());
}

#[test]
fn what_waited_is_there_once_another_process_has_brought_the_rest() {
    let mut device = Replica::genesis();
    let changes: Vec<NewChange> = (1..3).map(|it| device.append(ALICE, 1, &[fact(it)]).unwrap().unwrap()).collect();
    let mut ledger = ledger_of(&Replica::genesis(), AT_HAND);
    let mut peer = Peer::new();
    let late = message(vec![changes[1].bytes.clone()], Vec::new());
    let received = ledger.receive(&mut peer, &late, &Caps::default(), |_| true).unwrap().unwrap();
    assert_eq!(received.changes, []);
    ledger.take(&changes[0].bytes).unwrap();
    let received = ledger.receive(&mut peer, &message(Vec::new(), Vec::new()), &Caps::default(), |_| true);
    assert_eq!(received.unwrap().unwrap().changes, changes[1..]);
    assert_eq!(ledger.heads(), device.heads());
}

#[test]
fn what_is_asked_for_a_thousand_times_is_sent_once() {
    let mut replica = Replica::genesis();
    let long = RawFact { text: "回访".repeat(2_000), ..fact(1) };
    let change = replica.append(ALICE, 1, &[long]).unwrap().unwrap();
    let mut ledger = ledger_of(&replica, AT_HAND);
    let mut peer = Peer::new();
    let asked = message(Vec::new(), vec![ChangeHash(change.hash); 1_000]);
    ledger.receive(&mut peer, &asked, &Caps::default(), |_| true).unwrap().unwrap();
    let said: usize = ledger.generate(&mut peer).unwrap().iter().map(Vec::len).sum();
    assert!(said < 2 * change.bytes.len() + 1_000, "{said} bytes");
}
