//! `/api/team`: each advisor's progress.

pub mod customers;
pub mod events;
pub mod hand_over;

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::team::{Team, team};
use axum::Json;
use axum::extract::State;

/// The progress of the manager's store.
///
/// # Errors
/// If the asker is not a manager.
pub async fn get(State(app): State<App>, principal: Principal) -> Result<Json<Team>, ApiError> {
    principal.managing()?;
    Ok(Json(team(&app, principal.store).await?))
}
