//! One line of log for each request, without names, ids or query.

use crate::app::App;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Logs and counts.
pub async fn add(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let status = response.status();
    let counter = match status.as_u16() {
        ..400 => &app.metrics.answered,
        400..500 => &app.metrics.refused,
        500.. => &app.metrics.failed,
    };
    counter.one();
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(%method, route, status = status.as_u16(), ms, "request");
    response
}
