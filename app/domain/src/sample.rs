//! Sample customers 示例客户, to practise with before the first card (rules A5).
//!
//! **Invariant:** their facts are facts like all others and stand in no document: whoever keeps them keeps them on one device,
//! apart from the book. Nothing of them is uploaded, counted or taken away.

use crate::command::{Command, Refusal, Stamp, fact};
use crate::fact::order::Ordered;
use crate::fact::{Body, Contact, Created, Fact, Judged, Means, Origin, Outcome};
use crate::id::{CustomerId, DeviceId, FactId, StaffId};
use crate::instant::Instant;
use crate::level::Level;
use crate::policy::Policy;
use crate::store::Store;
use crate::view::View;
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// What a sample shows.
struct Play {
    name: &'static str,
    /// A number that nobody has.
    phone: &'static str,
    level: Level,
    model: &'static str,
    budget: &'static str,
    note: &'static str,
    stage: Stage,
}

/// How far a sample has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The card is two hours old; its level is to be confirmed.
    New,
    /// Reached once, so that the next contact is due in so many days.
    Due(i64),
    /// Ordered yesterday, with an agreed delivery.
    Ordered,
}

const PLAYS: [Play; 5] = [
    Play {
        name: "张思远",
        phone: "10000000001",
        level: Level::P1,
        model: "星越 L",
        budget: "15–18 万",
        note: "问了置换补贴，等我们回话",
        stage: Stage::Due(0),
    },
    Play {
        name: "李佳宁",
        phone: "10000000002",
        level: Level::P2,
        model: "星瑞",
        budget: "12–15 万",
        note: "周末想带家人来试驾",
        stage: Stage::Due(1),
    },
    Play {
        name: "王建国",
        phone: "10000000003",
        level: Level::P3,
        model: "博越 L",
        budget: "12–15 万",
        note: "在比较两家的价格",
        stage: Stage::Due(3),
    },
    Play {
        name: "赵雨桐",
        phone: "10000000004",
        level: Level::P3,
        model: "熊猫 mini",
        budget: "5 万以内",
        note: "",
        stage: Stage::New,
    },
    Play {
        name: "孙志强",
        phone: "10000000005",
        level: Level::P0,
        model: "豪越 L",
        budget: "18 万以上",
        note: "订金已付，约了交车",
        stage: Stage::Ordered,
    },
];

/// The facts of the samples, as they would stand now: somebody is due today, somebody tomorrow, a level is to be confirmed,
/// a delivery is agreed. `random` gives the random bits of ids.
pub fn samples(
    policy: &Policy,
    advisor: StaffId,
    device: &DeviceId,
    now: Instant,
    mut random: impl FnMut() -> u128,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    for play in PLAYS {
        let contact_at = match play.stage {
            Stage::New => None,
            Stage::Due(days) => {
                let cycle = policy.cycle(play.level).unwrap_or(1);
                Some(now.plus(-(cycle - days).max(0) * Instant::DAY))
            }
            Stage::Ordered => Some(now.plus(-Instant::DAY)),
        };
        let created_at = contact_at.map_or(now.plus(-2 * Instant::HOUR), |it| it.plus(-Instant::DAY));
        let customer = CustomerId::new(created_at, random());
        let mut add = |id: FactId, at: Instant, body: Body| {
            let stamp = Stamp { id, now: at, offset: 0, device: device.clone(), counter: 0, mono: 0 };
            facts.push(fact(stamp, customer, at, body));
        };
        // Cards that are not ordered yet begin as they are; an order makes the level by itself.
        let level = if play.level == Level::P0 { Level::P1 } else { play.level };
        add(FactId(customer.0), created_at, created(&play, advisor, level));
        let Some(contact_at) = contact_at else { continue };
        let confirmed_at = created_at.plus(Instant::HOUR);
        add(FactId::new(confirmed_at, random()), confirmed_at, judged(level));
        add(FactId::new(contact_at, random()), contact_at, contact(&play));
        if play.stage == Stage::Ordered {
            let at = contact_at.plus(Instant::MINUTE);
            let agreed = policy.zone.day(now).plus(5);
            let ordered = Ordered {
                model: play.model.to_owned(),
                price: 17_980_000,
                deposit: 500_000,
                agreed: Some(agreed),
                ..Ordered::default()
            };
            add(FactId::new(at, random()), at, Body::Ordered(ordered));
        }
    }
    facts
}

/// Checks a command on a sample: as on any customer, except that nobody is there who could answer.
///
/// # Errors
/// As [`Command::check`], and [`Refusal::Sample`] for what waits for a manager, for finance or for the customer.
pub fn check(command: Command, store: &Store, view: Option<&View>, now: Instant) -> Result<(Body, Instant), Refusal> {
    match command {
        Command::Apply(..)
        | Command::Request(..)
        | Command::Deliver(..)
        | Command::Sign(..)
        | Command::CallBack(..) => Err(Refusal::Sample),
        Command::Create(..)
        | Command::Contact(..)
        | Command::Judge(..)
        | Command::Move(..)
        | Command::Edit(..)
        | Command::Withdraw(..)
        | Command::Order(..)
        | Command::Amend(..)
        | Command::Cancel(..)
        | Command::Step(..)
        | Command::Tick(..)
        | Command::Drive(..)
        | Command::Quote(..)
        | Command::Reveal(..) => command.check(store, view, now),
    }
}

fn created(play: &Play, advisor: StaffId, level: Level) -> Body {
    let fields = [("model", play.model), ("budget", play.budget)];
    Body::Created(Created {
        advisor,
        name: play.name.to_owned(),
        phone: play.phone.to_owned(),
        source: String::new(),
        origin: Origin::default(),
        clear_intention: false,
        level,
        suggested: None,
        signals: Vec::new(),
        expected: None,
        due: None,
        note: String::new(),
        import: String::new(),
        fields: fields.map(|it| (it.0.to_owned(), it.1.to_owned())).into_iter().collect::<BTreeMap<_, _>>(),
    })
}

fn judged(level: Level) -> Body {
    Body::Judged(Judged { level, suggested: None, signals: Vec::new(), expected: None, note: String::new() })
}

fn contact(play: &Play) -> Body {
    Body::Contact(Contact {
        means: Means::Call,
        outcome: Outcome::Talked,
        note: play.note.to_owned(),
        asked: false,
        level: None,
        next: None,
        reason: String::new(),
        whose: None,
    })
}
