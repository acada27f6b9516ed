//! What waits for the manager: locks, applications for F and N, evidence. The shape of `/api/locks`.

use super::share::Look;
use super::{Names, Who, traces};
use crate::app::App;
use crate::board::Row;
use domain::ground::{Ground, ground};
use domain::id::FactId;
use domain::instant::{Day, Instant};
use domain::level::Level;
use domain::ruling::is_late;
use serde::Serialize;

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

/// A locked customer.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LockItem {
    /// Who.
    #[serde(flatten)]
    pub who: Who,
    /// The due date that was missed.
    pub due: Day,
    /// Since when.
    pub since: Instant,
    /// `missed`: nobody was reached; `unknown`: a device may still bring a contact (rules D2).
    pub ground: &'static str,
    /// The last sign of life of the device that may still bring a contact, else of any of the owner's.
    pub last_seen: Option<Instant>,
    /// When somebody was last reached.
    pub reached: Option<Instant>,
    /// How many customers the owner reached within the same few minutes; 0 if not remarkably many.
    pub burst: u32,
    /// How often the follow-up was postponed.
    pub postponed: u32,
    /// How many locks the customer has had, this one included.
    pub locks: u32,
    /// Whether the ruling is overdue (rules D6).
    pub late: bool,
    /// The pending application for F or N.
    pub applied: Option<Level>,
}

/// An application for F or N (rules D7).
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ApplicationItem {
    /// Who.
    #[serde(flatten)]
    pub who: Who,
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
}

/// A customer with contacts that can be honoured.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EvidenceItem {
    /// Who.
    #[serde(flatten)]
    pub who: Who,
    /// The contacts.
    pub facts: Vec<FactId>,
}

/// Lists what waits for a store's manager.
///
/// # Errors
/// If the store fails.
pub async fn locks(app: &App, store: i64) -> anyhow::Result<Locks> {
    Ok(waiting(&Look::at(app, store).await?))
}

/// Lists what was seen to wait.
#[must_use]
pub fn waiting(look: &Look) -> Locks {
    let (now, settings) = (look.now, &look.settings);
    let names: Names = look.staff.iter().map(|it| (it.id, it.name.clone())).collect();
    let rows = || look.shares.values().flat_map(|it| &it.waiting).map(|it| (&it.0, &it.1));
    let item = |(customer, row): Row<'_>| {
        let card = &row.row.row;
        let lock = card.lock(now)?;
        let devices = look.devices_of(row.advisor);
        let latest = devices.iter().filter_map(|it| it.seen).max();
        let (ground, last_seen) = match ground(settings.policy(lock.since), lock.since, &traces(devices), now) {
            Ground::Missed => ("missed", latest),
            Ground::Unknown(seen) => ("unknown", Some(seen)),
        };
        Some(LockItem {
            who: Who::of(*customer, row, &names),
            due: lock.due,
            since: lock.since,
            ground,
            last_seen,
            reached: card.reached,
            burst: look.shares.get(&row.advisor).and_then(|it| it.bursts.get(customer)).copied().unwrap_or_default(),
            postponed: card.follow_up.map_or(0, |it| it.postponed),
            // The lock that time alone has brought is in no fact yet.
            locks: row.row.locks + u32::from(card.lock.is_none()),
            late: is_late(settings, &lock, now),
            applied: card.application.map(|it| it.level),
        })
    };
    let application = |(customer, row): Row<'_>| {
        let card = &row.row.row;
        let (pending, applied) = (card.application?, row.row.applied.as_ref()?);
        Some(ApplicationItem {
            who: Who::of(*customer, row, &names),
            wanted: pending.level,
            reason: applied.reason.clone(),
            rival: applied.rival.clone(),
            note: applied.note.clone(),
            at: pending.at,
            holds_until: pending.holds_until,
            locked: card.lock(now).is_some(),
        })
    };
    let evidence = |(customer, row): Row<'_>| {
        let facts = row.row.evidence.clone();
        (!facts.is_empty()).then(|| EvidenceItem { who: Who::of(*customer, row, &names), facts })
    };
    let mut locks: Vec<LockItem> = rows().filter_map(item).collect();
    locks.sort_by_key(|it| (it.since, it.who.customer));
    let mut applications: Vec<ApplicationItem> = rows().filter_map(application).collect();
    applications.sort_by_key(|it| (it.at, it.who.customer));
    let mut evidence: Vec<EvidenceItem> = rows().filter_map(evidence).collect();
    evidence.sort_by_key(|it| it.who.customer);
    Locks { as_of: now, locks, applications, evidence }
}
