//! The kinds of fact of the showroom floor beside contacts and orders: steps, test drives, quotations, and a number that was looked at.
//!
//! **Invariant:** none of them moves a level, a due date or a lock, and none is set aside for what the customer is at.

use crate::instant::Day;
use serde::{Deserialize, Serialize};

/// The customer was moved to another of the nine steps 九大流程 (rules J1).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Stepped {
    /// Code of the step to which.
    pub to: String,
    /// Code of the step that the writer saw, and left.
    #[serde(default)]
    pub from: String,
    /// What came out of the step that was left.
    #[serde(default)]
    pub note: String,
}

/// An item of a step's check-list was ticked (rules J2).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Ticked {
    /// Code of the step.
    pub step: String,
    /// Code of the item.
    pub check: String,
    /// The tick was taken away again.
    #[serde(default)]
    pub off: bool,
}

/// The record of a test drive 试驾记录 (rules J3). It happened at the fact's `at`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Drove {
    /// The model that was driven.
    pub model: String,
    /// Where to.
    #[serde(default)]
    pub route: String,
    /// How long, in minutes; 0 if nobody took it down.
    #[serde(default)]
    pub minutes: u32,
    /// What the customer liked.
    #[serde(default)]
    pub liked: String,
    /// What the customer did not like.
    #[serde(default)]
    pub disliked: String,
    /// The driving licence 驾驶证 was seen.
    #[serde(default)]
    pub licence: bool,
}

/// A quotation 报价 that was given to the customer (rules J4).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Quoted {
    /// Model.
    pub model: String,
    /// Configuration 配置.
    #[serde(default)]
    pub trim: String,
    /// Price of the vehicle, in minor units 分.
    pub price: u64,
    /// Insurance 保险, in minor units.
    #[serde(default)]
    pub insurance: u64,
    /// Taxes, registration and plate 上牌, in minor units.
    #[serde(default)]
    pub registration: u64,
    /// Gifts 赠品, set apart by commas.
    #[serde(default)]
    pub gifts: String,
    /// The last day on which it holds.
    #[serde(default)]
    pub until: Option<Day>,
    /// Note.
    #[serde(default)]
    pub note: String,
}

impl Quoted {
    /// What the customer would pay in all, in minor units.
    ///
    /// # Example: insurance and registration come on top of the price
    /// ```
    /// # use domain::fact::floor::Quoted;
    /// let quoted = Quoted { price: 15_980_000, insurance: 520_000, registration: 1_500_000, ..Quoted::default() };
    /// assert_eq!(quoted.total(), 18_000_000);
    /// ```
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.price.saturating_add(self.insurance).saturating_add(self.registration)
    }
}

/// A number that lists and cards show masked was looked at whole (rules J5). It cannot be taken back.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Revealed {
    /// The field of the card in which it stands.
    pub field: String,
}
