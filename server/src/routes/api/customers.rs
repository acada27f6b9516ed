//! `/api/customers/{customer}`: the card of anybody's customer, for the manager; each look is recorded.

use crate::app::App;
use crate::auth::session::Principal;
use crate::customers::Known;
use crate::error::ApiError;
use crate::store::AuditRow;
use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CustomerId, FactId};
use domain::ruling;
use domain::view::View;
use serde::Serialize;

/// A card.
#[derive(Debug, Serialize)]
pub struct Card {
    /// What the facts amount to, with the whole history.
    view: View,
    /// The last ruling: the next one names it.
    ruling: Option<FactId>,
    /// Contacts that a ruling can honour.
    evidence: Vec<FactId>,
    /// Facts set aside that a ruling can make count.
    countable: Vec<FactId>,
}

/// The card of a customer of the manager's store.
///
/// # Errors
/// If the asker is not a manager, or there is no such customer in the store.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    Path(customer): Path<String>,
) -> Result<Json<Card>, ApiError> {
    principal.managing()?;
    let customer = CustomerId::parse(&customer).ok_or_else(ApiError::not_found)?;
    let row = app.store.customer(customer).await?.filter(|it| it.store == principal.store);
    let row = row.ok_or_else(ApiError::not_found)?;
    let view = Known::of(&app, row.store, customer).await?.view.filter(|it| !it.withdrawn);
    let view = view.ok_or_else(ApiError::not_found)?;
    let line = AuditRow {
        pos: 0,
        at: app.clock.now(),
        store: principal.store,
        staff: principal.staff,
        what: "card_seen".to_owned(),
        customer: Some(customer),
        about: String::new(),
    };
    app.store.record(&line).await?;
    Ok(Json(Card {
        ruling: ruling::last(&view),
        evidence: ruling::evidence(&view),
        countable: ruling::countable(&view),
        view,
    }))
}
