//! Why a command is refused.

use crate::view::Rule;
use serde::{Deserialize, Serialize};

/// Why a command is refused. Nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Refusal {
    /// The name is missing.
    NameMissing,
    /// The name is longer than [`NAME_MAX`](super::NAME_MAX).
    NameTooLong,
    /// The phone has other characters than digits, `+`, `-`, spaces and brackets, or not 5 to 20 digits.
    PhoneWrong,
    /// A text is longer than [`TEXT_MAX`](super::TEXT_MAX).
    TextTooLong,
    /// A field of one line is longer than [`LINE_MAX`](super::LINE_MAX).
    LineTooLong,
    /// The value is none of those that the field takes.
    NotAChoice,
    /// A company keeps at least one contact person.
    ContactNeeded,
    /// An application names a reason of the list.
    ReasonMissing,
    /// Who lost to a rival names the rival.
    RivalMissing,
    /// There is no such customer.
    UnknownCustomer,
    /// The contact claims to have happened in the future.
    InTheFuture,
    /// The contact claims to have happened before the card was made.
    BeforeTheCard,
    /// An order, a test drive or a quotation without a model.
    ModelMissing,
    /// A price of nothing, or a deposit beyond the price.
    PriceWrong,
    /// A VIN has 17 letters and digits, without I, O and Q.
    VinWrong,
    /// A quotation holds at least until the end of its day.
    QuotationOver,
    /// On a sample customer, what somebody else would have to answer.
    Sample,
    /// There is no such instruction to answer.
    UnknownInstruction,
    /// A rule forbids it.
    Rule(Rule),
}
