//! A book as the server keeps it open: which changes there are and which has seen which, without what they say. From that it takes
//! an edit in and passes it on, as [`Replica`](super::Replica) would, at a cost that does not grow with the book.
//!
//! **Invariant:** it takes in by itself only what the CRDT has no reason to refuse: facts, written the way everybody's encoder writes
//! them, behind what is there. Whatever else comes, and whatever is asked for that it does not hold, is the document's to answer.

mod graph;
mod plain;
#[cfg(test)]
mod tests;

use super::inspect::{asks_little, opened};
use super::{Heads, Peer, Received, Reject, change_of, changes_of, guarded};
use crate::guard::{self, Caps};
use automerge::sync::{BloomFilter, Capability, Have, Message, MessageFlags, MessageVersion, State};
use automerge::{ActorId, Change, ChangeHash};
use graph::{Graph, Place};
use plain::{Plain, Sorted};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Bytes of the last changes that are kept at hand for those who lack them.
pub const AT_HAND: usize = 64 << 10;
/// Up to how many changes always go one by one.
const SINGLY: usize = 64;

/// A change as the store has it.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    /// Its hash.
    pub hash: [u8; 32],
    /// Its actor, in hexadecimal.
    pub actor: &'a str,
    /// Its number among the actor's.
    pub seq: u64,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// The changes of a book.
pub struct Ledger {
    graph: Graph,
    at_hand: VecDeque<(Place, Vec<u8>)>,
    kept: usize,
    most: usize,
    /// Changes whose dependencies have not come.
    waiting: Vec<Plain>,
}

