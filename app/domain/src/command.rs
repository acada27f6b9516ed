//! What a person can do, checked before it is written: from a command to the body of a fact.
//!
//! **Invariant:** a command that is accepted is not set aside by the fold, wholly or in part, in the same state of the book,
//! if `now` is not before the last fact of the customer.

use crate::fact::floor::{Drove, Quoted, Revealed, Stepped, Ticked};
use crate::fact::order::{Amended, CalledBack, Cancelled, Delivered, Ordered, Requested, Signed};
use crate::fact::{Applied, Body, Contact, Created, Edited, Judged, Moved, Place};
use crate::fold::{check_level, check_move, check_next, check_withdrawal};
use crate::id::{CustomerId, FactId};
use crate::instant::Instant;
use crate::level::Level;
use crate::order::{check_amendment, check_delivery, check_request, check_signature, find_call_back, open_order};
use crate::questionnaire;
use crate::reason::{Reason, is_offered};
use crate::store::Store;
use crate::view::{Rule, View};
use serde::{Deserialize, Serialize};

mod floor;
mod order;
mod refusal;
#[cfg(test)]
mod tests;
pub(crate) mod value;

pub use refusal::Refusal;
use value::{field_value, fits, line, name, phone, text};

/// The most characters that a name may have.
pub const NAME_MAX: usize = 60;
/// The most characters that a field of one line may have.
pub const LINE_MAX: usize = 200;
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
    /// An order signed.
    Order(CustomerId, Ordered),
    /// More is known of an order.
    Amend(CustomerId, Amended),
    /// An order cancelled.
    Cancel(CustomerId, Cancelled),
    /// The customer asks for the delivery of an order.
    Request(CustomerId, FactId),
    /// The delivery confirmed.
    Deliver(CustomerId, Delivered),
    /// The slip of an order signed on the glass.
    Sign(CustomerId, Signed),
    /// A call-back, made or tried.
    CallBack(CustomerId, CalledBack),
    /// Another step of the sale.
    Step(CustomerId, Stepped),
    /// An item of a check-list ticked.
    Tick(CustomerId, Ticked),
    /// A test drive recorded, and when it happened if not now.
    Drive(CustomerId, Drove, Option<Instant>),
    /// A quotation given.
    Quote(CustomerId, Quoted),
    /// A number looked at whole, by the name of its field.
    Reveal(CustomerId, String),
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
            | Self::Withdraw(id, _)
            | Self::Order(id, _)
            | Self::Amend(id, _)
            | Self::Cancel(id, _)
            | Self::Request(id, _)
            | Self::Deliver(id, _)
            | Self::Sign(id, _)
            | Self::CallBack(id, _)
            | Self::Step(id, _)
            | Self::Tick(id, _)
            | Self::Drive(id, ..)
            | Self::Quote(id, _)
            | Self::Reveal(id, _) => *id,
        }
    }

    /// The body to write when no view is at hand yet, because the book is still being loaded: the fold will judge it.
    /// None for an edit, which needs the values that it replaces.
    #[must_use]
    pub fn unchecked(&self, now: Instant) -> Option<(Body, Instant)> {
        let body = match self.clone() {
            Self::Create(_, created) => Body::Created(new_card(created).ok()?),
            Self::Contact(_, contact, at) => return Some((Body::Contact(contact), at.unwrap_or(now).min(now))),
            Self::Judge(_, judged) => Body::Judged(judged),
            Self::Move(_, moved) => Body::Moved(moved),
            Self::Apply(_, applied) => Body::Applied(applied),
            Self::Withdraw(_, fact) => Body::Withdrawn { fact },
            Self::Order(_, ordered) => Body::Ordered(order::terms(ordered).ok()?),
            Self::Amend(_, amended) => Body::Amended(order::amendment(amended).ok()?),
            Self::Cancel(_, cancelled) => Body::Cancelled(cancelled),
            Self::Request(_, order) => Body::Requested(Requested { order }),
            Self::Deliver(_, delivered) => Body::Delivered(delivered),
            Self::Sign(_, signed) => Body::Signed(signed),
            Self::CallBack(_, called) => Body::CalledBack(called),
            Self::Step(_, stepped) => Body::Stepped(stepped),
            Self::Tick(_, ticked) => Body::Ticked(ticked),
            Self::Drive(_, drove, at) => {
                return Some((Body::Drove(floor::drive(drove).ok()?), at.unwrap_or(now).min(now)));
            }
            Self::Quote(_, quoted) => Body::Quoted(floor::quotation(quoted).ok()?),
            Self::Reveal(_, field) => Body::Revealed(Revealed { field }),
            Self::Edit(..) => return None,
        };
        Some((body, now))
    }

    /// Checks the command against the customer's view and gives the body to write and when it happened.
    ///
    /// # Errors
    /// A [`Refusal`] that the screen can explain.
    ///
    /// # Example: nobody calls in the future
    /// ```
    /// # use domain::{command::{Command, Refusal}, fact::{Contact, Fact, Means, Outcome, Place}, fold::fold, instant::Instant, store::Store};
    /// let text = r#"{"kind":"created","customer":"01JQ0000000000000000000001","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
    ///   "advisor":"01JQ000000000000000000000A","name":"张伟","level":"P2"}"#;
    /// let fact = Fact::read("01JQ0000000000000000000001", text, Place::Book).unwrap();
    /// let (store, customer) = (Store::default(), fact.customer.unwrap());
    /// let view = fold(&store, customer, [&fact]);
    /// let call = Contact { means: Means::Call, outcome: Outcome::Talked, note: String::new(), asked: false, level: None,
    ///   next: None, reason: String::new(), whose: None };
    /// let (now, later) = (fact.at.plus(Instant::DAY), fact.at.plus(2 * Instant::DAY));
    /// let command = Command::Contact(customer, call, Some(later));
    /// assert_eq!(command.check(&store, view.as_ref(), now), Err(Refusal::InTheFuture));
    /// ```
    pub fn check(self, store: &Store, view: Option<&View>, now: Instant) -> Result<(Body, Instant), Refusal> {
        if let Self::Create(_, created) = self {
            if view.is_some() {
                return Err(Refusal::Rule(Rule::CreatedTwice));
            }
            return Ok((Body::Created(new_card(created)?), now));
        }
        let view = view.filter(|it| !it.withdrawn).ok_or(Refusal::UnknownCustomer)?;
        let policy = store.policy(now);
        match self {
            Self::Create(..) => Err(Refusal::UnknownCustomer),
            Self::Contact(_, contact, at) => {
                let at = happened(view, at, now)?;
                text(&contact.note)?;
                text(&contact.reason)?;
                check_contact(store, view, &contact, at).map_err(Refusal::Rule)?;
                Ok((Body::Contact(contact), at))
            }
            Self::Judge(_, judged) => {
                text(&judged.note)?;
                open(view, now)?;
                let floor = view.clear_intention && view.confirmed.is_none();
                check_level(judged.level, floor).map_err(Refusal::Rule)?;
                no_order(view, judged.level, now).map_err(Refusal::Rule)?;
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
                field_value(&field, &to)?;
                fits(view, &field, &to)?;
                let known = view.fields.get(&field);
                let after = known.map(|it| it.values.iter().map(|value| value.0).collect()).unwrap_or_default();
                let from = view.field(&field).to_owned();
                Ok((Body::Edited(Edited { field, from, to, after }), now))
            }
            Self::Apply(_, applied) => {
                text(&applied.note)?;
                line(&applied.rival)?;
                if view.follow_up.is_none() {
                    return Err(Refusal::Rule(Rule::NoFollowUp));
                }
                if view.application.is_some() {
                    return Err(Refusal::Rule(Rule::ApplicationPending));
                }
                if !matches!(applied.level, Level::F | Level::N) {
                    return Err(Refusal::Rule(Rule::LevelNotJudged));
                }
                no_order(view, applied.level, now).map_err(Refusal::Rule)?;
                if !is_offered(&store.catalogue, applied.level, &applied.reason) {
                    return Err(Refusal::ReasonMissing);
                }
                let names_rival = Reason::parse(&applied.reason).is_some_and(Reason::names_rival);
                if applied.level == Level::F && names_rival && applied.rival.trim().is_empty() {
                    return Err(Refusal::RivalMissing);
                }
                Ok((Body::Applied(applied), now))
            }
            Self::Withdraw(_, fact) => {
                check_withdrawal(policy, view, fact, now).map_err(Refusal::Rule)?;
                Ok((Body::Withdrawn { fact }, now))
            }
            Self::Order(_, ordered) => {
                let is_again = view.level == Level::PD && view.owner.is_some();
                if !is_again {
                    open(view, now)?;
                }
                Ok((Body::Ordered(order::terms(ordered)?), now))
            }
            Self::Amend(_, amended) => {
                let amended = order::amendment(amended)?;
                let order = open_order(&view.orders, amended.order).map_err(Refusal::Rule)?;
                check_amendment(order, &amended).map_err(Refusal::Rule)?;
                Ok((Body::Amended(amended), now))
            }
            Self::Cancel(_, cancelled) => {
                text(&cancelled.reason)?;
                open_order(&view.orders, cancelled.order).map_err(Refusal::Rule)?;
                Ok((Body::Cancelled(cancelled), now))
            }
            Self::Request(_, id) => {
                open_order(&view.orders, id).and_then(check_request).map_err(Refusal::Rule)?;
                Ok((Body::Requested(Requested { order: id }), now))
            }
            Self::Deliver(_, delivered) => {
                let order = open_order(&view.orders, delivered.order).map_err(Refusal::Rule)?;
                check_delivery(policy, order, &delivered).map_err(Refusal::Rule)?;
                Ok((Body::Delivered(delivered), now))
            }
            Self::Sign(_, signed) => {
                let order = view.order(signed.order).ok_or(Refusal::Rule(Rule::NoOrder))?;
                check_signature(order, &signed).map_err(Refusal::Rule)?;
                Ok((Body::Signed(signed), now))
            }
            Self::CallBack(_, called) => {
                text(&called.note)?;
                questionnaire::check(&store.catalogue, &called)?;
                find_call_back(&view.call_backs, &called, store.caller(view.owner)).map_err(Refusal::Rule)?;
                Ok((Body::CalledBack(called), now))
            }
            Self::Step(_, stepped) => {
                floor::check_step(&store.catalogue, view, &stepped)?;
                Ok((Body::Stepped(stepped), now))
            }
            Self::Tick(_, ticked) => {
                floor::check_tick(&store.catalogue, &ticked)?;
                Ok((Body::Ticked(ticked), now))
            }
            Self::Drive(_, drove, at) => Ok((Body::Drove(floor::drive(drove)?), happened(view, at, now)?)),
            Self::Quote(_, quoted) => {
                let quoted = floor::quotation(quoted)?;
                if quoted.until.is_some_and(|it| it < policy.zone.day(now)) {
                    return Err(Refusal::QuotationOver);
                }
                Ok((Body::Quoted(quoted), now))
            }
            Self::Reveal(_, field) => {
                floor::check_reveal(view, &field)?;
                Ok((Body::Revealed(Revealed { field }), now))
            }
        }
    }
}

