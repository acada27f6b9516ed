//! Histories of one customer for properties: facts in the order of their times, with ids that grow.

use super::floor::{Drove, Quoted, Revealed, Stepped, Ticked};
use super::order::{
    Amended, Answer, Approved, Call, CalledBack, Cancelled, Delivered, Ordered, Refused, Requested, Signed, Signer,
};
use super::{
    Applied, Body, Contact, Created, Edited, Fact, Judged, Means, Moved, Origin, Outcome, Place, Ruled, Ruling, Whose,
};
use crate::id::{CustomerId, DeviceId, FactId, StaffId};
use crate::ink::Ink;
use crate::instant::{Day, Instant, Zone};
use crate::level::Level;
use proptest::prelude::*;
use std::collections::BTreeMap;
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
    prop::collection::vec(seed(), 1..16).prop_map(|seeds| facts(&seeds, 48))
}

/// A history of orders: a card, then steps that make sense one after the other, and others in between.
pub(crate) fn orders() -> impl Strategy<Value = Vec<Fact>> {
    const SENSE: [u8; 11] = [0, 20, 64, 26, 16, 18, 20, 26, 64, 66, 73];
    let noise = prop::sample::select(vec![20_u8, 64, 26, 16, 18, 65, 22, 73, 4, 13]);
    prop::collection::vec((seed(), prop::option::weighted(0.3, noise), 0..400_i64), 2..20).prop_map(|all| {
        let mut sense = SENSE.into_iter().cycle();
        let seed = |(seed, noise, minutes): (Seed, Option<u8>, i64)| {
            let kind = noise.or_else(|| sense.next()).unwrap_or_default();
            Seed { kind, minutes, ..seed }
        };
        facts(&all.into_iter().map(seed).collect::<Vec<_>>(), 48)
    })
}

/// A history without a word of the server.
pub(crate) fn unruled() -> impl Strategy<Value = Vec<Fact>> {
    prop::collection::vec(seed(), 1..14).prop_map(|seeds| facts(&seeds, 26))
}

