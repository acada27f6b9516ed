//! `/api/pool/{customer}/claim`: takes a customer out of the pool.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::layers::limits::Body;
use crate::routes::api::locks::ruling::{Made, answer, seen};
use crate::rulings::{Outcome, Wish, rule};
use axum::Json;
use axum::extract::{Path, State};
use domain::fact::Ruling;
use domain::id::CustomerId;
use domain::ruling::Objection;
use serde::Deserialize;

/// A claim.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The last ruling that was seen.
    after: Option<String>,
}

/// Makes the asker the owner, if nobody was quicker and the day's claims are not used up.
///
/// # Errors
/// If the asker cannot own customers, there is no such customer in the pool, or no more may be taken today.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    Path(customer): Path<String>,
    body: Result<Body<Asked>, ApiError>,
) -> Result<Json<Made>, ApiError> {
    principal.owning()?;
    let Body(asked) = body?;
    let after = asked.after.as_deref().map(seen).transpose()?;
    let customer = CustomerId::parse(&customer).ok_or_else(ApiError::not_found)?;
    // Who is not in the pool is somebody's, and not for this person to know of.
    let free =
        app.store.customer(customer).await?.is_some_and(|it| it.store == principal.store && it.advisor.is_none());
    if !free {
        // But who saw the ruling by which the customer was free may know who was quicker.
        let claimed = match after {
            Some(Some(after)) => app.store.ruling_after(customer, Some(after)).await?,
            Some(None) | None => None,
        };
        let claimed = claimed.filter(|it| it.what == "claim");
        return answer(&app, &principal, Outcome::Overtaken(claimed)).await;
    }
    let what = Ruling::Claim { to: principal.staff };
    let wish = Wish { customer, what, note: String::new(), after };
    let outcome = match rule(&app, &principal, wish).await? {
        // Somebody was quicker, and the read models do not know of it yet.
        Outcome::Forbidden(Objection::NotInPool) => Outcome::Overtaken(None),
        outcome => outcome,
    };
    answer(&app, &principal, outcome).await
}
