//! Rulings, what desks are told of them, and the record of who saw and did what.

use super::{CustomerRow, Result};
use async_trait::async_trait;
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::Instant;
use sync::docid::DocId;
use sync::replica::RawFact;

/// A ruling that is to be made, all of it or nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// On whom.
    pub customer: CustomerId,
    /// The last ruling that its author has seen.
    pub after: Option<FactId>,
    /// The ruling's fact.
    pub fact: FactId,
    /// Who rules, or takes the customer out of the pool.
    pub author: StaffId,
    /// Its word: `give_back`, `hand_over`, `claim`, …
    pub what: &'static str,
    /// When.
    pub at: Instant,
    /// What desks are told of it.
    pub entries: Vec<DeskEntry>,
    /// At most so many of the same word by the same author since a moment.
    pub quota: Option<(u32, Instant)>,
    /// The store, for the record.
    pub store: i64,
}

impl Decision {
    /// Its line in the record.
    #[must_use]
    pub fn line(&self) -> AuditRow {
        AuditRow {
            pos: 0,
            at: self.at,
            store: self.store,
            staff: self.author,
            what: self.what.to_owned(),
            customer: Some(self.customer),
            about: String::new(),
        }
    }
}

/// What became of a decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Decided {
    /// It stands.
    Made,
    /// Another one was made on the same state.
    Overtaken(Standing),
    /// The author has made as many as are allowed.
    OverQuota,
}

/// A ruling that stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Who made it.
    pub author: StaffId,
    /// Its word.
    pub what: String,
    /// When.
    pub at: Instant,
}

/// A fact that a desk is to have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeskEntry {
    /// The desk.
    pub desk: DocId,
    /// The fact.
    pub fact: RawFact,
}

/// A line of the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditRow {
    /// Its position.
    pub pos: i64,
    /// When.
    pub at: Instant,
    /// The store.
    pub store: i64,
    /// Who.
    pub staff: StaffId,
    /// What: `card_seen`, `phone_asked`, `staff_added`, …, or the word of a ruling.
    pub what: String,
    /// About which customer.
    pub customer: Option<CustomerId>,
    /// About what else: a login, a device; empty if nothing.
    pub about: String,
}

/// Which lines of the record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditFilter {
    /// By one person.
    pub staff: Option<StaffId>,
    /// About one customer.
    pub customer: Option<CustomerId>,
    /// Of one word.
    pub what: Option<String>,
    /// Before a position: the next page.
    pub before: Option<i64>,
}

/// Rulings, desk entries and the record.
#[async_trait]
pub trait Rulings: Send + Sync {
    /// A customer's row in the read model.
    async fn customer(&self, customer: CustomerId) -> Result<Option<CustomerRow>>;
    /// Makes a ruling, once on each state of a customer.
    async fn rule(&self, decision: &Decision) -> Result<Decided>;
    /// Makes several rulings on different customers, and writes a line into the record, all of it or nothing: gives the customer on
    /// whose state another ruling was made, and that ruling.
    async fn rule_all(&self, decisions: &[Decision], line: &AuditRow) -> Result<Option<(CustomerId, Standing)>>;
    /// The ruling that was made after this one.
    async fn ruling_after(&self, customer: CustomerId, after: Option<FactId>) -> Result<Option<Standing>>;
    /// How many rulings of a word somebody has made since a moment.
    async fn count_rulings(&self, author: StaffId, what: &str, since: Instant) -> Result<u32>;
    /// Adds what desks are to be told; what they have, or are being told, is left.
    async fn address(&self, entries: &[DeskEntry]) -> Result<()>;
    /// What desks are still to be told.
    async fn untold_entries(&self, limit: u32) -> Result<Vec<DeskEntry>>;
    /// Notes that the desks have these.
    async fn entries_told(&self, entries: &[DeskEntry]) -> Result<()>;
    /// Which of these facts a desk has, or is being told.
    async fn addressed(&self, desk: DocId, facts: &[String]) -> Result<Vec<String>>;
    /// Adds a line to the record.
    async fn record(&self, row: &AuditRow) -> Result<()>;
    /// Adds a line to the record, unless there is one of the same person, word and matter since a moment.
    async fn record_once(&self, row: &AuditRow, since: Instant) -> Result<()>;
    /// How many lines of a word somebody has in the record since a moment.
    async fn count_lines(&self, staff: StaffId, what: &str, since: Instant) -> Result<u32>;
    /// Lines of the record, newest first.
    async fn audit(&self, store: i64, filter: &AuditFilter, limit: u32) -> Result<Vec<AuditRow>>;
}
