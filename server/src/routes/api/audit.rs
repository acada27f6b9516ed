//! `/api/audit`: who saw and did what.

use crate::app::App;
use crate::auth::session::Principal;
use crate::board::Board;
use crate::error::ApiError;
use crate::store::{AuditFilter, AuditRow};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use domain::id::{CustomerId, StaffId};
use domain::instant::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines of one answer.
const PAGE: u32 = 200;

/// Which lines.
#[derive(Deserialize)]
pub struct Asked {
    staff: Option<StaffId>,
    customer: Option<CustomerId>,
    what: Option<String>,
    before: Option<i64>,
}

/// A page of the record, newest first.
#[derive(Debug, Serialize)]
pub struct Audit {
    lines: Vec<Line>,
    /// Everybody of the store, who can stand in the record.
    people: Vec<Somebody>,
    /// Where the next page begins; none if this is the last.
    next: Option<i64>,
}

/// Somebody of the store.
#[derive(Debug, Serialize)]
pub struct Somebody {
    staff: StaffId,
    name: String,
}

/// Somebody did something.
#[derive(Debug, Serialize)]
pub struct Line {
    at: Instant,
    staff: StaffId,
    name: String,
    what: String,
    customer: Option<CustomerId>,
    /// What else it is about: a login, a device; empty if nothing.
    about: String,
    /// The customer's name as it is now, for a manager; empty if nobody is meant, or the card is not there any more.
    customer_name: String,
}

/// The record of the asker's store.
///
/// # Errors
/// If the asker is neither manager nor admin.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Audit>, ApiError> {
    principal.auditing()?;
    let Query(asked) = asked.map_err(|it| ApiError::malformed(it.body_text()))?;
    let filter = AuditFilter { staff: asked.staff, customer: asked.customer, what: asked.what, before: asked.before };
    let rows = app.store.audit(principal.store, &filter, PAGE).await?;
    let staff = app.store.staff(Some(principal.store)).await?;
    let names: BTreeMap<StaffId, String> = staff.into_iter().map(|it| (it.id, it.name)).collect();
    // The administrator looks after accounts: who saw whose card, and nothing of the customer.
    let cards = if principal.managing().is_ok() { app.customers(principal.store).await? } else { Board::default() };
    let next = rows.last().filter(|_| rows.len() == PAGE as usize).map(|it| it.pos);
    let line = |it: AuditRow| Line {
        at: it.at,
        staff: it.staff,
        name: names.get(&it.staff).cloned().unwrap_or_default(),
        what: it.what,
        customer: it.customer,
        about: it.about,
        customer_name: it.customer.and_then(|it| cards.get(&it)).map(|it| it.row.row.name.clone()).unwrap_or_default(),
    };
    let lines = rows.into_iter().map(line).collect();
    let people = names.into_iter().map(|(staff, name)| Somebody { staff, name }).collect();
    Ok(Json(Audit { lines, people, next }))
}
