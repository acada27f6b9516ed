//! `/api/pool`: customers 公海 whom nobody owns.

pub mod claim;

use crate::app::App;
use crate::auth::session::Principal;
use crate::board::Row;
use crate::error::ApiError;
use axum::Json;
use axum::extract::State;
use domain::id::{CustomerId, FactId};
use domain::instant::Instant;
use domain::level::Level;
use domain::phone::masked;
use serde::Serialize;

/// The pool of a store.
#[derive(Debug, Serialize)]
pub struct Pool {
    /// The moment for which it holds.
    as_of: Instant,
    /// How many customers the asker may still take today.
    claims_left: u32,
    /// The customers, hottest first.
    customers: Vec<Free>,
}

/// A customer whom nobody owns.
#[derive(Debug, Serialize)]
pub struct Free {
    customer: CustomerId,
    name: String,
    phone_masked: String,
    level: Level,
    source: String,
    /// When the card was made.
    created: Instant,
    /// When somebody was last reached.
    reached: Option<Instant>,
    /// The last ruling: a claim names it.
    ruling: Option<FactId>,
}

/// The pool of the asker's store.
///
/// # Errors
/// If the asker cannot own customers.
pub async fn get(State(app): State<App>, principal: Principal) -> Result<Json<Pool>, ApiError> {
    principal.owning()?;
    let now = app.clock.now();
    let free = |(customer, row): Row<'_>| {
        let card = &row.row.row;
        (row.advisor.is_none() && card.level.is_open()).then(|| Free {
            customer: *customer,
            phone_masked: masked(&card.phone),
            name: card.name.clone(),
            level: card.level,
            source: card.source.clone(),
            created: card.created,
            reached: card.reached,
            ruling: row.row.ruling,
        })
    };
    let mut customers: Vec<Free> = app.customers(principal.store).await?.iter().filter_map(free).collect();
    customers.sort_by_key(|it| (it.level, it.customer));
    let settings = app.settings.of(principal.store);
    let policy = settings.policy(now);
    let midnight = policy.zone.start_of(policy.zone.day(now));
    let claimed = app.store.count_rulings(principal.staff, "claim", midnight).await?;
    Ok(Json(Pool { as_of: now, claims_left: policy.claims_per_day.saturating_sub(claimed), customers }))
}
