//! `/api/months/{month}/{advisor}`: the monthly table.

pub mod close;

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::months::{Asked, sheet};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The form in which a table is asked for.
enum Form {
    Json,
    Xlsx,
}

/// A table, as JSON or, with `.xlsx` behind the advisor, as a workbook.
///
/// # Errors
/// If the asker may not see it, or there is no such month yet.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    Path((month, advisor)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (scope, form) = match advisor.rsplit_once('.') {
        Some((scope, "xlsx")) => (scope, Form::Xlsx),
        Some((scope, "json")) => (scope, Form::Json),
        _ => (advisor.as_str(), Form::Json),
    };
    let asked = Asked::by(&app, &principal, &month, scope)?;
    let table = asked.table(&app).await?;
    match form {
        Form::Json => Ok(Json(table).into_response()),
        Form::Xlsx => {
            let name = format!("attachment; filename=\"genjin-{month}.xlsx\"");
            let bytes = asked.sheet(table).await?;
            Ok(([(header::CONTENT_TYPE, sheet::MEDIA), (header::CONTENT_DISPOSITION, name.as_str())], bytes)
                .into_response())
        }
    }
}
