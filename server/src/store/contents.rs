//! Documents, their changes and their facts.

use super::Result;
use async_trait::async_trait;
use domain::fact::{Body, Fact, Place};
use domain::id::{CustomerId, DeviceId, StaffId};
use domain::instant::Instant;
use sync::docid::DocId;
use sync::replica::{NewChange, Stored};

/// The word of the record for a number that was looked at.
pub(super) const PHONE_SEEN: &str = "phone_seen";

/// The kinds of documents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DocKind {
    /// Written by an advisor's devices.
    Book,
    /// Written by the server, about one advisor's customers.
    Desk,
    /// Written by the server, about the store.
    House,
}

impl DocKind {
    /// The place of the facts in such a document.
    #[must_use]
    pub const fn place(self) -> Place {
        match self {
            Self::Book => Place::Book,
            Self::Desk => Place::Desk,
            Self::House => Place::House,
        }
    }
}

/// A document, without its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentRow {
    /// Its id.
    pub id: DocId,
    /// What it is.
    pub kind: DocKind,
    /// Whose it is; none for a house.
    pub owner: Option<StaffId>,
    /// The store to which it belongs.
    pub store: i64,
    /// Its epoch.
    pub epoch: i64,
}

/// A document's content.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Loaded {
    /// The document up to a change, in one piece.
    pub snapshot: Option<Vec<u8>>,
    /// The changes after the snapshot, in the order in which they came.
    pub changes: Vec<Vec<u8>>,
    /// The position of the last change.
    pub upto: i64,
}

/// A change of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeRow {
    /// Its hash.
    pub hash: [u8; 32],
    /// Its actor, in hexadecimal.
    pub actor: String,
    /// Its number among the actor's.
    pub seq: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The device that made it; none for the server.
    pub device: Option<DeviceId>,
    /// When it came.
    pub received: Instant,
    /// The lower end of its window (rules F2).
    pub lower: Instant,
}

impl ChangeRow {
    /// What a ledger reads of it.
    #[must_use]
    pub fn stored(&self) -> Stored<'_> {
        Stored { hash: self.hash, actor: &self.actor, seq: self.seq, bytes: &self.bytes }
    }
}

/// A fact, as the document has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactRow {
    /// Its key: a ULID, or whatever a stranger wrote.
    pub id: String,
    /// Whom it is about, if it can be read.
    pub customer: Option<CustomerId>,
    /// Its text.
    pub text: String,
    /// When it came.
    pub received: Instant,
    /// The device that wrote it; none for the server.
    pub device: Option<DeviceId>,
    /// The document in which it stands.
    pub doc: DocId,
    /// The kind of that document.
    pub place: Place,
}

impl FactRow {
    /// The rows of a change's facts.
    #[must_use]
    pub fn of(document: &DocumentRow, change: &NewChange, device: Option<&DeviceId>, received: Instant) -> Vec<Self> {
        let place = document.kind.place();
        let row = |fact: &sync::replica::RawFact| Self {
            id: fact.id.clone(),
            customer: Fact::read(&fact.id, &fact.text, place).ok().and_then(|it| it.customer),
            text: fact.text.clone(),
            received,
            device: device.cloned(),
            doc: document.id,
            place,
        };
        change.facts.iter().map(row).collect()
    }

    /// The fact, if it can be read.
    #[must_use]
    pub fn fact(&self) -> Option<Fact> {
        Fact::read(&self.id, &self.text, self.place).ok()
    }

    /// When somebody looked at a number, if that is what this says: it stands in the record as well, at the time that the book says.
    #[must_use]
    pub fn look(&self) -> Option<Instant> {
        let fact = if self.place == Place::Book { self.fact() } else { None };
        let look = fact.filter(|it| matches!(it.body, Body::Revealed(_)))?;
        Some(look.claimed().min(self.received))
    }

    /// What the read models lack after this: a customer, or everybody, which is empty.
    #[must_use]
    pub fn marks(&self) -> Option<String> {
        match (self.place, self.customer) {
            (Place::House, _) => Some(String::new()),
            (Place::Book | Place::Desk, customer) => customer.map(|it| it.to_string()),
        }
    }
}

