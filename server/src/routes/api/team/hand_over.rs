//! `/api/team/{advisor}/hand-over`: all customers of an advisor go to colleagues.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::handover::{Done, Going, Offer, Refused, hand_over, offer};
use crate::layers::limits::Body;
use crate::team::looked;
use axum::Json;
use axum::extract::{Path, State};
use domain::command::TEXT_MAX;
use domain::id::StaffId;
use serde::Deserialize;

/// What would go, and to whom it could.
///
/// # Errors
/// If the asker is not a manager, or there is no such person in the store.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    Path(advisor): Path<String>,
) -> Result<Json<Offer>, ApiError> {
    principal.managing()?;
    let advisor = StaffId::parse(&advisor).ok_or_else(ApiError::not_found)?;
    let offer = offer(&app, principal.store, advisor).await?.ok_or_else(ApiError::not_found)?;
    looked(&app, &principal, advisor).await?;
    Ok(Json(offer))
}

/// Everybody's way, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    going: Vec<Going>,
    #[serde(default)]
    note: String,
}

/// Hands everybody over.
///
/// # Errors
/// If the asker is not a manager, the state is another than was seen, or a rule forbids it.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    Path(advisor): Path<String>,
    body: Result<Body<Asked>, ApiError>,
) -> Result<Json<Done>, ApiError> {
    principal.managing()?;
    let Body(asked) = body?;
    let advisor = StaffId::parse(&advisor).ok_or_else(ApiError::not_found)?;
    if asked.note.chars().count() > TEXT_MAX {
        return Err(ApiError::invalid(format!("a note has at most {TEXT_MAX} characters")));
    }
    match hand_over(&app, &principal, advisor, &asked.going, asked.note.trim()).await? {
        Ok(done) => Ok(Json(done)),
        Err(Refused::Unknown) => Err(ApiError::not_found()),
        Err(Refused::Changed) => Err(ApiError::changed()),
        Err(Refused::Forbidden(objection)) => Err(ApiError::objection(objection)),
    }
}
