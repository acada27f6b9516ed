//! A document of facts: one flat map of scalars, and the changes that carry them.
//!
//! **Invariant:** nothing is ever deleted or overwritten in place; a change holds facts, and a fact is one operation.
//! **API boundary:** the CRDT's types stay inside this module.

mod heads;
mod inspect;
mod ledger;
mod peer;
mod reject;
mod salvage;
#[cfg(test)]
mod tests;

pub use heads::Heads;
pub use ledger::{AT_HAND, Ledger, Stored};
pub use peer::{Peer, Received};
pub use reject::{FOREIGN_ACTOR, Reject};

use crate::guard::{Caps, Kind};
use automerge::sync::SyncDoc;
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{
    ActorId, Automerge, AutomergeError, Change, ChangeHash, ObjType, ROOT, ReadDoc, SaveOptions, ScalarValue, Value,
    legacy,
};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The schema that this version writes.
pub const SCHEMA: i64 = 1;

/// The actor of genesis: reserved, and its only change is the first.
const GENESIS: [u8; 16] = [0; 16];

/// A fact as the document has it: its key and its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RawFact {
    /// The key: a ULID, or whatever a stranger wrote.
    pub id: String,
    /// The text.
    pub text: String,
}

/// A change, ready to be stored or passed on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewChange {
    /// Its hash.
    pub hash: [u8; 32],
    /// Its actor, in hexadecimal.
    pub actor: String,
    /// Its number among the actor's.
    pub seq: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The facts that it brings.
    pub facts: Vec<RawFact>,
}

impl NewChange {
    /// What a [`Ledger`] reads of it.
    #[must_use]
    pub fn stored(&self) -> Stored<'_> {
        Stored { hash: self.hash, actor: &self.actor, seq: self.seq, bytes: &self.bytes }
    }
}

/// A document.
#[derive(Clone)]
pub struct Replica {
    doc: Automerge,
    /// Changes of peers whose dependencies have not come, and their sizes.
    waiting: BTreeMap<ChangeHash, usize>,
}

impl Replica {
    /// The first change of a document: the same bytes everywhere and always.
    #[must_use]
    pub fn genesis() -> Self {
        let mut doc = Automerge::new().with_actor(ActorId::from(GENESIS));
        let made = doc.transact_with::<_, _, AutomergeError, _>(
            |()| CommitOptions::default().with_time(0).with_message("genesis/1"),
            |tx| {
                tx.put(ROOT, "schema", SCHEMA)?;
                tx.put(ROOT, "epoch", 1_i64)?;
                tx.put_object(ROOT, "facts", ObjType::Map)?;
                Ok(())
            },
        );
        debug_assert!(made.is_ok());
        Self::of(doc)
    }

    /// A document as another version might begin it.
    #[cfg(test)]
    pub(crate) fn of_schema(schema: i64) -> Self {
        let mut it = Self::genesis();
        let made = it.doc.transact::<_, _, AutomergeError>(|tx| tx.put(ROOT, "schema", schema));
        assert!(made.is_ok());
        it
    }

    const fn of(doc: Automerge) -> Self {
        Self { doc, waiting: BTreeMap::new() }
    }

    /// Loads a document from the bytes of its changes and snapshots, in any order; genesis is always there.
    ///
    /// # Errors
    /// If some bytes cannot be read, or a change is missing between others: then nothing is loaded, and the caller finds the piece.
    pub fn load<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, Reject> {
        let mut chunks = chunks.into_iter().peekable();
        let mut all = Vec::new();
        // A snapshot brings genesis itself and loads fastest as the first piece.
        if chunks.peek().is_none_or(|it| it.get(8) != Some(&0)) {
            all = Self::genesis().save();
        }
        for chunk in chunks {
            all.extend_from_slice(chunk);
        }
        let replica = guarded(|| Ok(Self::of(Automerge::load(&all)?)))?;
        if !replica.doc.get_missing_deps(&[]).is_empty() {
            return Err(Reject::Malformed("a change is missing".to_owned()));
        }
        Ok(replica)
    }

    /// The document as it was at these heads.
    ///
    /// # Errors
    /// If it does not hold them.
    pub fn at(&self, heads: &Heads) -> Result<Self, Reject> {
        guarded(|| Ok(Self::of(self.doc.fork_at(&heads.hashes())?)))
    }

