//! From the lines of a case to its store and its facts.

use super::words::{Words, fact, staff};
use crate::fact::{
    Applied, Body, Contact, Created, Edited, Fact, Judged, Means, Moved, Origin, Outcome, Place, Ruled, Ruling, Whose,
};
use crate::id::{CustomerId, DeviceId};
use crate::instant::{Instant, Zone};
use crate::policy::Policy;
use crate::store::Store;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The store and the facts of a case.
#[derive(Default)]
pub(super) struct Case {
    pub(super) zone: Zone,
    house: Vec<Fact>,
    pub(super) facts: Vec<Fact>,
    /// The customer whom the next facts are about, where `customer` has named one.
    other: Option<String>,
}

impl Case {
    pub(super) const fn customer() -> CustomerId {
        // The name of the creation: `card`.
        CustomerId(ulid::Ulid(0x6361_7264))
    }

    /// Everybody of whom there are facts, in the order of the case.
    pub(super) fn customers(&self) -> Vec<CustomerId> {
        let mut customers: Vec<CustomerId> = Vec::new();
        for customer in self.facts.iter().filter_map(|it| it.customer) {
            if !customers.contains(&customer) {
                customers.push(customer);
            }
        }
        customers
    }

    fn about(&self) -> CustomerId {
        self.other.as_ref().map_or_else(Self::customer, |it| CustomerId(fact(it).0))
    }

    pub(super) fn store(&self) -> Store {
        let start =
            Body::Policy { valid_from: Instant(i64::MIN), policy: Policy { zone: self.zone, ..Policy::default() } };
        let start = self.envelope("start", Instant(i64::MIN), Place::House, start);
        Store::read(std::iter::once(&start).chain(&self.house))
    }

    pub(super) fn read(&mut self, words: &mut Words) {
        match words.peek().unwrap_or_default() {
            "zone" => {
                words.take();
                let name = words.need();
                self.zone = Zone::parse(&name).unwrap_or_else(|| words.fail("no such zone"));
            }
            "policy" | "closed" | "leave" | "staff" | "source" | "listed" => self.setting(words),
            "customer" => {
                words.take();
                self.other = Some(words.need());
            }
            _ => self.fact(words),
        }
        if words.peek().is_some() {
            words.fail("something is left over");
        }
    }

    fn setting(&mut self, words: &mut Words) {
        let body = match words.need().as_str() {
            "policy" => {
                let valid_from = words.moment(self.zone);
                let mut policy = Policy { zone: self.zone, ..Policy::default() };
                if words.eat("zone") {
                    policy.zone = Zone::parse(&words.need()).unwrap_or_else(|| words.fail("no such zone"));
                }
                if words.eat("cycles") {
                    policy.cycles = std::array::from_fn(|_| words.number());
                }
                Body::Policy { valid_from, policy }
            }
            "closed" => Body::Closed { day: words.day(), open: words.eat("open") },
            "staff" => {
                let who = words.need();
                Body::Staff { staff: staff(&who), name: who, role: words.need() }
            }
            "source" => Body::Source { code: words.need(), zh: String::new(), en: String::new() },
            "listed" => super::floor::listed(words),
            _ => {
                let (staff, from, to) = (staff(&words.need()), words.day(), words.day());
                Body::Leave { staff, from, to, ended: words.eat("ended") }
            }
        };
        let entered = if words.eat("entered") { words.moment(self.zone) } else { Instant(0) };
        let label = format!("h{:03}", self.house.len());
        self.house.push(self.envelope(&label, entered, Place::House, body));
    }

    /// `day time [label:] kind …`, then what stands in the envelope.
    fn fact(&mut self, words: &mut Words) {
        let at = words.moment(self.zone);
        let number = self.facts.len();
        let first = self.facts.iter().all(|it| it.customer != Some(self.about()));
        let card = self.other.clone().unwrap_or_else(|| "card".to_owned());
        let mut label = if first { card } else { format!("f{number}") };
        if let Some(given) = words.peek().and_then(|it| it.strip_suffix(':')) {
            label = given.to_owned();
            words.take();
        }
        let body = self.body(words);
        let place = if body.is_servers() { Place::Desk } else { Place::Book };
        let mut made = self.envelope(&label, at, place, body);
        loop {
            if words.eat("written") {
                made.recorded = words.moment(self.zone);
            } else if words.eat("offset") {
                made.offset = words.number() * Instant::SECOND;
            } else if words.eat("device") {
                made.device = DeviceId(words.need());
            } else if words.eat("counter") {
                made.counter = words.number().unsigned_abs();
            } else if words.eat("of") {
                made.author = Some(staff(&words.need()));
            } else if words.eat("in-book") {
                made.place = Place::Book;
            } else if words.eat("in-desk") {
                made.place = Place::Desk;
            } else {
                break;
            }
        }
        self.facts.push(made);
    }

    fn envelope(&self, label: &str, at: Instant, place: Place, body: Body) -> Fact {
        Fact {
            id: fact(label),
            customer: Some(self.about()),
            at,
            recorded: at,
            offset: 0,
            device: DeviceId("tablet".into()),
            counter: self.facts.len() as u64,
            mono: 0,
            place,
            author: None,
            body,
        }
    }

