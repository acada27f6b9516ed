//! The six levers, each with the figure that it moves.

use super::{Rate, RateName, Report};

/// What can be done about a funnel \[S\].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lever {
    /// Widen the mouth.
    Widen,
    /// Drop invalid prospects fast.
    Drop,
    /// Persuade the uncertain: find the resistance, ask for the order early and often 提早及更频繁地请客户下订单.
    Persuade,
    /// Seek prospects of higher profit.
    Profit,
    /// Speed up.
    Speed,
    /// Refill every week.
    Refill,
}

/// The figure beside a lever.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Figure {
    /// New prospects.
    New(u32),
    /// Hopeless ones, and the median of days until that was said.
    Hopeless(u32, Option<u32>),
    /// Contacts that asked for the order.
    Asked(Option<Rate>),
    /// The median price of an order, in minor units.
    Price(Option<u64>),
    /// The median of days from card to order.
    Days(Option<u32>),
    /// What the week lacks.
    Gap(Option<u32>),
}

impl Lever {
    /// All six, in the source's order.
    pub const ALL: [Self; 6] = [Self::Widen, Self::Drop, Self::Persuade, Self::Profit, Self::Speed, Self::Refill];

    /// The figure that it moves.
    // Decision (domain §10): cards know no profit; the price of the orders stands for it.
    #[must_use]
    pub fn figure(self, report: &Report) -> Figure {
        let it = &report.now;
        match self {
            Self::Widen => Figure::New(it.counts.new),
            Self::Drop => Figure::Hopeless(it.counts.hopeless, it.days_to_hopeless),
            Self::Persuade => Figure::Asked(it.rate(RateName::Asked)),
            Self::Profit => Figure::Price(it.price),
            Self::Speed => Figure::Days(it.days_to_order),
            Self::Refill => Figure::Gap(report.refill.gap),
        }
    }
}
