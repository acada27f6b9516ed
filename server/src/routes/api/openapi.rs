//! `/api/openapi.json`: the description of all routes.

use axum::http::header;
use axum::response::IntoResponse;

/// The description, as it is served.
pub const TEXT: &str = include_str!("../../../openapi.json");

/// The description.
pub async fn get() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], TEXT)
}
