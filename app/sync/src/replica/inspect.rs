//! What is looked at in a foreign message before the CRDT acts on it.
//!
//! **Invariant:** what passes costs no more than the caps say: neither to apply, nor to answer.

use super::{Reject, Replica, changes_of, guarded};
use crate::guard::{self, Caps, Kind};
use automerge::sync::{Have, Message};
use automerge::{Change, ChangeHash, ReadDoc};
use std::collections::BTreeMap;

/// The most filters in one message; everybody's has one.
const FILTERS: usize = 16;
/// The most probes of a filter: everybody's has seven. Each is a number in memory, for each change of the document.
const PROBES: u64 = 64;

/// A change that was not there, and its size.
pub(super) type Fresh = (ChangeHash, usize);

impl Replica {
    /// Looks at each change that is new before any is applied; gives the new ones.
    pub(super) fn inspect(
        &self,
        message: &Message,
        caps: &Caps,
        may_write: impl Fn(&str) -> bool,
    ) -> Result<Vec<Fresh>, Reject> {
        let (mut fresh, mut ends) = (Vec::new(), BTreeMap::new());
        let is_known = |it: &ChangeHash| self.doc.get_change_by_hash(it).is_some();
        for (kind, change) in foreign(message, caps, is_known, may_write)? {
            // A change that says what it says in another way than everybody's encoder can be applied, and not loaded again.
            // Those of a whole document have just been put together by that encoder.
            if kind == Kind::Change && !guarded(|| Ok(is_canonical(&change))).unwrap_or_default() {
                return Err(Reject::Malformed("a change that nobody writes so".to_owned()));
            }
            // Operations are numbered on from what a change has seen: one that is not so can be applied, and not loaded again.
            let end_of = |it: &ChangeHash| {
                let known = || self.doc.get_change_meta_by_hash(it).map(|it| it.max_op);
                ends.get(it).copied().or_else(known)
            };
            if change.deps().iter().filter_map(end_of).any(|end| change.start_op().get() <= end) {
                return Err(Reject::Malformed("operations numbered twice".to_owned()));
            }
            ends.insert(change.hash(), change.max_op());
            fresh.push((change.hash(), change.raw_bytes().len()));
        }
        Ok(fresh)
    }
}

/// The changes of a message that are not known, in their order, and in which kind of chunk each came.
///
/// # Errors
/// If they are more than may be, cannot be read, or one of them is of an actor that may not write here.
pub(super) fn foreign(
    message: &Message,
    caps: &Caps,
    mut is_known: impl FnMut(&ChangeHash) -> bool,
    may_write: impl Fn(&str) -> bool,
) -> Result<Vec<(Kind, Change)>, Reject> {
    let (mut all, mut chunks) = (Vec::new(), 0);
    for piece in message.changes.iter() {
        for (kind, chunk) in guard::split(piece, caps)? {
            chunks += 1;
            if chunks > caps.chunks {
                return Err(Reject::TooLarge);
            }
            for change in guarded(|| changes_of(kind, chunk))? {
                if is_known(&change.hash()) {
                    continue;
                }
                let actor = change.actor_id().to_hex_string();
                if !may_write(&actor) {
                    return Err(Reject::Actor(actor));
                }
                all.push((kind, change));
            }
        }
    }
    Ok(all)
}

/// Whether a change, taken apart and put together again, is the same one.
pub(super) fn is_canonical(change: &Change) -> bool {
    Change::from(change.decode()).hash() == change.hash()
}

/// Reads a message whose size is within the cap.
pub(super) fn opened(bytes: &[u8], caps: &Caps) -> Result<Message, Reject> {
    if bytes.len() > caps.frame {
        return Err(Reject::TooLarge);
    }
    guarded(|| Message::decode(bytes).map_err(|it| Reject::Malformed(it.to_string())))
}

/// Looks at what a message asks for: its filters are run over every change of the document.
pub(super) fn asks_little(message: &Message, caps: &Caps) -> Result<(), Reject> {
    let asked = message.heads.len().max(message.need.len()).max(message.changes.len());
    if message.have.len() > FILTERS || asked > caps.chunks {
        return Err(Reject::TooLarge);
    }
    if message.have.iter().all(is_modest) { Ok(()) } else { Err(Reject::Malformed("no filter".to_owned())) }
}

fn is_modest(have: &Have) -> bool {
    let filter = have.bloom.to_bytes();
    let mut rest = filter.as_slice();
    if rest.is_empty() {
        return true;
    }
    // Entries and bits for each come first; a filter without bits would be divided by.
    let probes = guard::leb(&mut rest).and_then(|_| guard::leb(&mut rest)).and_then(|_| guard::leb(&mut rest));
    probes.is_ok_and(|it| it <= PROBES) && !rest.is_empty()
}
