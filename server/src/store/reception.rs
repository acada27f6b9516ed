//! The reception's register.

use super::Result;
use async_trait::async_trait;
use domain::id::{ArrivalId, StaffId};
use domain::instant::Instant;
use domain::reception::Arrival;

/// The reception's register.
#[async_trait]
pub trait Reception: Send + Sync {
    /// Writes an arrival, who wrote it, or what has become of it.
    async fn put_arrival(&self, store: i64, arrival: &Arrival, by: StaffId) -> Result<()>;
    /// An arrival of a store.
    async fn arrival(&self, store: i64, id: ArrivalId) -> Result<Option<Arrival>>;
    /// The arrivals of a store from a moment until before another, oldest first.
    async fn arrivals(&self, store: i64, from: Instant, until: Instant) -> Result<Vec<Arrival>>;
}