impl Ledger {
    /// Reads all changes of a book, in the order in which they were committed. Of the last ones it keeps `most` bytes at hand.
    ///
    /// # Errors
    /// If bytes cannot be read, or a change is missing between others.
    pub fn read<'a>(changes: impl DoubleEndedIterator<Item = Stored<'a>> + Clone, most: usize) -> Result<Self, Reject> {
        let mut last = BTreeMap::new();
        let mut left = most;
        for it in changes.clone().rev() {
            let Some(rest) = left.checked_sub(it.bytes.len()) else { break };
            left = rest;
            last.insert(it.hash, guarded(|| change_of(it.bytes))?);
        }
        let mut ledger = Self { graph: Graph::default(), at_hand: VecDeque::new(), kept: 0, most, waiting: Vec::new() };
        let mut actors: BTreeMap<&str, ActorId> = BTreeMap::new();
        for it in changes {
            if let Some(change) = last.get(&it.hash) {
                ledger.push(change)?;
                continue;
            }
            let actor = match actors.get(it.actor) {
                Some(actor) => actor.clone(),
                None => {
                    let actor = ActorId::try_from(it.actor).map_err(|_| Reject::Actor(it.actor.to_owned()))?;
                    actors.entry(it.actor).or_insert(actor).clone()
                }
            };
            let deps: Vec<ChangeHash> = guard::dependencies(it.bytes)?.into_iter().map(ChangeHash).collect();
            if !ledger.graph.push(ChangeHash(it.hash), &deps, &actor, it.seq, 0) {
                return Err(missing());
            }
        }
        Ok(ledger)
    }

    /// Takes in bytes of changes that are in the store; what is there already is passed over.
    ///
    /// # Errors
    /// If they cannot be read, or do not fit to what is there.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Reject> {
        for (kind, chunk) in guard::split(bytes, &Caps::of_ones_own())? {
            for change in guarded(|| changes_of(kind, chunk))? {
                if !self.graph.has(&change.hash()) {
                    self.push(&change)?;
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, change: &Change) -> Result<(), Reject> {
        let bytes = change.raw_bytes();
        let fits = self.graph.push(change.hash(), change.deps(), change.actor_id(), change.seq(), change.max_op());
        let Some(place) = self.graph.place(&change.hash()).filter(|_| fits) else { return Err(missing()) };
        self.kept += bytes.len();
        self.at_hand.push_back((place, bytes.to_vec()));
        while self.kept > self.most
            && let Some((_, gone)) = self.at_hand.pop_front()
        {
            self.kept -= gone.len();
        }
        Ok(())
    }

    /// The changes that wait for others, which the document is to keep from now on. What waits no more, for another process has brought
    /// what it waited for, is forgotten: it comes again with the next connection.
    pub fn hand_over(&mut self) -> Vec<Vec<u8>> {
        let waiting = std::mem::take(&mut self.waiting).into_iter();
        let waiting = waiting.filter(|it| !it.change.deps().iter().all(|dep| self.graph.has(dep)));
        waiting.map(|it| it.change.raw_bytes().to_vec()).collect()
    }

    /// Whether it holds all of these heads.
    #[must_use]
    pub fn holds(&self, heads: &Heads) -> bool {
        heads.0.iter().all(|it| self.graph.has(&ChangeHash(*it)))
    }

    /// Its heads.
    #[must_use]
    pub fn heads(&self) -> Heads {
        Heads::of(&self.graph.heads())
    }

    /// Takes a peer's message; none if that is the document's to do, and then nothing has been taken.
    ///
    /// # Errors
    /// If it is refused.
    pub fn receive(
        &mut self,
        peer: &mut Peer,
        bytes: &[u8],
        caps: &Caps,
        may_write: impl Fn(&str) -> bool,
    ) -> Result<Option<Received>, Reject> {
        let message = opened(bytes, caps)?;
        asks_little(&message, caps)?;
        let state = &mut peer.state;
        let sorted = if state.read_only { Some(Sorted::default()) } else { self.plain(&message, caps, may_write)? };
        let Some(Sorted { ready, waiting }) = sorted else { return Ok(None) };
        let before = self.graph.heads();
        state.in_flight = false;
        if let Some(flags) = message.flags {
            let mut known = vec![Capability::MessageV2];
            if flags.contains(MessageFlags::SUPPORTS_SYNC_RESET) {
                known.push(Capability::SyncReset);
            }
            state.their_capabilities = Some(known);
            if flags.contains(MessageFlags::SYNC_RESET) {
                state.sent_hashes.clear();
            }
            state.peer_read_only = flags.contains(MessageFlags::READ_ONLY);
        }
        // What waited may have become ready by what another process has brought.
        if !(message.changes.is_empty() && ready.is_empty() || state.read_only) {
            // Who sends only what waits makes the book forget all of it.
            let size: usize = waiting.iter().map(|it| it.change.raw_bytes().len()).sum();
            if waiting.len() > caps.orphans || size > caps.frame {
                self.waiting.clear();
                return Err(Reject::TooLarge);
            }
            self.waiting = waiting;
            for it in &ready {
                self.push(&it.change)?;
            }
            let now = self.graph.heads();
            let (old, new): (Vec<_>, Vec<_>) = now.iter().partition(|it| before.contains(it));
            let shared = old.into_iter().filter(|it| state.shared_heads.contains(it));
            state.shared_heads = shared.chain(new).collect::<BTreeSet<_>>().into_iter().collect();
        }
        if !state.sent_hashes.is_empty() {
            let unseen = self.hashes(&self.graph.beyond(&message.heads));
            state.sent_hashes.retain(|it| unseen.contains(it) || !self.graph.has(it));
        }
        if message.changes.is_empty() && message.heads == before {
            state.last_sent_heads.clone_from(&message.heads);
        }
        if message.heads.iter().all(|it| self.graph.has(it)) {
            state.shared_heads.clone_from(&message.heads);
            if message.heads.is_empty() {
                state.last_sent_heads.clear();
                state.sent_hashes.clear();
            }
        } else {
            let known = message.heads.iter().filter(|it| self.graph.has(it));
            state.shared_heads =
                state.shared_heads.iter().chain(known).copied().collect::<BTreeSet<_>>().into_iter().collect();
        }
        let heads = Heads::of(&message.heads);
        state.their_have = Some(message.have);
        state.their_heads = Some(message.heads);
        state.their_need = Some(message.need);
        peer.owed |= !ready.is_empty();
        Ok(Some(Received { changes: ready.into_iter().map(Plain::told).collect(), heads }))
    }

    /// The messages to send to a peer now; none if it is to have what is not at hand, and then nothing has been said.
    pub fn generate(&self, peer: &mut Peer) -> Option<Vec<Vec<u8>>> {
        if peer.owed {
            peer.state.last_sent_heads.clear();
        }
        let message = self.next(&mut peer.state)?;
        peer.owed = false;
        Some(message.map(Message::encode).into_iter().collect())
    }

    /// The next message; the outer none if it needs what is not at hand.
    fn next(&self, state: &mut State) -> Option<Option<Message>> {
        let heads = self.graph.heads();
        if state.needs_reset {
            return None;
        }
        let theirs = state.their_heads.as_deref().unwrap_or_default();
        let need = if state.read_only { BTreeSet::new() } else { self.missing(theirs) };
        let may_summarise = need.iter().all(|it| theirs.contains(it));
        let mut flags = MessageFlags::new();
        flags.set(MessageFlags::SUPPORTS_SYNC_RESET);
        let speaks_v2 = state.their_capabilities.as_ref().is_some_and(|it| it.contains(&Capability::MessageV2));
        let first = state.their_have.as_ref().and_then(|it| it.first());
        if first.is_some_and(|it| !it.last_sync.iter().all(|it| self.graph.has(it))) {
            // It builds on what is not here: both begin anew.
            let changes = Vec::<Vec<u8>>::new().into();
            let (need, have) = (Vec::new(), vec![Have::default()]);
            return Some(Some(Message { heads, need, have, changes, flags: Some(flags), version: MessageVersion::V1 }));
        }
        let lacking = match (&state.their_have, &state.their_need) {
            (Some(have), Some(need)) if !state.peer_read_only => self.lacking(have, need, &state.sent_hashes),
            _ => Vec::new(),
        };
        let has_told = state.last_sent_heads == heads && state.have_responded;
        let is_equal = state.their_heads.as_ref() == Some(&heads);
        if has_told && (state.in_flight || (is_equal || state.read_only) && lacking.is_empty()) {
            return Some(None);
        }
        // The document in one piece is much smaller than all its changes.
        if speaks_v2 && lacking.len() > SINGLY.max(self.graph.len() / 3) {
            return None;
        }
        let changes: Vec<&[u8]> = lacking.iter().map(|it| self.bytes(*it)).collect::<Option<_>>()?;
        let changes = match (speaks_v2, changes.is_empty()) {
            (true, false) => vec![changes.concat()],
            _ => changes.into_iter().map(<[u8]>::to_vec).collect(),
        };
        state.have_responded = true;
        state.last_sent_heads.clone_from(&heads);
        state.sent_hashes.extend(self.hashes(&lacking));
        state.in_flight = true;
        if state.read_only {
            flags.set(MessageFlags::READ_ONLY);
        }
        let version = if speaks_v2 { MessageVersion::V2 } else { MessageVersion::V1 };
        let need = need.into_iter().collect();
        // Who still lacks what leads to what waits says only that.
        let have = if may_summarise { vec![self.summary(&state.shared_heads)] } else { Vec::new() };
        Some(Some(Message { heads, need, have, changes: changes.into(), flags: Some(flags), version }))
    }

    /// What is known since the heads that both have.
    fn summary(&self, shared: &[ChangeHash]) -> Have {
        let fresh = self.hashes(&self.graph.beyond(shared));
        Have { last_sync: shared.to_vec(), bloom: BloomFilter::from_hashes(fresh.iter()) }
    }

    /// What a peer that has this and needs that lacks, and was not sent.
    fn lacking(&self, have: &[Have], need: &[ChangeHash], sent: &BTreeSet<ChangeHash>) -> Vec<Place> {
        // Once each, however often it is asked for.
        let need: BTreeSet<Place> = need.iter().filter_map(|it| self.graph.place(it)).collect();
        let mut lacking: Vec<Place> = need.into_iter().collect();
        if !have.is_empty() {
            let shared: Vec<ChangeHash> = have.iter().flat_map(|it| it.last_sync.iter().copied()).collect();
            let mut unknown = BTreeSet::new();
            for place in self.graph.beyond(&shared) {
                let is_unknown = |it: ChangeHash| have.iter().all(|have| !have.bloom.contains_hash(&it));
                // Who lacks a change lacks all that have seen it.
                if self.graph.parents(place).iter().any(|it| unknown.contains(it))
                    || self.graph.hash(place).is_some_and(is_unknown)
                {
                    unknown.insert(place);
                }
            }
            lacking.retain(|it| !unknown.contains(it));
            lacking.extend(unknown);
        }
        lacking.retain(|it| self.graph.hash(*it).is_some_and(|it| !sent.contains(&it)));
        lacking
    }

    fn hashes(&self, places: &[Place]) -> BTreeSet<ChangeHash> {
        places.iter().filter_map(|it| self.graph.hash(*it)).collect()
    }

    fn bytes(&self, place: Place) -> Option<&[u8]> {
        let at = self.at_hand.binary_search_by_key(&place, |it| it.0).ok()?;
        self.at_hand.get(at).map(|it| it.1.as_slice())
    }
}

fn missing() -> Reject {
    Reject::Malformed("a change is missing".to_owned())
}
