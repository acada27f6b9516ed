//! `/api/staff`: the people of a store, and their devices.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::layers::limits::Body;
use crate::role::Role;
use crate::staff::{self, Fresh, Outcome};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::id::{DeviceId, StaffId};
use domain::instant::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everybody of a store.
#[derive(Debug, Serialize)]
pub struct Everybody {
    people: Vec<Person>,
}

/// Somebody.
#[derive(Debug, Serialize)]
pub struct Person {
    id: StaffId,
    login: String,
    name: String,
    role: &'static str,
    /// May not sign in.
    disabled: bool,
    /// Whether the asker may change this account.
    yours: bool,
    /// Open customers whom this person owns.
    customers: u32,
    devices: Vec<Enrolled>,
}

/// A device of somebody.
#[derive(Debug, Serialize)]
pub struct Enrolled {
    id: String,
    name: String,
    enrolled: Instant,
    /// Its last sign of life.
    seen: Option<Instant>,
    /// When the server last held all of its changes.
    synced: Option<Instant>,
    revoked: bool,
}

/// Everybody of the asker's store, with their devices.
///
/// # Errors
/// If the asker looks after nobody.
pub async fn get(State(app): State<App>, principal: Principal) -> Result<Json<Everybody>, ApiError> {
    principal.appointing()?;
    let mut owned: BTreeMap<StaffId, u32> = BTreeMap::new();
    for row in app.customers(principal.store).await?.values() {
        if let Some(advisor) = row.advisor.filter(|_| row.row.row.level.is_open()) {
            *owned.entry(advisor).or_default() += 1;
        }
    }
    let mut devices: BTreeMap<StaffId, Vec<Enrolled>> = BTreeMap::new();
    for it in app.store.devices_of_store(principal.store).await? {
        let device = Enrolled {
            id: it.id.0,
            name: it.name,
            enrolled: it.enrolled,
            seen: it.seen,
            synced: it.synced,
            revoked: it.revoked,
        };
        devices.entry(it.staff).or_default().push(device);
    }
    let person = |it: crate::store::StaffRow| Person {
        yours: principal.role.appoints(it.role) || it.id == principal.staff,
        customers: owned.get(&it.id).copied().unwrap_or_default(),
        devices: devices.remove(&it.id).unwrap_or_default(),
        id: it.id,
        login: it.login,
        name: it.name,
        role: it.role.code(),
        disabled: it.disabled,
    };
    Ok(Json(Everybody { people: app.store.staff(Some(principal.store)).await?.into_iter().map(person).collect() }))
}

/// A new account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    login: String,
    name: String,
    role: String,
}

/// A password, told once.
#[derive(Debug, Serialize)]
pub struct Told {
    id: StaffId,
    password: String,
}

/// Makes an account.
///
/// # Errors
/// If the asker appoints nobody of that role, the login is taken, or something cannot be taken.
pub async fn post(
    State(app): State<App>,
    principal: Principal,
    body: Result<Body<New>, ApiError>,
) -> Result<(StatusCode, Json<Told>), ApiError> {
    principal.appointing()?;
    let Body(new) = body?;
    let role = Role::parse(&new.role).ok_or_else(|| ApiError::invalid("there is no such role"))?;
    let made = staff::add(&app, &principal, new.login, new.name.trim().to_owned(), role).await?;
    Ok((StatusCode::CREATED, told(done(made)?)))
}

/// What changes of an account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    name: Option<String>,
    disabled: Option<bool>,
}

/// Changes an account.
///
/// # Errors
/// If it is not the asker's to change.
pub async fn change(
    State(app): State<App>,
    principal: Principal,
    Path(who): Path<String>,
    body: Result<Body<Change>, ApiError>,
) -> Result<StatusCode, ApiError> {
    principal.appointing()?;
    let Body(change) = body?;
    let who = StaffId::parse(&who).ok_or_else(ApiError::not_found)?;
    done(staff::change(&app, &principal, who, change.name, change.disabled).await?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives somebody a new password.
///
/// # Errors
/// If the account is not the asker's to change.
pub async fn reset(
    State(app): State<App>,
    principal: Principal,
    Path(who): Path<String>,
) -> Result<Json<Told>, ApiError> {
    principal.appointing()?;
    let who = StaffId::parse(&who).ok_or_else(ApiError::not_found)?;
    Ok(told(done(staff::reset_password(&app, &principal, who).await?)?))
}

/// Takes a device's right to sync.
///
/// # Errors
/// If its owner is not the asker's to look after.
pub async fn revoke(
    State(app): State<App>,
    principal: Principal,
    Path(device): Path<String>,
) -> Result<StatusCode, ApiError> {
    principal.appointing()?;
    done(staff::revoke(&app, &principal, &DeviceId(device)).await?)?;
    Ok(StatusCode::NO_CONTENT)
}

fn told(fresh: Fresh) -> Json<Told> {
    Json(Told { id: fresh.staff, password: fresh.password })
}

fn done<T>(outcome: Outcome<T>) -> Result<T, ApiError> {
    match outcome {
        Outcome::Done(it) => Ok(it),
        Outcome::Unknown => Err(ApiError::not_found()),
        Outcome::Oneself => Err(ApiError::oneself()),
        Outcome::Taken => Err(ApiError::taken()),
        Outcome::Wrong(error) => Err(ApiError::invalid(error.to_string())),
    }
}
