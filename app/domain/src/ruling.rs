//! What may be ruled on a customer at a moment (rules D4, D6, D7): asked before a ruling is written.
//!
//! **Invariant:** a ruling that passes is not set aside by the fold, wholly or in part, in the same state of the facts.

use crate::fact::Ruling;
use crate::fold::check_level;
use crate::id::{FactId, StaffId};
use crate::instant::Instant;
use crate::level::Level;
use crate::store::Store;
use crate::view::{Entry, Event, Fate, Lock, Rule, View};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Why a ruling cannot be made. Nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objection {
    /// The customer is not locked: there is nothing to give back.
    NotLocked,
    /// The customer is in the pool.
    InPool,
    /// The customer is not in the pool.
    NotInPool,
    /// The customer is lost, hopeless or delivered.
    Closed,
    /// The customer is neither lost nor hopeless.
    NotClosed,
    /// The customer is that person's already.
    SameOwner,
    /// Nobody of the store who can own customers has this id.
    UnknownPerson,
    /// The level is not one that this ruling can give.
    WrongLevel,
    /// No application for F or N is pending.
    NoApplication,
    /// The date has passed.
    DateInPast,
    /// The date is further away than the cycle of the level.
    DateTooFar,
    /// The fact is not one that a manager can believe or count.
    NoEvidence,
}

/// Checks a ruling against the view of a customer whose card was not taken back.
///
/// # Errors
/// The [`Objection`] to it.
///
/// # Example: only a locked customer is given back, by the cycle of the level at most (rules D6 \[D\])
/// ```
/// # use domain::{fact::{Fact, Place, Ruling}, fold::fold, instant::{Day, Instant}, ruling::{check, Objection}, store::Store};
/// let text = r#"{"kind":"created","customer":"01JQ0000000000000000000001","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
///   "advisor":"01JQ000000000000000000000A","name":"张伟","level":"P2"}"#;
/// let fact = Fact::read("01JQ0000000000000000000001", text, Place::Book).unwrap();
/// let store = Store::default();
/// let view = fold(&store, fact.customer.unwrap(), [&fact]).unwrap();
/// let give_back = |due| Ruling::GiveBack { due: Day::parse(due).unwrap() };
/// let (due_day, locked) = (Instant::parse("2026-03-05T10:00:00+08:00").unwrap(), Instant::parse("2026-03-06T09:00:00+08:00").unwrap());
/// assert_eq!(check(&store, &view, &give_back("2026-03-07"), due_day), Err(Objection::NotLocked));
/// assert_eq!(check(&store, &view, &give_back("2026-03-10"), locked), Ok(()));
/// assert_eq!(check(&store, &view, &give_back("2026-03-11"), locked), Err(Objection::DateTooFar));
/// ```
// 锁止 → 销售经理接管: the manager rules (SSP); what a ruling can be is ours (rules D6 [D]).
pub fn check(store: &Store, view: &View, what: &Ruling, now: Instant) -> Result<(), Objection> {
    let policy = store.policy(now);
    let today = policy.zone.day(now);
    let is_open = view.level.is_open();
    let demand = |holds: bool, objection| if holds { Ok(()) } else { Err(objection) };
    match *what {
        Ruling::GiveBack { due } => {
            demand(view.owner.is_some(), Objection::InPool)?;
            demand(view.lock(now).is_some(), Objection::NotLocked)?;
            let latest = today.plus(policy.cycle(view.level).ok_or(Objection::Closed)?);
            demand(due >= today, Objection::DateInPast)?;
            demand(due <= latest, Objection::DateTooFar)
        }
        Ruling::HandOver { to } | Ruling::TakeOver { to } => {
            demand(can_own(store, to), Objection::UnknownPerson)?;
            demand(view.owner != Some(to), Objection::SameOwner)
        }
        Ruling::Pool => {
            demand(view.owner.is_some(), Objection::InPool)?;
            demand(is_open, Objection::Closed)
        }
        Ruling::Claim { to } => {
            demand(view.owner.is_none(), Objection::NotInPool)?;
            demand(is_open, Objection::Closed)?;
            demand(can_own(store, to), Objection::UnknownPerson)
        }
        Ruling::Confirm { level } => {
            demand(matches!(level, Level::F | Level::N), Objection::WrongLevel)?;
            demand(is_open, Objection::Closed)
        }
        Ruling::Refuse => demand(view.application.is_some(), Objection::NoApplication),
        Ruling::Revive { level } => {
            demand(matches!(view.level, Level::F | Level::N), Objection::NotClosed)?;
            demand(check_level(level, false).is_ok(), Objection::WrongLevel)
        }
        Ruling::Honour { fact } => demand(evidence(view).contains(&fact), Objection::NoEvidence),
        Ruling::Count { fact } => demand(countable(view).contains(&fact), Objection::NoEvidence),
    }
}

