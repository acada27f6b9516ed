//! What the server keeps, in our words. SQL lives below this module only.
//!
//! There are two stores: one file for one server ([`sqlite`]), and a database for any number of them ([`postgres`]). They make the same
//! promises, and the same tests claim them of both.
//!
//! **Invariant:** a method that returns has its effect on the disk; whoever reads afterwards sees it.
//!
//! **Invariant:** a method that reads and writes upon what it read does so alone, however many callers and servers there are.

pub mod accounts;
pub mod contents;
pub mod deliveries;
pub mod months;
pub mod postgres;
mod read;
pub mod reception;
pub mod rows;
pub mod rulings;
pub mod sqlite;

pub use accounts::{Accounts, DeviceRow, Hash, NewSession, SessionRow, StaffRow};
pub use contents::{Append, Appended, ChangeRow, Contents, DocKind, DocumentRow, FactRow, Loaded, StoredChange};
pub use deliveries::{DecisionRow, Deliveries, NewDecision, Verdict};
pub use months::{ClosedMonth, Months};
pub use reception::Reception;
pub use rows::{Ahead, CustomerRow, Fallen, Projected, Revision, Rows, Telling, Untold};
pub use rulings::{AuditFilter, AuditRow, Decided, Decision, DeskEntry, Rulings, Standing};

use async_trait::async_trait;
use domain::instant::Instant;

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something that must be unique is there already.
    #[error("{0} is taken")]
    Taken(&'static str),
    /// A row does not say what it should.
    #[error("a stored {0} cannot be read")]
    Corrupt(&'static str),
    /// The database is of no use to us, and why.
    #[error("{0}")]
    Unfit(String),
    /// Somebody else has the database who cannot share it.
    #[error("{0}")]
    InUse(&'static str),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema cannot be brought up.
    #[error("the schema cannot be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// The result of a method of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// The store: accounts, the contents of documents, and the rows that are computed from them.
#[async_trait]
pub trait Store: Accounts + Contents + Deliveries + Months + Reception + Rows + Rulings {
    /// Whether the database answers.
    async fn ping(&self) -> Result<()>;
    /// A value of the server itself.
    async fn meta(&self, key: &str) -> Result<Option<String>>;
    /// Sets a value of the server itself.
    async fn set_meta(&self, key: &str, value: &str) -> Result<()>;
    /// Sets a value of the server itself where there is none yet; gives the one that stands.
    async fn keep_meta(&self, key: &str, value: &str) -> Result<String>;
    /// The highest time that was stored.
    async fn last_time(&self) -> Result<Instant>;
    /// Raises the highest time that was stored.
    async fn note_time(&self, now: Instant) -> Result<()>;
    /// What the database finds wrong with itself; empty if nothing.
    async fn faults(&self) -> Result<Vec<String>>;
    /// Lets go of the database.
    async fn close(&self);
}

/// What went wrong with an insertion whose key may be taken.
fn taken(what: &'static str) -> impl Fn(sqlx::Error) -> StoreError {
    move |error| match &error {
        sqlx::Error::Database(it) if it.is_unique_violation() => StoreError::Taken(what),
        _ => StoreError::Database(error),
    }
}
