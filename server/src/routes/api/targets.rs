//! `/api/targets/{month}`: what the store's people are to reach.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::layers::limits::Body;
use crate::targets::{self, Outcome, Targets};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::id::StaffId;
use domain::month::Month;
use domain::target::Goals;
use serde::Deserialize;

/// The targets of a month.
///
/// # Errors
/// If the asker is not a manager, or there is no such month.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    Path(month): Path<String>,
) -> Result<Json<Targets>, ApiError> {
    principal.managing()?;
    let month = Month::parse(&month).ok_or_else(ApiError::not_found)?;
    Ok(Json(targets::targets(&app, principal.store, month).await?))
}

/// Somebody's targets; what is left out is not set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    staff: StaffId,
    cards: Option<u32>,
    test_drives: Option<u32>,
    orders: Option<u32>,
    deliveries: Option<u32>,
}

/// Sets somebody's targets of a month.
///
/// # Errors
/// If the asker is not a manager, there is no such person or month, the month is over, or a number cannot be taken.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    Path(month): Path<String>,
    body: Result<Body<New>, ApiError>,
) -> Result<StatusCode, ApiError> {
    principal.managing()?;
    let Body(new) = body?;
    let month = Month::parse(&month).ok_or_else(ApiError::not_found)?;
    let New { staff, cards, test_drives, orders, deliveries } = new;
    let goals = Goals { cards, test_drives, orders, deliveries };
    match targets::set(&app, &principal, month, staff, goals).await? {
        Outcome::Done => Ok(StatusCode::NO_CONTENT),
        Outcome::Unknown => Err(ApiError::not_found()),
        Outcome::Wrong(why) => Err(ApiError::invalid(why)),
    }
}
