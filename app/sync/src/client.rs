//! A device's side: its documents, what it holds back, and what it knows to be on the server's disk.
//!
//! **Invariant:** a change leaves only after [`Client::durable`]; a fact counts as uploaded only when the server's own heads contain it.

use crate::docid::DocId;
use crate::guard::Caps;
use crate::replica::{Heads, NewChange, Peer, RawFact, Reject, Replica};
use crate::wire::{Carried, Message};
use std::collections::{BTreeMap, BTreeSet};

#[cfg(test)]
mod tests;

/// What a client wants done.
#[derive(Clone, PartialEq, Debug)]
pub enum Out {
    /// Send this frame.
    Send(Vec<u8>),
    /// These changes came from the server: store them, show their facts.
    Came(DocId, Vec<NewChange>),
    /// The server has everything up to these heads on its disk; the bytes are the sync state worth keeping.
    Acked(DocId, Heads, Vec<u8>),
    /// The server has no such document for us.
    Unavailable(DocId),
    /// The server takes none of our changes of this document.
    ReadOnly(DocId),
    /// The server's clock, in milliseconds.
    Clock(i64),
    /// The server's store incarnation is another one than before: what was believed is forgotten.
    Incarnation(String),
    /// The server said why it is going to close.
    Refused(String),
    /// A sequence number was used twice: the changes that are not on the server must be written anew under another actor.
    Conflict(DocId),
    /// The document is of a schema that this version does not know: it is neither written nor sent.
    TooNew(DocId),
    /// The server's message could not be applied: connect again. After [`Reject::Panicked`] the document neither takes nor says anything until
    /// it is added anew, loaded from its pieces. (In WASM a panic ends the module: there its owner begins anew.)
    Broken(DocId, Reject),
}

struct Doc {
    replica: Replica,
    peer: Peer,
    /// What [`Peer::encode`] gave last, for the next connection.
    resume: Vec<u8>,
    /// Changes that are not on this device's disk yet.
    holding: u32,
    /// What the server has on its disk, as far as it has said.
    acked: Heads,
    writable: bool,
    /// Nothing is sent or taken, until the next connection.
    broken: bool,
    /// … nor then: it must be repaired or loaded anew.
    is_unusable: bool,
}

/// Announcements without a sign of the server after which the connection counts as dead.
const UNHEARD: u32 = 2;

/// How long, in milliseconds, a device may hold something back on a connection that [speaks for it](Client::vouches): then it must connect anew.
///
/// A connection on which everything has been said counts as having everything for as long as it answers pings, up to a minute before the last
/// (rules F2), and the browser answers them whatever the disk does. A new connection counts for nothing until something is said on it.
pub const PATIENCE: u32 = 20_000;
const _: () = assert!(2 * (PATIENCE as i64) < domain::window::Sighting::LIVE, "there must be time to notice");

/// A device.
pub struct Client {
    me: String,
    incarnation: Option<String>,
    server: Option<String>,
    /// Announcements since the last frame; none without a connection, or with a server that does not answer them.
    unheard: Option<u32>,
    /// Whether this device has said on the present connection what it has of its own documents.
    has_spoken: bool,
    docs: BTreeMap<DocId, Doc>,
    caps: Caps,
}

impl Client {
    /// A client under a peer id, with the incarnation that it last met.
    #[must_use]
    pub fn new(me: String, incarnation: Option<String>) -> Self {
        Self {
            me,
            incarnation,
            server: None,
            unheard: None,
            has_spoken: false,
            docs: BTreeMap::new(),
            caps: Caps::of_ones_own(),
        }
    }

    /// Adds a document, with what was kept of earlier connections.
    pub fn add(&mut self, id: DocId, replica: Replica, writable: bool, acked: Heads, resume: Vec<u8>) {
        let peer = Peer::resume(&resume);
        let is_unusable = !replica.is_known();
        self.docs
            .insert(id, Doc { replica, peer, resume, holding: 0, acked, writable, broken: is_unusable, is_unusable });
    }

    /// A document.
    #[must_use]
    pub fn replica(&self, id: DocId) -> Option<&Replica> {
        self.docs.get(&id).map(|it| &it.replica)
    }

    /// Whether a server has answered on the present connection.
    #[must_use]
    pub const fn is_joined(&self) -> bool {
        self.server.is_some()
    }

    /// Begins a document anew: the server takes some of its changes from nobody, or has others under their numbers. Gives the facts that the
    /// server does not have, to be written again under a fresh actor, and the whole of the former document.
    pub fn renew(&mut self, id: DocId) -> Option<(Vec<RawFact>, Vec<u8>)> {
        let unsent: BTreeSet<String> = self.unsent(id).into_iter().collect();
        let old = self.docs.remove(&id)?.replica;
        let facts = old.facts().into_iter().filter(|it| unsent.contains(&it.id)).collect();
        self.add(id, Replica::genesis(), true, Heads::default(), Vec::new());
        Some((facts, old.save()))
    }

