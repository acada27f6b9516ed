//! What a manager sees: each advisor's progress, and the queue of locks. The shapes of `/api/team` and `/api/locks`.

use crate::app::App;
use crate::role::Role;
use crate::store::{CustomerRow, DeviceRow, StaffRow};
use domain::ground::{Ground, Trace, ground};
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::{Day, Instant};
use domain::level::Level;
use domain::phone::masked;
use domain::ruling::is_late;
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
    /// Open orders.
    pub orders: u32,
    /// Deliveries confirmed this month.
    pub deliveries: u32,
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
    /// Applications for F or N that are pending, oldest first.
    pub applications: Vec<ApplicationItem>,
    /// Customers with contacts that can be honoured (rules D4, F3).
    pub evidence: Vec<EvidenceItem>,
}

impl Locks {
    /// Whether another moment's queue is the same.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.locks, &self.applications, &self.evidence) == (&other.locks, &other.applications, &other.evidence)
    }
}

/// An application for F or N (rules D7).
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ApplicationItem {
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
    /// `F` or `N`.
    pub wanted: Level,
    /// Code of the reason.
    pub reason: String,
    /// The rival.
    pub rival: String,
    /// The advisor's note.
    pub note: String,
    /// When it was made.
    pub at: Instant,
    /// Until when it holds the lock off; null if it does not.
    pub holds_until: Option<Instant>,
    /// Whether the customer is locked.
    pub locked: bool,
    /// The last ruling: the next one names it.
    pub ruling: Option<FactId>,
}

/// A customer with contacts that can be honoured.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EvidenceItem {
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
    /// The contacts.
    pub facts: Vec<FactId>,
    /// The last ruling: the next one names it.
    pub ruling: Option<FactId>,
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
    /// How many locks the customer has had, this one included.
    pub locks: u32,
    /// Whether the ruling is overdue (rules D6).
    pub late: bool,
    /// The pending application for F or N.
    pub applied: Option<Level>,
    /// The last ruling: the next one names it.
    pub ruling: Option<FactId>,
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
        orders: progress.orders,
        deliveries: progress.deliveries,
        timeliness: progress.timeliness(),
        last_seen: devices.iter().filter_map(|it| it.seen).max(),
        online: app.online.is_in(person.id),
        unsynced: devices.iter().filter(|it| !it.revoked).any(behind),
    }
}

/// Lists what waits for a store's manager.
///
/// # Errors
/// If the store fails.
pub async fn locks(app: &App, store: i64) -> anyhow::Result<Locks> {
    let now = app.clock.now();
    let settings = app.settings.of(store);
    let devices = by_owner(app.store.devices_of_store(store).await?);
    let names: BTreeMap<StaffId, String> =
        app.store.staff(Some(store)).await?.into_iter().map(|it| (it.id, it.name)).collect();
    let name_of = |row: &CustomerRow| row.advisor.as_ref().and_then(|it| names.get(it)).cloned().unwrap_or_default();
    let item = |(customer, row): &(CustomerId, CustomerRow)| {
        let lock = row.row.row.lock(now)?;
        let owner = row.advisor.as_ref();
        let devices = owner.and_then(|it| devices.get(it)).map(Vec::as_slice).unwrap_or_default();
        let latest = devices.iter().filter_map(|it| it.seen).max();
        let (ground, last_seen) = match ground(settings.policy(lock.since), lock.since, &traces(devices), now) {
            Ground::Missed => ("missed", latest),
            Ground::Unknown(seen) => ("unknown", Some(seen)),
        };
        let card = &row.row.row;
        Some(LockItem {
            customer: *customer,
            phone_masked: masked(&card.phone),
            name: card.name.clone(),
            level: card.level,
            advisor: row.advisor,
            advisor_name: name_of(row),
            due: lock.due,
            since: lock.since,
            ground,
            last_seen,
            postponed: card.follow_up.map_or(0, |it| it.postponed),
            // The lock that time alone has brought is in no fact yet.
            locks: row.row.locks + u32::from(card.lock.is_none()),
            late: is_late(&settings, &lock, now),
            applied: card.application.map(|it| it.level),
            ruling: row.row.ruling,
        })
    };
    let application = |(customer, row): &(CustomerId, CustomerRow)| {
        let card = &row.row.row;
        let (pending, applied) = (card.application?, row.row.applied.as_ref()?);
        Some(ApplicationItem {
            customer: *customer,
            phone_masked: masked(&card.phone),
            name: card.name.clone(),
            level: card.level,
            advisor: row.advisor,
            advisor_name: name_of(row),
            wanted: pending.level,
            reason: applied.reason.clone(),
            rival: applied.rival.clone(),
            note: applied.note.clone(),
            at: pending.at,
            holds_until: pending.holds_until,
            locked: card.lock(now).is_some(),
            ruling: row.row.ruling,
        })
    };
    let evidence = |(customer, row): &(CustomerId, CustomerRow)| {
        let card = &row.row.row;
        (!row.row.evidence.is_empty()).then(|| EvidenceItem {
            customer: *customer,
            phone_masked: masked(&card.phone),
            name: card.name.clone(),
            level: card.level,
            advisor: row.advisor,
            advisor_name: name_of(row),
            facts: row.row.evidence.clone(),
            ruling: row.row.ruling,
        })
    };
    let rows = app.store.rows(store).await?;
    let mut locks: Vec<LockItem> = rows.iter().filter_map(item).collect();
    locks.sort_by_key(|it| (it.since, it.customer));
    let mut applications: Vec<ApplicationItem> = rows.iter().filter_map(application).collect();
    applications.sort_by_key(|it| (it.at, it.customer));
    Ok(Locks { as_of: now, locks, applications, evidence: rows.iter().filter_map(evidence).collect() })
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
