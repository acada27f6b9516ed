//! What a manager sees: each advisor's progress, and the queue of locks. The shapes of `/api/team` and `/api/locks`.

use crate::app::App;
use crate::role::Role;
use crate::store::{CustomerRow, DeviceRow, StaffRow};
use domain::ground::{Ground, Trace, ground};
use domain::id::{CustomerId, StaffId};
use domain::instant::{Day, Instant};
use domain::level::Level;
use domain::phone::masked;
use domain::team::{Progress, TeamRow};
use serde::Serialize;
use std::collections::BTreeMap;

/// Less than this between the last sign of life and the last full sync is only the interval of announcements.
const SYNCED: i64 = 90 * Instant::SECOND;

/// The progress of a store's advisors.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Team {
    /// The store's name.
    pub store: String,
    /// The moment for which the figures hold.
    pub as_of: Instant,
    /// Everybody who follows customers up, in the order of their logins.
    pub advisors: Vec<Advisor>,
    /// When the figures change by time alone.
    #[serde(skip)]
    pub next: Instant,
}

/// One advisor's progress.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Advisor {
    /// Who.
    pub id: StaffId,
    /// Name.
    pub name: String,
    /// Customers by level, P0 to P4.
    pub levels: BTreeMap<Level, u32>,
    /// Follow-ups due today and not done.
    pub due_today: u32,
    /// Follow-ups done today.
    pub done_today: u32,
    /// Follow-ups due tomorrow.
    pub due_tomorrow: u32,
    /// Customers whose due day has passed without a contact.
    pub overdue: u32,
    /// Locked customers.
    pub locked: u32,
    /// First levels not confirmed yet.
    pub unconfirmed: u32,
    /// First levels not confirmed in time.
    pub unconfirmed_late: u32,
    /// Cards made this month.
    pub new_this_month: u32,
    /// Of the follow-ups due this month, the percentage done in time; null while none was due.
    pub timeliness: Option<u32>,
    /// The last sign of life of any of the advisor's devices.
    pub last_seen: Option<Instant>,
    /// Whether a device is connected now.
    pub online: bool,
    /// Whether a device was here and has not handed over everything.
    pub unsynced: bool,
}

/// The queue of locks.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Locks {
    /// The moment for which the queue holds.
    pub as_of: Instant,
    /// The locks, oldest first.
    pub locks: Vec<LockItem>,
}

/// A locked customer.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LockItem {
    /// Who.
    pub customer: CustomerId,
    /// Name.
    pub name: String,
    /// Phone, the middle hidden.
    pub phone_masked: String,
    /// Level.
    pub level: Level,
    /// The owner.
    pub advisor: Option<StaffId>,
    /// The owner's name.
    pub advisor_name: String,
    /// The due date that was missed.
    pub due: Day,
    /// Since when.
    pub since: Instant,
    /// `missed`: nobody was reached; `unknown`: a device may still bring a contact (rules D2).
    pub ground: &'static str,
    /// The last sign of life of the device that may still bring a contact, else of any of the owner's.
    pub last_seen: Option<Instant>,
    /// How often the follow-up was postponed.
    pub postponed: u32,
}

/// Adds up a store's team.
///
/// # Errors
/// If the store fails.
pub async fn team(app: &App, store: i64) -> anyhow::Result<Team> {
    let now = app.clock.now();
    let settings = app.settings.of(store);
    let zone = settings.zone(now);
    let rows = app.store.rows(store).await?;
    let devices = by_owner(app.store.devices_of_store(store).await?);
    let mut owned: BTreeMap<StaffId, Vec<TeamRow>> = BTreeMap::new();
    let mut next = zone.start_of(zone.day(now).plus(1));
    for (_, row) in rows {
        let deadlines = [row.lock_at, row.row.row.confirm_by.map(|it| it.plus(1))];
        next = deadlines.into_iter().flatten().filter(|it| *it > now).fold(next, Instant::min);
        if let Some(advisor) = row.advisor {
            owned.entry(advisor).or_default().push(row.row);
        }
    }
    let advisors: Vec<Advisor> = app
        .store
        .staff(Some(store))
        .await?
        .into_iter()
        .filter(|it| (it.role == Role::Advisor && !it.disabled) || owned.contains_key(&it.id))
        .map(|person| {
            let progress = Progress::of(owned.get(&person.id).into_iter().flatten(), now, zone);
            let devices = devices.get(&person.id).map(Vec::as_slice).unwrap_or_default();
            advisor(person, &progress, devices, app)
        })
        .collect();
    Ok(Team { store: settings.name.clone(), as_of: now, advisors, next })
}

