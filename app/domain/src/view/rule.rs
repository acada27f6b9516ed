//! The rules that a fact can break.

use serde::{Deserialize, Serialize};

/// The rule that a fact, or a part of one, broke at its place (rules A4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Rule {
    /// A1: another creation of the same customer.
    CreatedTwice,
    /// A5: too late to undo, or something is built on it.
    UndoTooLate,
    /// A kind that only the server may write, found in a book.
    NotYours,
    /// A kind that this version cannot read.
    Unreadable,
    /// G1: written by somebody who did not own the customer then.
    NotOwner,
    /// B3: a walk-in with a clear intention is first judged P3 or hotter.
    FirstLevelFloor,
    /// C1: the customer has no open follow-up.
    NoFollowUp,
    /// C6: after the end of the due day.
    MoveTooLate,
    /// C6: further than the limits.
    MoveTooFar,
    /// C6: into the past.
    MoveToPast,
    /// C6: without a reason, or without saying whose it was.
    MoveWithoutReason,
    /// C6: to the day on which it already is.
    MoveNowhere,
    /// D3: the customer was locked.
    Locked,
    /// D7: F, N and PD are not judged: they are applied for, or follow from delivery.
    LevelNotJudged,
    /// D7: an application is pending.
    ApplicationPending,
    /// E1: while an order is open the level is P0.
    OrderOpen,
    /// E2: there is no such order, or it has ended.
    NoOrder,
    /// E2: this step of the order was made already, or cannot be any more.
    OrderStep,
    /// E2: finance has not approved the delivery.
    NotApproved,
    /// E2: the customer has not asked for the delivery.
    NotRequested,
    /// E2: a check is not ticked.
    CheckMissing,
    /// E3: there is no such call-back to be made.
    NoCallBack,
    /// E4: the car is handed over, and this box of the slip is signed.
    SlipSigned,
}

impl Rule {
    /// The rule's number in the rules page.
    #[must_use]
    pub const fn number(self) -> &'static str {
        match self {
            Self::CreatedTwice => "A1",
            Self::NotYours | Self::Unreadable => "A4",
            Self::UndoTooLate => "A5",
            Self::FirstLevelFloor => "B3",
            Self::NoFollowUp => "C1",
            Self::MoveTooLate | Self::MoveTooFar | Self::MoveToPast | Self::MoveWithoutReason | Self::MoveNowhere => {
                "C6"
            }
            Self::Locked => "D3",
            Self::NotOwner => "G1",
            Self::LevelNotJudged | Self::ApplicationPending => "D7",
            Self::OrderOpen => "E1",
            Self::NoOrder | Self::OrderStep | Self::NotApproved | Self::NotRequested | Self::CheckMissing => "E2",
            Self::NoCallBack => "E3",
            Self::SlipSigned => "E4",
        }
    }
}
