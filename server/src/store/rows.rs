//! Read models: what is computed from the facts and kept beside them.

use super::{FactRow, Result};
use async_trait::async_trait;
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::{Day, Instant};
use domain::team::TeamRow;
use std::sync::Arc;
use sync::docid::DocId;

/// Something that the read models lack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ahead {
    /// The mark of the commit.
    pub mark: i64,
    /// The store.
    pub store: i64,
    /// The customer; none for the store's settings.
    pub customer: Option<CustomerId>,
}

/// What the projector makes of a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Projected {
    /// The mark that this does away with. Where it does not stand any more, the customer was projected from more, or is to be.
    pub mark: i64,
    /// The store.
    pub store: i64,
    /// Who.
    pub customer: CustomerId,
    /// The row; none if there is no card, or no more.
    pub row: Option<CustomerRow>,
    /// Due dates of all locks in the history, open or ended, or about to fall.
    pub locks: Vec<Day>,
    /// Locks that were stamped and are not in the history any more, and the fact that lifts each.
    pub lifted: Vec<(Day, Option<FactId>)>,
    /// Fingerprints of the customer's numbers.
    pub prints: Vec<u32>,
    /// When this was computed.
    pub at: Instant,
}

/// A customer in the read model.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomerRow {
    /// The store.
    pub store: i64,
    /// The owner; none in the pool.
    pub advisor: Option<StaffId>,
    /// The due date of the open lock or follow-up.
    pub due: Option<Day>,
    /// When the lock fell or will fall.
    pub lock_at: Option<Instant>,
    /// What the figures need.
    pub row: TeamRow,
}

/// What a projection has left of a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revision {
    /// Its number: later commits have greater ones.
    pub rev: i64,
    /// Who.
    pub customer: CustomerId,
    /// The row; none if there is no card, or no more.
    pub row: Option<Arc<CustomerRow>>,
}

/// A lock that the server is to stamp.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fallen {
    /// Who is locked.
    pub customer: CustomerId,
    /// The due date that was missed.
    pub due: Day,
    /// Since when.
    pub since: Instant,
    /// The owner.
    pub advisor: Option<StaffId>,
}

/// A stamp whose fact is not in the desk yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Untold {
    /// Who is, or was, locked.
    pub customer: CustomerId,
    /// The due date that was missed.
    pub due: Day,
    /// Since when.
    pub since: Instant,
    /// The desk that is to say it.
    pub desk: Option<DocId>,
    /// The fact to write.
    pub what: Telling,
}

/// What a desk is to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Telling {
    /// The lock fell.
    Locked,
    /// The lock is lifted: when that was seen, and by which fact.
    Lifted(Instant, Option<FactId>),
}

/// Read models: what is computed from the facts and kept beside them.
#[async_trait]
pub trait Rows: Send + Sync {
    /// What the read models lack, oldest first.
    async fn ahead(&self, limit: u32) -> Result<Vec<Ahead>>;
    /// Marks all customers of a store as ahead and does away with the mark of its settings.
    async fn spread(&self, ahead: &Ahead) -> Result<()>;
    /// Writes those rows of the read model whose marks still stand, and does away with the marks, in one transaction: a row
    /// never goes back to what was read before somebody else's. Gives how many were written.
    async fn project(&self, batch: &[Projected]) -> Result<usize>;
    /// The customers of a store that were projected after a revision, the last projection of each, in the order of the commits.
    async fn revisions(&self, store: i64, after: i64) -> Result<Vec<Revision>>;
    /// The fingerprints of all numbers of a store.
    async fn prints(&self, store: i64) -> Result<Vec<u32>>;
    /// The customers of a store, one of whose numbers has this fingerprint.
    async fn with_print(&self, store: i64, print: u32) -> Result<Vec<CustomerId>>;
    /// Does away with the read models and the facts, and puts these facts in their place, all in one transaction.
    async fn rebuild(&self, facts: &[FactRow]) -> Result<()>;

    /// Locks that have fallen by `now` and have no stamp.
    async fn fallen(&self, now: Instant, limit: u32) -> Result<Vec<Fallen>>;
    /// The earliest lock after `now`.
    async fn next_lock(&self, now: Instant) -> Result<Option<Instant>>;
    /// Stamps a lock, once, and only while the customer's row says it; whether this was the time.
    async fn stamp(&self, lock: &Fallen, desk: Option<DocId>) -> Result<bool>;
    /// Stamps and lifts that the desks do not have yet.
    async fn untold(&self, limit: u32) -> Result<Vec<Untold>>;
    /// Notes that the desk has it.
    async fn told(&self, untold: &Untold) -> Result<()>;
    /// All stamps: customer, due date, and whether lifted.
    async fn stamps(&self) -> Result<Vec<(CustomerId, Day, bool)>>;
}
