//! `/healthz` and `/readyz`: for whoever watches the process.

use crate::app::App;
use crate::error::ApiError;
use axum::extract::State;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The store answers and takes what is written, and the server is not going down.
///
/// # Errors
/// If it is not so.
pub async fn ready(State(app): State<App>) -> Result<&'static str, ApiError> {
    if *app.events.draining().borrow() || app.metrics.store_fails.is_set() || app.store.ping().await.is_err() {
        return Err(ApiError::unavailable());
    }
    Ok("ok\n")
}
