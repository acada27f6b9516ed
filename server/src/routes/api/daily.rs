//! `/api/daily/{day}`: what was done on a day, and what the manager asks for.

use crate::app::App;
use crate::auth::session::Principal;
use crate::daily::{self, Report, instruct};
use crate::error::ApiError;
use crate::layers::limits::Body;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::id::{FactId, StaffId};
use domain::instant::Day;
use serde::{Deserialize, Serialize};

/// A day: an advisor's own, a manager's store's.
///
/// # Errors
/// If the asker may not see it, or the day has not come.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    Path(day): Path<String>,
) -> Result<Json<Report>, ApiError> {
    Ok(Json(daily::Asked::by(&app, &principal, &day)?.report(&app).await?))
}

/// An instruction.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    day: Day,
    advisor: StaffId,
    text: String,
}

/// The instruction that stands.
#[derive(Debug, Serialize)]
pub struct Made {
    instruction: FactId,
}

/// Writes an instruction to an advisor.
///
/// # Errors
/// If the asker is not a manager, there is no such advisor, or it cannot be taken.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    body: Result<Body<New>, ApiError>,
) -> Result<(StatusCode, Json<Made>), ApiError> {
    principal.managing()?;
    let Body(new) = body?;
    let instruction = instruct(&app, &principal, new.day, new.advisor, &new.text).await?;
    Ok((StatusCode::CREATED, Json(Made { instruction })))
}
