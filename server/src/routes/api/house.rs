//! `/api/house`: what a store sets for itself.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::house::{self, Outcome};
use crate::layers::limits::Body;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::calendar::Span;
use domain::catalogue::{Item, Kind};
use domain::fact::order::Call;
use domain::id::StaffId;
use domain::instant::{Day, Instant};
use domain::policy::Check;
use domain::policy::check::NUMBERS;
use domain::questionnaire::Scale;
use domain::store::Source;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many days of the past are shown.
const PAST: i64 = 30;

/// What a store has set.
#[derive(Debug, Serialize)]
pub struct House {
    /// The store's day.
    today: Day,
    /// From when on the policy holds; none if it always has.
    since: Option<Instant>,
    /// The moments from which former versions held, newest first.
    versions: Vec<Instant>,
    /// The numbers of the policy in force, by their names.
    numbers: BTreeMap<&'static str, i64>,
    /// Whether who has overdue follow-ups is out of turn at the reception.
    overdue_out_of_turn: bool,
    /// Closed days.
    closed: Vec<Span>,
    leave: Vec<Leave>,
    sources: Vec<Source>,
    /// The store's lists by the codes of their kinds, each in its order, retired items as well.
    lists: BTreeMap<&'static str, Vec<Item>>,
    /// Who can be on leave.
    staff: Vec<Person>,
}

/// Somebody's leave.
#[derive(Debug, Serialize)]
pub struct Leave {
    staff: StaffId,
    name: String,
    from: Day,
    to: Day,
}

/// Somebody who can be on leave.
#[derive(Debug, Serialize)]
pub struct Person {
    id: StaffId,
    name: String,
}

/// What the asker's store has set.
///
/// # Errors
/// If the asker sets nothing.
pub async fn get(State(app): State<App>, principal: Principal) -> Result<Json<House>, ApiError> {
    principal.setting()?;
    let (settings, now) = (app.fresh(principal.store).await?, app.clock.now());
    let (policy, today) = (settings.policy(now), settings.zone(now).day(now));
    let mut versions: Vec<Instant> = settings.policies.since().filter(|it| *it <= now).collect();
    versions.reverse();
    let since = (!versions.is_empty()).then(|| versions.remove(0));
    let (first, end_of) = (today.plus(-PAST), |day| settings.end_of(day, now));
    let name = |staff: StaffId| settings.staff.get(&staff).map(|it| it.name.clone()).unwrap_or_default();
    let leave = |(staff, Span { from, to }): (StaffId, Span)| Leave { staff, name: name(staff), from, to };
    let staff = app.store.staff(Some(principal.store)).await?.into_iter();
    Ok(Json(House {
        today,
        since,
        versions,
        numbers: NUMBERS.iter().map(|it| (it.code, it.get(policy))).collect(),
        overdue_out_of_turn: policy.overdue_out_of_turn,
        closed: settings.calendar.closed_from(first, end_of),
        leave: settings.calendar.leave_from(first, end_of).into_iter().map(leave).collect(),
        sources: settings.sources.clone(),
        lists: Kind::ALL.iter().map(|it| (it.code(), settings.catalogue.all(*it).to_vec())).collect(),
        staff: staff
            .filter(|it| it.role.owns_customers() && !it.disabled)
            .map(|it| Person { id: it.id, name: it.name })
            .collect(),
    }))
}

/// Numbers of the policy.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPolicy {
    #[serde(default)]
    numbers: BTreeMap<String, i64>,
    overdue_out_of_turn: Option<bool>,
}

