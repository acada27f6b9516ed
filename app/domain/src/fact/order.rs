//! The kinds of fact of an order: from the signature to the car, and the calls after it (rules E).

use crate::id::{FactId, StaffId};
use crate::ink::Ink;
use crate::instant::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// Who signs the pick-up slip 提车单 (rules E4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// The customer 客户.
    Customer,
    /// The warehouse keeper 库管.
    Warehouse,
    /// Finance 财务.
    Finance,
    /// The manager 主管.
    Manager,
    /// The advisor 销售顾问.
    Advisor,
}

impl Signer {
    /// All, in the order of the boxes on the slip.
    pub const ALL: [Self; 5] = [Self::Customer, Self::Warehouse, Self::Finance, Self::Manager, Self::Advisor];
}

/// A signature on the glass 签字: on the pick-up slip of an order, in place of one on paper (rules E4).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signed {
    /// Which order.
    pub order: FactId,
    /// The fact `approved`, with the number of the slip that is signed.
    pub approval: FactId,
    /// Who signs.
    pub signer: Signer,
    /// The strokes.
    pub strokes: Ink,
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

impl Call {
    /// All, in the order in which they fall due.
    pub const ALL: [Self; 6] =
        [Self::Third, Self::Seventh, Self::Thirtieth, Self::FirstService, Self::Anniversary, Self::Complaint];

    /// How facts name it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Third => "third",
            Self::Seventh => "seventh",
            Self::Thirtieth => "thirtieth",
            Self::FirstService => "first_service",
            Self::Anniversary => "anniversary",
            Self::Complaint => "complaint",
        }
    }

    /// Reads what facts name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
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
    /// Scores given to questions of the questionnaire, by the codes of the questions (rules E5).
    #[serde(default)]
    pub scores: BTreeMap<String, u8>,
    /// What was said to questions that are answered in words, by their codes.
    #[serde(default)]
    pub said: BTreeMap<String, String>,
    /// The manager who called, where it was the manager.
    #[serde(default)]
    pub by: Option<StaffId>,
}
