//! What must hold of any bytes whatever: for the fuzzer, and for the tests that replay what it was given and has found.

#[cfg(test)]
mod tests;

use crate::guard::{Caps, split};
use crate::replica::{AT_HAND, Heads, Ledger, NewChange, Peer, RawFact, Reject, Replica};
use crate::wire::Message;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Whose book it is.
const ACTOR: &str = "616c696365616c696365616c00000001";

/// A book with something in it.
pub(crate) static BOOK: LazyLock<Replica> = LazyLock::new(|| {
    let mut replica = Replica::genesis();
    for number in 0..5 {
        let fact = RawFact { id: format!("01JQ{number:022}"), text: format!(r#"{{"kind":"contact","n":{number}}}"#) };
        let written = replica.append(ACTOR, number, &[fact]);
        debug_assert!(written.is_ok());
    }
    replica
});

/// A frame: what is read reads again as it was written.
///
/// # Panics
/// If it does not.
pub fn wire(bytes: &[u8]) {
    if let Ok(message) = Message::decode(bytes) {
        assert_eq!(Message::decode(&message.encode()).as_ref(), Ok(&message));
    }
}

/// Chunks, as they are and with their checksums put right: what passes the guard is split and read without an end of the process.
pub fn chunk(bytes: &[u8]) {
    for bytes in [bytes.to_vec(), sealed(bytes)] {
        if split(&bytes, &Caps::default()).is_ok() {
            let (replica, _) = Replica::salvage(&[&bytes]);
            let _ = replica.stranded(&bytes);
            let _ = replica.facts();
        }
    }
}

/// A sync message: refused, with nothing of it applied, or harmless; and it can be answered.
///
/// # Panics
/// If a refused message has left something.
pub fn message(bytes: &[u8]) {
    let mut server = BOOK.clone();
    let mut peer = Peer::new();
    let before = server.facts().len();
    match server.receive(&mut peer, bytes, &Caps::default(), |it| it == ACTOR) {
        Ok(_) => drop(server.generate(&mut peer)),
        // It is not to be used any more.
        Err(Reject::Panicked) => return,
        Err(_) => assert_eq!(server.facts().len(), before),
    }
    // What was taken can be kept and loaded again.
    let saved = server.save();
    let loaded = Replica::load([saved.as_slice()]);
    assert_eq!(loaded.map(|it| it.facts()).ok(), Some(server.facts()));
}

/// A sync message to a book that is not loaded: what is taken in there, the document takes in as well, reads the same in it, and is
/// loaded again.
///
/// # Panics
/// If it is not so.
pub fn ledger(bytes: &[u8]) {
    let mut changes = BOOK.changes_since(&Heads::default());
    let read = Ledger::read(changes.iter().map(NewChange::stored), AT_HAND);
    debug_assert!(read.is_ok());
    let Ok(mut server) = read else { return };
    let mut peer = Peer::new();
    let Ok(Some(received)) = server.receive(&mut peer, bytes, &Caps::default(), |it| it == ACTOR) else {
        assert_eq!(server.heads(), BOOK.heads());
        return;
    };
    let _ = server.generate(&mut peer);
    let mut whole = BOOK.clone();
    let judged = whole.receive(&mut Peer::new(), bytes, &Caps::default(), |it| it == ACTOR);
    assert_eq!(judged.as_ref(), Ok(&received));
    assert_eq!(server.heads(), whole.heads());
    changes.extend(received.changes);
    let loaded = Replica::load(changes.iter().map(|it| it.bytes.as_slice()));
    assert_eq!(loaded.map(|it| it.facts()).ok(), Some(whole.facts()));
}

/// Chunks with the checksums that they should have.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    if let Some(rest) = out.get(8..) {
        let sum = Sha256::digest(rest);
        if let (Some(place), Some(sum)) = (out.get_mut(4..8), sum.get(..4)) {
            place.copy_from_slice(sum);
        }
    }
    out
}
