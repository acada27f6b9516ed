//! What goes wrong for somebody who asked: one envelope, logged once.
//!
//! **Invariant:** nothing of what went wrong inside goes out, and nothing personal goes into the log.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An answer that is not what was asked for.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    detail: String,
    retry_after: Option<u64>,
    more: Option<Box<(&'static str, serde_json::Value)>>,
    cause: Option<anyhow::Error>,
}

impl ApiError {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), retry_after: None, more: None, cause: None }
    }

    /// No session, or one that has ended.
    #[must_use]
    pub fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed_out", "sign in first")
    }

    /// Login and password do not fit; nothing says which is wrong.
    #[must_use]
    pub fn wrong_credentials() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "wrong_credentials", "login or password is wrong")
    }

    /// The account rests.
    #[must_use]
    pub fn too_many_attempts(seconds: u64) -> Self {
        let error =
            Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", "too many attempts; wait and try again");
        Self { retry_after: Some(seconds), ..error }
    }

    /// One person has as many connections as one may have.
    #[must_use]
    pub fn too_many_sockets() -> Self {
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_sockets", "too many connections of one person");
        Self { retry_after: Some(60), ..error }
    }

    /// So many sign in at once that another one would wait too long.
    #[must_use]
    pub fn busy() -> Self {
        let error = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "too many sign-ins at once; try again");
        Self { retry_after: Some(2), ..error }
    }

    /// The device's id and secret do not fit this person.
    #[must_use]
    pub fn device_refused() -> Self {
        Self::new(StatusCode::FORBIDDEN, "device_refused", "this device is not enrolled for this person")
    }

    /// Not there, or not for this person: nobody can tell which.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is no such thing")
    }

    /// The page that asks was not served from here.
    #[must_use]
    pub fn forbidden_origin() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden_origin", "requests from other sites are not taken")
    }

    /// The method is not one of the route's.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this route does not know the method")
    }

    /// The body cannot be read.
    #[must_use]
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", detail)
    }

    /// The body is over the limit.
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body is too large")
    }

    /// A value is not one that can be taken.
    #[must_use]
    pub fn invalid(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail)
    }

    /// Numbers that cannot be taken, by their names.
    #[must_use]
    pub fn invalid_numbers(detail: impl Into<String>, numbers: Vec<String>) -> Self {
        Self { more: Some(Box::new(("numbers", numbers.into()))), ..Self::invalid(detail) }
    }

    /// A ruling that the rules do not allow, by the objection's word.
    #[must_use]
    pub fn objection(objection: domain::ruling::Objection) -> Self {
        let code = serde_json::to_value(objection).unwrap_or_default();
        let error = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "objection", "the rules do not allow this ruling now");
        Self { more: Some(Box::new(("objection", code))), ..error }
    }

    /// Somebody else has ruled on the same state; `ruling` says who, what and when.
    #[must_use]
    pub fn overtaken(ruling: serde_json::Value) -> Self {
        let error = Self::new(StatusCode::CONFLICT, "overtaken", "somebody else has ruled in the meantime");
        Self { more: Some(Box::new(("ruling", ruling))), ..error }
    }

    /// Customers, or what they are at, are not as the asker has seen them.
    #[must_use]
    pub fn changed() -> Self {
        Self::new(StatusCode::CONFLICT, "changed", "the customers are not as they were seen; nothing was handed over")
    }

    /// The day's claims out of the pool are used up.
    #[must_use]
    pub fn over_quota(most: u32) -> Self {
        let error =
            Self::new(StatusCode::CONFLICT, "over_quota", "no more customers can be taken out of the pool today");
        Self { more: Some(Box::new(("most", most.into()))), ..error }
    }

    /// The day's questions about numbers are used up.
    #[must_use]
    pub fn asked_too_often(most: u32) -> Self {
        let error = Self::new(StatusCode::CONFLICT, "asked_too_often", "no more numbers can be asked about today");
        Self { more: Some(Box::new(("most", most.into()))), ..error }
    }

    /// Nobody shuts themselves out.
    #[must_use]
    pub fn oneself() -> Self {
        Self::new(StatusCode::CONFLICT, "oneself", "nobody can disable their own account")
    }

    /// The login is somebody's.
    #[must_use]
    pub fn taken() -> Self {
        Self::new(StatusCode::CONFLICT, "taken", "the login is taken")
    }

    /// The set-up link was used, has expired, or never was.
    #[must_use]
    pub fn setup_over() -> Self {
        Self::new(StatusCode::GONE, "setup_over", "this link is not in force; restart the server for a new one")
    }

    /// The server cannot answer now.
    #[must_use]
    pub fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "the server is not ready")
    }
}

impl<E: Into<anyhow::Error>> From<E> for ApiError {
    fn from(cause: E) -> Self {
        let cause = cause.into();
        let error = if cause.chain().any(is_of_the_disk) {
            let detail = "the server's disk takes nothing now; nothing was changed, try again later";
            Self::new(StatusCode::SERVICE_UNAVAILABLE, "unwritable", detail)
        } else {
            Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "something failed on the server; it was logged")
        };
        Self { cause: Some(cause), ..error }
    }
}

/// Whether the disk is full, or fails.
fn is_of_the_disk(error: &(dyn std::error::Error + 'static)) -> bool {
    let Some(sqlx::Error::Database(error)) = error.downcast_ref() else { return false };
    // SQLITE_IOERR and SQLITE_FULL are the lower byte of their extended codes.
    let code = error.code().and_then(|it| it.parse::<u32>().ok());
    code.is_some_and(|it| [10, 13].contains(&(it & 0xff)))
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(error = format!("{cause:#}"), "a request failed");
        }
        let mut error = json!({ "code": self.code, "detail": self.detail });
        if let (Some(seconds), Some(object)) = (self.retry_after, error.as_object_mut()) {
            object.insert("retry_after".to_owned(), seconds.into());
        }
        if let (Some(more), Some(object)) = (self.more, error.as_object_mut()) {
            object.insert(more.0.to_owned(), more.1);
        }
        let mut response = (self.status, Json(json!({ "errors": [error] }))).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
