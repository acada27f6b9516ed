//! `/api/locks`: what waits for the manager: locks, applications for F and N, evidence.

pub mod ruling;

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::team::queue::{Locks, locks};
use axum::Json;
use axum::extract::State;

/// The queue of the manager's store.
///
/// # Errors
/// If the asker is not a manager.
pub async fn get(State(app): State<App>, principal: Principal) -> Result<Json<Locks>, ApiError> {
    principal.managing()?;
    Ok(Json(locks(&app, principal.store).await?))
}
