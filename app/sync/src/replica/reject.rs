//! Why foreign bytes are refused.

use crate::guard::GuardError;
use automerge::AutomergeError;

/// How the refusal of a change begins whose actor may not write here.
pub const FOREIGN_ACTOR: &str = "foreign actor";

/// Why foreign bytes are refused. Nothing of them was applied.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Reject {
    /// Not of the protocol, or the CRDT cannot make sense of it.
    #[error("malformed: {0}")]
    Malformed(String),
    /// Over a cap.
    #[error("too large")]
    TooLarge,
    /// A change of an actor that may not write here.
    #[error("{FOREIGN_ACTOR} {0}")]
    Actor(String),
    /// A sequence number that the actor has used for another change.
    #[error("duplicate-seq")]
    DuplicateSeq,
    /// The document is of a schema that this version does not know.
    #[error("written by a newer version")]
    TooNew,
    /// The CRDT panicked; the document must be loaded anew.
    #[error("the document cannot be read")]
    Panicked,
}

impl From<GuardError> for Reject {
    fn from(error: GuardError) -> Self {
        match error {
            GuardError::TooLarge => Self::TooLarge,
            GuardError::Malformed | GuardError::Kind => Self::Malformed(error.to_string()),
        }
    }
}

impl From<AutomergeError> for Reject {
    fn from(error: AutomergeError) -> Self {
        let text = error.to_string();
        if text.contains("duplicate seq") { Self::DuplicateSeq } else { Self::Malformed(text) }
    }
}