/// What is new in one document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Append {
    /// Which.
    pub doc: DocId,
    /// The position of the document's last change that its author has read: its changes are appended if no other has come since.
    /// None if they are appended whatever has come.
    pub after: Option<i64>,
    /// Its changes.
    pub changes: Vec<ChangeRow>,
    /// Their facts.
    pub facts: Vec<FactRow>,
    /// Devices of which the server now holds everything, and since when.
    pub sightings: Vec<(DeviceId, Instant)>,
}

impl Append {
    /// Nothing new yet, and to be appended whatever has come.
    #[must_use]
    pub const fn to(doc: DocId) -> Self {
        Self { doc, after: None, changes: Vec::new(), facts: Vec::new(), sightings: Vec::new() }
    }
}

/// What became of an [`Append`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Appended {
    /// It is on the disk; this is the position of the document's last change now.
    At(i64),
    /// Changes have come that its author has not read: nothing of it was kept.
    Overtaken,
}

/// A stored change with its place in the order of all changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredChange {
    /// Its position.
    pub pos: i64,
    /// The change.
    pub change: ChangeRow,
}

/// Documents, their changes and their facts.
#[async_trait]
pub trait Contents: Send + Sync {
    /// A document's row.
    async fn document(&self, doc: DocId) -> Result<Option<DocumentRow>>;
    /// The rows of all documents, of one store or of all.
    async fn documents(&self, store: Option<i64>) -> Result<Vec<DocumentRow>>;
    /// Makes a document with its first changes, and gives its row with the position of its last change. Where there is one of its
    /// kind, owner, store and epoch already, nothing is made and that one is given: whoever asks at the same time gets the same.
    async fn create_document(&self, row: &DocumentRow, genesis: &[ChangeRow]) -> Result<(DocumentRow, i64)>;
    /// A document's content.
    async fn load(&self, doc: DocId) -> Result<Loaded>;
    /// The position up to which a document is in one piece.
    async fn compacted(&self, doc: DocId) -> Result<i64>;
    /// Puts a document up to a position into one piece. Its changes stay.
    async fn compact(&self, doc: DocId, snapshot: Vec<u8>, upto: i64) -> Result<()>;
    /// The changes of a document after a position, in the order in which they came; 0 is before all.
    async fn changes(&self, doc: DocId, after: i64) -> Result<Vec<StoredChange>>;
    /// The position of the last change of all documents: whoever has read up to it never misses one that comes below it later.
    async fn last_change(&self) -> Result<i64>;
    /// Documents with changes after a position, and the position of the last change of each.
    async fn news(&self, after: i64) -> Result<Vec<(DocId, i64)>>;
    /// Commits what is new in many documents in one transaction, and marks the customers as ahead of the read models. Says of
    /// each what became of it; that one was overtaken says nothing of the others.
    async fn commit(&self, batch: &[Append]) -> Result<Vec<Appended>>;
    /// The texts that came first under these ids in any book, and in which (rules F4).
    async fn first_text(&self, ids: &[String]) -> Result<Vec<(String, DocId, String)>>;
    /// All facts about a customer.
    async fn facts_of(&self, customer: CustomerId) -> Result<Vec<FactRow>>;
    /// All facts about the customers whom these documents name, in the order of the customers.
    async fn facts_around(&self, docs: &[DocId]) -> Result<Vec<FactRow>>;
    /// The facts of a store's books and desks that name no customer.
    async fn facts_of_nobody(&self, store: i64) -> Result<Vec<FactRow>>;
    /// The position of the last change of a store's house; 0 if it has none.
    async fn house_upto(&self, store: i64) -> Result<i64>;
    /// All facts of a store's house.
    async fn house_facts(&self, store: i64) -> Result<Vec<FactRow>>;
    /// All facts, in the order of their keys.
    async fn all_facts(&self) -> Result<Vec<FactRow>>;
}