fn can_own(store: &Store, who: StaffId) -> bool {
    store.staff.get(&who).is_some_and(|it| matches!(it.role.as_str(), "advisor" | "manager"))
}

/// Contacts that a manager may believe after all (rules D4, F3): those that count at another time than they claim,
/// and the one that has lifted a lock on which there was a ruling already.
#[must_use]
pub fn evidence(view: &View) -> Vec<FactId> {
    let honoured = |id: FactId| {
        let names =
            |it: &Entry| matches!(&it.event, Event::Ruled(ruled) if ruled.what == (Ruling::Honour { fact: id }));
        view.entries.iter().any(names)
    };
    let overtaken = |id: FactId| {
        view.entries.iter().any(|lift| {
            matches!(lift.event, Event::Lifted(_, Some(by)) if by == id)
                && view.entries.iter().any(|it| matches!(it.event, Event::Ruled(_)) && it.at >= lift.at)
        })
    };
    let is_one = |it: &&Entry| {
        let reached = matches!(&it.event, Event::Contact(contact) if contact.outcome.is_reached());
        reached
            && it.fate != Fate::Withdrawn
            && !honoured(it.id)
            && (it.at > it.claimed.min(it.written) || overtaken(it.id))
    };
    view.entries.iter().filter(is_one).map(|it| it.id).collect()
}

/// Facts that broke a rule at their place and that a ruling can make count (rules A4).
#[must_use]
pub fn countable(view: &View) -> Vec<FactId> {
    let is_one = |it: &&Entry| {
        let (Fate::Aside(rule) | Fate::InPart(rule)) = it.fate else { return false };
        let by_advisor =
            matches!(it.event, Event::Judged(..) | Event::Moved(_) | Event::Contact(_) | Event::Ordered(_));
        let can_be = matches!(
            rule,
            Rule::Locked
                | Rule::NotOwner
                | Rule::FirstLevelFloor
                | Rule::MoveTooLate
                | Rule::MoveTooFar
                | Rule::MoveWithoutReason
        );
        by_advisor && can_be
    };
    view.entries.iter().filter(is_one).map(|it| it.id).collect()
}

/// Whether a lock has waited for a ruling longer than the policy's hours (rules D6 \[D\]).
#[must_use]
pub fn is_late(store: &Store, lock: &Lock, now: Instant) -> bool {
    now.since(lock.since) > store.policy(lock.since).ruling_hours * Instant::HOUR
}

/// Whether an advisor who has taken so many customers out of the pool today may take another one.
#[must_use]
pub fn may_claim(store: &Store, claimed_today: u32, now: Instant) -> bool {
    claimed_today < store.policy(now).claims_per_day
}

/// The last ruling that counts; a ruling says which one it has seen, so that two on the same state do not both stand.
#[must_use]
pub fn last(view: &View) -> Option<FactId> {
    let counts = |it: &&Entry| matches!(it.event, Event::Ruled(_)) && !matches!(it.fate, Fate::Aside(_));
    view.entries.iter().rev().find(counts).map(|it| it.id)
}
