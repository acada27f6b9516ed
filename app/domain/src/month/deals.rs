//! What was sold in the month: orders signed, cancelled and delivered, as the facts have them (rules E1, E2).

use super::path::Step;
use crate::view::Event;
use serde::{Deserialize, Serialize};

/// Orders of a customer, or of all customers of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Deals {
    /// Orders signed 订单.
    pub orders: u32,
    /// Deposits 订金 of these, in minor units 分.
    pub deposit: u64,
    /// Orders cancelled 退订, whenever they were signed.
    pub cancelled: u32,
    /// Cars delivered 交车, whenever they were ordered.
    pub delivered: u32,
}

impl Deals {
    /// What a step of a history adds.
    pub(super) fn of(step: &Step) -> Self {
        match &step.entry.event {
            Event::Ordered(terms) => Self { orders: 1, deposit: terms.deposit, ..Self::default() },
            Event::Cancelled(_) => Self { cancelled: 1, ..Self::default() },
            Event::Delivered(_) => Self { delivered: 1, ..Self::default() },
            _ => Self::default(),
        }
    }

    /// All of them together.
    pub(super) fn sum(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(Self::default(), |sum, it| Self {
            orders: sum.orders + it.orders,
            deposit: sum.deposit.saturating_add(it.deposit),
            cancelled: sum.cancelled + it.cancelled,
            delivered: sum.delivered + it.delivered,
        })
    }
}