    fn body(&self, words: &mut Words) -> Body {
        match words.need().as_str() {
            "created" => Body::Created(created(words)),
            "contact" => Body::Contact(contact(words)),
            "judged" => Body::Judged(judged(words)),
            "moved" => {
                let to = words.day();
                let (reason, whose) = reason(words);
                Body::Moved(Moved { to, reason, whose })
            }
            "edited" => {
                let (field, to) = (words.need(), words.quoted());
                let mut after = Vec::new();
                while words.eat("after") {
                    after.push(fact(&words.need()));
                }
                Body::Edited(Edited { field, from: String::new(), to, after })
            }
            "withdrawn" => Body::Withdrawn { fact: fact(&words.need()) },
            "applied" => {
                let level = words.level();
                let given = words.peek().is_some_and(|it| it.starts_with('"'));
                let reason = if given { words.quoted() } else { String::new() };
                Body::Applied(Applied { level, reason, rival: String::new(), note: String::new() })
            }
            "ruled" => Body::Ruled(Ruled { by: staff("manager"), what: ruling(words), note: "a note".into() }),
            "locked" => {
                let due = words.day();
                Body::Locked { due, since: self.zone.start_of(due.plus(1)) }
            }
            "lifted" => Body::Lifted { due: words.day(), by: words.eat("by").then(|| fact(&words.need())) },
            "retimed" => {
                let target = fact(&words.need());
                Body::Retimed { fact: target, believed: words.moment(self.zone), lower: Instant(0) }
            }
            "original" => {
                let label = words.need();
                let first = self.facts.iter().find(|it| it.id == fact(&label)).cloned();
                let at = first.as_ref().map_or_else(|| words.moment(self.zone), |it| it.at);
                let text = Fact {
                    body: self.body(words),
                    ..self.envelope(&label, at, Place::Book, Body::Closed { day: self.zone.day(at), open: false })
                };
                Body::Original { fact: fact(&label), text: text.text() }
            }
            kind if super::orders::is_step(kind) => super::orders::step(kind, words),
            kind if super::floor::is_kind(kind) => super::floor::body(kind, words),
            "unreadable" => Body::Unreadable { kind: words.need(), why: String::new() },
            _ => words.fail("no such kind"),
        }
    }
}

fn created(words: &mut Words) -> Created {
    let mut card = Created {
        advisor: staff("li"),
        name: "张伟".into(),
        phone: "13800001234".into(),
        source: String::new(),
        origin: Origin::WalkIn,
        clear_intention: false,
        level: words.level(),
        suggested: None,
        signals: Vec::new(),
        expected: None,
        due: None,
        note: String::new(),
        fields: BTreeMap::new(),
        import: String::new(),
    };
    loop {
        match words.peek() {
            Some("walk-in") => card.origin = Origin::WalkIn,
            Some("online") => card.origin = Origin::Online,
            Some("import") => card.origin = Origin::Import,
            Some("clear") => card.clear_intention = true,
            Some("with") => {
                words.take();
                card.fields.insert(words.need(), words.quoted());
                continue;
            }
            Some("from") => {
                words.take();
                card.source = words.need();
                continue;
            }
            Some("owner") => {
                words.take();
                card.advisor = staff(&words.need());
                continue;
            }
            Some("expected") => {
                words.take();
                card.expected = Some(words.day());
                continue;
            }
            Some("due") => {
                words.take();
                card.due = Some(words.day());
                continue;
            }
            Some("batch") => {
                words.take();
                card.import = words.need();
                continue;
            }
            _ => return card,
        }
        words.take();
    }
}

fn contact(words: &mut Words) -> Contact {
    let (means, outcome) = (read::<Means>(words), read::<Outcome>(words));
    let level = words.eat("level").then(|| words.level());
    let next = words.eat("next").then(|| words.day());
    let (reason, whose) = reason(words);
    Contact { means, outcome, note: String::new(), asked: false, level, next, reason, whose }
}

fn judged(words: &mut Words) -> Judged {
    let level = words.level();
    let expected = words.eat("expected").then(|| words.day());
    Judged { level, suggested: None, signals: Vec::new(), expected, note: String::new() }
}

fn reason(words: &mut Words) -> (String, Option<Whose>) {
    let whose = match words.peek() {
        Some("customer") => Some(Whose::Customer),
        Some("advisor") => Some(Whose::Advisor),
        _ => None,
    };
    if whose.is_some() {
        words.take();
    }
    let given = words.peek().is_some_and(|it| it.starts_with('"'));
    (if given { words.quoted() } else { String::new() }, whose)
}

fn ruling(words: &mut Words) -> Ruling {
    match words.need().as_str() {
        "give-back" => Ruling::GiveBack { due: words.day() },
        "hand-over" => Ruling::HandOver { to: staff(&words.need()) },
        "take-over" => Ruling::TakeOver { to: staff("manager") },
        "pool" => Ruling::Pool,
        "claim" => Ruling::Claim { to: staff(&words.need()) },
        "confirm" => Ruling::Confirm { level: words.level() },
        "refuse" => Ruling::Refuse,
        "revive" => Ruling::Revive { level: words.level() },
        "honour" => Ruling::Honour { fact: fact(&words.need()) },
        "count" => Ruling::Count { fact: fact(&words.need()) },
        _ => words.fail("no such ruling"),
    }
}

/// A word as the document writes it.
fn read<T: DeserializeOwned>(words: &mut Words) -> T {
    let word = words.need();
    serde_json::from_value(word.clone().into()).unwrap_or_else(|_| words.fail(&format!("`{word}` is not known")))
}
