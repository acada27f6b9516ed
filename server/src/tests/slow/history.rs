//! What happened to each customer, told fact by fact: where it stood before and after, what was due, when it locked.

use super::calendar::{day, day_of, moment, start};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Where a customer stands.
#[derive(Clone, PartialEq, Eq)]
pub struct State {
    pub owner: Option<String>,
    pub level: String,
    pub due: Option<i64>,
}

impl State {
    pub fn is_open(&self) -> bool {
        cycle(&self.level).is_some()
    }

    /// Whether the customer is followed up by somebody: by this advisor, or by anybody.
    pub fn is_of(&self, advisor: Option<&str>) -> bool {
        self.owner.is_some() && self.is_open() && advisor.is_none_or(|it| self.owner.as_deref() == Some(it))
    }
}

/// A fact in its place.
pub struct Event {
    pub at: i64,
    pub fact: Value,
    pub before: Option<State>,
    pub after: State,
    /// It has its effect.
    pub counts: bool,
}

impl Event {
    pub fn is(&self, kind: &str) -> bool {
        self.counts && self.fact["kind"] == kind
    }

    /// A contact that reached somebody.
    pub fn reaches(&self) -> bool {
        let missed = ["no_answer", "refused", "no_reply"];
        self.is("contact") && !missed.contains(&self.text("outcome"))
    }

    pub fn text(&self, field: &str) -> &str {
        self.fact[field].as_str().unwrap_or_default()
    }
}

/// A follow-up that ended: its day, its first day, when somebody was reached.
pub struct Ended {
    pub due: i64,
    pub first: i64,
    pub done: Option<i64>,
}

/// A customer's history.
pub struct History {
    pub customer: String,
    pub events: Vec<Event>,
    pub follow_ups: Vec<Ended>,
    /// From when until when the customer was locked.
    pub locks: Vec<(i64, Option<i64>)>,
    /// The confirmation of the level: when, which, and whether within 24 hours.
    pub confirmed: Option<(i64, String, bool)>,
}

/// The days between two contacts at a level; none where nobody is followed up.
fn cycle(level: &str) -> Option<i64> {
    match level {
        "P0" | "P3" => Some(7),
        "P1" => Some(2),
        "P2" => Some(4),
        "P4" => Some(15),
        _ => None,
    }
}

/// The days on which nobody is held to account.
#[derive(Default)]
struct Free {
    closed: BTreeSet<i64>,
    leave: Vec<(String, i64, i64)>,
}

impl Free {
    /// When a follow-up of that day locks: after the first day that is open and on which the owner is there.
    fn lock(&self, owner: Option<&str>, due: i64) -> i64 {
        let away = |day: i64| self.leave.iter().any(|it| Some(it.0.as_str()) == owner && it.1 <= day && day <= it.2);
        let mut day = due;
        while self.closed.contains(&day) || away(day) {
            day += 1;
        }
        start(day + 1)
    }
}

/// A customer in the making.
struct Tale<'a> {
    free: &'a Free,
    state: State,
    first_due: i64,
    wants: bool,
    confirm_by: i64,
    application: Option<i64>,
    refused: Option<i64>,
    orders: BTreeSet<String>,
    before_order: String,
    history: History,
}

impl History {
    /// Everybody's.
    pub fn all(facts: &[(String, Value)], now: i64) -> Vec<Self> {
        let mut free = Free::default();
        let mut of: BTreeMap<&str, Vec<(i64, &str, &Value)>> = BTreeMap::new();
        for (id, fact) in facts {
            let date = |field: &str| day(fact[field].as_str().unwrap());
            match (fact["customer"].as_str(), fact["kind"].as_str().unwrap()) {
                (Some(customer), _) => {
                    of.entry(customer).or_default().push((moment(fact["at"].as_str().unwrap()), id, fact));
                }
                (None, "closed") => {
                    free.closed.insert(date("day"));
                }
                (None, "leave") => {
                    free.leave.push((fact["staff"].as_str().unwrap().to_owned(), date("from"), date("to")));
                }
                (None, _) => {}
            }
        }
        let tell = |(customer, mut facts): (&str, Vec<(i64, &str, &Value)>)| {
            facts.sort_unstable_by_key(|it| (it.0, it.1));
            // After a hand-over the new owner's desk has every fact as well, under the same id.
            facts.dedup_by_key(|it| it.1);
            let mut tale = Tale::begin(&free, customer, facts[0].2);
            for (at, id, fact) in facts {
                tale.take(at, id, fact);
            }
            tale.pass(now);
            tale.history
        };
        of.into_iter().map(tell).collect()
    }

