//! The other side of a connection, and what it brings.

use super::{Heads, NewChange};
use automerge::sync::State;

/// What a received message brought.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Received {
    /// The changes that were new, in an order in which they can be applied.
    pub changes: Vec<NewChange>,
    /// The sender's heads, as the message says.
    pub heads: Heads,
}

/// What two peers believe of each other about one document. It lives for one connection; [`Peer::encode`] keeps the part that outlives it.
#[derive(Clone, Debug, Default)]
pub struct Peer {
    pub(super) state: State,
    /// It has brought changes and is to hear that they are there, even if our heads are what it last said itself:
    /// of several messages taken before one answer, a later one can name the heads that an earlier one brought.
    pub(super) owed: bool,
}

impl Peer {
    /// A peer that may write.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A peer whose changes are not taken, and which is told so.
    #[must_use]
    pub fn read_only() -> Self {
        Self { state: State::new_read_only(), owed: false }
    }

    /// The same peer, of whom nothing is known.
    pub(super) fn anew(&self) -> Self {
        if self.state.read_only { Self::read_only() } else { Self::new() }
    }

    /// Takes up what [`Peer::encode`] kept; what cannot be read is forgotten.
    #[must_use]
    pub fn resume(bytes: &[u8]) -> Self {
        Self { state: State::decode(bytes).unwrap_or_default(), owed: false }
    }

    /// What is worth keeping.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.state.encode()
    }

    /// Whether the other side takes no changes from us.
    #[must_use]
    pub fn refuses_us(&self) -> bool {
        self.state.is_peer_read_only()
    }

    /// The heads that the other side last said it has.
    #[must_use]
    pub fn their_heads(&self) -> Option<Heads> {
        self.state.their_heads.as_ref().map(|it| Heads::of(it))
    }
}
