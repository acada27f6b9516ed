//! The kinds of fact of an order: from the signature to the car, and the calls after it (rules E).

use crate::id::{FactId, StaffId};
use crate::instant::Day;
use serde::{Deserialize, Serialize};

/// An order signed 签订订单. The order's id is the fact's.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Ordered {
    /// Model 车型.
    #[serde(default)]
    pub model: String,
    /// Colour 颜色.
    #[serde(default)]
    pub colour: String,
    /// Price, in minor units 分.
    #[serde(default)]
    pub price: u64,
    /// Deposit 订金, in minor units.
    #[serde(default)]
    pub deposit: u64,
    /// Vehicle identification number 车架号, where it is known already.
    #[serde(default)]
    pub vin: String,
    /// Agreed day of delivery.
    #[serde(default)]
    pub agreed: Option<Day>,
    /// Ordered and delivered on the spot 现订现交.
    #[serde(default)]
    pub spot: bool,
}

/// What became known of an order after its signature.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Amended {
    /// Which order.
    pub order: FactId,
    /// The vehicle; empty if it stays as it was.
    #[serde(default)]
    pub vin: String,
    /// The agreed day of delivery; none if it stays.
    #[serde(default)]
    pub agreed: Option<Day>,
}

/// An order cancelled 退订.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cancelled {
    /// Which order.
    pub order: FactId,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// Finance approves the delivery (rules E2). Only the server says it, in the owner's desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Approved {
    /// Which order.
    pub order: FactId,
    /// Number of the pick-up slip 提车单, unique by store and year.
    pub number: String,
    /// The vehicle for which it holds.
    #[serde(default)]
    pub vin: String,
    /// The server's Ed25519 signature over order, number and VIN, in hexadecimal.
    pub signature: String,
    /// Who of finance.
    pub by: StaffId,
}

/// Finance refuses the delivery. Only the server says it, in the owner's desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refused {
    /// Which order.
    pub order: FactId,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// Who of finance.
    pub by: StaffId,
}

/// The customer asks for the delivery.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Requested {
    /// Which order.
    pub order: FactId,
}

/// The advisor confirms the delivery (rules E2): the approval and the request that it rests on, and the check-list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Delivered {
    /// Which order.
    pub order: FactId,
    /// The fact `approved`.
    pub approval: FactId,
    /// The fact `requested`.
    pub request: FactId,
    /// Codes of the ticked checks.
    #[serde(default)]
    pub checks: Vec<String>,
}

/// A call-back 回访 after the delivery (rules E3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Day 3, by the advisor.
    Third,
    /// Day 7, by the manager.
    Seventh,
    /// Day 30, of a sample, by the manager.
    Thirtieth,
    /// The first service 首保, by the advisor.
    FirstService,
    /// The anniversary of the delivery, by the advisor.
    Anniversary,
    /// After a complaint, by the advisor: only such a call closes it.
    Complaint,
}

/// What came of a call-back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Reached, and content.
    Content,
    /// Reached, and complains 投诉: a case is open until a further call.
    Complains,
    /// Not reached: the call-back stays open.
    NotReached,
}

/// A call-back, made or tried.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CalledBack {
    /// After the delivery of which order.
    pub order: FactId,
    /// Which of the call-backs.
    pub call: Call,
    /// What came of it.
    pub answer: Answer,
    /// Note.
    #[serde(default)]
    pub note: String,
    /// The manager who called, where it was the manager.
    #[serde(default)]
    pub by: Option<StaffId>,
}
