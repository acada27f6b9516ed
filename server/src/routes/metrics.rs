//! `/metrics`: counters for Prometheus.

use crate::app::App;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

/// The counters.
pub async fn get(State(app): State<App>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.text(app.online.sockets()))
}
