//! Histories of one customer for properties: facts in the order of their times, with ids that grow.

use super::{
    Applied, Body, Contact, Created, Edited, Fact, Judged, Means, Moved, Origin, Outcome, Place, Ruled, Ruling, Whose,
};
use crate::id::{CustomerId, DeviceId, FactId, StaffId};
use crate::instant::{Day, Instant, Zone};
use crate::level::Level;
use proptest::prelude::*;
use ulid::Ulid;

pub(crate) const CUSTOMER: CustomerId = CustomerId(Ulid(1_000));

/// What a fact is made from; days are relative to its own.
#[derive(Clone, Debug)]
pub(crate) struct Seed {
    minutes: i64,
    kind: u8,
    level: Level,
    days: i64,
    target: usize,
    outcome: Outcome,
    whose: Option<Whose>,
    extra: bool,
}

pub(crate) fn level() -> impl Strategy<Value = Level> {
    prop::sample::select(Level::ALL.to_vec())
}

pub(crate) fn seed() -> impl Strategy<Value = Seed> {
    let outcome = prop::sample::select(vec![Outcome::Talked, Outcome::Came, Outcome::NoAnswer, Outcome::NoReply]);
    let whose = prop::sample::select(vec![None, Some(Whose::Customer), Some(Whose::Advisor)]);
    let minutes = prop_oneof![0..15_i64, 0..5_000_i64];
    (minutes, any::<u8>(), level(), -3..20_i64, 0..8_usize, outcome, whose, any::<bool>()).prop_map(
        |(minutes, kind, level, days, target, outcome, whose, extra)| Seed {
            minutes,
            kind,
            level,
            days,
            target,
            outcome,
            whose,
            extra,
        },
    )
}

/// Any history; what only the server writes stands in the desk, and sometimes forged in the book.
pub(crate) fn history() -> impl Strategy<Value = Vec<Fact>> {
    prop::collection::vec(seed(), 1..14).prop_map(|seeds| facts(&seeds, 32))
}

/// A history without a word of the server.
pub(crate) fn unruled() -> impl Strategy<Value = Vec<Fact>> {
    prop::collection::vec(seed(), 1..14).prop_map(|seeds| facts(&seeds, 16))
}

fn facts(seeds: &[Seed], kinds: u8) -> Vec<Fact> {
    let mut at = Instant::parse("2026-02-20T02:00:00Z").unwrap();
    let mut facts: Vec<Fact> = Vec::new();
    for (index, seed) in seeds.iter().enumerate() {
        at = at.plus(seed.minutes * Instant::MINUTE);
        let body = if index == 0 { Body::Created(seed.created(day(at))) } else { seed.body(at, kinds) };
        let place = if body.is_servers() && seed.target > 0 { Place::Desk } else { Place::Book };
        let id = FactId(Ulid(1_000 + index as u128));
        facts.push(envelope(id, at, place, body));
    }
    facts
}

pub(crate) fn day(at: Instant) -> Day {
    Zone::default().day(at)
}

pub(crate) fn envelope(id: FactId, at: Instant, place: Place, body: Body) -> Fact {
    let device = DeviceId("00112233445566778899aabb".into());
    Fact {
        id,
        customer: Some(CUSTOMER),
        at,
        recorded: at,
        offset: 0,
        device,
        counter: 1,
        mono: 0,
        place,
        author: None,
        body,
    }
}

impl Seed {
    pub(crate) fn created(&self, today: Day) -> Created {
        Created {
            advisor: StaffId(Ulid(1)),
            name: "张伟".into(),
            phone: "13800001234".into(),
            source: String::new(),
            origin: [Origin::WalkIn, Origin::Online, Origin::Import][self.target % 3],
            clear_intention: self.extra,
            level: self.level,
            suggested: None,
            signals: Vec::new(),
            expected: self.whose.map(|_| today.plus(self.days)),
            due: (self.target > 5).then(|| today.plus(self.days)),
            note: String::new(),
            fields: [("model".to_owned(), "轩逸".to_owned())].into_iter().filter(|_| self.extra).collect(),
        }
    }

    pub(crate) fn contact(&self, today: Day) -> Contact {
        Contact {
            means: Means::Call,
            outcome: self.outcome,
            note: String::new(),
            asked: self.extra,
            level: self.target.is_multiple_of(2).then_some(self.level),
            next: self.extra.then(|| today.plus(self.days)),
            reason: "travels".into(),
            whose: self.whose,
        }
    }

    pub(crate) fn judged(&self, today: Day) -> Judged {
        let expected = self.extra.then(|| today.plus(self.days));
        Judged { level: self.level, suggested: None, signals: vec!["willing".into()], expected, note: String::new() }
    }

    pub(crate) fn moved(&self, today: Day) -> Moved {
        Moved { to: today.plus(self.days), reason: "travels".into(), whose: self.whose }
    }

    pub(crate) fn applied(&self) -> Applied {
        let reason = if self.level == Level::N { "no_plan" } else { "dealer_price" };
        Applied { level: self.level, reason: reason.into(), rival: "another".into(), note: String::new() }
    }

    pub(crate) const fn target(&self) -> FactId {
        FactId(Ulid(1_000 + self.target as u128))
    }

    fn body(&self, at: Instant, kinds: u8) -> Body {
        let today = day(at);
        match self.kind % kinds {
            0..=3 => Body::Contact(self.contact(today)),
            4..=6 => Body::Judged(self.judged(today)),
            7..=9 => Body::Moved(self.moved(today)),
            10 => Body::Applied(self.applied()),
            11 => Body::Applied(Applied { level: Level::F, ..self.applied() }),
            12 => Body::Created(self.created(today)),
            13 => Body::Withdrawn { fact: self.target() },
            14 => {
                let to = self.days.to_string();
                Body::Edited(Edited { field: "phone".into(), from: String::new(), to, after: vec![self.target()] })
            }
            15 => Body::Unreadable { kind: "drone".into(), why: "unknown".into() },
            16 => Body::Locked { due: today.plus(-1), since: at },
            17 => Body::Lifted { due: today.plus(-1), by: None },
            18 | 19 => Body::Retimed { fact: self.target(), believed: at, lower: at },
            20 => Body::Original {
                fact: self.target(),
                text: envelope(self.target(), at, Place::Book, Body::Contact(self.contact(today))).text(),
            },
            21 => Body::Closed { day: today },
            _ => Body::Ruled(Ruled { by: StaffId(Ulid(9)), what: self.ruling(today), note: "a note".into() }),
        }
    }

    /// One ruling of each kind, at a moment.
    pub(crate) fn rulings(&self, now: Instant) -> Vec<Ruling> {
        let it = |kind| Self { kind, ..self.clone() }.ruling(day(now));
        (0..10).map(it).collect()
    }

    fn ruling(&self, today: Day) -> Ruling {
        let to = StaffId(Ulid(2));
        match self.kind % 10 {
            0 => Ruling::HandOver { to },
            1 => Ruling::TakeOver { to },
            2 => Ruling::Pool,
            3 => Ruling::Claim { to },
            4 => Ruling::Confirm { level: self.level },
            5 => Ruling::Refuse,
            6 => Ruling::Revive { level: self.level },
            7 => Ruling::Honour { fact: self.target() },
            8 => Ruling::Count { fact: self.target() },
            _ => Ruling::GiveBack { due: today.plus(self.days) },
        }
    }
}
