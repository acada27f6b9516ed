//! `/api/deliveries`: the orders that wait for finance.

pub mod decision;

use crate::app::App;
use crate::auth::session::Principal;
use crate::deliveries::{DeliveryList, list};
use crate::error::ApiError;
use axum::Json;
use axum::extract::State;

/// The orders of the store of finance, or of the manager, who only reads.
///
/// # Errors
/// If the asker is neither.
pub async fn get(State(app): State<App>, principal: Principal) -> Result<Json<DeliveryList>, ApiError> {
    principal.financing().or_else(|_| principal.managing())?;
    Ok(Json(list(&app, principal.store).await?))
}