/// Puts a body into the envelope of a fact written now, in a book.
#[must_use]
pub fn fact(stamp: Stamp, customer: impl Into<Option<CustomerId>>, at: Instant, body: Body) -> crate::fact::Fact {
    crate::fact::Fact {
        id: stamp.id,
        customer: customer.into(),
        at: at.plus(-stamp.offset),
        recorded: stamp.now.plus(-stamp.offset),
        offset: stamp.offset,
        device: stamp.device,
        counter: stamp.counter,
        mono: stamp.mono,
        place: Place::Book,
        author: None,
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

/// When something happened that may be written down later: not in the future, and not before the card.
fn happened(view: &View, at: Option<Instant>, now: Instant) -> Result<Instant, Refusal> {
    let at = at.unwrap_or(now);
    if at > now {
        return Err(Refusal::InTheFuture);
    }
    if at < view.created { Err(Refusal::BeforeTheCard) } else { Ok(at) }
}

fn new_card(mut created: Created) -> Result<Created, Refusal> {
    created.name = created.name.trim().to_owned();
    created.phone = created.phone.trim().to_owned();
    name(&created.name)?;
    phone(&created.phone)?;
    text(&created.note)?;
    created.fields.retain(|_, value| !value.trim().is_empty());
    for (field, value) in &created.fields {
        field_value(field, value)?;
    }
    check_level(created.level, created.clear_intention).map_err(Refusal::Rule)?;
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

/// Whether the level and the next date of a contact count at its place in the history (rules B3, C1, C4, D3).
fn check_contact(store: &Store, view: &View, contact: &Contact, at: Instant) -> Result<(), Rule> {
    if !contact.outcome.is_reached() {
        return Ok(());
    }
    let before = view.entries.iter().take_while(|it| it.at <= at).last();
    let level = before.map_or(view.first_level, |it| it.level);
    if contact.level.is_none_or(|it| it == level) && contact.next.is_none() {
        return Ok(());
    }
    if before.is_none_or(|it| it.due.is_none()) {
        return Err(Rule::NoFollowUp);
    }
    if is_locked(view, at) {
        return Err(Rule::Locked);
    }
    let unconfirmed = view.confirmed.is_none_or(|it| it.at > at);
    if let Some(level) = contact.level {
        check_level(level, view.clear_intention && unconfirmed)?;
        no_order(view, level, at)?;
    }
    let policy = store.policy(at);
    check_next(policy, contact.level.unwrap_or(level), policy.zone.day(at), contact)
}

/// While an order is open the level is P0 (rules E1).
fn no_order(view: &View, level: Level, at: Instant) -> Result<(), Rule> {
    if level != Level::P0 && view.orders.iter().any(|it| it.was_open(at)) { Err(Rule::OrderOpen) } else { Ok(()) }
}

/// Whether the customer was locked at a moment that may have passed.
fn is_locked(view: &View, at: Instant) -> bool {
    let past = view.locks.iter().any(|it| it.since <= at && it.ended.is_none_or(|ended| at < ended));
    past || view.lock(at).is_some_and(|it| it.since <= at)
}
