//! What a manager sees of the team: each advisor's progress. The shape of `/api/team`.

pub mod queue;
pub mod share;

use crate::app::App;
use crate::auth::session::Principal;
use crate::board::Row;
use crate::role::Role;
use crate::store::{AuditRow, CustomerRow, DeviceRow, StaffRow};
use domain::ground::Trace;
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::{Day, Instant};
use domain::level::Level;
use domain::month::Month;
use domain::phone::masked;
use domain::target::Goals;
use domain::team::rank::days_at_work;
use domain::team::{Progress, Tally};
use serde::Serialize;
use share::{Look, Silence};
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
    /// Of these, such as may still be lifted: a device may bring the contact. Nobody may call them missed.
    pub unknown: u32,
    /// When that device was last seen; of several the one that has been silent longest.
    pub unknown_since: Option<Instant>,
    /// First levels not confirmed yet.
    pub unconfirmed: u32,
    /// First levels not confirmed in time.
    pub unconfirmed_late: u32,
    /// Cards made this month.
    pub new_this_month: u32,
    /// Open orders.
    pub orders: u32,
    /// Test drives of this month.
    pub test_drives: u32,
    /// Orders signed this month.
    pub orders_signed: u32,
    /// Deliveries confirmed this month.
    pub deliveries: u32,
    /// How prospects moved between levels this month.
    pub moved: Moved,
    /// What is to be reached this month.
    pub goals: Goals,
    /// Days of this month, until today, on which the store was open and the advisor not on leave.
    pub days_at_work: u32,
    /// Follow-ups due this month that are over and known.
    pub periods_due: u32,
    /// Of these, done in time.
    pub periods_done: u32,
    /// Of the follow-ups due this month, the percentage done in time; null while none was due.
    pub timeliness: Option<u32>,
    /// The last sign of life of any of the advisor's devices.
    pub last_seen: Option<Instant>,
    /// Whether a device is connected now.
    pub online: bool,
    /// Whether a device was here and has not handed over everything.
    pub unsynced: bool,
}

/// Moves of an advisor's prospects.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Moved {
    /// To a hotter level.
    pub up: u32,
    /// To a colder level.
    pub down: u32,
    /// Come in: new, handed in, revived, or claimed.
    #[serde(rename = "in")]
    pub entered: u32,
    /// Gone out: delivered, lost, hopeless, handed out, or pooled.
    #[serde(rename = "out")]
    pub left: u32,
}

/// A customer in one of the manager's lists.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Who {
    /// Who.
    pub customer: CustomerId,
    /// Name.
    pub name: String,
    /// Phone, the middle hidden.
    pub phone_masked: String,
    /// Level.
    pub level: Level,
    /// The owner; none in the pool.
    pub advisor: Option<StaffId>,
    /// The owner's name.
    pub advisor_name: String,
    /// The last ruling: the next one names it.
    pub ruling: Option<FactId>,
}

impl Who {
    fn of(customer: CustomerId, row: &CustomerRow, names: &Names) -> Self {
        let card = &row.row.row;
        Self {
            customer,
            name: card.name.clone(),
            phone_masked: masked(&card.phone),
            level: card.level,
            advisor: row.advisor,
            advisor_name: row.advisor.and_then(|it| names.get(&it)).cloned().unwrap_or_default(),
            ruling: row.row.ruling,
        }
    }
}

/// The names of a store's people.
type Names = BTreeMap<StaffId, String>;

async fn names(app: &App, store: i64) -> anyhow::Result<Names> {
    Ok(app.store.staff(Some(store)).await?.into_iter().map(|it| (it.id, it.name)).collect())
}

/// An advisor's customers.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Customers {
    /// The moment for which the list holds.
    pub as_of: Instant,
    /// The advisor's name.
    pub advisor_name: String,
    /// The customers: locked ones first, then by due date.
    pub customers: Vec<CustomerItem>,
}

/// A customer of an advisor's.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CustomerItem {
    /// Who.
    #[serde(flatten)]
    pub who: Who,
    /// The due date of the open follow-up or lock; none if nothing is due.
    pub due: Option<Day>,
    /// When the lock fell or will fall; none if nothing is due.
    pub lock_at: Option<Instant>,
    /// Whether the customer is locked.
    pub locked: bool,
    /// When the device was last seen that may still lift the lock; null if nobody was reached, or nothing is locked.
    pub unknown_since: Option<Instant>,
    /// When somebody was last reached.
    pub reached: Option<Instant>,
    /// The note of the last contact.
    pub last_note: String,
    /// The pending application for F or N.
    pub applied: Option<Level>,
}

