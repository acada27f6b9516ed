//! Requests that change something come from our own pages, or from programs.

use crate::app::App;
use crate::error::ApiError;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses what another site's page sends.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads && !is_ours(&app, request.headers(), request.uri()) {
        return ApiError::forbidden_origin().into_response();
    }
    next.run(request).await
}

/// Whether a request comes from a page of this server, or from a program, which sends no `Origin`.
/// The WebSocket asks it, too: it is a GET that changes something.
#[must_use]
pub fn is_ours(app: &App, headers: &HeaderMap, uri: &Uri) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let host =
        headers.get(header::HOST).and_then(|it| it.to_str().ok()).or_else(|| uri.authority().map(Authority::as_str));
    app.web.allows(origin, host)
}
