//! What an owner's customers have in the figures of a team; it is kept as long as nothing that it was computed from changes.

use super::{by_owner, traces};
use crate::app::Core;
use crate::board::{Board, Row};
use crate::store::{CustomerRow, DeviceRow, StaffRow};
use domain::funnel::Span;
use domain::ground::{Ground, Trace, ground};
use domain::id::{CustomerId, StaffId};
use domain::instant::Instant;
use domain::month::Month;
use domain::store::Store as Settings;
use domain::team::{Progress, Tally, bursts};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What an owner's customers, or those of the pool, have in the figures.
pub struct Share {
    customers: Board,
    settings: Arc<Settings>,
    traces: Vec<Trace>,
    computed: Instant,
    /// When it changes by time alone.
    pub next: Instant,
    /// The owner's figures.
    pub progress: Progress,
    /// Since when a device is silent that may lift one of the locks; of several the one that has been silent longest.
    pub unknown_since: Option<Instant>,
    /// What happened to these customers this month, by the person for whom it counts.
    pub tallies: BTreeMap<StaffId, Tally>,
    /// Customers who are locked, have applied for F or N, or have contacts that can be honoured.
    pub waiting: Vec<(CustomerId, Arc<CustomerRow>)>,
    /// The size of the burst in which a customer was last reached.
    pub bursts: BTreeMap<CustomerId, u32>,
}

impl Share {
    fn of(owner: Option<StaffId>, customers: Board, settings: Arc<Settings>, traces: Vec<Trace>, now: Instant) -> Self {
        let zone = settings.zone(now);
        let today = zone.day(now);
        let silence = Silence { traces: &traces, settings: &settings, now };
        let rows = || customers.values().map(|it| &it.row);
        let deadlines = customers.values().flat_map(|it| [it.lock_at, it.row.row.confirm_by.map(|it| it.plus(1))]);
        let next = deadlines.flatten().filter(|it| *it > now).fold(zone.start_of(today.plus(1)), Instant::min);
        let (from, until) = Span::month(Month::of(today)).moments(&settings);
        let waits = |(_, row): &Row<'_>| {
            let card = &row.row.row;
            card.lock(now).is_some() || card.application.is_some() || !row.row.evidence.is_empty()
        };
        // Nobody has reached the customers of the pool.
        let reached =
            customers.iter().filter(|_| owner.is_some()).filter_map(|(id, it)| Some((it.row.row.reached?, *id)));
        Self {
            next,
            progress: Progress::of(rows(), now, zone, |it| silence.of(it).is_some()),
            unknown_since: rows().filter_map(|it| silence.of(it.row.lock(now)?.since)).min(),
            tallies: Tally::by_person(rows().flat_map(|it| &it.happened), from, until),
            waiting: customers.iter().filter(waits).map(|(id, row)| (*id, row.clone())).collect(),
            bursts: bursts(reached.collect()).into_iter().collect(),
            computed: now,
            customers,
            settings,
            traces,
        }
    }

    /// Whether it would come out the same.
    fn stands(&self, customers: &Board, settings: &Arc<Settings>, traces: &[Trace], now: Instant) -> bool {
        Arc::ptr_eq(&self.customers, customers)
            && Arc::ptr_eq(&self.settings, settings)
            && self.traces == traces
            && (self.computed..self.next).contains(&now)
    }
}

/// What is known of the silence of somebody's devices.
pub struct Silence<'a> {
    /// The devices.
    pub traces: &'a [Trace],
    /// The store's settings.
    pub settings: &'a Settings,
    /// The moment for which it holds.
    pub now: Instant,
}

impl Silence<'_> {
    /// Since when a device is silent that may lift a lock that fell at a moment; none if nobody was reached.
    #[must_use]
    pub fn of(&self, since: Instant) -> Option<Instant> {
        match ground(self.settings.policy(since), since, self.traces, self.now) {
            Ground::Missed => None,
            Ground::Unknown(seen) => Some(seen),
        }
    }
}

/// The shares that are kept, by store and owner.
#[derive(Default)]
pub struct Shares(Mutex<Kept>);

type Kept = BTreeMap<(i64, Option<StaffId>), Arc<Share>>;

/// A look at a store's team, from which its figures and its queue are made.
pub struct Look {
    /// The moment for which it holds.
    pub now: Instant,
    /// The store's settings.
    pub settings: Arc<Settings>,
    /// The store's people, in the order of their logins.
    pub staff: Vec<StaffRow>,
    /// Their devices.
    pub devices: BTreeMap<StaffId, Vec<DeviceRow>>,
    /// Their shares, and that of the pool.
    pub shares: BTreeMap<Option<StaffId>, Arc<Share>>,
}

impl Look {
    /// Looks at a store's team.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn at(core: &Core, store: i64) -> anyhow::Result<Self> {
        let now = core.clock.now();
        let settings = core.settings.of(store);
        let owned = core.owned(store).await?;
        let devices = by_owner(core.store.devices_of_store(store).await?);
        let staff = core.store.staff(Some(store)).await?;
        let mut kept = core.shares.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What no board has any more was replaced, or nobody asks for the store.
        kept.retain(|_, it| Arc::strong_count(&it.customers) > 1);
        let share = |(owner, customers): (&Option<StaffId>, &Board)| {
            let traces = traces(owner.and_then(|it| devices.get(&it)).map(Vec::as_slice).unwrap_or_default());
            let stands = |it: &&Arc<Share>| it.stands(customers, &settings, &traces, now);
            if let Some(share) = kept.get(&(store, *owner)).filter(stands) {
                return (*owner, share.clone());
            }
            let share = Arc::new(Share::of(*owner, customers.clone(), settings.clone(), traces, now));
            kept.insert((store, *owner), share.clone());
            (*owner, share)
        };
        let shares = owned.iter().map(share).collect();
        Ok(Self { now, settings, staff, devices, shares })
    }

    /// The devices of an owner.
    #[must_use]
    pub fn devices_of(&self, owner: Option<StaffId>) -> &[DeviceRow] {
        owner.and_then(|it| self.devices.get(&it)).map(Vec::as_slice).unwrap_or_default()
    }
}
