//! Orders and what follows a delivery, as the facts have them (rules E).

use crate::fact::order::{Amended, Answer, Call, CalledBack, Delivered, Ordered, Signer};
use crate::id::FactId;
use crate::instant::{Day, Instant};
use crate::policy::Policy;
use crate::view::Rule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod signature;

pub use signature::{Signature, check_signature};

/// An order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Order {
    /// The fact `ordered`.
    pub id: FactId,
    /// When it was signed.
    pub signed: Instant,
    /// What was ordered, as amended since.
    pub terms: Ordered,
    /// What finance decided.
    pub decision: Option<Decision>,
    /// The fact `requested`, and when: the customer asks for the delivery.
    pub request: Option<(FactId, Instant)>,
    /// How it ended.
    pub end: Option<End>,
    /// Who has signed the slip on the glass.
    pub signatures: BTreeMap<Signer, Signature>,
}

/// What finance decided on an order, once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Decision {
    /// The delivery is approved.
    Approved {
        /// The fact.
        fact: FactId,
        /// When.
        at: Instant,
        /// Number of the pick-up slip.
        number: String,
        /// The server's signature, in hexadecimal.
        signature: String,
    },
    /// The delivery is refused.
    Refused {
        /// When.
        at: Instant,
        /// Why.
        reason: String,
    },
}

/// How an order ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum End {
    /// The delivery was confirmed 交车.
    Delivered(Instant),
    /// It was cancelled, and why.
    Cancelled(Instant, String),
}

/// Where an order stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum OrderState {
    /// Signed; finance has not decided and the customer has not asked.
    Signed,
    /// The customer has asked; finance has not decided.
    Requested,
    /// Finance has approved; the customer has not asked.
    Approved,
    /// Finance has refused: it can only be cancelled.
    Refused,
    /// Approved and asked for: the advisor can confirm.
    Ready,
    /// Delivered.
    Delivered,
    /// Cancelled.
    Cancelled,
}

/// What is to be done next for an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// The vehicle is to be named: without it finance does not approve.
    Vehicle,
    /// The customer is to ask for the delivery.
    Request,
    /// Finance is to decide.
    Finance,
    /// The advisor is to confirm.
    Confirm,
    /// Finance has refused: it can only be cancelled.
    Cancel,
    /// Nothing: it has ended.
    Nothing,
}

impl Order {
    /// An order that was just signed.
    #[must_use]
    pub const fn new(id: FactId, signed: Instant, terms: Ordered) -> Self {
        Self { id, signed, terms, decision: None, request: None, end: None, signatures: BTreeMap::new() }
    }

    /// The order without its signatures, for lists, which draw none.
    #[must_use]
    pub fn listed(&self) -> Self {
        Self { signatures: BTreeMap::new(), ..self.clone() }
    }

    /// What is to be done next (rules E2).
    #[must_use]
    pub const fn next(&self) -> Next {
        match self.state() {
            OrderState::Delivered | OrderState::Cancelled => Next::Nothing,
            OrderState::Refused => Next::Cancel,
            OrderState::Signed | OrderState::Requested if self.terms.vin.is_empty() => Next::Vehicle,
            OrderState::Signed | OrderState::Approved => Next::Request,
            OrderState::Requested => Next::Finance,
            OrderState::Ready => Next::Confirm,
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> OrderState {
        match (&self.end, &self.decision, self.request.is_some()) {
            (Some(End::Delivered(_)), ..) => OrderState::Delivered,
            (Some(End::Cancelled(..)), ..) => OrderState::Cancelled,
            (None, Some(Decision::Refused { .. }), _) => OrderState::Refused,
            (None, Some(Decision::Approved { .. }), true) => OrderState::Ready,
            (None, Some(Decision::Approved { .. }), false) => OrderState::Approved,
            (None, None, true) => OrderState::Requested,
            (None, None, false) => OrderState::Signed,
        }
    }

    /// Whether it is neither delivered nor cancelled.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// Whether it was open at a moment.
    #[must_use]
    pub fn was_open(&self, at: Instant) -> bool {
        let ended = match self.end {
            Some(End::Delivered(ended) | End::Cancelled(ended, _)) => ended <= at,
            None => false,
        };
        self.signed <= at && !ended
    }

    /// When it was delivered.
    #[must_use]
    pub const fn delivered(&self) -> Option<Instant> {
        match self.end {
            Some(End::Delivered(at)) => Some(at),
            Some(End::Cancelled(..)) | None => None,
        }
    }

    /// The fact `approved`.
    #[must_use]
    pub const fn approval(&self) -> Option<FactId> {
        match self.decision {
            Some(Decision::Approved { fact, .. }) => Some(fact),
            Some(Decision::Refused { .. }) | None => None,
        }
    }
}

/// The order of an id, if it is open (rules E2).
///
/// # Errors
/// If there is none, or it has ended.
pub fn open_order(orders: &[Order], id: FactId) -> Result<&Order, Rule> {
    orders.iter().find(|it| it.id == id && it.is_open()).ok_or(Rule::NoOrder)
}

/// Whether an order can be amended (rules E2).
///
/// # Errors
/// The rule that it breaks.
// Decision (rules E2): the approval is for one vehicle, so the VIN stands once finance has decided; the day may still move.
pub const fn check_amendment(order: &Order, amended: &Amended) -> Result<(), Rule> {
    if !amended.vin.is_empty() && order.decision.is_some() { Err(Rule::OrderStep) } else { Ok(()) }
}

/// Whether the customer can ask for the delivery: once (rules E2).
///
/// # Errors
/// The rule that it breaks.
pub const fn check_request(order: &Order) -> Result<(), Rule> {
    if order.request.is_some() { Err(Rule::OrderStep) } else { Ok(()) }
}

/// Whether finance can decide: once (rules E2).
///
/// # Errors
/// The rule that it breaks.
pub const fn check_decision(order: &Order) -> Result<(), Rule> {
    if order.decision.is_some() { Err(Rule::OrderStep) } else { Ok(()) }
}

/// Whether a delivery can be confirmed (rules E2 \[S\]): the finance's approval and the customer's request precede it and are
/// named, and every check is ticked. Nothing makes up for a step that is missing.
///
/// # Errors
/// The rule that it breaks.
///
/// # Example: without the approval there is no confirmation
/// ```
/// # use domain::{fact::order::{Delivered, Ordered}, id::FactId, instant::Instant, order::{Order, check_delivery}, policy::Policy, view::Rule};
/// let id = FactId::parse("01JQ0000000000000000000001").unwrap();
/// let order = Order { request: Some((id, Instant(1))), ..Order::new(id, Instant(0), Ordered::default()) };
/// let delivered = Delivered { order: id, approval: id, request: id, checks: Vec::new() };
/// assert_eq!(check_delivery(&Policy::default(), &order, &delivered), Err(Rule::NotApproved));
/// ```
// 财务核准 → 客户要求交车 → 销售顾问确认 (SSP).
pub fn check_delivery(policy: &Policy, order: &Order, delivered: &Delivered) -> Result<(), Rule> {
    if !order.is_open() {
        return Err(Rule::NoOrder);
    }
    if order.approval() != Some(delivered.approval) {
        return Err(Rule::NotApproved);
    }
    if order.request.map(|it| it.0) != Some(delivered.request) {
        return Err(Rule::NotRequested);
    }
    // Decision (rules E2): a hand-over without its papers is none, so the confirmation needs every check of the list.
    if policy.checks.iter().any(|check| !delivered.checks.contains(&check.code)) {
        return Err(Rule::CheckMissing);
    }
    Ok(())
}

/// Who makes a call-back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Caller {
    /// The customer's owner.
    Advisor,
    /// The manager.
    Manager,
}

/// A call-back after a delivery (rules E3): it goes overdue, and never locks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CallBack {
    /// After the delivery of which order.
    pub order: FactId,
    /// Which.
    pub call: Call,
    /// The day by which it is to be made.
    pub due: Day,
    /// How often nobody was reached.
    pub tried: u32,
    /// When the customer was reached.
    pub done: Option<Instant>,
}

