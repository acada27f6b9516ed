//! What finance decided on orders: once each, with a number that no other slip of the store and year has.

use super::Result;
use async_trait::async_trait;
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::Instant;
use sync::docid::DocId;

/// A decision that finance makes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewDecision {
    /// Which order.
    pub order: FactId,
    /// Whose.
    pub customer: CustomerId,
    /// The store.
    pub store: i64,
    /// What is decided.
    pub verdict: Verdict,
    /// The vehicle.
    pub vin: String,
    /// The year of the slip's number.
    pub year: i32,
    /// Who decides.
    pub staff: StaffId,
    /// When it counts.
    pub at: Instant,
    /// The desk that is to say it.
    pub desk: Option<DocId>,
}

/// What is decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The delivery is approved.
    Approve,
    /// It is refused, and why.
    Refuse(String),
}

/// A decision, as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionRow {
    /// What was decided.
    pub made: NewDecision,
    /// The slip's number among those of the store and year; none of a refusal.
    pub number: Option<i64>,
}

impl DecisionRow {
    /// The slip's number, as it is printed.
    #[must_use]
    pub fn slip(&self) -> Option<String> {
        self.number.map(|it| format!("{}-{it:04}", self.made.year))
    }
}

/// Decisions of finance.
#[async_trait]
pub trait Deliveries: Send + Sync {
    /// Decides, once: false if it was decided before, with what was decided then.
    async fn decide(&self, decision: &NewDecision) -> Result<(bool, DecisionRow)>;
    /// The decisions of a store since a moment, latest first.
    async fn decisions(&self, store: i64, since: Instant) -> Result<Vec<DecisionRow>>;
    /// The decision on an order.
    async fn decision(&self, order: FactId) -> Result<Option<DecisionRow>>;
    /// Decisions that the desks do not have yet.
    async fn untold_decisions(&self, limit: u32) -> Result<Vec<DecisionRow>>;
    /// Notes that the desk has it.
    async fn told_decision(&self, order: FactId) -> Result<()>;
}