    /// The socket is open: says who we are.
    pub fn opened(&mut self) -> Vec<Out> {
        self.server = None;
        self.has_spoken = false;
        self.unheard = Some(0);
        let join = Message::Join { sender: self.me.clone(), storage: None, versions: vec!["1".to_owned()] };
        vec![Out::Send(join.encode())]
    }

    /// The socket is gone.
    pub fn closed(&mut self) {
        self.server = None;
        self.has_spoken = false;
        self.unheard = None;
        for doc in self.docs.values_mut() {
            doc.peer = Peer::resume(&doc.resume);
            // A message that came damaged comes again whole.
            doc.broken &= doc.is_unusable;
        }
    }

    /// Writes facts into a document, as one change. It is held back until [`Client::durable`].
    ///
    /// # Errors
    /// If there is no such document, or the CRDT refuses.
    pub fn append(
        &mut self,
        id: DocId,
        actor: &str,
        unix_seconds: i64,
        facts: &[RawFact],
    ) -> Result<Option<NewChange>, Reject> {
        let doc = self.docs.get_mut(&id).ok_or_else(|| Reject::Malformed("no such document".to_owned()))?;
        let change = doc.replica.append(actor, unix_seconds, facts)?;
        if change.is_some() {
            doc.holding += 1;
        }
        Ok(change)
    }

    /// Writes many facts into a document, as few changes, none of them larger than the server takes. Each is held back until
    /// [`Client::durable`]. If one cannot be written, those before it are, and the reason comes along.
    pub fn append_all(
        &mut self,
        id: DocId,
        actor: &str,
        unix_seconds: i64,
        facts: &[RawFact],
    ) -> (Vec<NewChange>, Option<Reject>) {
        let mut changes = Vec::new();
        for some in portions(facts) {
            match self.append(id, actor, unix_seconds, some) {
                Ok(change) => changes.extend(change),
                Err(error) => return (changes, Some(error)),
            }
        }
        (changes, None)
    }

    /// Holds a document back until [`Client::durable`]: another tab of this device has written a change that is not on the disk.
    pub fn hold(&mut self, id: DocId) {
        if let Some(doc) = self.docs.get_mut(&id) {
            doc.holding += 1;
        }
    }

    /// Whether the server may take the present connection's signs of life as this device's word that it holds nothing back, which it does. After
    /// [`PATIENCE`] the device must connect anew.
    #[must_use]
    pub fn vouches(&self) -> bool {
        self.has_spoken && self.docs.values().any(|it| it.writable && it.holding > 0)
    }

    /// One held change is on the disk.
    pub fn durable(&mut self, id: DocId) -> Vec<Out> {
        if let Some(doc) = self.docs.get_mut(&id) {
            doc.holding = doc.holding.saturating_sub(1);
        }
        self.flush(id)
    }

    /// Another tab of this device has stored a change.
    ///
    /// # Errors
    /// If its bytes cannot be read.
    pub fn sibling(&mut self, id: DocId, bytes: &[u8]) -> Result<(Vec<NewChange>, Vec<Out>), Reject> {
        let Some(doc) = self.docs.get_mut(&id) else { return Ok((Vec::new(), Vec::new())) };
        let changes = doc.replica.apply(bytes)?;
        Ok((changes, self.flush(id)))
    }

    /// Another tab of this device has heard from the server.
    pub fn sibling_acked(&mut self, id: DocId, heads: Heads) {
        if let Some(doc) = self.docs.get_mut(&id) {
            doc.acked = heads;
        }
    }

    /// The facts of a document that the server has not confirmed, oldest first.
    #[must_use]
    pub fn unsent(&self, id: DocId) -> Vec<String> {
        let Some(doc) = self.docs.get(&id).filter(|it| it.writable) else { return Vec::new() };
        let changes = doc.replica.changes_since(&doc.acked);
        changes.into_iter().flat_map(|it| it.facts).map(|it| it.id).collect()
    }

    /// Announces what we have, so that the server knows that we hold nothing back.
    #[must_use]
    pub fn announce(&mut self) -> Vec<Out> {
        self.unheard = self.unheard.map(|it| it + 1);
        let Some(server) = &self.server else { return Vec::new() };
        let settled = self.docs.iter().filter(|it| it.1.writable && it.1.holding == 0 && !it.1.broken);
        let out: Vec<Out> = settled
            .map(|(id, doc)| {
                let heads = Message::Heads {
                    doc: id.to_string(),
                    sender: self.me.clone(),
                    target: server.clone(),
                    heads: doc.replica.heads(),
                };
                Out::Send(heads.encode())
            })
            .collect();
        self.has_spoken |= !out.is_empty();
        out
    }