fn advisor(person: StaffRow, progress: &Progress, devices: &[DeviceRow], app: &App) -> Advisor {
    let count = |level: Level| (level, progress.levels.get(&level).copied().unwrap_or_default());
    let behind =
        |it: &DeviceRow| it.seen.is_some_and(|seen| it.synced.is_none_or(|synced| seen.since(synced) > SYNCED));
    Advisor {
        id: person.id,
        name: person.name,
        levels: Level::OPEN.into_iter().map(count).collect(),
        due_today: progress.due_today,
        done_today: progress.done_today,
        due_tomorrow: progress.due_tomorrow,
        overdue: progress.overdue,
        locked: progress.locked,
        unconfirmed: progress.unconfirmed,
        unconfirmed_late: progress.unconfirmed_late,
        new_this_month: progress.new_this_month,
        timeliness: progress.timeliness(),
        last_seen: devices.iter().filter_map(|it| it.seen).max(),
        online: app.online.is_in(person.id),
        unsynced: devices.iter().filter(|it| !it.revoked).any(behind),
    }
}

/// Lists a store's locks.
///
/// # Errors
/// If the store fails.
pub async fn locks(app: &App, store: i64) -> anyhow::Result<Locks> {
    let now = app.clock.now();
    let settings = app.settings.of(store);
    let devices = by_owner(app.store.devices_of_store(store).await?);
    let names: BTreeMap<StaffId, String> =
        app.store.staff(Some(store)).await?.into_iter().map(|it| (it.id, it.name)).collect();
    let item = |(customer, row): (CustomerId, CustomerRow)| {
        let lock = row.row.row.lock(now)?;
        let owner = row.advisor.as_ref();
        let devices = owner.and_then(|it| devices.get(it)).map(Vec::as_slice).unwrap_or_default();
        let latest = devices.iter().filter_map(|it| it.seen).max();
        let (ground, last_seen) = match ground(settings.policy(lock.since), lock.since, &traces(devices), now) {
            Ground::Missed => ("missed", latest),
            Ground::Unknown(seen) => ("unknown", Some(seen)),
        };
        Some(LockItem {
            customer,
            phone_masked: masked(&row.row.row.phone),
            name: row.row.row.name,
            level: row.row.row.level,
            advisor: row.advisor,
            advisor_name: owner.and_then(|it| names.get(it)).cloned().unwrap_or_default(),
            due: lock.due,
            since: lock.since,
            ground,
            last_seen,
            postponed: row.row.row.follow_up.map_or(0, |it| it.postponed),
        })
    };
    let locks = app.store.locked(store, now).await?.into_iter().filter_map(item).collect();
    Ok(Locks { as_of: now, locks })
}

/// What the ground of a lock is computed from; a revoked device cannot bring anything any more.
fn traces(devices: &[DeviceRow]) -> Vec<Trace> {
    let trace = |it: &DeviceRow| Some(Trace { seen: it.seen?, synced: it.synced });
    devices.iter().filter(|it| !it.revoked).filter_map(trace).collect()
}

fn by_owner(devices: Vec<DeviceRow>) -> BTreeMap<StaffId, Vec<DeviceRow>> {
    let mut owned: BTreeMap<StaffId, Vec<DeviceRow>> = BTreeMap::new();
    for device in devices {
        owned.entry(device.staff).or_default().push(device);
    }
    owned
}
