//! `/api/months/{month}/{advisor}/close`: the manager's signature.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::months::Asked;
use axum::Json;
use axum::extract::{Path, State};
use domain::month::Table;

/// Closes a month; one that is closed stays as it is.
///
/// # Errors
/// If the asker is not a manager of the store, there is no such table, or the month is not over.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    Path((month, advisor)): Path<(String, String)>,
) -> Result<Json<Table>, ApiError> {
    principal.managing()?;
    let asked = Asked::by(&app, &principal, &month, &advisor)?;
    Ok(Json(asked.close(&app, principal.staff).await?))
}