    /// Who made the card.
    pub fn advisor(&self) -> &str {
        self.events[0].text("advisor")
    }

    pub fn created(&self) -> i64 {
        self.events[0].at
    }

    pub fn last(&self) -> &State {
        &self.events.last().unwrap().after
    }

    /// Where the customer stood when a moment began.
    pub fn before(&self, moment: i64) -> Option<&State> {
        self.events.iter().take_while(|it| it.at < moment).last().map(|it| &it.after)
    }

    /// A field of the card.
    pub fn field(&self, name: &str) -> &str {
        let card = &self.events[0].fact;
        card[name].as_str().or_else(|| card["fields"][name].as_str()).unwrap_or_default()
    }
}

impl<'a> Tale<'a> {
    fn begin(free: &'a Free, customer: &str, card: &Value) -> Self {
        assert_eq!(card["kind"], "created", "{customer} begins with a card");
        let wants = card["clear_intention"] == true;
        let level = card["level"].as_str().unwrap();
        let level = if wants && level == "P4" { "P3" } else { level };
        let history = History {
            customer: customer.to_owned(),
            events: Vec::new(),
            follow_ups: Vec::new(),
            locks: Vec::new(),
            confirmed: None,
        };
        Self {
            free,
            state: State { owner: card["advisor"].as_str().map(str::to_owned), level: level.to_owned(), due: None },
            first_due: 0,
            wants,
            confirm_by: moment(card["at"].as_str().unwrap()) + 24 * 3_600_000,
            application: None,
            refused: None,
            orders: BTreeSet::new(),
            before_order: String::new(),
            history,
        }
    }

    fn is_locked(&self) -> bool {
        self.history.locks.last().is_some_and(|it| it.1.is_none())
    }

    /// Lets time pass until a moment: an open follow-up that was missed locks.
    fn pass(&mut self, to: i64) {
        let Some(due) = self.state.due.filter(|_| !self.is_locked()) else { return };
        let held = self.application.unwrap_or(i64::MIN);
        let lock = self.free.lock(self.state.owner.as_deref(), due).max(held);
        if to >= lock {
            self.history.locks.push((lock, None));
            self.history.follow_ups.push(Ended { due, first: self.first_due, done: None });
        }
    }

    fn due(&mut self, due: i64) {
        (self.state.due, self.first_due) = (Some(due), due);
    }

    /// A ruling, or the end of the sale: no lock, no application, and what is due next.
    fn settle(&mut self, at: i64, due: Option<i64>) {
        if let Some(lock) = self.history.locks.last_mut().filter(|it| it.1.is_none()) {
            lock.1 = Some(at);
        }
        self.application = None;
        self.state.due = None;
        if let Some(due) = due {
            self.due(due);
        }
    }

    fn take(&mut self, at: i64, id: &str, fact: &Value) {
        self.pass(at);
        let before = (!self.history.events.is_empty()).then(|| self.state.clone());
        let counts = self.happen(at, day_of(at), id, fact);
        let after = self.state.clone();
        self.history.events.push(Event { at, fact: fact.clone(), before, after, counts });
    }

