//! What the carried-over customers promise (rules H4).

use super::Table;
use super::span::Month;
use crate::level::Level;
use crate::policy::Policy;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The forecast of a month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Forecast {
    /// Deliveries and orders that the month promises: Σ carried × rate.
    pub units: Tenths,
    /// By level.
    pub levels: BTreeMap<Level, Prospect>,
}

/// A level's part of the forecast.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Prospect {
    /// Carried over from the month before.
    pub carried: u32,
    /// The share of them that becomes a unit: a delivery for P0, an order for P1–P4, within the month.
    pub rate: Share,
    /// Where the rate comes from.
    pub basis: Basis,
    /// Carried-over customers of whom a unit has come so far.
    pub sold: u32,
}

/// Where a rate comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The policy's.
    Default,
    /// The last closed months.
    History,
}

/// A part of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Share {
    /// Units.
    pub units: u32,
    /// Of how many cases.
    pub of: u32,
}

impl Share {
    pub(super) fn add(&mut self, other: Self) {
        self.units += other.units;
        self.of += other.of;
    }

    /// In whole percent, half up; none of nothing.
    #[must_use]
    pub fn percent(self) -> Option<u32> {
        (self.units * 200 + self.of).checked_div(self.of * 2)
    }
}

/// A number with one decimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Tenths(pub u32);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

impl Serialize for Tenths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_f64(f64::from(self.0) / 10.0)
        } else {
            serializer.serialize_u32(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Tenths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let number = f64::deserialize(deserializer)?;
            // Saturates at the ends; the text had one decimal.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of cars in tenths")]
            Ok(Self((number * 10.0).round() as u32))
        } else {
            u32::deserialize(deserializer).map(Self)
        }
    }
}

/// What became of the customers that a closed month had carried over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Past {
    /// The month.
    pub month: Month,
    /// Of how many cases at each level a unit came.
    pub levels: BTreeMap<Level, Share>,
}

impl Past {
    /// What a closed month's table says.
    #[must_use]
    pub fn of(table: &Table) -> Self {
        let share = |it: &Prospect| Share { units: it.sold, of: it.carried };
        Self {
            month: table.month,
            levels: table.forecast.levels.iter().map(|(level, it)| (*level, share(it))).collect(),
        }
    }
}

/// The forecast of a month from its chances: of how many carried-over customers a unit has come so far.
pub(super) fn forecast(policy: &Policy, month: Month, chances: &BTreeMap<Level, Share>, past: &[Past]) -> Forecast {
    let closed: BTreeSet<Month> = past.iter().map(|it| it.month).filter(|it| *it < month).collect();
    let recent: BTreeSet<Month> = closed.into_iter().rev().take(policy.forecast_months).collect();
    let prospect = |level: Level, default: u32| {
        let chance = chances.get(&level).copied().unwrap_or_default();
        let mut history = Share::default();
        for it in past.iter().filter(|it| recent.contains(&it.month)) {
            history.add(it.levels.get(&level).copied().unwrap_or_default());
        }
        let (rate, basis) = if history.of >= policy.forecast_cases.max(1) {
            (history, Basis::History)
        } else {
            (Share { units: default, of: 100 }, Basis::Default)
        };
        (level, Prospect { carried: chance.of, rate, basis, sold: chance.units })
    };
    let levels: BTreeMap<Level, Prospect> =
        Level::OPEN.into_iter().zip(policy.forecast_rates).map(|(level, rate)| prospect(level, rate)).collect();
    Forecast { units: units(levels.values()), levels }
}

/// Σ carried × rate, to one decimal, half up: computed in whole numbers.
fn units<'a>(levels: impl Iterator<Item = &'a Prospect>) -> Tenths {
    let (mut sum, mut parts) = (0_u128, 1_u128);
    for it in levels {
        let of = u128::from(it.rate.of.max(1));
        sum = sum * of + u128::from(it.carried) * u128::from(it.rate.units) * parts;
        parts *= of;
    }
    Tenths(u32::try_from((sum * 20 + parts) / (parts * 2)).unwrap_or(u32::MAX))
}
