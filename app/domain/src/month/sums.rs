//! The table's footers: customers by source, and what those who are left want.

use super::path::In;
use super::row::Row;
use crate::level::Level;
use crate::store::Store;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The customers of a source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceCount {
    /// Code of the source; empty where the card has none.
    pub source: String,
    /// Customers of the table.
    pub customers: u32,
    /// Of these, new in the month.
    pub new: u32,
}

/// A model in a colour, and how many of the customers who are left want it: what to order for the stock.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Demand {
    /// Model; empty where the customer is undecided.
    pub model: String,
    /// Colour; empty where the customer is undecided.
    pub colour: String,
    /// Customers by level.
    pub levels: BTreeMap<Level, u32>,
    /// Customers of all levels.
    pub total: u32,
}

/// By source: the store's in its order, then others, then none.
pub(super) fn sources(store: &Store, rows: &[Row]) -> Vec<SourceCount> {
    let mut counts: BTreeMap<(usize, &str), (u32, u32)> = BTreeMap::new();
    for row in rows {
        let known = store.sources.iter().position(|it| it.code == row.source);
        let place = known.unwrap_or(if row.source.is_empty() { usize::MAX } else { usize::MAX - 1 });
        let count = counts.entry((place, &row.source)).or_default();
        count.0 += 1;
        count.1 += u32::from(row.entered == Some(In::New));
    }
    let count = |((_, source), (customers, new)): ((usize, &str), (u32, u32))| SourceCount {
        source: source.to_owned(),
        customers,
        new,
    };
    counts.into_iter().map(count).collect()
}

/// By model and colour, the most wanted first; those who are undecided last.
pub(super) fn demand(rows: &[Row]) -> Vec<Demand> {
    let mut counts: BTreeMap<(&str, &str), BTreeMap<Level, u32>> = BTreeMap::new();
    for row in rows {
        if let Some(level) = row.end {
            let levels = counts.entry((row.model.trim(), row.colour.trim())).or_default();
            *levels.entry(level).or_default() += 1;
        }
    }
    let mut demand: Vec<Demand> = counts
        .into_iter()
        .map(|((model, colour), levels)| Demand {
            model: model.to_owned(),
            colour: colour.to_owned(),
            total: levels.values().sum(),
            levels,
        })
        .collect();
    demand.sort_by_key(|it| (it.model.is_empty(), std::cmp::Reverse(it.total)));
    demand
}
