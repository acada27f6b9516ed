//! `/api/team/{advisor}/customers`: an advisor's customers, for the manager; the first look of a day is recorded.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::team::{Customers, customers, looked};
use axum::Json;
use axum::extract::{Path, State};
use domain::id::StaffId;

/// The customers of a person of the manager's store.
///
/// # Errors
/// If the asker is not a manager, or there is no such person in the store.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    Path(advisor): Path<String>,
) -> Result<Json<Customers>, ApiError> {
    principal.managing()?;
    let advisor = StaffId::parse(&advisor).ok_or_else(ApiError::not_found)?;
    let customers = customers(&app, principal.store, advisor).await?.ok_or_else(ApiError::not_found)?;
    looked(&app, &principal, advisor).await?;
    Ok(Json(customers))
}
