//! `/api/pool/{customer}/claim`: takes a customer out of the pool.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::routes::api::locks::ruling::{Made, answer};
use crate::rulings::{Wish, rule};
use axum::Json;
use axum::extract::{Path, State};
use domain::fact::Ruling;
use domain::id::CustomerId;

/// Makes the asker the owner, if nobody was quicker and the day's claims are not used up.
///
/// # Errors
/// If the asker cannot own customers, there is no such customer in the pool, or no more may be taken today.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    Path(customer): Path<String>,
) -> Result<Json<Made>, ApiError> {
    principal.owning()?;
    let customer = CustomerId::parse(&customer).ok_or_else(ApiError::not_found)?;
    // Who is not in the pool is somebody's, and not for this person to know of.
    let free =
        app.store.customer(customer).await?.is_some_and(|it| it.store == principal.store && it.advisor.is_none());
    if !free {
        return Err(ApiError::overtaken(serde_json::Value::Null));
    }
    let what = Ruling::Claim { to: principal.staff };
    let wish = Wish { customer, what, note: String::new(), after: None };
    answer(&app, &principal, rule(&app, &principal, wish).await?).await
}
