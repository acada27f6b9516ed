//! What a person can do, checked before it is written: from a command to the body of a fact.
//!
//! **Invariant:** a command that is accepted is not set aside by the fold in the same state of the book.

use crate::fact::{Applied, Body, Contact, Created, Edited, Judged, Moved, Place};
use crate::fold::check_move;
use crate::id::{CustomerId, FactId};
use crate::instant::Instant;
use crate::level::Level;
use crate::store::Store;
use crate::view::{Rule, View};
use serde::{Deserialize, Serialize};

/// The most characters that a name may have.
pub const NAME_MAX: usize = 60;
/// The most characters that a note or any other text may have.
pub const TEXT_MAX: usize = 4_000;

/// A command of an advisor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// A new card; the id is the new customer's.
    Create(CustomerId, Created),
    /// A contact, made or tried, and when it happened if not now.
    Contact(CustomerId, Contact, Option<Instant>),
    /// A judgement or confirmation of the level.
    Judge(CustomerId, Judged),
    /// A follow-up postponed or brought forward.
    Move(CustomerId, Moved),
    /// A field edited: its name and the new value.
    Edit(CustomerId, String, String),
    /// An application for F or N.
    Apply(CustomerId, Applied),
    /// An own fact taken back.
    Withdraw(CustomerId, FactId),
}

/// Why a command is refused. Nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Refusal {
    /// The name is missing.
    NameMissing,
    /// The name is longer than [`NAME_MAX`].
    NameTooLong,
    /// The phone has other characters than digits, `+`, `-`, spaces and brackets, or not 5 to 20 digits.
    PhoneWrong,
    /// A text is longer than [`TEXT_MAX`].
    TextTooLong,
    /// There is no such customer.
    UnknownCustomer,
    /// The contact claims to have happened in the future.
    InTheFuture,
    /// The contact claims to have happened before the card was made.
    BeforeTheCard,
    /// A rule forbids it.
    Rule(Rule),
}

impl Command {
    /// Whom it concerns.
    #[must_use]
    pub const fn customer(&self) -> CustomerId {
        match self {
            Self::Create(id, _)
            | Self::Contact(id, ..)
            | Self::Judge(id, _)
            | Self::Move(id, _)
            | Self::Edit(id, ..)
            | Self::Apply(id, _)
            | Self::Withdraw(id, _) => *id,
        }
    }

    /// Checks the command against the customer's view and gives the body to write and when it happened.
    ///
    /// # Errors
    /// A [`Refusal`] that the screen can explain.
    pub fn check(self, store: &Store, view: Option<&View>, now: Instant) -> Result<(Body, Instant), Refusal> {
        if let Self::Create(_, created) = self {
            return Ok((Body::Created(new_card(created)?), now));
        }
        let view = view.filter(|it| !it.withdrawn).ok_or(Refusal::UnknownCustomer)?;
        let policy = store.policy(now);
        match self {
            Self::Create(..) => Err(Refusal::UnknownCustomer),
            Self::Contact(_, contact, at) => {
                let at = at.unwrap_or(now);
                if at > now {
                    return Err(Refusal::InTheFuture);
                }
                if at < view.created {
                    return Err(Refusal::BeforeTheCard);
                }
                text(&contact.note)?;
                text(&contact.reason)?;
                if contact.level.is_some_and(|it| !it.is_open()) {
                    return Err(Refusal::Rule(Rule::LevelNotJudged));
                }
                check_next(store, view, &contact, at)?;
                Ok((Body::Contact(contact), at))
            }
            Self::Judge(_, judged) => {
                text(&judged.note)?;
                open(view, now)?;
                if !judged.level.is_open() {
                    return Err(Refusal::Rule(Rule::LevelNotJudged));
                }
                if view.clear_intention && view.confirmed.is_none() && judged.level == Level::P4 {
                    return Err(Refusal::Rule(Rule::FirstLevelFloor));
                }
                Ok((Body::Judged(judged), now))
            }
            Self::Move(_, moved) => {
                text(&moved.reason)?;
                open(view, now)?;
                let follow_up = view.follow_up.ok_or(Refusal::Rule(Rule::NoFollowUp))?;
                check_move(policy, view.level, &follow_up, now, &moved).map_err(Refusal::Rule)?;
                Ok((Body::Moved(moved), now))
            }
            Self::Edit(_, field, to) => {
                match field.as_str() {
                    "name" => name(&to)?,
                    "phone" => phone(&to)?,
                    _ => text(&to)?,
                }
                let known = view.fields.get(&field);
                let after = known.map(|it| it.values.iter().map(|value| value.0).collect()).unwrap_or_default();
                let from = view.field(&field).to_owned();
                Ok((Body::Edited(Edited { field, from, to, after }), now))
            }
            Self::Apply(_, applied) => {
                text(&applied.note)?;
                if view.follow_up.is_none() {
                    return Err(Refusal::Rule(Rule::NoFollowUp));
                }
                if view.application.is_some() {
                    return Err(Refusal::Rule(Rule::ApplicationPending));
                }
                if !matches!(applied.level, Level::F | Level::N) {
                    return Err(Refusal::Rule(Rule::LevelNotJudged));
                }
                Ok((Body::Applied(applied), now))
            }
            Self::Withdraw(_, fact) => {
                let entry = view.entries.iter().find(|it| it.id == fact).ok_or(Refusal::UnknownCustomer)?;
                if now.since(entry.written) > policy.undo_minutes * Instant::MINUTE {
                    return Err(Refusal::Rule(Rule::UndoTooLate));
                }
                Ok((Body::Withdrawn { fact }, now))
            }
        }
    }
}

