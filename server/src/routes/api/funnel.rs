//! `/api/funnel`: the funnel and the key figures.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::funnel;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use domain::funnel::Report;
use serde::Deserialize;

/// Which days, and whose.
#[derive(Deserialize)]
pub struct Asked {
    from: String,
    to: String,
    advisor: Option<String>,
}

/// The figures of some days, and of as many before.
///
/// # Errors
/// If the asker may not see them, or there are no such days.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Report>, ApiError> {
    let Query(asked) = asked.map_err(|it| ApiError::malformed(it.body_text()))?;
    let asked = funnel::Asked::by(&app, &principal, &asked.from, &asked.to, asked.advisor.as_deref())?;
    Ok(Json(asked.report(&app).await?))
}
