//! The server's side of one document: who is connected, with what permission, and what each still lacks.
//!
//! **Invariant:** [`Hub::outgoing`] is called after the commit of what [`Hub::receive`] brought, never before.

use crate::guard::Caps;
use crate::replica::{Heads, Ledger, NewChange, Peer, RawFact, Received, Reject, Replica};
use std::collections::BTreeMap;

/// What a connection may do with a document. No access at all never gets as far as a hub.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Read and write.
    ReadWrite,
    /// Read; the peer is told that its changes are not taken.
    ReadOnly,
}

/// A connection's number.
pub type Conn = u64;

/// How often the document may be brought for a book before it stays: whoever asks for it again and again is to gain nothing.
const BROUGHT: u32 = 8;

/// What is known of a document.
enum History {
    /// All of it.
    Whole(Replica),
    /// Its changes; and the document as long as it is needed, with how often it was.
    Ledger { ledger: Ledger, whole: Option<Replica>, brought: u32 },
}

/// A document and its sessions.
pub struct Hub {
    history: History,
    sessions: BTreeMap<Conn, Peer>,
}

/// What is to be sent.
#[derive(Debug, Default)]
pub struct Outgoing {
    /// To whom, and what.
    pub frames: Vec<(Conn, Vec<u8>)>,
    /// Somebody is to have what only the document has: [`Hub::bring`] it, and ask again.
    pub lacks: bool,
}

impl Hub {
    /// A hub of a loaded document, which the server may write.
    #[must_use]
    pub const fn new(replica: Replica) -> Self {
        Self { history: History::Whole(replica), sessions: BTreeMap::new() }
    }

    /// A hub of a book, which is not loaded.
    #[must_use]
    pub const fn of(ledger: Ledger) -> Self {
        Self { history: History::Ledger { ledger, whole: None, brought: 0 }, sessions: BTreeMap::new() }
    }

    /// Brings the document of a book, as the store has it, and the bytes of what was taken in and is not in the store yet.
    ///
    /// # Errors
    /// If these do not fit to it; then the hub must be dropped.
    pub fn bring<'a>(&mut self, mut replica: Replica, pending: impl Iterator<Item = &'a [u8]>) -> Result<(), Reject> {
        for bytes in pending {
            replica.apply(bytes)?;
        }
        match &mut self.history {
            History::Whole(_) => {}
            History::Ledger { ledger, whole, brought } => {
                for bytes in ledger.hand_over() {
                    // What the document refuses is forgotten.
                    if replica.hold(&bytes) == Err(Reject::Panicked) {
                        return Err(Reject::Panicked);
                    }
                }
                *brought += 1;
                *whole = Some(replica);
            }
        }
        Ok(())
    }

    /// Nothing has come for long: a document that was brought is let go.
    pub fn rest(&mut self) {
        if let History::Ledger { whole, brought, .. } = &mut self.history {
            *brought = 0;
            if whole.as_ref().is_some_and(|it| !it.is_waiting()) {
                *whole = None;
            }
        }
    }

    /// A connection asks for the document; a session that it had is begun anew.
    pub fn join(&mut self, conn: Conn, access: Access) {
        let peer = match access {
            Access::ReadWrite => Peer::new(),
            Access::ReadOnly => Peer::read_only(),
        };
        self.sessions.insert(conn, peer);
    }

    /// Whether a connection has a session.
    #[must_use]
    pub fn has(&self, conn: Conn) -> bool {
        self.sessions.contains_key(&conn)
    }

    /// A connection is gone.
    pub fn leave(&mut self, conn: Conn) {
        self.sessions.remove(&conn);
    }

    /// Whether nobody is connected.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.sessions.is_empty()
    }

    /// Takes a connection's message. What it brings is to be committed before [`Hub::outgoing`]. None if the document must be judge:
    /// [`Hub::bring`] it, and ask again.
    ///
    /// # Errors
    /// If the message is refused. After [`Reject::Panicked`] the hub must be dropped.
    pub fn receive(
        &mut self,
        conn: Conn,
        bytes: &[u8],
        caps: &Caps,
        may_write: impl Fn(&str) -> bool,
    ) -> Result<Option<Received>, Reject> {
        let Some(peer) = self.sessions.get_mut(&conn) else {
            return Err(Reject::Malformed("no session".to_owned()));
        };
        let (ledger, whole) = match &mut self.history {
            History::Whole(replica) => return replica.receive(peer, bytes, caps, may_write).map(Some),
            History::Ledger { ledger, whole, brought } => {
                // What waits for changes that have not come waits in the document.
                let stays = *brought >= BROUGHT || whole.as_ref().is_some_and(Replica::is_waiting);
                if whole.is_none() || !stays {
                    let received = ledger.receive(peer, bytes, caps, &may_write)?;
                    if received.is_some() {
                        *whole = None;
                        return Ok(received);
                    }
                }
                (ledger, whole)
            }
        };
        let Some(replica) = whole else { return Ok(None) };
        let received = replica.receive(peer, bytes, caps, may_write)?;
        for change in &received.changes {
            ledger.take(&change.bytes).map_err(|_| Reject::Panicked)?;
        }
        Ok(Some(received))
    }

    /// Writes facts as the server, into a document that only the server writes.
    ///
    /// # Errors
    /// If the CRDT refuses, or it is a book.
    pub fn append(&mut self, actor: &str, unix_seconds: i64, facts: &[RawFact]) -> Result<Option<NewChange>, Reject> {
        match &mut self.history {
            History::Whole(replica) => replica.append(actor, unix_seconds, facts),
            History::Ledger { .. } if facts.is_empty() => Ok(None),
            History::Ledger { .. } => Err(Reject::Actor(actor.to_owned())),
        }
    }

    /// Takes in the bytes of changes that another process of the server has committed.
    ///
    /// # Errors
    /// If they cannot be read; then the hub must be dropped.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Reject> {
        match &mut self.history {
            History::Whole(replica) => replica.apply(bytes).map(drop),
            History::Ledger { ledger, whole, .. } => {
                if let Some(replica) = whole {
                    replica.apply(bytes)?;
                }
                ledger.take(bytes)
            }
        }
    }

    /// Puts what is committed in the place of a document that the server writes and that held what was not; what it held must have
    /// been told to nobody.
    pub fn replace(&mut self, replica: Replica) {
        self.history = History::Whole(replica);
    }

    /// Whether the document holds these heads.
    #[must_use]
    pub fn holds(&self, heads: &Heads) -> bool {
        match &self.history {
            History::Whole(replica) => replica.holds(heads),
            History::Ledger { ledger, .. } => ledger.holds(heads),
        }
    }

    /// What is to be sent to whom, now that everything is committed.
    pub fn outgoing(&mut self) -> Outgoing {
        let mut out = Outgoing::default();
        for (conn, peer) in &mut self.sessions {
            let messages = match &self.history {
                History::Whole(replica) | History::Ledger { whole: Some(replica), .. } => Some(replica.generate(peer)),
                History::Ledger { ledger, whole: None, .. } => ledger.generate(peer),
            };
            match messages {
                Some(messages) => out.frames.extend(messages.into_iter().map(|bytes| (*conn, bytes))),
                None => out.lacks = true,
            }
        }
        out
    }
}