impl Call {
    /// Who makes it.
    #[must_use]
    pub const fn caller(self) -> Caller {
        match self {
            Self::Third | Self::FirstService | Self::Anniversary | Self::Complaint => Caller::Advisor,
            Self::Seventh | Self::Thirtieth => Caller::Manager,
        }
    }
}

/// The call-backs that a delivery on a day opens (rules E3 \[D\]); `sampled`: the customer is one of those called after a month.
///
/// # Example: day 3, day 7, the first service, the anniversary
/// ```
/// # use domain::{id::FactId, instant::Day, order::call_backs, policy::Policy};
/// let order = FactId::parse("01JQ0000000000000000000001").unwrap();
/// let day = Day::parse("2026-03-01").unwrap();
/// let due: Vec<_> = call_backs(&Policy::default(), order, day, false).map(|it| it.due.to_string()).collect();
/// assert_eq!(due, ["2026-03-04", "2026-03-08", "2026-05-30", "2027-03-01"]);
/// ```
pub fn call_backs(policy: &Policy, order: FactId, day: Day, sampled: bool) -> impl Iterator<Item = CallBack> {
    let calls = [Call::Third, Call::Seventh, Call::Thirtieth, Call::FirstService, Call::Anniversary];
    calls
        .into_iter()
        .zip(policy.call_back_days)
        .filter(move |it| sampled || it.0 != Call::Thirtieth)
        .map(move |(call, days)| CallBack { order, call, due: day.plus(days), tried: 0, done: None })
}

/// The place of the call-back that a call answers (rules E3): one of that kind that is still to be made.
///
/// # Errors
/// If there is none, or it is the manager's to make: what the manager is to ask, an advisor's book cannot answer.
pub fn find_call_back(call_backs: &[CallBack], called: &CalledBack, by: Caller) -> Result<usize, Rule> {
    if called.call.caller() == Caller::Manager && by == Caller::Advisor {
        return Err(Rule::NotYours);
    }
    let is_it = |it: &CallBack| it.order == called.order && it.call == called.call && it.done.is_none();
    call_backs.iter().position(is_it).ok_or(Rule::NoCallBack)
}

/// What a call does to the call-backs (rules E3): `again` is the day by which a complaint is followed up.
// Decision (rules E3): a complaint in the call that follows up a complaint keeps the case open.
pub(crate) fn answer(call_backs: &mut Vec<CallBack>, place: usize, at: Instant, called: &CalledBack, again: Day) {
    let Some(call_back) = call_backs.get_mut(place) else { return };
    match called.answer {
        Answer::NotReached => call_back.tried += 1,
        Answer::Content => call_back.done = Some(at),
        Answer::Complains => {
            call_back.done = Some(at);
            let case = CallBack { order: called.order, call: Call::Complaint, due: again, tried: 0, done: None };
            if !call_backs.iter().any(|it| (it.order, it.call, it.done) == (case.order, case.call, None)) {
                call_backs.push(case);
            }
        }
    }
}

/// Whether a customer is in the sample of the call after a month: one in `policy.call_back_sample`, by a hash that nobody chooses.
#[must_use]
pub fn is_sampled(policy: &Policy, customer: crate::id::CustomerId) -> bool {
    // FNV-1a: the same on every device and in every version.
    let hash = customer
        .0
        .0
        .to_be_bytes()
        .into_iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    policy.call_back_sample > 0 && hash.is_multiple_of(policy.call_back_sample)
}
