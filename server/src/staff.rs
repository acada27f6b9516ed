//! Looking after the people of a store and their devices: who works here, who no longer does, which tablet was lost.
//!
//! **Invariant:** what a change takes from somebody ends at once, wherever it is in use; and every change stands in the record.

use crate::app::App;
use crate::auth::secret;
use crate::auth::session::Principal;
use crate::events::Ended;
use crate::people::{self, NewStaff, NewStaffError, check_name};
use crate::role::Role;
use crate::store::{AuditRow, StaffRow};
use domain::id::{DeviceId, StaffId};

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome<T> {
    /// It is done.
    Done(T),
    /// There is nobody, or no device, that this person may look after.
    Unknown,
    /// Nobody shuts themselves out.
    Oneself,
    /// The login is somebody's.
    Taken,
    /// What was typed cannot be taken.
    Wrong(NewStaffError),
}

/// A password that is told once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fresh {
    /// Whose.
    pub staff: StaffId,
    /// The password.
    pub password: String,
}

/// Makes an account with a password of ours.
///
/// # Errors
/// If the store fails.
pub async fn add(
    app: &App,
    principal: &Principal,
    login: String,
    name: String,
    role: Role,
) -> anyhow::Result<Outcome<Fresh>> {
    if !principal.role.appoints(role) {
        return Ok(Outcome::Unknown);
    }
    let password = secret::password();
    let new = NewStaff { login, name, role, store: principal.store, password: password.clone() };
    if let Err(error) = new.check() {
        return Ok(Outcome::Wrong(error));
    }
    if app.store.staff_by_login(&new.login).await?.is_some() {
        return Ok(Outcome::Taken);
    }
    let login = new.login.clone();
    let staff = people::add_staff(app, new).await?;
    record(app, principal, "staff_added", &login).await?;
    Ok(Outcome::Done(Fresh { staff, password }))
}

/// Gives somebody another name, or lets them in or out.
///
/// # Errors
/// If the store fails.
pub async fn change(
    app: &App,
    principal: &Principal,
    who: StaffId,
    name: Option<String>,
    disabled: Option<bool>,
) -> anyhow::Result<Outcome<()>> {
    let Some(person) = kept(app, principal, who).await? else { return Ok(Outcome::Unknown) };
    let name = name.map_or_else(|| person.name.clone(), |it| it.trim().to_owned());
    if let Err(error) = check_name(&name) {
        return Ok(Outcome::Wrong(error));
    }
    let out = disabled.unwrap_or(person.disabled);
    if out && who == principal.staff {
        return Ok(Outcome::Oneself);
    }
    app.store.change_staff(who, &name, out).await?;
    if out && !person.disabled {
        app.end(Ended::Staff(who)).await;
        record(app, principal, "staff_disabled", &person.login).await?;
    }
    if !out && person.disabled {
        record(app, principal, "staff_enabled", &person.login).await?;
    }
    if name != person.name {
        people::furnish(app, principal.store).await?;
        record(app, principal, "staff_renamed", &person.login).await?;
    }
    Ok(Outcome::Done(()))
}

/// Gives somebody a new password of ours; all their sessions end.
///
/// # Errors
/// If the store fails.
pub async fn reset_password(app: &App, principal: &Principal, who: StaffId) -> anyhow::Result<Outcome<Fresh>> {
    let Some(person) = kept(app, principal, who).await? else { return Ok(Outcome::Unknown) };
    let password = secret::password();
    app.store.set_password(who, &app.passwords.hash(&password).await?).await?;
    app.store.clear_attempts(secret::hash(&person.login)).await?;
    app.end(Ended::Staff(who)).await;
    record(app, principal, "password_reset", &person.login).await?;
    Ok(Outcome::Done(Fresh { staff: who, password }))
}

/// Takes a device's right to sync: it was lost, or goes to somebody else.
///
/// # Errors
/// If the store fails.
pub async fn revoke(app: &App, principal: &Principal, device: &DeviceId) -> anyhow::Result<Outcome<()>> {
    let devices = app.store.devices_of_store(principal.store).await?;
    let Some(found) = devices.into_iter().find(|it| it.id == *device) else { return Ok(Outcome::Unknown) };
    let Some(owner) = kept(app, principal, found.staff).await? else { return Ok(Outcome::Unknown) };
    app.store.revoke_device(device).await?;
    app.end(Ended::Device(device.clone())).await;
    record(app, principal, "device_revoked", &format!("{} · {}", owner.login, found.name)).await?;
    Ok(Outcome::Done(()))
}

/// Somebody of the same store whom this person looks after.
async fn kept(app: &App, principal: &Principal, who: StaffId) -> anyhow::Result<Option<StaffRow>> {
    let staff = app.store.staff(Some(principal.store)).await?;
    Ok(staff.into_iter().find(|it| it.id == who && (principal.role.appoints(it.role) || who == principal.staff)))
}

async fn record(app: &App, principal: &Principal, what: &str, about: &str) -> anyhow::Result<()> {
    let line = AuditRow {
        pos: 0,
        at: app.clock.now(),
        store: principal.store,
        staff: principal.staff,
        what: what.to_owned(),
        customer: None,
        about: about.to_owned(),
    };
    Ok(app.store.record(&line).await?)
}
