//! How much a request may bring.

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::time::timeout;

use crate::app::App;
use crate::error::ApiError;

/// The most bytes of a body under `/api`.
pub const BODY: usize = 64 << 10;
/// The most bytes of a body that names every customer of somebody.
pub const LIST: usize = 1 << 20;

/// How long a body may take to come, from its first byte to its last, unless [`crate::config::Web::patience`] says otherwise.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A JSON body; what is wrong with it is said in the envelope, and so is that it did not come in time.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let Ok(came) = timeout(app.web.patience, axum::Json::<T>::from_request(request, app)).await else {
            return Err(ApiError::malformed("the body did not come in time"));
        };
        match came {
            Ok(body) => Ok(Self(body.0)),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(ApiError::too_large()),
            Err(JsonRejection::JsonDataError(error)) => Err(ApiError::invalid(root(&error))),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(ApiError::malformed("the body is to be JSON, and `Content-Type` is to say so"))
            }
            Err(error) => Err(ApiError::malformed(root(&error))),
        }
    }
}

/// What serde says, without axum's sentence before it.
fn root(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