    /// Whether nothing has come for two announcements, though the server answers them: a connection that nobody has closed and that carries nothing.
    #[must_use]
    pub fn is_unheard(&self) -> bool {
        self.unheard.is_some_and(|it| it >= UNHEARD)
    }

    /// A frame has come.
    pub fn frame(&mut self, frame: &[u8]) -> Vec<Out> {
        self.unheard = self.unheard.map(|_| 0);
        match Message::decode(frame) {
            Ok(Message::Peer { sender, storage, now, hears, .. }) => {
                self.unheard = self.unheard.filter(|_| hears);
                self.joined(sender, storage, now)
            }
            Ok(Message::Sync(it) | Message::Request(it)) => self.sync(&it),
            Ok(Message::Unavailable { doc, .. }) => DocId::parse(&doc).map(Out::Unavailable).into_iter().collect(),
            Ok(Message::Error { message }) => vec![Out::Refused(message)],
            // Ephemera, announcements and unknown messages ask nothing of a device; neither does a frame that is none.
            Ok(_) | Err(_) => Vec::new(),
        }
    }

    fn joined(&mut self, server: String, storage: Option<String>, now: Option<i64>) -> Vec<Out> {
        let mut out: Vec<Out> = now.map(Out::Clock).into_iter().collect();
        if let Some(storage) = storage
            && self.incarnation.as_ref() != Some(&storage)
        {
            for doc in self.docs.values_mut() {
                doc.peer = Peer::new();
                doc.resume.clear();
                doc.acked = Heads::default();
            }
            self.incarnation = Some(storage.clone());
            out.push(Out::Incarnation(storage));
        }
        self.server = Some(server);
        for id in self.docs.keys().copied().collect::<Vec<_>>() {
            let is_known = self.docs.get(&id).is_none_or(|it| it.replica.is_known());
            out.extend((!is_known).then_some(Out::TooNew(id)));
            out.extend(self.flush(id));
        }
        out
    }

    fn sync(&mut self, carried: &Carried) -> Vec<Out> {
        let Some((id, doc)) = carried.doc_id().and_then(|id| self.docs.get_mut(&id).map(|doc| (id, doc))) else {
            return Vec::new();
        };
        if doc.broken {
            return Vec::new();
        }
        let mut out = Vec::new();
        match doc.replica.receive(&mut doc.peer, &carried.data, &self.caps, |_| true) {
            Ok(received) => {
                if !received.changes.is_empty() {
                    out.push(Out::Came(id, received.changes));
                }
                if doc.writable && doc.peer.refuses_us() {
                    out.push(Out::ReadOnly(id));
                }
                doc.resume = doc.peer.encode();
                doc.acked = received.heads;
                out.push(Out::Acked(id, doc.acked.clone(), doc.resume.clone()));
                if !doc.replica.is_known() {
                    (doc.broken, doc.is_unusable) = (true, true);
                    out.push(Out::TooNew(id));
                }
                out.extend(self.flush(id));
            }
            Err(Reject::DuplicateSeq) => {
                (doc.broken, doc.is_unusable) = (true, true);
                out.push(Out::Conflict(id));
            }
            Err(error) => {
                (doc.broken, doc.is_unusable) = (true, error == Reject::Panicked);
                out.push(Out::Broken(id, error));
            }
        }
        out
    }

    /// Sends what the server lacks, unless something is held back.
    fn flush(&mut self, id: DocId) -> Vec<Out> {
        let Some(server) = self.server.clone() else { return Vec::new() };
        let Some(doc) = self.docs.get_mut(&id).filter(|it| it.holding == 0 && !it.broken) else { return Vec::new() };
        let messages = doc.replica.generate(&mut doc.peer);
        self.has_spoken |= doc.writable && !messages.is_empty();
        messages
            .into_iter()
            .map(|data| {
                let carried = Carried { doc: id.to_string(), sender: self.me.clone(), target: server.clone(), data };
                Out::Send(Message::Sync(carried).encode())
            })
            .collect()
    }
}

/// The most bytes of facts in one change: half of what [`crate::guard::Caps`] lets pass, and the rest for what a change has besides.
const PORTION: usize = 128 << 10;

/// Facts in portions of at most [`PORTION`] bytes; one that is larger is alone.
fn portions(mut facts: &[RawFact]) -> impl Iterator<Item = &[RawFact]> {
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |it: &&RawFact| {
            bytes += it.id.len() + it.text.len();
            bytes <= PORTION
        };
        let count = facts.iter().take_while(fits).count().max(1);
        let (some, rest) = facts.split_at_checked(count)?;
        facts = rest;
        Some(some)
    })
}
