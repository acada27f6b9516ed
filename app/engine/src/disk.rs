//! What is kept on the device: one row per piece of a document with its own checksum, the journal, and what is known of the server.
//!
//! **Invariant:** a piece whose checksum is wrong is set apart and never takes its neighbours with it.

use crate::idb::{Database, Edit};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use sync::docid::DocId;
use sync::replica::{Heads, RawFact};
use wasm_bindgen::JsValue;

/// Pieces of documents, by `document/kind/checksum`.
pub(crate) const CHUNKS: &str = "chunks";
/// Facts that are not in a stored piece yet, by id.
pub(crate) const JOURNAL: &str = "journal";
/// Small things, by name.
pub(crate) const META: &str = "meta";
/// Damaged pieces, as they were.
pub(crate) const QUARANTINE: &str = "quarantine";
/// Whole documents from before a repair.
pub(crate) const REFUSED: &str = "refused";

const STORES: [&str; 5] = [CHUNKS, JOURNAL, META, QUARANTINE, REFUSED];

/// A piece of a document.
pub(crate) struct Piece {
    pub(crate) key: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) snapshot: bool,
}

/// Everything that was on the disk at the start.
pub(crate) struct Found {
    pub(crate) pieces: BTreeMap<String, Vec<Piece>>,
    pub(crate) journal: Vec<RawFact>,
    pub(crate) meta: BTreeMap<String, Vec<u8>>,
    pub(crate) damaged: Vec<(String, Vec<u8>)>,
    pub(crate) quarantined: u32,
}

/// The device's store of one person.
#[derive(Clone)]
pub(crate) struct Disk {
    db: Database,
    name: String,
}

pub(crate) fn name_of(user: &str) -> String {
    format!("genjin-{user}")
}

impl Disk {
    /// Opens it; tells whether it had to be made.
    pub(crate) async fn open(user: &str) -> Result<(Self, bool), JsValue> {
        let name = name_of(user);
        let (db, fresh) = Database::open(&name, &STORES).await?;
        Ok((Self { db, name }, fresh))
    }

    /// Reads everything; sets apart what is damaged.
    pub(crate) async fn read(&self) -> Result<Found, JsValue> {
        let chunks = self.db.all(CHUNKS).await?;
        let journal = self.db.all(JOURNAL).await?;
        let meta = self.db.all(META).await?.into_iter().collect();
        let quarantined = u32::try_from(self.db.all(QUARANTINE).await?.len()).unwrap_or(u32::MAX);
        let mut pieces: BTreeMap<String, Vec<Piece>> = BTreeMap::new();
        let mut damaged = Vec::new();
        for (key, bytes) in chunks {
            let mut parts = key.split('/');
            let (doc, kind, sum) = (parts.next(), parts.next(), parts.next());
            match (doc, sum) {
                (Some(doc), Some(sum)) if sum == checksum(&bytes) => {
                    let piece = Piece { snapshot: kind == Some("s"), key: key.clone(), bytes };
                    pieces.entry(doc.to_owned()).or_default().push(piece);
                }
                _ => damaged.push((key, bytes)),
            }
        }
        for pieces in pieces.values_mut() {
            pieces.sort_by_key(|it| !it.snapshot);
        }
        let journal = journal
            .into_iter()
            .filter_map(|(id, text)| Some(RawFact { id, text: String::from_utf8(text).ok()? }))
            .collect();
        Ok(Found { pieces, journal, meta, damaged, quarantined })
    }

    /// One small thing as it is now.
    pub(crate) async fn read_meta(&self, name: &str) -> Result<Option<String>, JsValue> {
        let all = self.db.all(META).await?;
        Ok(all.into_iter().find(|it| it.0 == name).and_then(|it| String::from_utf8(it.1).ok()))
    }

    /// Writes; done means flushed.
    pub(crate) async fn write(&self, edits: Vec<Edit>) -> Result<(), JsValue> {
        self.db.write(&edits, true).await
    }

    /// Writes what can be made anew.
    pub(crate) async fn write_relaxed(&self, edits: Vec<Edit>) -> Result<(), JsValue> {
        self.db.write(&edits, false).await
    }

    /// Closes the store.
    pub(crate) fn close(&self) {
        self.db.close();
    }

    /// Closes and deletes the store.
    pub(crate) async fn delete(&self) -> Result<(), JsValue> {
        self.db.close();
        Database::delete(&self.name).await
    }
}

/// A piece's key: it names its checksum.
pub(crate) fn key(doc: DocId, snapshot: bool, bytes: &[u8]) -> String {
    format!("{doc}/{}/{}", if snapshot { "s" } else { "i" }, checksum(bytes))
}

/// Puts a piece.
pub(crate) fn put(doc: DocId, snapshot: bool, bytes: Vec<u8>) -> Edit {
    Edit::Put(CHUNKS, key(doc, snapshot, &bytes), bytes)
}

/// Puts a small thing.
pub(crate) fn meta(name: impl Into<String>, value: impl Into<Vec<u8>>) -> Edit {
    Edit::Put(META, name.into(), value.into())
}

/// What the server has, and the sync state worth keeping.
pub(crate) fn acked(doc: DocId, heads: &Heads, resume: &[u8]) -> [Edit; 2] {
    [meta(format!("acked/{doc}"), heads.to_bytes()), meta(format!("resume/{doc}"), resume)]
}

impl Found {
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.meta.get(name).and_then(|it| String::from_utf8(it.clone()).ok())
    }

    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).and_then(|it| it.parse().ok())
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        self.meta.get(name).cloned().unwrap_or_default()
    }
}

fn checksum(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
