//! Lists of customers, derived from the rows, the store's settings and the time.

use crate::clock::Clock;
use crate::state::engine::{Engine, use_engine};
use domain::id::CustomerId;
use domain::instant::{Day, Instant, Zone};
use domain::level::Level;
use domain::port::Row;
use domain::view::Standing;
use leptos::prelude::*;

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
    /// Reached today 今日已联系.
    pub done: Vec<CustomerId>,
}

/// Sorts the customers into the sections of the day.
pub fn sections(engine: Engine, today: Today) -> Sections {
    let (now, day, zone) = (today.now(), today.day(), today.zone());
    let mut found = Sections::default();
    engine.rows.with(|rows| {
        let mut rows: Vec<&Row> = rows.values().map(AsRef::as_ref).collect();
        rows.sort_by_key(|it| urgency(it));
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

/// Sooner due first, then hotter, then the older card.
fn urgency(row: &Row) -> (bool, Option<Day>, Level, CustomerId) {
    let due = row.follow_up.map(|it| it.due).or(row.lock.map(|it| it.due));
    (due.is_none(), due, row.level, row.id)
}

/// What a list is narrowed to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Part of the name, or digits of the phone.
    pub text: String,
    /// Level.
    pub level: Option<Level>,
    /// Standing.
    pub standing: Option<Standing>,
}

impl Filter {
    fn takes(&self, row: &Row, now: Instant, day: Day) -> bool {
        self.level.is_none_or(|it| it == row.level)
            && self.standing.is_none_or(|it| it == row.standing(now, day))
            && self.finds(row)
    }

    fn finds(&self, row: &Row) -> bool {
        let text = self.text.trim().to_lowercase();
        let digits = digits(&text);
        text.is_empty()
            || row.name.to_lowercase().contains(&text)
            || (digits.len() == text.len() && !digits.is_empty() && self::digits(&row.phone).contains(&digits))
    }
}

/// The customers that a filter takes, by due date.
pub fn filtered(engine: Engine, today: Today, filter: &Filter) -> Vec<CustomerId> {
    let (now, day) = (today.now(), today.day());
    engine.rows.with(|rows| {
        let mut found: Vec<&Row> = rows.values().map(AsRef::as_ref).filter(|it| filter.takes(it, now, day)).collect();
        found.sort_by_key(|it| urgency(it));
        found.iter().map(|it| it.id).collect()
    })
}

/// An own customer who has this phone number.
pub fn with_phone(engine: Engine, phone: &str) -> Option<(CustomerId, String)> {
    let wanted = digits(phone);
    if wanted.len() < 5 {
        return None;
    }
    engine.rows.with(|rows| rows.values().find(|it| digits(&it.phone) == wanted).map(|it| (it.id, it.name.clone())))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
