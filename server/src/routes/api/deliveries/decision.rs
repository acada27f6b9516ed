//! `/api/deliveries/{order}/decision`: finance approves or refuses, once.

use crate::app::App;
use crate::auth::session::Principal;
use crate::deliveries::{Outcome, decide};
use crate::error::ApiError;
use crate::layers::limits::Body;
use crate::store::Verdict;
use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::id::FactId;
use serde::Deserialize;
use serde_json::json;

/// What finance decides.
#[derive(Deserialize)]
pub struct Decision {
    decision: Word,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Approve,
    Refuse,
}

/// Decides. Who may not is told nothing, not even whether the body could be read.
///
/// # Errors
/// If the asker is not of finance, there is no such order, or the decision lacks something.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    Path(order): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    principal.financing()?;
    let order = FactId::parse(&order).ok_or_else(ApiError::not_found)?;
    let Body(body) = Body::<Decision>::from_request(request, &app).await?;
    let verdict = match body.decision {
        Word::Approve => Verdict::Approve,
        Word::Refuse => Verdict::Refuse(body.reason.trim().to_owned()),
    };
    Ok(match decide(&app, &principal, order, verdict).await? {
        Outcome::Made(made) => Json(made).into_response(),
        Outcome::Before(before) => {
            let error = json!({ "code": "decided", "detail": "it was decided before; that stands" });
            (StatusCode::CONFLICT, Json(json!({ "errors": [error], "decided": before }))).into_response()
        }
        Outcome::Ended => {
            let error = json!({ "code": "ended", "detail": "the order was delivered or cancelled" });
            (StatusCode::CONFLICT, Json(json!({ "errors": [error], "decided": null }))).into_response()
        }
    })
}