    /// What a fact does; false if it breaks a rule and does nothing.
    fn happen(&mut self, at: i64, today: i64, id: &str, fact: &Value) -> bool {
        let text = |field: &str| fact[field].as_str().unwrap_or_default();
        let regular = |level: &str| today + cycle(level).unwrap_or(1);
        match text("kind") {
            "created" => {
                let due = if text("origin") == "online" { today + 1 } else { regular(&self.state.level) };
                self.due(due);
            }
            "contact" => self.contact(at, today, fact),
            "judged" => {
                if self.is_locked() || self.state.due.is_none() || !self.may_be(text("level")) {
                    return false;
                }
                if self.history.confirmed.is_none() {
                    self.history.confirmed = Some((at, text("level").to_owned(), at <= self.confirm_by));
                }
                if self.state.level != text("level") {
                    self.state.level = text("level").to_owned();
                    self.state.due = self.state.due.map(|it| it.min(regular(&self.state.level)));
                }
            }
            "moved" => {
                if self.is_locked() || self.state.due.is_none() {
                    return false;
                }
                self.state.due = Some(day(text("to")));
            }
            "applied" => {
                if self.application.is_some() || !self.orders.is_empty() || self.state.due.is_none() {
                    return false;
                }
                let again = self.refused.is_some_and(|it| today - it <= 7);
                let holds = !again && !self.is_locked();
                self.application = Some(if holds { start(today + 4) } else { i64::MIN });
            }
            "ruled" => return self.ruled(at, today, &fact["what"]),
            "ordered" => {
                if self.is_locked() || (self.state.due.is_none() && self.state.level != "PD") {
                    return false;
                }
                if self.orders.is_empty() {
                    self.before_order.clone_from(&self.state.level);
                }
                self.orders.insert(id.to_owned());
                "P0".clone_into(&mut self.state.level);
                self.application = None;
                match self.state.due {
                    Some(due) => self.state.due = Some(due.min(today + 7)),
                    None => self.due(today + 7),
                }
            }
            "order_cancelled" => {
                if !self.orders.remove(text("order")) {
                    return false;
                }
                if self.orders.is_empty() && self.state.level == "P0" {
                    self.state.level.clone_from(&self.before_order);
                    if !self.is_locked() && self.state.owner.is_some() {
                        self.due(regular(&self.state.level));
                    }
                }
            }
            "confirmed" => {
                if !self.orders.remove(text("order")) {
                    return false;
                }
                if self.orders.is_empty() {
                    "PD".clone_into(&mut self.state.level);
                    self.settle(at, None);
                }
            }
            _ => {}
        }
        true
    }

    fn may_be(&self, level: &str) -> bool {
        let floor = self.wants && self.history.confirmed.is_none() && level == "P4";
        !floor && (self.orders.is_empty() || level == "P0")
    }

    fn contact(&mut self, at: i64, today: i64, fact: &Value) {
        let missed = ["no_answer", "refused", "no_reply"].contains(&fact["outcome"].as_str().unwrap());
        let Some(due) = self.state.due.filter(|_| !missed && !self.is_locked()) else { return };
        if let Some(level) = fact["level"].as_str().filter(|it| self.may_be(it)) {
            level.clone_into(&mut self.state.level);
        }
        self.history.follow_ups.push(Ended { due, first: self.first_due, done: Some(at) });
        assert!(fact["next"].is_null(), "the play leaves the next day to the cycle");
        self.due(today + cycle(&self.state.level).unwrap());
    }

    fn ruled(&mut self, at: i64, today: i64, what: &Value) -> bool {
        let (name, with) = match what {
            Value::String(name) => (name.as_str(), &Value::Null),
            it => it.as_object().unwrap().iter().next().map(|(name, with)| (name.as_str(), with)).unwrap(),
        };
        let owned = self.state.owner.is_some();
        match name {
            "give_back" => {
                let Some(cycle) = cycle(&self.state.level).filter(|_| owned) else { return false };
                self.settle(at, Some(day(with["due"].as_str().unwrap()).clamp(today, today + cycle)));
            }
            "hand_over" | "take_over" | "claim" => {
                self.state.owner = with["to"].as_str().map(str::to_owned);
                self.settle(at, self.state.is_open().then_some(today + 1));
            }
            "pool" => {
                self.state.owner = None;
                self.settle(at, None);
            }
            "confirm" => {
                with["level"].as_str().unwrap().clone_into(&mut self.state.level);
                self.settle(at, None);
            }
            "refuse" => {
                self.application = None;
                self.refused = Some(today);
                if self.state.due.is_some_and(|it| it < today + 1 && !self.is_locked()) {
                    self.due(today + 1);
                }
            }
            "revive" => {
                with["level"].as_str().unwrap().clone_into(&mut self.state.level);
                self.settle(at, cycle(&self.state.level).filter(|_| owned).map(|it| today + it));
            }
            other => panic!("the team does not rule {other}"),
        }
        true
    }
}
