//! `/api/reception`: the register of arrivals.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::layers::limits::Body;
use crate::reception::{self, Change, Coming, Register};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::id::{ArrivalId, CustomerId, StaffId};
use domain::instant::Day;
use domain::reception::{Arrival, Purpose};
use serde::Deserialize;

/// Which day.
#[derive(Deserialize)]
pub struct Asked {
    day: Option<Day>,
}

/// The register of a day, today's unless another is named.
///
/// # Errors
/// If the asker receives nobody.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Register>, ApiError> {
    principal.receiving()?;
    let Query(asked) = asked.map_err(|it| ApiError::malformed(it.body_text()))?;
    let now = app.clock.now();
    let day = asked.day.unwrap_or_else(|| app.settings.of(principal.store).zone(now).day(now));
    Ok(Json(reception::register(&app, principal.store, day).await?))
}

/// Somebody who arrives.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    #[serde(default = "one")]
    party: u32,
    purpose: Purpose,
    #[serde(default)]
    again: bool,
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
    advisor: Option<StaffId>,
}

const fn one() -> u32 {
    1
}

/// Registers an arrival.
///
/// # Errors
/// If the asker receives nobody, or something cannot be taken.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    body: Result<Body<New>, ApiError>,
) -> Result<(StatusCode, Json<Arrival>), ApiError> {
    principal.receiving()?;
    let Body(New { party, purpose, again, name, phone, advisor }) = body?;
    let made = reception::arrive(&app, &principal, Coming { party, purpose, again, name, phone, advisor }).await?;
    let made =
        made.ok_or_else(|| ApiError::invalid("1 to 99 people, at most 200 characters, an advisor of the store"))?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// What has become of an arrival.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    #[serde(default)]
    left: bool,
    advisor: Option<StaffId>,
    customer: Option<CustomerId>,
}

/// Notes what has become of an arrival.
///
/// # Errors
/// If the asker receives nobody, or there is no such arrival, person or card.
pub async fn change(
    State(app): State<App>,
    principal: Principal,
    Path(arrival): Path<String>,
    body: Result<Body<Changed>, ApiError>,
) -> Result<Json<Arrival>, ApiError> {
    principal.receiving()?;
    let Body(Changed { left, advisor, customer }) = body?;
    let id = ArrivalId::parse(&arrival).ok_or_else(ApiError::not_found)?;
    let changed = reception::change(&app, &principal, id, Change { left, advisor, customer }).await?;
    Ok(Json(changed.ok_or_else(ApiError::not_found)?))
}