/// Puts a body into the envelope of a fact written now, in a book.
#[must_use]
pub fn fact(stamp: Stamp, customer: CustomerId, at: Instant, body: Body) -> crate::fact::Fact {
    crate::fact::Fact {
        id: stamp.id,
        customer: Some(customer),
        at: at.plus(-stamp.offset),
        recorded: stamp.now.plus(-stamp.offset),
        offset: stamp.offset,
        device: stamp.device,
        counter: stamp.counter,
        mono: stamp.mono,
        place: Place::Book,
        body,
    }
}

/// What a device stamps a fact with.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The fact's id.
    pub id: FactId,
    /// Now, corrected by the offset.
    pub now: Instant,
    /// The offset of the device's clock, in milliseconds.
    pub offset: i64,
    /// The device.
    pub device: crate::id::DeviceId,
    /// Its own count.
    pub counter: u64,
    /// Its monotonic reading, in milliseconds.
    pub mono: u64,
}

fn new_card(mut created: Created) -> Result<Created, Refusal> {
    created.name = created.name.trim().to_owned();
    created.phone = created.phone.trim().to_owned();
    name(&created.name)?;
    phone(&created.phone)?;
    text(&created.note)?;
    if !created.level.is_open() {
        return Err(Refusal::Rule(Rule::LevelNotJudged));
    }
    if created.clear_intention && created.level == Level::P4 {
        return Err(Refusal::Rule(Rule::FirstLevelFloor));
    }
    Ok(created)
}

fn open(view: &View, now: Instant) -> Result<(), Refusal> {
    if view.lock(now).is_some() {
        return Err(Refusal::Rule(Rule::Locked));
    }
    if view.follow_up.is_none() {
        return Err(Refusal::Rule(Rule::NoFollowUp));
    }
    Ok(())
}

/// A later next date needs a reason and keeps within the limits (rules C4).
fn check_next(store: &Store, view: &View, contact: &Contact, at: Instant) -> Result<(), Refusal> {
    let policy = store.policy(at);
    let Some(next) = contact.next.filter(|_| contact.outcome.is_reached()) else { return Ok(()) };
    let today = policy.zone.day(at);
    if next <= today {
        return Err(Refusal::Rule(Rule::MoveToPast));
    }
    let cycle = policy.cycle(contact.level.unwrap_or(view.level)).unwrap_or(1);
    let regular = today.plus(cycle);
    if next > regular && (contact.reason.trim().is_empty() || contact.whose.is_none()) {
        return Err(Refusal::Rule(Rule::MoveWithoutReason));
    }
    if next > regular.plus(cycle) {
        return Err(Refusal::Rule(Rule::MoveTooFar));
    }
    Ok(())
}

fn name(value: &str) -> Result<(), Refusal> {
    if value.trim().is_empty() {
        return Err(Refusal::NameMissing);
    }
    if value.chars().count() > NAME_MAX {
        return Err(Refusal::NameTooLong);
    }
    Ok(())
}

fn phone(value: &str) -> Result<(), Refusal> {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let clean = value.chars().all(|it| it.is_ascii_digit() || "+- ()（）".contains(it));
    if clean && (5..=20).contains(&digits) { Ok(()) } else { Err(Refusal::PhoneWrong) }
}

fn text(value: &str) -> Result<(), Refusal> {
    if value.chars().count() > TEXT_MAX { Err(Refusal::TextTooLong) } else { Ok(()) }
}
