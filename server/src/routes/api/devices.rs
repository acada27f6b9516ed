//! `/api/devices`: enrol the device on which somebody has signed in.

use crate::app::App;
use crate::auth::device;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::layers::limits::Body;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

/// What enrolling takes.
#[derive(Deserialize)]
pub struct Enrol {
    name: String,
}

/// The enrolled device.
#[derive(Serialize)]
pub struct Enrolled {
    id: String,
    secret: String,
}

/// Enrols a device and binds the session to it.
///
/// # Errors
/// If there is no session, or the name cannot be taken.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    Body(body): Body<Enrol>,
) -> Result<(StatusCode, Json<Enrolled>), ApiError> {
    let (row, secret) = device::enrol(&app, principal.staff, &body.name).await?;
    app.store.bind_session(principal.session, &row.id).await?;
    Ok((StatusCode::CREATED, Json(Enrolled { id: row.id.0, secret })))
}
