//! Closed months.

use super::Result;
use async_trait::async_trait;
use domain::id::StaffId;
use domain::instant::Instant;
use domain::month::{Month, Past, Table};

/// A month that a manager has closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosedMonth {
    /// Whose table.
    pub advisor: StaffId,
    /// The month.
    pub month: Month,
    /// The store.
    pub store: i64,
    /// The manager.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// The table as it was then.
    pub table: Table,
}

/// Closed months.
#[async_trait]
pub trait Months: Send + Sync {
    /// Closes months, all in one transaction; one that is closed already stays as it is.
    async fn close_months(&self, months: &[ClosedMonth]) -> Result<()>;
    /// The closed tables of a month of a store, or of one of its advisors.
    async fn closed(&self, store: i64, month: Month, advisor: Option<StaffId>) -> Result<Vec<ClosedMonth>>;
    /// What the closed months of a store, or of one of its advisors, tell about the months after them.
    async fn past(&self, store: i64, before: Month, advisor: Option<StaffId>) -> Result<Vec<Past>>;
}
