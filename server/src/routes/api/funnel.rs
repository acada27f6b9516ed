//! `/api/funnel`: the funnel and the key figures.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::funnel;
use crate::months::sheet::MEDIA;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
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
    Ok(Json(may(&app, &principal, asked)?.report(&app).await?))
}

/// The same figures as a workbook.
///
/// # Errors
/// If the asker may not see them, or there are no such days.
pub async fn sheet(
    State(app): State<App>,
    principal: Principal,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, ApiError> {
    let asked = may(&app, &principal, asked)?;
    let report = asked.report(&app).await?;
    let name = format!("attachment; filename=\"genjin-figures-{}.xlsx\"", report.now.span.from());
    let bytes = asked.sheet(report).await?;
    Ok(([(header::CONTENT_TYPE, MEDIA), (header::CONTENT_DISPOSITION, name.as_str())], bytes).into_response())
}

fn may(
    app: &App,
    principal: &Principal,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<funnel::Asked, ApiError> {
    let Query(asked) = asked.map_err(|it| ApiError::malformed(it.body_text()))?;
    funnel::Asked::by(app, principal, &asked.from, &asked.to, asked.advisor.as_deref())
}
