//! Refilling the funnel every week (rules I2).

use super::span::Span;
use super::walk::Sum;
use crate::instant::Instant;
use crate::month::Scope;
use crate::store::Store;
use crate::view::View;
use serde::{Deserialize, Serialize};

/// What a week needs, has, and lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refill {
    /// Deals a week.
    pub deals_per_week: u32,
    /// n of 1 : n: so many new prospects for a deal; none where no order tells.
    pub prospects_per_deal: Option<u32>,
    /// New prospects that the week needs.
    pub needed: Option<u32>,
    /// New prospects that have come this week.
    pub come: u32,
    /// New prospects that are lacking.
    pub gap: Option<u32>,
}

impl Refill {
    /// What the week of `now` needs: n of the last 90 days, deals as on the average of the four weeks before.
    // Decision (rules I2): the mean of four weeks is rounded up, as n is: it is a number to reach. The present week is not
    // over and does not count in it.
    pub(super) fn of(store: &Store, scope: Scope, views: &[View], now: Instant) -> Self {
        let today = store.zone(now).day(now);
        let week = Span::week(today);
        let counts = |span: Span| Sum::of(store, span, scope, views, now).counts;
        let quarter = counts(Span::last(90, today));
        let month = counts(Span::last(28, week.from().plus(-1)));
        let ratio = (quarter.orders > 0).then(|| quarter.new.div_ceil(quarter.orders).max(1));
        Self::needing(month.orders.div_ceil(4), ratio, counts(week).new)
    }

    /// What a week needs for so many deals, at so many prospects for each: deals × n.
    ///
    /// # Example: at 1 : 5 five deals need 25 new prospects \[S\]
    /// ```
    /// # use domain::funnel::Refill;
    /// let week = Refill::needing(3, Some(4), 18);
    /// assert_eq!((week.needed, week.gap), (Some(12), Some(0)));
    /// let wished = week.what_if(5, 5);
    /// assert_eq!((wished.needed, wished.come, wished.gap), (Some(25), 18, Some(7)));
    /// ```
    #[must_use]
    pub fn what_if(self, deals_per_week: u32, prospects_per_deal: u32) -> Self {
        Self::needing(deals_per_week, Some(prospects_per_deal), self.come)
    }

    /// What a week needs, when so many have come.
    #[must_use]
    pub fn needing(deals_per_week: u32, prospects_per_deal: Option<u32>, come: u32) -> Self {
        let needed = prospects_per_deal.map(|it| it.saturating_mul(deals_per_week));
        Self { deals_per_week, prospects_per_deal, needed, come, gap: needed.map(|it| it.saturating_sub(come)) }
    }
}
