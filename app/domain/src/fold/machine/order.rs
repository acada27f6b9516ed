//! Orders, their delivery, and the call-backs after it (rules E).
//!
//! **Invariant:** no step can be skipped: each is set aside unless the one before it is there. No ruling makes up for it.

use super::super::evidence::Item;
use super::Machine;
use crate::fact::Body;
use crate::fact::order::{Amended, Approved, CalledBack, Cancelled, Delivered, Ordered, Refused, Signed};
use crate::id::FactId;
use crate::instant::Instant;
use crate::level::Level;
use crate::order::{
    Caller, Decision, End, Order, Signature, answer, call_backs, check_amendment, check_decision, check_delivery,
    check_request, check_signature, find_call_back, is_sampled,
};
use crate::view::{Fate, Rule};

/// Whether a step of an order is the owner's to make, in the own book (rules G1).
pub(super) const fn is_owners(body: &Body) -> bool {
    matches!(
        body,
        Body::Ordered(_)
            | Body::Amended(_)
            | Body::Cancelled(_)
            | Body::Requested(_)
            | Body::Delivered(_)
            | Body::Signed(_)
            | Body::CalledBack(_)
    )
}

impl Machine<'_> {
    /// A step of an order.
    pub(super) fn order_step(&mut self, item: &Item, counted: bool) -> Fate {
        let at = item.at;
        let done = match &item.fact.body {
            Body::Ordered(ordered) => self.ordered(at, item.fact.id, ordered, counted),
            Body::Amended(amended) => self.amended(amended),
            Body::Cancelled(cancelled) => self.cancelled(at, cancelled),
            Body::Approved(approved) => self.approved(at, item.fact.id, approved),
            Body::Refused(refused) => self.refused(at, refused),
            Body::Requested(requested) => self.requested(at, item.fact.id, requested.order),
            Body::Delivered(delivered) => self.delivered(at, delivered),
            Body::Signed(signed) => self.signed(at, item.fact.id, signed),
            Body::CalledBack(called) => self.called_back(at, called, self.store.caller(self.view.owner)),
            Body::ManagerCalled(called) => self.called_back(at, called, Caller::Manager),
            _ => Ok(()),
        };
        done.map_or_else(Fate::Aside, |()| Fate::Counts)
    }

    /// An order signed → P0 (rules E1, D3).
    // Decision (rules E1): an order is no contact; like a judgement it never moves a due date later (B5). It ends a pending
    // application for F or N: who buys is not lost.
    fn ordered(&mut self, at: Instant, id: FactId, terms: &Ordered, counted: bool) -> Result<(), Rule> {
        if self.is_locked() && !counted {
            return Err(Rule::Locked);
        }
        let is_again = self.view.level == Level::PD && self.view.owner.is_some();
        if self.view.follow_up.is_none() && !is_again {
            return Err(Rule::NoFollowUp);
        }
        if !self.has_open_order() {
            self.before = self.view.level;
            self.round = None;
        }
        self.view.orders.push(Order::new(id, at, terms.clone()));
        let policy = self.store.policy(at);
        let today = policy.zone.day(at);
        self.set_level(policy, Level::P0, today);
        let due = today.plus(policy.cycle(Level::P0).unwrap_or(1));
        let ended = self.view.application.take().is_some();
        match self.view.follow_up {
            None => self.due(at, due),
            Some(open) if open.due > due || ended => self.shift(at, open.due.min(due), 0),
            Some(_) => {}
        }
        Ok(())
    }

    fn amended(&mut self, amended: &Amended) -> Result<(), Rule> {
        let order = self.open_order(amended.order)?;
        check_amendment(order, amended)?;
        if !amended.vin.is_empty() {
            order.terms.vin.clone_from(&amended.vin);
        }
        if amended.agreed.is_some() {
            order.terms.agreed = amended.agreed;
        }
        Ok(())
    }

    /// A cancellation: with no other open order, the level before (rules E1).
    // Decision (rules D3): while the customer is locked, or has another level by a ruling, only the order ends; the lock stays.
    // Decision (rules E1): if another order of the same round was delivered, the customer has the car: PD.
    fn cancelled(&mut self, at: Instant, cancelled: &Cancelled) -> Result<(), Rule> {
        self.open_order(cancelled.order)?.end = Some(End::Cancelled(at, cancelled.reason.clone()));
        if self.has_open_order() || self.view.level != Level::P0 {
            return Ok(());
        }
        if let Some(delivered) = self.round {
            self.begin_care(at, delivered);
            return Ok(());
        }
        let policy = self.store.policy(at);
        let today = policy.zone.day(at);
        self.set_level(policy, self.before, today);
        if !self.view.level.is_open() {
            self.unlock(at, None);
        } else if self.view.owner.is_some() && !self.is_locked() {
            self.due(at, today.plus(policy.cycle(self.before).unwrap_or(1)));
        }
        Ok(())
    }

    fn approved(&mut self, at: Instant, fact: FactId, approved: &Approved) -> Result<(), Rule> {
        let order = self.open_order(approved.order)?;
        check_decision(order)?;
        let (number, signature) = (approved.number.clone(), approved.signature.clone());
        order.decision = Some(Decision::Approved { fact, at, number, signature });
        order.terms.vin.clone_from(&approved.vin);
        Ok(())
    }

    fn refused(&mut self, at: Instant, refused: &Refused) -> Result<(), Rule> {
        let order = self.open_order(refused.order)?;
        check_decision(order)?;
        order.decision = Some(Decision::Refused { at, reason: refused.reason.clone() });
        Ok(())
    }

    fn requested(&mut self, at: Instant, fact: FactId, order: FactId) -> Result<(), Rule> {
        let order = self.open_order(order)?;
        check_request(order)?;
        order.request = Some((fact, at));
        Ok(())
    }

    /// The confirmation: PD begins with the last open order (rules E1, E2).
    fn delivered(&mut self, at: Instant, delivered: &Delivered) -> Result<(), Rule> {
        let policy = self.store.policy(at);
        let order = self.open_order(delivered.order)?;
        check_delivery(policy, order, delivered)?;
        order.end = Some(End::Delivered(at));
        self.round = Some(delivered.order);
        if !self.has_open_order() {
            self.begin_care(at, delivered.order);
        }
        Ok(())
    }

    /// A signature on the slip: of several of one signer the last holds (rules E4).
    fn signed(&mut self, at: Instant, fact: FactId, signed: &Signed) -> Result<(), Rule> {
        let order = self.view.orders.iter_mut().find(|it| it.id == signed.order).ok_or(Rule::NoOrder)?;
        check_signature(order, signed)?;
        order.signatures.insert(signed.signer, Signature { fact, at, strokes: signed.strokes.clone() });
        Ok(())
    }

    fn begin_care(&mut self, at: Instant, order: FactId) {
        let policy = self.store.policy(at);
        self.view.level = Level::PD;
        self.view.window_end = None;
        self.unlock(at, None);
        let sampled = is_sampled(policy, self.view.id);
        self.view.call_backs.extend(call_backs(policy, order, policy.zone.day(at), sampled));
    }

    /// A call-back (rules E3).
    fn called_back(&mut self, at: Instant, called: &CalledBack, by: Caller) -> Result<(), Rule> {
        let place = find_call_back(&self.view.call_backs, called, by)?;
        let policy = self.store.policy(at);
        let again = policy.zone.day(at).plus(policy.complaint_days);
        answer(&mut self.view.call_backs, place, at, called, again);
        Ok(())
    }

    pub(super) fn has_open_order(&self) -> bool {
        self.view.orders.iter().any(Order::is_open)
    }

    fn open_order(&mut self, id: FactId) -> Result<&mut Order, Rule> {
        self.view.orders.iter_mut().find(|it| it.id == id && it.is_open()).ok_or(Rule::NoOrder)
    }
}