/// Sets the policy; it holds from now on.
///
/// # Errors
/// If the asker sets nothing, or a number cannot be taken.
pub async fn policy(
    State(app): State<App>,
    principal: Principal,
    body: Result<Body<NewPolicy>, ApiError>,
) -> Result<StatusCode, ApiError> {
    principal.setting()?;
    let Body(new) = body?;
    done(house::set_policy(&app, &principal, &new.numbers, new.overdue_out_of_turn).await?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Days on which the store is closed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewClosed {
    day: Day,
    /// The last day; none for one day.
    to: Option<Day>,
    /// They are open after all.
    #[serde(default)]
    open: bool,
}

/// Closes days, or opens them after all.
///
/// # Errors
/// If the asker sets nothing, or the days cannot be taken.
pub async fn closed(
    State(app): State<App>,
    principal: Principal,
    body: Result<Body<NewClosed>, ApiError>,
) -> Result<StatusCode, ApiError> {
    principal.setting()?;
    let Body(new) = body?;
    let span = Span { from: new.day, to: new.to.unwrap_or(new.day) };
    done(house::close(&app, &principal, span, new.open).await?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Somebody's leave.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewLeave {
    staff: StaffId,
    from: Day,
    to: Day,
    /// At work on these days after all.
    #[serde(default)]
    ended: bool,
}

/// Enters somebody's leave, or that it has ended.
///
/// # Errors
/// If the asker sets nothing, there is no such person, or the days cannot be taken.
pub async fn leave(
    State(app): State<App>,
    principal: Principal,
    body: Result<Body<NewLeave>, ApiError>,
) -> Result<StatusCode, ApiError> {
    principal.setting()?;
    let Body(new) = body?;
    let span = Span { from: new.from, to: new.to };
    done(house::leave(&app, &principal, new.staff, span, new.ended).await?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// A source.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSource {
    /// Which one; none for a new one.
    code: Option<String>,
    zh: String,
    en: String,
}

/// The code of a source, or of an item of a list.
#[derive(Debug, Serialize)]
pub struct Made {
    code: String,
}

/// Adds a source, or gives one other names.
///
/// # Errors
/// If the asker sets nothing, there is no such source, or a name cannot be taken.
pub async fn source(
    State(app): State<App>,
    principal: Principal,
    body: Result<Body<NewSource>, ApiError>,
) -> Result<Json<Made>, ApiError> {
    principal.setting()?;
    let Body(new) = body?;
    let code = done(house::source(&app, &principal, new.code, &new.zh, &new.en).await?)?;
    Ok(Json(Made { code }))
}

/// A check of a step.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCheck {
    /// Which one; none for a new one.
    #[serde(default)]
    code: String,
    zh: String,
    en: String,
}

/// An item of one of the store's lists.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewItem {
    list: String,
    /// Which one; none for a new one.
    #[serde(default)]
    code: String,
    zh: String,
    en: String,
    #[serde(default)]
    text_zh: String,
    #[serde(default)]
    text_en: String,
    #[serde(default)]
    checks: Vec<NewCheck>,
    /// In which call-backs a question is asked.
    #[serde(default)]
    calls: Vec<Call>,
    /// How a question is answered.
    scale: Option<Scale>,
    /// It is offered no more.
    #[serde(default)]
    retired: bool,
    /// The code behind which it stands; empty for the first place.
    after: Option<String>,
}

/// Adds an item to one of the store's lists, or says something else of one.
///
/// # Errors
/// If the asker sets nothing, there is no such list or item, or it cannot be taken.
pub async fn item(
    State(app): State<App>,
    principal: Principal,
    body: Result<Body<NewItem>, ApiError>,
) -> Result<Json<Made>, ApiError> {
    principal.setting()?;
    let Body(new) = body?;
    let checks = new.checks.into_iter().map(|it| Check { code: it.code, zh: it.zh, en: it.en }).collect();
    let item = Item {
        code: new.code,
        zh: new.zh,
        en: new.en,
        text_zh: new.text_zh,
        text_en: new.text_en,
        checks,
        calls: new.calls,
        scale: new.scale,
        retired: new.retired,
    };
    let code = done(house::item(&app, &principal, house::NewItem { list: new.list, item, after: new.after }).await?)?;
    Ok(Json(Made { code }))
}

fn done<T>(outcome: Outcome<T>) -> Result<T, ApiError> {
    match outcome {
        Outcome::Done(it) => Ok(it),
        Outcome::Unknown => Err(ApiError::not_found()),
        Outcome::Wrong(detail, numbers) if numbers.is_empty() => Err(ApiError::invalid(detail)),
        Outcome::Wrong(detail, numbers) => Err(ApiError::invalid_numbers(detail, numbers)),
    }
}
