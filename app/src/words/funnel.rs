//! The words for the funnel: rates with their definitions, levers.

use crate::i18n::t;
use domain::funnel::{Lever, RateName};

/// A figure's name, and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Its name.
    pub name: &'static str,
    /// Its definition.
    pub definition: &'static str,
}

/// A rate's name and definition.
pub fn rate(rate: RateName) -> Told {
    let (it, means) = (&t().rate, &t().rate_means);
    let (name, definition) = match rate {
        RateName::Capture => (it.capture, means.capture),
        RateName::TestDrive => (it.test_drive, means.test_drive),
        RateName::Deal => (it.deal, means.deal),
        RateName::Delivery => (it.delivery, means.delivery),
        RateName::Defeat => (it.defeat, means.defeat),
        RateName::Explained => (it.explained, means.explained),
        RateName::SecondVisit => (it.second_visit, means.second_visit),
        RateName::Timeliness => (it.timeliness, means.timeliness),
        RateName::Strict => (it.strict, means.strict),
        RateName::Confirmation => (it.confirmation, means.confirmation),
        RateName::Asked => (it.asked, means.asked),
    };
    Told { name, definition }
}

/// A lever, and what to do.
pub fn lever(lever: Lever) -> &'static str {
    let it = &t().lever;
    match lever {
        Lever::Widen => it.widen,
        Lever::Drop => it.drop_fast,
        Lever::Persuade => it.persuade,
        Lever::Profit => it.profit,
        Lever::Speed => it.speed,
        Lever::Refill => it.refill,
    }
}
