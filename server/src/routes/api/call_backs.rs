//! `/api/call-backs`: what the manager asks customers after a delivery.

use crate::app::App;
use crate::auth::session::Principal;
use crate::call_backs::{CallBackList, list, record};
use crate::error::ApiError;
use crate::layers::limits::Body;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::StatusCode;
use domain::fact::order::{Answer, Call, CalledBack};
use domain::id::FactId;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Days whose answers are counted, where nobody says how many.
const DAYS: u16 = 90;
/// The most days whose answers are counted.
const DAYS_MAX: u16 = 366;

/// Of how many days the answers are counted.
#[derive(Deserialize)]
pub struct Asked {
    days: Option<u16>,
}

/// What came of a call.
#[derive(Deserialize)]
pub struct Called {
    call: Call,
    answer: Answer,
    #[serde(default)]
    note: String,
    #[serde(default)]
    scores: BTreeMap<String, u8>,
    #[serde(default)]
    said: BTreeMap<String, String>,
}

/// What the manager is to ask, and what the customers of the last days have answered.
///
/// # Errors
/// If the asker is not a manager, or there are no such days.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<CallBackList>, ApiError> {
    principal.managing()?;
    let Query(asked) = asked.map_err(|it| ApiError::malformed(it.body_text()))?;
    let days = asked.days.unwrap_or(DAYS);
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(ApiError::invalid("the answers of 1 to 366 days are counted"));
    }
    Ok(Json(list(&app, principal.store, days).await?))
}

/// Records a call.
///
/// # Errors
/// If the asker is not a manager, or there is no such call-back to be made.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    Path(order): Path<String>,
    request: Request,
) -> Result<StatusCode, ApiError> {
    principal.managing()?;
    let order = FactId::parse(&order).ok_or_else(ApiError::not_found)?;
    let Body(Called { call, answer, note, scores, said }) = Body::from_request(request, &app).await?;
    let note = note.trim().to_owned();
    record(&app, &principal, CalledBack { order, call, answer, note, scores, said, by: None }).await?;
    Ok(StatusCode::NO_CONTENT)
}
