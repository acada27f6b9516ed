//! Lists of customers, derived from the rows, the store's settings and the time.

use crate::clock::Clock;
use crate::i18n::of_store;
use crate::state::engine::{Engine, use_engine};
use domain::agenda::{DayPlan, agenda};
use domain::board::{Column, columns};
use domain::catalogue::Kind;
use domain::id::{CustomerId, StaffId};
use domain::instant::{Day, Instant, Zone};
use domain::list::{Counts, Filter, Sort, hear, urgency};
use domain::port::Row;
use domain::view::Standing;
use leptos::prelude::*;
use std::sync::Arc;

/// What every list and row asks: now, today, and the zone of the store.
#[derive(Clone, Copy)]
pub struct Today {
    engine: Engine,
    clock: Clock,
    day: Memo<Day>,
}

impl Today {
    /// Derives the day from the clock and the store's zone.
    pub fn new(engine: Engine, clock: Clock) -> Self {
        let day = Memo::new(move |_| {
            let now = clock.now();
            engine.store.with(|it| it.zone(now)).day(now)
        });
        Self { engine, clock, day }
    }

    /// Now, today and the zone, as they are while a component is set up; untracked.
    pub fn glance(self) -> (Instant, Day, Zone) {
        untrack(|| (self.now(), self.day(), self.zone()))
    }

    /// Now, to the minute; tracked.
    pub fn now(self) -> Instant {
        self.clock.now()
    }

    /// The civil day in the store; tracked.
    pub fn day(self) -> Day {
        self.day.get()
    }

    /// The store's zone; tracked.
    pub fn zone(self) -> Zone {
        let now = self.clock.now();
        self.engine.store.with(|it| it.zone(now))
    }
}

/// Now and today.
pub fn use_today() -> Today {
    use_context().unwrap_or_else(|| Today::new(use_engine(), crate::clock::use_clock()))
}

/// The sections of the day, each in the order of urgency.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sections {
    /// Locked 已锁止.
    pub locked: Vec<CustomerId>,
    /// The due day is over and something holds the lock off.
    pub held: Vec<CustomerId>,
    /// Due today 今日到期.
    pub today: Vec<CustomerId>,
    /// Due tomorrow 明日到期.
    pub tomorrow: Vec<CustomerId>,
    /// The first level is to be confirmed 待确认级别.
    pub unconfirmed: Vec<CustomerId>,
    /// Call-backs that are due, overdue, or due tomorrow 售后回访.
    pub call_backs: Vec<CustomerId>,
    /// A delivery is agreed for today or tomorrow, or was for a day that is over 今明交车.
    pub deliveries: Vec<CustomerId>,
    /// Reached today 今日已联系.
    pub done: Vec<CustomerId>,
    /// An application for F or N is pending 待审核.
    pub applied: Vec<CustomerId>,
    /// The manager has refused an application, and nothing was done since 已驳回.
    pub refused: Vec<CustomerId>,
}

/// Tracks all that [`sections`] asks, and sorts nothing.
pub fn sections_change(engine: Engine, today: Today) {
    engine.rows.track();
    today.day();
    today.zone();
}

/// Sorts the customers into the sections of the day.
pub fn sections(engine: Engine, today: Today) -> Sections {
    let (now, day, zone) = (today.now(), today.day(), today.zone());
    let mut found = Sections::default();
    engine.rows.with(|rows| {
        let mut rows: Vec<&Row> = rows.values().map(AsRef::as_ref).collect();
        rows.sort_by_cached_key(|it| urgency(it));
        for row in &rows {
            match row.standing(now, day) {
                Standing::Locked => found.locked.push(row.id),
                Standing::Held => found.held.push(row.id),
                Standing::Today => found.today.push(row.id),
                Standing::Tomorrow => found.tomorrow.push(row.id),
                Standing::Later | Standing::Nothing => {}
            }
            if row.confirm_by.is_some() {
                found.unconfirmed.push(row.id);
            }
            if row.call_back.is_some_and(|it| it.2 <= day.plus(1)) {
                found.call_backs.push(row.id);
            }
            if row.deliveries.iter().any(|it| it.day <= day.plus(1)) {
                found.deliveries.push(row.id);
            }
            if row.application.is_some() {
                found.applied.push(row.id);
            }
            if row.refused.is_some() {
                found.refused.push(row.id);
            }
            if row.reached.is_some_and(|it| zone.day(it) == day && it != row.created) {
                found.done.push(row.id);
            }
        }
        found
            .call_backs
            .sort_by_key(|id| rows.iter().find(|it| it.id == *id).and_then(|it| it.call_back).map(|it| it.2));
        found.unconfirmed.sort_by_key(|id| rows_deadline(engine, *id));
    });
    found
}

