//! `/api/setup`: the first account of a server that has none.

use crate::app::App;
use crate::auth::secret;
use crate::auth::session::begin;
use crate::error::ApiError;
use crate::layers::limits::Body;
use crate::people::{NewStaff, add_staff, add_store, check_name};
use crate::role::Role;
use crate::routes::api::session::signed_in;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// What setting up takes.
#[derive(Deserialize)]
pub struct SetUp {
    token: String,
    store: String,
    name: String,
    login: String,
    password: String,
}

/// Makes the store and its manager, and signs the manager in. The link is used up.
///
/// # Errors
/// If the link is not in force, or something cannot be taken.
pub async fn post(State(app): State<App>, Body(body): Body<SetUp>) -> Result<Response, ApiError> {
    let SetUp { token, store, name, login, password } = body;
    // Looked at first: a mistyped password must not use up the link.
    let mut new = NewStaff { login, name, role: Role::Manager, store: 0, password };
    new.check().map_err(|it| ApiError::invalid(it.to_string()))?;
    check_name(&store).map_err(|it| ApiError::invalid(it.to_string()))?;
    if !app.store.take_setup(secret::hash(&token), app.clock.now()).await? {
        return Err(ApiError::setup_over());
    }
    new.store = add_store(&app, store.trim()).await?;
    let staff = add_staff(&app, new).await?;
    let cookie = begin(&app, staff, None).await?;
    signed_in(&app, StatusCode::CREATED, cookie, None).await
}
