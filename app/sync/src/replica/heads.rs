//! The heads of a document.

use automerge::ChangeHash;

/// The heads of a document, sorted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Heads(pub Vec<[u8; 32]>);

impl Heads {
    /// Reads one head in base58check, as automerge-repo writes it.
    #[must_use]
    pub fn head(text: &str) -> Option<[u8; 32]> {
        bs58::decode(text).with_check(None).into_vec().ok()?.try_into().ok()
    }

    /// All heads in one row of bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.concat()
    }

    /// Reads [`Heads::to_bytes`].
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.chunks_exact(32).filter_map(|it| it.try_into().ok()).collect())
    }

    pub(super) fn of(hashes: &[ChangeHash]) -> Self {
        let mut heads: Vec<[u8; 32]> = hashes.iter().map(|it| it.0).collect();
        heads.sort_unstable();
        Self(heads)
    }

    pub(super) fn hashes(&self) -> Vec<ChangeHash> {
        self.0.iter().map(|it| ChangeHash(*it)).collect()
    }
}
