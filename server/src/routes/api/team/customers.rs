//! `/api/team/{advisor}/customers`: an advisor's customers, for the manager.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::team::{Customers, customers};
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
    customers(&app, principal.store, advisor).await?.map(Json).ok_or_else(ApiError::not_found)
}
