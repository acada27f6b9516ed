//! The funnel 漏斗 and the key figures 指标 of a stretch of days: how many prospects come in, how far they get, and how fast (rules I).
//!
//! **Invariant:** it is computed from views alone, in the store's zone, and each thing counts for the one who owned the customer
//! then: every count of a team is the sum of its advisors'.

mod counts;
mod levers;
mod rates;
mod refill;
mod span;
#[cfg(test)]
mod tests;
pub(crate) mod walk;

pub use counts::{Conversion, Counts, Ended, Origin};
pub use levers::{Figure, Lever};
pub use rates::{Rate, RateName};
pub use refill::Refill;
pub use span::Span;

use crate::instant::Instant;
use crate::level::Level;
use crate::month::Scope;
use crate::reception::Arrival;
use crate::store::Store;
use crate::view::View;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use walk::Sum;

/// The funnel of a stretch of days, of an advisor or of a team.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Funnel {
    /// The days.
    pub span: Span,
    /// What was counted.
    pub counts: Counts,
    /// Prospects by level at the end.
    pub levels: BTreeMap<Level, u32>,
    /// Moves from level to level.
    pub conversions: Vec<Conversion>,
    /// Prospects lost and hopeless, by reason.
    pub ended: Vec<Ended>,
    /// New prospects by source.
    pub sources: Vec<Origin>,
    /// Days from the card to the order: the median of the orders of these days; none without orders.
    pub days_to_order: Option<u32>,
    /// Days from the card to hopeless: the median; none if nobody was.
    pub days_to_hopeless: Option<u32>,
    /// Minutes from a lock to its ruling: the median of the rulings of these days; none without rulings.
    pub minutes_to_ruling: Option<u32>,
    /// The price of an order, in minor units 分: the median of those that name one.
    pub price: Option<u64>,
    /// The rates, each with what it divides.
    pub rates: Vec<Rate>,
}

/// A funnel, the one of as many days before, and what the week needs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Whose it is.
    pub advisor: Scope,
    /// When it was made.
    pub issued: Instant,
    /// The days that were asked for.
    pub now: Funnel,
    /// As many days before.
    pub before: Funnel,
    /// What this week needs, has, and lacks.
    pub refill: Refill,
}

impl Funnel {
    /// The funnel of some days (rules I). `arrivals` is the register of these days; without it there is no capture rate.
    ///
    /// # Example: a walk-in is a new prospect, and one of its level at the end
    /// ```
    /// # use domain::{fact::{Fact, Place}, fold::fold, funnel::{Funnel, Span}, instant::Instant, level::Level, month::Scope, store::Store};
    /// let text = r#"{"kind":"created","customer":"01JQ0000000000000000000001","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
    ///   "advisor":"01JQ000000000000000000000A","name":"张伟","phone":"13800001234","level":"P2"}"#;
    /// let fact = Fact::read("01JQ0000000000000000000001", text, Place::Book).unwrap();
    /// let view = fold(&Store::default(), fact.customer.unwrap(), [&fact]).unwrap();
    /// let (march, now) = (Span::parse("2026-03-01", "2026-03-31").unwrap(), Instant::parse("2026-03-02T02:00:00Z").unwrap());
    /// let funnel = Funnel::of(&Store::default(), march, Scope::Team, &[view], now, None);
    /// assert_eq!((funnel.counts.new, funnel.levels[&Level::P2]), (1, 1));
    /// ```
    #[must_use]
    pub fn of(
        store: &Store,
        span: Span,
        scope: Scope,
        views: &[View],
        now: Instant,
        arrivals: Option<&[Arrival]>,
    ) -> Self {
        let sum = Sum::of(store, span, scope, views, now);
        Self {
            span,
            levels: sum.levels.clone(),
            conversions: counts::conversions(&sum.moves),
            ended: counts::ended(&sum.ended),
            sources: counts::origins(store, &sum.sources),
            days_to_order: counts::median(sum.days_to_order),
            days_to_hopeless: counts::median(sum.days_to_hopeless),
            minutes_to_ruling: counts::median(sum.minutes_to_ruling),
            price: counts::median(sum.prices),
            rates: rates::of(&sum.counts, arrivals.map(|it| rates::capture(it, scope))),
            counts: sum.counts,
        }
    }

    /// A rate; none where it is not known.
    #[must_use]
    pub fn rate(&self, name: RateName) -> Option<Rate> {
        self.rates.iter().find(|it| it.name == name).copied()
    }
}

impl Report {
    /// The report of some days. `arrivals` is the register of these days and of as many before.
    #[must_use]
    pub fn of(
        store: &Store,
        span: Span,
        scope: Scope,
        views: &[View],
        now: Instant,
        arrivals: Option<&[Arrival]>,
    ) -> Self {
        let funnel = |span: Span| {
            let (from, until) = span.moments(store);
            let register: Option<Vec<Arrival>> =
                arrivals.map(|it| it.iter().filter(|it| (from..until).contains(&it.at)).cloned().collect());
            Funnel::of(store, span, scope, views, now, register.as_deref())
        };
        Self {
            advisor: scope,
            issued: now,
            now: funnel(span),
            before: funnel(span.before()),
            refill: Refill::of(store, scope, views, now),
        }
    }
}