/// Lists the customers of a person of the store; none if there is no such person.
///
/// # Errors
/// If the store fails.
pub async fn customers(app: &App, store: i64, advisor: StaffId) -> anyhow::Result<Option<Customers>> {
    let now = app.clock.now();
    let names = names(app, store).await?;
    let Some(advisor_name) = names.get(&advisor).cloned() else { return Ok(None) };
    let devices = by_owner(app.store.devices_of_store(store).await?);
    let traces = traces(devices.get(&advisor).map(Vec::as_slice).unwrap_or_default());
    let silence = Silence { traces: &traces, settings: &app.settings.of(store), now };
    let item = |(customer, row): Row<'_>| {
        let card = &row.row.row;
        CustomerItem {
            who: Who::of(*customer, row, &names),
            due: row.due,
            lock_at: row.lock_at,
            locked: card.lock(now).is_some(),
            unknown_since: card.lock(now).and_then(|it| silence.of(it.since)),
            reached: card.reached,
            last_note: card.last_note.clone(),
            applied: card.application.map(|it| it.level),
        }
    };
    let owned = app.owned(store).await?;
    let mut customers: Vec<CustomerItem> =
        owned.get(&Some(advisor)).into_iter().flat_map(|it| it.iter()).map(item).collect();
    customers.sort_by_key(|it| (!it.locked, it.due.is_none(), it.due, it.who.level, it.who.customer));
    Ok(Some(Customers { as_of: now, advisor_name, customers }))
}

/// Notes in the record that somebody looks at a colleague's customers: once a day, for the list is asked for again and again.
///
/// # Errors
/// If the store fails.
pub async fn looked(app: &App, principal: &Principal, whose: StaffId) -> anyhow::Result<()> {
    let now = app.clock.now();
    let staff = app.store.staff(Some(principal.store)).await?;
    let zone = app.settings.of(principal.store).zone(now);
    let line = AuditRow {
        pos: 0,
        at: now,
        store: principal.store,
        staff: principal.staff,
        what: "customers_seen".to_owned(),
        customer: None,
        about: staff.into_iter().find(|it| it.id == whose).map(|it| it.login).unwrap_or_default(),
    };
    Ok(app.store.record_once(&line, zone.start_of(zone.day(now))).await?)
}

/// Adds up a store's team.
///
/// # Errors
/// If the store fails.
pub async fn team(app: &App, store: i64) -> anyhow::Result<Team> {
    Ok(Team::of(app, &Look::at(app, store).await?))
}

impl Team {
    /// Adds up what was seen of a team.
    #[must_use]
    pub fn of(app: &App, look: &Look) -> Self {
        let (now, settings) = (look.now, &look.settings);
        let zone = settings.zone(now);
        let today = zone.day(now);
        let month = Month::of(today);
        let next = look.shares.values().map(|it| it.next).fold(zone.start_of(today.plus(1)), Instant::min);
        let mut advisors = Vec::new();
        for person in &look.staff {
            let tally = Tally::sum(look.shares.values().filter_map(|it| it.tallies.get(&person.id).copied()));
            let share = look.shares.get(&Some(person.id));
            let works = person.role == Role::Advisor && !person.disabled;
            // Whoever has left still has a part in the month.
            if works || share.is_some() || tally != Tally::default() {
                let nothing = Progress::default();
                let progress = share.map_or(&nothing, |it| &it.progress);
                advisors.push(Advisor {
                    unknown_since: share.and_then(|it| it.unknown_since),
                    goals: settings.targets.of(person.id, month),
                    days_at_work: days_at_work(settings, person.id, today, now),
                    ..advisor(person, progress, tally, look.devices_of(Some(person.id)), app)
                });
            }
        }
        Self { store: settings.name.clone(), as_of: now, advisors, next }
    }
}

fn advisor(person: &StaffRow, progress: &Progress, tally: Tally, devices: &[DeviceRow], app: &App) -> Advisor {
    let count = |level: Level| (level, progress.levels.get(&level).copied().unwrap_or_default());
    let behind =
        |it: &DeviceRow| it.seen.is_some_and(|seen| it.synced.is_none_or(|synced| seen.since(synced) > SYNCED));
    Advisor {
        id: person.id,
        name: person.name.clone(),
        levels: Level::OPEN.into_iter().map(count).collect(),
        due_today: progress.due_today,
        done_today: progress.done_today,
        due_tomorrow: progress.due_tomorrow,
        overdue: progress.overdue,
        locked: progress.locked,
        unknown: progress.unknown,
        unknown_since: None,
        unconfirmed: progress.unconfirmed,
        unconfirmed_late: progress.unconfirmed_late,
        new_this_month: tally.cards,
        orders: progress.orders,
        test_drives: tally.test_drives,
        orders_signed: tally.orders,
        deliveries: tally.deliveries,
        moved: Moved { up: tally.up, down: tally.down, entered: tally.entered, left: tally.left },
        goals: Goals::default(),
        days_at_work: 0,
        periods_due: progress.periods_due,
        periods_done: progress.periods_done,
        timeliness: progress.timeliness(),
        last_seen: devices.iter().filter_map(|it| it.seen).max(),
        online: app.online.is_in(person.id, app.clock.now()),
        unsynced: devices.iter().filter(|it| !it.revoked).any(behind),
    }
}

/// What the ground of a lock is computed from; a revoked device cannot bring anything any more.
#[must_use]
pub fn traces(devices: &[DeviceRow]) -> Vec<Trace> {
    let trace = |it: &DeviceRow| Some(Trace { seen: it.seen?, synced: it.synced });
    devices.iter().filter(|it| !it.revoked).filter_map(trace).collect()
}

/// Devices by whose they are.
#[must_use]
pub fn by_owner(devices: Vec<DeviceRow>) -> BTreeMap<StaffId, Vec<DeviceRow>> {
    let mut owned: BTreeMap<StaffId, Vec<DeviceRow>> = BTreeMap::new();
    for device in devices {
        owned.entry(device.staff).or_default().push(device);
    }
    owned
}
