//! Signatures on the glass 签字, which complete the pick-up slip (rules E4).

use super::{End, Order};
use crate::fact::order::{Signed, Signer};
use crate::id::FactId;
use crate::ink::Ink;
use crate::instant::Instant;
use crate::view::Rule;
use serde::{Deserialize, Serialize};

/// A signature on the slip (rules E4).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signature {
    /// The fact `signed`.
    pub fact: FactId,
    /// When.
    pub at: Instant,
    /// The strokes.
    pub strokes: Ink,
}

impl Order {
    /// Who can sign the slip now, in the order of the boxes (rules E4); nobody while it has no number.
    pub fn signers(&self) -> impl Iterator<Item = Signer> {
        Signer::ALL.into_iter().filter(|it| check_box(self, *it).is_ok())
    }

    /// Who can sign and has not yet, in the order of the boxes (rules E4).
    pub fn unsigned(&self) -> impl Iterator<Item = Signer> {
        self.signers().filter(|it| !self.signatures.contains_key(it))
    }
}

/// Whether somebody can sign the slip (rules E4): it has its number from the approval; before the confirmation a signature can be
/// made anew, after it an empty box can be signed, and what is signed stands.
///
/// # Errors
/// The rule that it breaks.
///
/// # Example: without the approval there is no slip to sign
/// ```
/// # use domain::{fact::order::{Ordered, Signed, Signer}, id::FactId, ink::Ink, instant::Instant, order::{Order, check_signature}, view::Rule};
/// let id = FactId::parse("01JQ0000000000000000000001").unwrap();
/// let order = Order::new(id, Instant(0), Ordered::default());
/// let strokes = Ink::parse("120,80 40,-10 0,60").unwrap();
/// let signed = Signed { order: id, approval: id, signer: Signer::Customer, strokes };
/// assert_eq!(check_signature(&order, &signed), Err(Rule::NotApproved));
/// ```
// Decision (rules E4 [D]): the signatures complete the slip (E2), so a box that is empty at the confirmation can be signed later;
// what was signed when the car was handed over cannot be replaced behind the customer's back.
pub fn check_signature(order: &Order, signed: &Signed) -> Result<(), Rule> {
    check_box(order, signed.signer)?;
    if order.approval() == Some(signed.approval) { Ok(()) } else { Err(Rule::NotApproved) }
}

fn check_box(order: &Order, signer: Signer) -> Result<(), Rule> {
    match order.end {
        _ if order.approval().is_none() => Err(Rule::NotApproved),
        Some(End::Cancelled(..)) => Err(Rule::NoOrder),
        Some(End::Delivered(_)) if order.signatures.contains_key(&signer) => Err(Rule::SlipSigned),
        Some(End::Delivered(_)) | None => Ok(()),
    }
}
