//! `/api/call-backs`: what the manager asks customers after a delivery.

use crate::app::App;
use crate::auth::session::Principal;
use crate::call_backs::{CallBackList, list, record};
use crate::error::ApiError;
use crate::layers::limits::Body;
use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::StatusCode;
use domain::fact::order::{Answer, Call, CalledBack};
use domain::id::FactId;
use serde::Deserialize;

/// What came of a call.
#[derive(Deserialize)]
pub struct Called {
    call: Call,
    answer: Answer,
    #[serde(default)]
    note: String,
}

/// What the manager is to ask.
///
/// # Errors
/// If the asker is not a manager.
pub async fn get(State(app): State<App>, principal: Principal) -> Result<Json<CallBackList>, ApiError> {
    principal.managing()?;
    Ok(Json(list(&app, principal.store).await?))
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
    let Body(Called { call, answer, note }) = Body::from_request(request, &app).await?;
    record(&app, &principal, CalledBack { order, call, answer, note: note.trim().to_owned(), by: None }).await?;
    Ok(StatusCode::NO_CONTENT)
}