fn rows_deadline(engine: Engine, id: CustomerId) -> Option<Instant> {
    engine.rows.with_untracked(|rows| rows.get(&id).and_then(|it| it.confirm_by))
}

/// Those whom the words find.
pub fn heard(engine: Engine, text: &str) -> Vec<Arc<Row>> {
    engine.rows.with(|rows| hear(text, rows.values()).into_iter().cloned().collect())
}

/// The customers of a list among those, in its order.
pub fn listed(heard: &[Arc<Row>], today: Today, filter: &Filter, sort: Sort) -> Vec<CustomerId> {
    filter.select(sort, heard.iter().map(AsRef::as_ref), today.now(), today.day())
}

/// The columns of the board.
pub fn boarded(heard: &[Arc<Row>], today: Today, filter: &Filter) -> Vec<Column> {
    columns(filter, heard.iter().map(AsRef::as_ref), today.now(), today.day())
}

/// The coming weeks of a person.
pub fn planned(engine: Engine, today: Today, person: Option<StaffId>) -> Vec<DayPlan> {
    let now = today.now();
    engine.store.with(|store| engine.rows.with(|rows| agenda(store, person, rows.values().map(AsRef::as_ref), now)))
}

/// What the choices of a list would bring.
pub fn counted(heard: &[Arc<Row>], today: Today, filter: &Filter) -> Counts {
    filter.counts(heard.iter().map(AsRef::as_ref), today.now(), today.day())
}

/// What the store's list offers, and what the customers think of besides: the value for a card, and what it says beside it.
// Decision: a card holds the store's Chinese name, whoever writes it, so that lists and tables count one model once.
pub fn offered(engine: Engine, kind: Kind) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = engine.store.with_untracked(|store| {
        store.catalogue.offered(kind).map(|it| (it.zh.clone(), of_store(&it.zh, &it.en).to_owned())).collect()
    });
    let wished = untrack(|| match kind {
        Kind::Model => wished_models(engine),
        Kind::Colour => wished_colours(engine),
        _ => Vec::new(),
    });
    for name in wished {
        if all.iter().all(|it| it.0 != name) {
            all.push((name.clone(), name));
        }
    }
    all
}

/// The colours that the customers think of, the most frequent first.
pub fn wished_colours(engine: Engine) -> Vec<String> {
    engine.rows.with(|rows| domain::list::colours(rows.values().map(AsRef::as_ref)))
}

/// The models that the customers think of, the most frequent first.
pub fn wished_models(engine: Engine) -> Vec<String> {
    engine.rows.with(|rows| domain::list::models(rows.values().map(AsRef::as_ref)))
}

/// Whether there are sample customers; tracked.
pub fn has_samples(engine: Engine) -> bool {
    engine.rows.with(|rows| rows.values().any(|it| it.sample))
}

/// Whether no card has been made yet; samples are none. Tracked.
pub fn has_no_cards(engine: Engine) -> bool {
    engine.rows.with(|rows| rows.values().all(|it| it.sample))
}

/// An own customer who has this phone number, as one of several or as that of a contact person.
pub fn with_phone(engine: Engine, phone: &str) -> Option<(CustomerId, String)> {
    engine.rows.with(|rows| {
        rows.values().find(|it| !it.sample && it.keys.has_number(phone)).map(|it| (it.id, it.name.clone()))
    })
}
