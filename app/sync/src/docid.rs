//! Document ids as automerge-repo writes them: 16 bytes in base58check.

use std::fmt;

/// The id of a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub [u8; 16]);

impl DocId {
    /// Reads the id with or without the `automerge:` before it.
    ///
    /// # Example: an URL and its id are the same document
    /// ```
    /// # use sync::docid::DocId;
    /// let id = DocId([7; 16]);
    /// assert_eq!(DocId::parse(&id.to_string()), Some(id));
    /// assert_eq!(DocId::parse(&id.url()), Some(id));
    /// assert_eq!(DocId::parse("automerge:nonsense"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix("automerge:").unwrap_or(text);
        if text.len() > 40 {
            return None;
        }
        let bytes = bs58::decode(text).with_check(None).into_vec().ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// The id as an URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("automerge:{self}")
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bs58::encode(self.0).with_check().into_string())
    }
}

impl fmt::Debug for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
