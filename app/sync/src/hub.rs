//! The server's side of one document: who is connected, with what permission, and what each still lacks.
//!
//! **Invariant:** [`Hub::outgoing`] is called after the commit of what [`Hub::receive`] brought, never before.

use crate::guard::Caps;
use crate::replica::{Heads, NewChange, Peer, RawFact, Received, Reject, Replica};
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

/// A loaded document and its sessions.
pub struct Hub {
    replica: Replica,
    sessions: BTreeMap<Conn, Peer>,
}

impl Hub {
    /// A hub of a loaded document.
    #[must_use]
    pub const fn new(replica: Replica) -> Self {
        Self { replica, sessions: BTreeMap::new() }
    }

    /// The document.
    #[must_use]
    pub const fn replica(&self) -> &Replica {
        &self.replica
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

    /// Takes a connection's message. What it brings is to be committed before [`Hub::outgoing`].
    ///
    /// # Errors
    /// If the message is refused. After [`Reject::Panicked`] the hub must be dropped.
    pub fn receive(
        &mut self,
        conn: Conn,
        bytes: &[u8],
        caps: &Caps,
        may_write: impl Fn(&str) -> bool,
    ) -> Result<Received, Reject> {
        let Some(peer) = self.sessions.get_mut(&conn) else {
            return Err(Reject::Malformed("no session".to_owned()));
        };
        self.replica.receive(peer, bytes, caps, may_write)
    }

    /// Writes facts as the server, into a document that only the server writes.
    ///
    /// # Errors
    /// If the CRDT refuses.
    pub fn append(&mut self, actor: &str, unix_seconds: i64, facts: &[RawFact]) -> Result<Option<NewChange>, Reject> {
        self.replica.append(actor, unix_seconds, facts)
    }

    /// Takes in the bytes of changes that another process of the server has committed.
    ///
    /// # Errors
    /// If they cannot be read; then the hub must be dropped.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Reject> {
        self.replica.apply(bytes).map(drop)
    }

    /// Puts what is committed in the place of the document, which held what was not; what it held must have been told to nobody.
    pub fn replace(&mut self, replica: Replica) {
        self.replica = replica;
    }

    /// Whether the document holds these heads.
    #[must_use]
    pub fn holds(&self, heads: &Heads) -> bool {
        self.replica.holds(heads)
    }

    /// What is to be sent to whom, now that everything is committed.
    pub fn outgoing(&mut self) -> Vec<(Conn, Vec<u8>)> {
        let mut out = Vec::new();
        for (conn, peer) in &mut self.sessions {
            out.extend(self.replica.generate(peer).into_iter().map(|bytes| (*conn, bytes)));
        }
        out
    }
}