fn facts(seeds: &[Seed], kinds: u8) -> Vec<Fact> {
    let mut at = Instant::parse("2026-02-20T02:00:00Z").unwrap();
    let mut facts: Vec<Fact> = Vec::new();
    for (index, seed) in seeds.iter().enumerate() {
        at = at.plus(seed.minutes * Instant::MINUTE);
        let body = if index == 0 { Body::Created(seed.created(day(at))) } else { seed.body(at, kinds, &facts) };
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
            import: String::new(),
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

    fn body(&self, at: Instant, kinds: u8, facts: &[Fact]) -> Body {
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
            15 if self.extra => self.floor(today),
            15 => Body::Unreadable { kind: "drone".into(), why: "unknown".into() },
            16..=25 => self.step(today, facts),
            26..=29 => self.decision(facts),
            30 => Body::Locked { due: today.plus(-1), since: at },
            31 => Body::Lifted { due: today.plus(-1), by: None },
            32 | 33 => Body::Retimed { fact: self.target(), believed: at, lower: at },
            34 => Body::Original {
                fact: self.target(),
                text: envelope(self.target(), at, Place::Book, Body::Contact(self.contact(today))).text(),
            },
            35 => Body::Closed { day: today, open: self.target % 2 == 1 },
            _ => Body::Ruled(Ruled { by: StaffId(Ulid(9)), what: self.ruling(today), note: "a note".into() }),
        }
    }

    /// What is written on the showroom floor: a step, a tick, a drive, a quotation, a number looked at.
    pub(crate) fn floor(&self, today: Day) -> Body {
        let step = ["reception", "needs", "quotation", "after_sales"][self.target % 4].to_owned();
        let model = "Model Q".to_owned();
        match self.days.rem_euclid(5) {
            0 => Body::Stepped(Stepped { to: step, from: "leads".into(), note: "a note".into() }),
            1 => Body::Ticked(Ticked { step: "reception".into(), check: "greeted".into(), off: self.extra }),
            2 => Body::Drove(Drove { model, minutes: 20, licence: self.extra, ..Drove::default() }),
            3 => {
                let until = self.extra.then(|| today.plus(self.days));
                Body::Quoted(Quoted { model, price: 15_980_000, insurance: 520_000, until, ..Quoted::default() })
            }
            _ => Body::Revealed(Revealed { field: "phone".into() }),
        }
    }

    /// One ruling of each kind, at a moment.
    pub(crate) fn rulings(&self, now: Instant) -> Vec<Ruling> {
        let it = |kind| Self { kind, ..self.clone() }.ruling(day(now));
        (0..10).map(it).collect()
    }

    /// A step of an order: most often of one that is there, and with the ids that a confirmation needs.
    pub(crate) fn step(&self, today: Day, facts: &[Fact]) -> Body {
        let last = |is: fn(&Body) -> bool| {
            let found: Vec<FactId> = facts.iter().rev().filter(|it| is(&it.body)).map(|it| it.id).collect();
            found.get(self.target / 6).or(found.first()).copied().unwrap_or_else(|| self.target())
        };
        let order = last(|it| matches!(it, Body::Ordered(_)));
        let (approval, request) =
            (last(|it| matches!(it, Body::Approved(_))), last(|it| matches!(it, Body::Requested(_))));
        match self.kind % 10 {
            0 | 1 => Body::Ordered(self.ordered(today)),
            2 => Body::Amended(Amended { order, vin: self.vin(), agreed: self.extra.then(|| today.plus(self.days)) }),
            3 => Body::Cancelled(Cancelled { order, reason: "no loan".into() }),
            4 => Body::Requested(Requested { order }),
            5 if self.extra => Body::Requested(Requested { order }),
            5 => Body::Signed(self.signed(order, approval)),
            6 | 7 => {
                let all = crate::policy::Policy::default().checks.into_iter().map(|it| it.code);
                let checks = all.skip(usize::from(self.days == 0)).collect();
                Body::Delivered(Delivered { order, approval, request, checks })
            }
            _ => {
                let call = [Call::Third, Call::Seventh, Call::Thirtieth, Call::FirstService, Call::Complaint];
                let answer = [Answer::Content, Answer::Complains, Answer::NotReached];
                let (call, answer) = (call[self.target % 5], answer[self.target % 3]);
                let scores = [("satisfaction".to_owned(), 3)].into_iter().filter(|_| self.extra).collect();
                let said = BTreeMap::new();
                Body::CalledBack(CalledBack { order, call, answer, note: String::new(), scores, said, by: None })
            }
        }
    }

    pub(crate) fn ordered(&self, today: Day) -> Ordered {
        let agreed = self.extra.then(|| today.plus(self.days));
        let (model, colour) = ("Model Q".into(), String::new());
        Ordered { model, colour, price: 15_980_000, deposit: 500_000, vin: self.vin(), agreed, spot: self.extra }
    }

    fn signed(&self, order: FactId, approval: FactId) -> Signed {
        let signer = Signer::ALL[self.target % 2];
        Signed { order, approval, signer, strokes: Ink::parse("120,80 40,-10 0,60").unwrap() }
    }

    fn vin(&self) -> String {
        if self.target.is_multiple_of(2) { "LSVAA4187E2184321".into() } else { String::new() }
    }

    fn decision(&self, facts: &[Fact]) -> Body {
        let ordered = facts.iter().rev().find(|it| matches!(it.body, Body::Ordered(_))).map(|it| it.id);
        let (order, by) = (ordered.unwrap_or_else(|| self.target()), StaffId(Ulid(7)));
        if self.days == 2 {
            let (call, answer, note) = (Call::Seventh, Answer::Complains, String::new());
            let (scores, said) = (BTreeMap::new(), BTreeMap::new());
            return Body::ManagerCalled(CalledBack { order, call, answer, note, scores, said, by: Some(by) });
        }
        if self.days == 1 {
            return Body::Refused(Refused { order, reason: "the deposit is missing".into(), by });
        }
        let (number, signature) = ("2026-0001".into(), "00".into());
        Body::Approved(Approved { order, number, vin: "LSVAA4187E2184321".into(), signature, by })
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