    /// Applies the bytes of changes that come from a trusted place: the own disk, another tab.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<Vec<NewChange>, Reject> {
        let before = self.doc.get_heads();
        guarded(|| Ok(self.doc.load_incremental(bytes).map(|_| ())?))?;
        Ok(self.since(&before))
    }

    /// Its heads.
    #[must_use]
    pub fn heads(&self) -> Heads {
        Heads::of(&self.doc.get_heads())
    }

    /// Whether it holds all of these heads.
    #[must_use]
    pub fn holds(&self, heads: &Heads) -> bool {
        heads.0.iter().all(|it| self.doc.get_change_by_hash(&ChangeHash(*it)).is_some())
    }

    /// How many changes it holds.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.doc.stats().num_changes
    }

    /// The schema that the document says.
    #[must_use]
    pub fn schema(&self) -> Option<i64> {
        self.root_int("schema")
    }

    /// Whether this version knows the document's schema: it writes in no other.
    #[must_use]
    pub fn is_known(&self) -> bool {
        let all = self.doc.get_all(ROOT, "schema").unwrap_or_default();
        all.into_iter().all(|it| it.0.as_i64() == Some(SCHEMA))
    }

    /// The epoch that the document says.
    #[must_use]
    pub fn epoch(&self) -> Option<i64> {
        self.root_int("epoch")
    }

    fn root_int(&self, key: &str) -> Option<i64> {
        self.doc.get(ROOT, key).ok().flatten().and_then(|it| it.0.as_i64())
    }

    /// Writes one change with these facts; none if all of them are there already.
    ///
    /// # Errors
    /// If the CRDT refuses, which it has no reason to.
    pub fn append(&mut self, actor: &str, unix_seconds: i64, facts: &[RawFact]) -> Result<Option<NewChange>, Reject> {
        let actor = ActorId::try_from(actor).map_err(|_| Reject::Actor(actor.to_owned()))?;
        if !self.is_known() {
            return Err(Reject::TooNew);
        }
        let Some(map) = self.facts_map() else { return Err(Reject::Malformed("no facts".to_owned())) };
        let fresh: Vec<&RawFact> =
            facts.iter().filter(|it| matches!(self.doc.get(&map, it.id.as_str()), Ok(None))).collect();
        if fresh.is_empty() {
            return Ok(None);
        }
        let before = self.doc.get_heads();
        self.doc.set_actor(actor);
        guarded(|| {
            self.doc
                .transact_with::<_, _, AutomergeError, _>(
                    |()| CommitOptions::default().with_time(unix_seconds),
                    |tx| {
                        for fact in &fresh {
                            tx.put(&map, fact.id.as_str(), ScalarValue::Str(fact.text.as_str().into()))?;
                        }
                        Ok(())
                    },
                )
                .map_err(|failure| Reject::from(failure.error))?;
            Ok(())
        })?;
        Ok(self.since(&before).pop())
    }

    /// All facts.
    #[must_use]
    pub fn facts(&self) -> Vec<RawFact> {
        let Some(map) = self.facts_map() else { return Vec::new() };
        let keys: Vec<String> = self.doc.keys(&map).collect();
        keys.into_iter().filter_map(|id| self.fact(&map, id)).collect()
    }

    fn fact(&self, map: &automerge::ObjId, id: String) -> Option<RawFact> {
        let (value, object) = self.doc.get(map, id.as_str()).ok()??;
        let text = match value {
            Value::Scalar(scalar) => scalar.as_str().map_or_else(|| scalar.to_string(), str::to_owned),
            // A plain JavaScript string is a text object unless it was said otherwise; readers take both.
            Value::Object(ObjType::Text) => self.doc.text(&object).ok()?,
            Value::Object(_) => String::new(),
        };
        Some(RawFact { id, text })
    }

    /// The whole document in one piece; without what waits for changes that have not come, for it could not be loaded alone.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        self.doc.save_with_options(SaveOptions { retain_orphans: false, ..SaveOptions::default() })
    }

    /// Gives back the memory that many single edits hold (the CRDT over-allocates: measured).
    pub fn shrink(&mut self) {
        self.doc = self.doc.clone();
    }

    /// The changes that are not among the ancestors of these heads, in an order in which they can be applied.
    #[must_use]
    pub fn changes_since(&self, heads: &Heads) -> Vec<NewChange> {
        let known: Vec<ChangeHash> =
            heads.hashes().into_iter().filter(|it| self.doc.get_change_by_hash(it).is_some()).collect();
        self.since(&known)
    }

    /// The messages to send to a peer now; usually one or none.
    pub fn generate(&self, peer: &mut Peer) -> Vec<Vec<u8>> {
        let mut out = Vec::new();
        if std::mem::take(&mut peer.owed) {
            peer.state.last_sent_heads.clear();
        }
        // After a change from read-only to read-write the first message's heads are not the document's: the next follows at once.
        for _ in 0..3 {
            let asked = guarded(|| Ok(self.doc.generate_sync_message(&mut peer.state)));
            // What the peer has asked for cannot be computed: it is met anew.
            let Ok(asked) = asked.inspect_err(|_| *peer = peer.anew()) else { break };
            let Some(message) = asked else { break };
            let settled = message.heads == self.doc.get_heads();
            out.push(message.encode());
            if settled {
                break;
            }
        }
        out
    }

    /// Takes a peer's message. `may_write` is asked for the actor of each change that is new.
    ///
    /// # Errors
    /// If it is refused. After [`Reject::Panicked`] the document must not be used any more.
    pub fn receive(
        &mut self,
        peer: &mut Peer,
        bytes: &[u8],
        caps: &Caps,
        may_write: impl Fn(&str) -> bool,
    ) -> Result<Received, Reject> {
        let message = inspect::opened(bytes, caps)?;
        let heads = Heads::of(&message.heads);
        inspect::asks_little(&message, caps)?;
        let fresh = if peer.state.read_only { Vec::new() } else { self.inspect(&message, caps, may_write)? };
        let before = self.doc.get_heads();
        let doc = &mut self.doc;
        guarded(AssertUnwindSafe(|| Ok(doc.receive_sync_message(&mut peer.state, message)?)))?;
        guarded(|| self.wait(fresh, caps))?;
        let changes = guarded(|| Ok(self.since(&before)))?;
        peer.owed |= !changes.is_empty();
        Ok(Received { changes, heads })
    }

    /// Keeps a change that waits for changes that have not come.
    pub(crate) fn hold(&mut self, bytes: &[u8]) -> Result<(), Reject> {
        let change = guarded(|| change_of(bytes))?;
        self.apply(bytes)?;
        self.waiting.insert(change.hash(), bytes.len());
        Ok(())
    }

    /// Whether something waits for changes that have not come.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Counts what waits for changes that have not come. Who sends only such changes makes the document forget all of them.
    fn wait(&mut self, fresh: Vec<inspect::Fresh>, caps: &Caps) -> Result<(), Reject> {
        let doc = &self.doc;
        self.waiting.extend(fresh);
        self.waiting.retain(|hash, _| doc.get_change_by_hash(hash).is_none());
        if self.waiting.len() <= caps.orphans && self.waiting.values().sum::<usize>() <= caps.frame {
            return Ok(());
        }
        self.waiting.clear();
        let whole = self.save();
        self.doc = guarded(|| Ok(Automerge::load(&whole)?))?;
        Err(Reject::TooLarge)
    }

    fn facts_map(&self) -> Option<automerge::ObjId> {
        match self.doc.get(ROOT, "facts") {
            Ok(Some((Value::Object(ObjType::Map), id))) => Some(id),
            _ => None,
        }
    }

    fn since(&self, heads: &[ChangeHash]) -> Vec<NewChange> {
        let map = self.facts_map();
        self.doc.get_changes(heads).into_iter().map(|change| self.describe(change, map.as_ref())).collect()
    }

    fn describe(&self, change: Change, map: Option<&automerge::ObjId>) -> NewChange {
        let mut facts = Vec::new();
        let mut seen = BTreeSet::new();
        if let Some(automerge::ObjId::Id(counter, actor, _)) = map {
            let facts_id = legacy::ObjectId::Id(legacy::OpId::new(*counter, actor));
            // One that names an actor which it does not list can be read, and not taken apart: it has no facts.
            for op in guarded(|| Ok(change.decode().operations)).unwrap_or_default() {
                let legacy::Key::Map(key) = &op.key else { continue };
                if op.obj != facts_id || !seen.insert(key.to_string()) {
                    continue;
                }
                let text = match &op.action {
                    legacy::OpType::Put(value) => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
                    legacy::OpType::Make(ObjType::Text) => self.text_at(key, &change),
                    _ => continue,
                };
                facts.push(RawFact { id: key.to_string(), text });
            }
        }
        NewChange {
            hash: change.hash().0,
            actor: change.actor_id().to_hex_string(),
            seq: change.seq(),
            facts,
            bytes: change.raw_bytes().to_vec(),
        }
    }

    /// A text object's value as the change that made it left it.
    fn text_at(&self, key: &str, change: &Change) -> String {
        let heads = [change.hash()];
        let Some(map) = self.facts_map() else { return String::new() };
        match self.doc.get_at(&map, key, &heads) {
            Ok(Some((Value::Object(ObjType::Text), id))) => self.doc.text_at(&id, &heads).unwrap_or_default(),
            _ => String::new(),
        }
    }
}

fn changes_of(kind: Kind, chunk: &[u8]) -> Result<Vec<Change>, Reject> {
    match kind {
        Kind::Change => Ok(vec![change_of(chunk)?]),
        Kind::Document => Ok(Automerge::load(chunk)?.get_changes(&[])),
    }
}

/// One change. The CRDT reads it whatever its checksum says, and refuses it when it loads the document.
fn change_of(chunk: &[u8]) -> Result<Change, Reject> {
    let change = Change::from_bytes(chunk.to_vec()).map_err(|it| Reject::Malformed(it.to_string()))?;
    if chunk.get(4..8) == change.hash().0.get(..4) { Ok(change) } else { Err(Reject::Malformed("checksum".to_owned())) }
}

/// Runs the CRDT over bytes that may make it panic (551 of 20,000 mutated documents did: measured).
fn guarded<T>(run: impl FnOnce() -> Result<T, Reject>) -> Result<T, Reject> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(Err(Reject::Panicked))
}
