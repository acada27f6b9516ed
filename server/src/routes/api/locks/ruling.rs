//! `/api/locks/{customer}/ruling`: the manager rules.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::layers::limits::Body;
use crate::rulings::{Outcome, Wish, rule};
use axum::Json;
use axum::extract::{Path, State};
use domain::command::TEXT_MAX;
use domain::fact::Ruling;
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::Day;
use domain::level::Level;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A ruling, and what it takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    ruling: Kind,
    due: Option<Day>,
    to: Option<StaffId>,
    level: Option<Level>,
    fact: Option<FactId>,
    #[serde(default)]
    note: String,
    after: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    GiveBack,
    HandOver,
    TakeOver,
    Pool,
    Confirm,
    Refuse,
    Revive,
    Honour,
    Count,
}

/// The ruling that stands.
#[derive(Debug, Serialize)]
pub struct Made {
    ruling: FactId,
}

/// Rules on a customer of the manager's store.
///
/// # Errors
/// If the asker is not a manager, there is no such customer, a rule forbids it, or another ruling came first.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    Path(customer): Path<String>,
    body: Result<Body<Asked>, ApiError>,
) -> Result<Json<Made>, ApiError> {
    // Who may not rule is not told what a ruling looks like.
    principal.managing()?;
    let Body(asked) = body?;
    let customer = CustomerId::parse(&customer).ok_or_else(ApiError::not_found)?;
    let what = what(&app, &principal, &asked)?;
    let after = asked.after.as_deref().map(seen).transpose()?;
    if asked.note.chars().count() > TEXT_MAX {
        return Err(ApiError::invalid(format!("a note has at most {TEXT_MAX} characters")));
    }
    let wish = Wish { customer, what, note: asked.note.trim().to_owned(), after };
    answer(&app, &principal, rule(&app, &principal, wish).await?).await
}

/// The answer to a ruling or a claim.
///
/// # Errors
/// If it does not stand.
pub async fn answer(app: &App, principal: &Principal, outcome: Outcome) -> Result<Json<Made>, ApiError> {
    match outcome {
        Outcome::Made(ruling) => Ok(Json(Made { ruling })),
        Outcome::Unknown => Err(ApiError::not_found()),
        Outcome::Forbidden(objection) => Err(ApiError::objection(objection)),
        Outcome::OverQuota => {
            let now = app.clock.now();
            Err(ApiError::over_quota(app.settings.of(principal.store).policy(now).claims_per_day))
        }
        Outcome::Overtaken(standing) => {
            let staff = app.store.staff(Some(principal.store)).await?;
            let told = standing.map(|it| {
                let name = staff.into_iter().find(|person| person.id == it.author).map(|person| person.name);
                json!({ "by": it.author, "by_name": name.unwrap_or_default(), "what": it.what, "at": it.at })
            });
            Err(ApiError::overtaken(told.unwrap_or_default()))
        }
    }
}

/// The ruling that was seen last; none if there was none.
///
/// # Errors
/// If it is no id.
pub fn seen(text: &str) -> Result<Option<FactId>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    FactId::parse(text).map(Some).ok_or_else(|| ApiError::invalid("`after` is the id of a ruling, or empty"))
}

fn what(app: &App, principal: &Principal, asked: &Asked) -> Result<Ruling, ApiError> {
    let needs = |field: &str| ApiError::invalid(format!("this ruling needs `{field}`"));
    let now = app.clock.now();
    let tomorrow = app.settings.of(principal.store).zone(now).day(now).plus(1);
    Ok(match asked.ruling {
        Kind::GiveBack => Ruling::GiveBack { due: asked.due.unwrap_or(tomorrow) },
        Kind::HandOver => Ruling::HandOver { to: asked.to.ok_or_else(|| needs("to"))? },
        Kind::TakeOver => Ruling::TakeOver { to: principal.staff },
        Kind::Pool => Ruling::Pool,
        Kind::Confirm => Ruling::Confirm { level: asked.level.ok_or_else(|| needs("level"))? },
        Kind::Refuse => Ruling::Refuse,
        Kind::Revive => Ruling::Revive { level: asked.level.ok_or_else(|| needs("level"))? },
        Kind::Honour => Ruling::Honour { fact: asked.fact.ok_or_else(|| needs("fact"))? },
        Kind::Count => Ruling::Count { fact: asked.fact.ok_or_else(|| needs("fact"))? },
    })
}
