//! What a store has set: name, policy, calendar, staff, sources, lists; read from its house.

use crate::calendar::{Calendar, Closed, Leave};
use crate::catalogue::{Catalogue, free_code};
use crate::fact::{Body, Fact, Place};
use crate::id::StaffId;
use crate::instant::{Day, Instant, Zone};
use crate::order::Caller;
use crate::policy::{Policies, Policy};
use crate::target::{Targets, is_over};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A person of the store, as colleagues see them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Role.
    pub role: String,
}

/// A source of customers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Source {
    /// Code used in facts.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

/// The settings that every rule reads.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Store {
    /// The store's name.
    pub name: String,
    /// The versions of its policy.
    pub policies: Policies,
    /// Its calendar.
    pub calendar: Calendar,
    /// Its people.
    pub staff: BTreeMap<StaffId, Person>,
    /// Its sources, in order of entry.
    pub sources: Vec<Source>,
    /// Its lists: steps, templates, models and more.
    pub catalogue: Catalogue,
    /// What its people are to reach, month by month.
    pub targets: Targets,
}

impl Store {
    /// Reads a house from its facts; their order does not matter.
    #[must_use]
    pub fn read<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        let mut facts: Vec<&Fact> = facts.into_iter().filter(|it| it.place == Place::House).collect();
        facts.sort_by_key(|it| (it.claimed(), it.id));
        let mut store = Self::default();
        for fact in facts {
            store.add(fact);
        }
        store
    }

    fn add(&mut self, fact: &Fact) {
        let entered = fact.claimed();
        match &fact.body {
            Body::Store { name } => self.name.clone_from(name),
            // Decision (rules A6): a version entered after its `valid_from` holds from its entry only; past locks never move.
            Body::Policy { valid_from, policy } => self.policies.add((*valid_from).max(entered), policy.clone()),
            Body::Closed { day, open } => {
                self.calendar.closed.push(Closed { day: *day, entered, open: *open });
            }
            Body::Leave { staff, from, to, ended } => {
                self.calendar.leave.push(Leave { staff: *staff, from: *from, to: *to, entered, ended: *ended });
            }
            Body::Staff { staff, name, role } => {
                self.staff.insert(*staff, Person { name: name.clone(), role: role.clone() });
            }
            Body::Source { code, zh, en } => {
                let source = Source { code: code.clone(), zh: zh.clone(), en: en.clone() };
                match self.sources.iter_mut().find(|it| it.code == *code) {
                    Some(known) => *known = source,
                    None => self.sources.push(source),
                }
            }
            Body::Listed(listed) => self.catalogue.add(listed),
            // Past months never move (rules A6): what is entered when the month is over counts for nothing.
            Body::Target(target) if !is_over(self, target.month, entered) => self.targets.add(entered, target),
            _ => {}
        }
    }

    /// The policy in force at a moment (rules A6).
    #[must_use]
    pub fn policy(&self, at: Instant) -> &Policy {
        self.policies.at(at)
    }

    /// The zone in force at a moment.
    #[must_use]
    pub fn zone(&self, at: Instant) -> Zone {
        self.policy(at).zone
    }

    /// As whom an owner makes call-backs: a manager who took the customer over makes all of them (rules E3).
    #[must_use]
    pub fn caller(&self, owner: Option<StaffId>) -> Caller {
        match owner.and_then(|it| self.staff.get(&it)) {
            Some(person) if person.role == "manager" => Caller::Manager,
            Some(_) | None => Caller::Advisor,
        }
    }

    /// The last moment of a day: what is entered later does not reach back to it (rules C8).
    #[must_use]
    pub fn end_of(&self, day: Day, at: Instant) -> Instant {
        self.zone(at).start_of(day.plus(1)).plus(-1)
    }

    /// The code of a new source: its English name in small letters, with a number if that is another's.
    ///
    /// # Example: the second of the same name gets a number
    /// ```
    /// # use domain::store::{Source, Store};
    /// let mut store = Store::default();
    /// assert_eq!(store.source_code("Test-drive event"), "test_drive_event");
    /// store.sources.push(Source { code: "test_drive_event".into(), zh: "试驾会".into(), en: "Test-drive event".into() });
    /// assert_eq!(store.source_code("Test drive: event!"), "test_drive_event_2");
    /// assert_eq!(store.source_code("试驾会"), "source");
    /// ```
    #[must_use]
    pub fn source_code(&self, en: &str) -> String {
        free_code(en, "source", |code| self.sources.iter().all(|it| it.code != code))
    }

    /// The moment at which a follow-up due on `due` locks if nobody is reached before: the end of the day that the calendar gives (rules C8, D1).
    ///
    /// # Example: a follow-up of an ordinary day locks at midnight
    /// ```
    /// # use domain::{instant::{Day, Instant}, store::Store};
    /// let store = Store::default();
    /// let due = Day::parse("2026-03-03").unwrap();
    /// assert_eq!(store.lock_at(None, due, Instant::parse("2026-03-01T00:00:00Z").unwrap()).to_string(), "2026-03-03T16:00:00.000Z");
    /// ```
    #[must_use]
    pub fn lock_at(&self, owner: Option<StaffId>, due: Day, at: Instant) -> Instant {
        let zone = self.zone(at);
        zone.start_of(self.calendar.lock_day(owner, due, |day| self.end_of(day, at)).plus(1))
    }
}
