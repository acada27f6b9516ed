//! The rates, each with what it divides.

use super::counts::{Counts, percent};
use crate::month::Scope;
use crate::reception::{Arrival, Figures};
use serde::{Deserialize, Serialize};

/// Which rate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateName {
    /// 留档率: arrivals that left a card / arrivals.
    Capture,
    /// 试驾率: test drives / new prospects.
    TestDrive,
    /// 成交率: orders / new prospects.
    Deal,
    /// 交车率: deliveries / orders.
    Delivery,
    /// 战败率: lost / prospects at the beginning and new ones.
    Defeat,
    /// 战败明确率: lost with a reason / applications for lost.
    Explained,
    /// 二次来店率: second visits / new prospects.
    SecondVisit,
    /// 跟进及时率: follow-ups done by the last date / follow-ups due.
    Timeliness,
    /// The same by the first date.
    Strict,
    /// 24小时确认率: levels confirmed in time / new cards.
    Confirmation,
    /// Contacts that asked for the order / contacts.
    Asked,
}

impl RateName {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Capture,
        Self::TestDrive,
        Self::Deal,
        Self::Delivery,
        Self::Defeat,
        Self::Explained,
        Self::SecondVisit,
        Self::Timeliness,
        Self::Strict,
        Self::Confirmation,
        Self::Asked,
    ];
}

/// A rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rate {
    /// Which.
    pub name: RateName,
    /// What is divided.
    pub numerator: u32,
    /// By what.
    pub denominator: u32,
    /// In whole percent, half up; none where there is nothing to divide by. More than 100 where the numerator is not a part of the
    /// denominator: an order may come of a prospect who was there before.
    pub percent: Option<u32>,
}

impl Rate {
    /// Divides.
    ///
    /// # Example: one of three is 33 %, and of nothing there is no rate
    /// ```
    /// # use domain::funnel::{Rate, RateName};
    /// assert_eq!(Rate::new(RateName::Deal, 1, 3).percent, Some(33));
    /// assert_eq!(Rate::new(RateName::Deal, 1, 0).percent, None);
    /// ```
    #[must_use]
    pub fn new(name: RateName, numerator: u32, denominator: u32) -> Self {
        Self { name, numerator, denominator, percent: percent(numerator, denominator) }
    }
}

/// The register's figures: everybody's, or of the arrivals that an advisor looked after.
pub(super) fn capture(arrivals: &[Arrival], scope: Scope) -> Figures {
    match scope {
        Scope::Team => Figures::of(arrivals),
        Scope::Advisor(advisor) => {
            let own: Vec<Arrival> = arrivals.iter().filter(|it| it.advisor == Some(advisor)).cloned().collect();
            Figures::of(&own)
        }
    }
}

/// All rates (domain §11); the capture rate only where the register is known.
// Decision (domain §11): who can be lost in some days is whoever was a prospect at their beginning, or became one.
pub(super) fn of(it: &Counts, register: Option<Figures>) -> Vec<Rate> {
    let rate = |name: RateName| {
        let (numerator, denominator) = match name {
            RateName::Capture => register.map(|it| (it.captured, it.total))?,
            RateName::TestDrive => (it.test_drives, it.new),
            RateName::Deal => (it.orders, it.new),
            RateName::Delivery => (it.deliveries, it.orders),
            RateName::Defeat => (it.defeats, it.opening + it.new),
            RateName::Explained => (it.explained, it.applications),
            RateName::SecondVisit => (it.second_visits, it.new),
            RateName::Timeliness => (it.done, it.due),
            RateName::Strict => (it.done_strictly, it.due),
            RateName::Confirmation => (it.confirmed, it.cards),
            RateName::Asked => (it.asked, it.contacts),
        };
        Some(Rate::new(name, numerator, denominator))
    };
    RateName::ALL.into_iter().filter_map(rate).collect()
}
