//! `/api/phones`: whether a number may be known in the store, and whose customer it is.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::layers::limits::Body;
use crate::phones::{self, Answer};
use axum::Json;
use axum::extract::State;
use domain::command::TEXT_MAX;
use domain::id::StaffId;
use serde::{Deserialize, Serialize};

/// The fingerprints of the store's numbers.
#[derive(Debug, Serialize)]
pub struct Published {
    /// In the form of `domain::phone::Prints`.
    prints: String,
}

/// What a device checks new numbers against, offline.
///
/// # Errors
/// If the asker makes no cards.
pub async fn get(State(app): State<App>, principal: Principal) -> Result<Json<Published>, ApiError> {
    principal.owning()?;
    Ok(Json(Published { prints: phones::all(&app, principal.store).await?.to_text() }))
}

/// The number in question. It stands in the body: addresses are logged.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    phone: String,
}

/// Whose it is.
#[derive(Debug, Serialize)]
pub struct Whose {
    /// Whether the store has a customer with this number.
    known: bool,
    /// The owner; none in the pool.
    owner: Option<StaffId>,
    /// The owner's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_name: Option<String>,
}

/// Whose customer a number is. The day's questions are limited, and each is recorded.
///
/// # Errors
/// If the asker makes no cards, or has asked too often.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    body: Result<Body<Asked>, ApiError>,
) -> Result<Json<Whose>, ApiError> {
    principal.owning()?;
    let Body(asked) = body?;
    if asked.phone.chars().count() > TEXT_MAX {
        return Err(ApiError::invalid(format!("a number has at most {TEXT_MAX} characters")));
    }
    match phones::whose(&app, &principal, &asked.phone).await? {
        Answer::Unknown => Ok(Json(Whose { known: false, owner: None, owner_name: None })),
        Answer::Known(_, owner) => {
            let staff = app.store.staff(Some(principal.store)).await?;
            let named = owner.and_then(|it| staff.into_iter().find(|person| person.id == it));
            Ok(Json(Whose { known: true, owner, owner_name: named.map(|it| it.name) }))
        }
        Answer::OverQuota => {
            let most = app.settings.of(principal.store).policy(app.clock.now()).phone_questions_per_day;
            Err(ApiError::asked_too_often(most))
        }
    }
}
