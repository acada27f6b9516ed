//! What has come since a month was closed: visible beside the frozen table, never in it.

use super::Table;
use super::balance::Line;
use super::row::Row;
use crate::id::{CustomerId, StaffId};
use crate::level::Level;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The difference between a closed month and what the facts say now.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Corrections {
    /// Rows that are new, or say something else, as they would be now.
    pub rows: Vec<Row>,
    /// The same of the delivered customers under care.
    pub care: Vec<Row>,
    /// Customers whose rows would not be there.
    pub removed: Vec<CustomerId>,
    /// Lines of the balance that would be others, as they would be now.
    pub balance: BTreeMap<Level, Line>,
}

impl Corrections {
    /// What would differ. What the card says (name, phone, model, colour, source) is as it was at the closing, and no correction.
    #[must_use]
    pub fn between(frozen: &Table, now: &Table) -> Self {
        let (rows, mut removed) = differing(&frozen.rows, &now.rows);
        let (care, gone) = differing(&frozen.care, &now.care);
        // Who has only left the care for the rows, or the rows for the care, is still there.
        let is_there = |it: &CustomerId| now.rows.iter().chain(&now.care).any(|row| row.customer == *it);
        removed.extend(gone);
        removed.retain(|it| !is_there(it));
        let other = |it: &(&Level, &Line)| frozen.balance.get(it.0) != Some(it.1);
        let balance = now.balance.iter().filter(other).map(|(level, line)| (*level, *line)).collect();
        Self { rows, care, removed, balance }
    }

    /// The corrections of a team's tables together; none while none of them is closed.
    pub(super) fn of_team(tables: &[Table]) -> Option<Self> {
        let closed = || tables.iter().filter_map(|it| it.corrections.as_ref());
        closed().next()?;
        let mut balance: BTreeMap<Level, Line> = BTreeMap::new();
        for level in closed().flat_map(|it| it.balance.keys()) {
            let mut line = Line::default();
            for table in tables {
                let corrected = table.corrections.as_ref().and_then(|it| it.balance.get(level));
                line.add(corrected.or_else(|| table.balance.get(level)).unwrap_or(&Line::default()));
            }
            balance.insert(*level, line);
        }
        Some(Self {
            rows: closed().flat_map(|it| it.rows.clone()).collect(),
            care: closed().flat_map(|it| it.care.clone()).collect(),
            removed: closed().flat_map(|it| it.removed.clone()).collect(),
            balance,
        })
    }

    /// Whether nothing has come.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.care.is_empty() && self.removed.is_empty() && self.balance.is_empty()
    }
}

/// Rows that are new or say something else, and customers whose rows are not there any more.
fn differing(frozen: &[Row], now: &[Row]) -> (Vec<Row>, Vec<CustomerId>) {
    let key = |row: &Row| (row.customer, row.advisor);
    let then: BTreeMap<(CustomerId, StaffId), &Row> = frozen.iter().map(|it| (key(it), it)).collect();
    let there: BTreeSet<(CustomerId, StaffId)> = now.iter().map(key).collect();
    let differs = |row: &&Row| then.get(&key(row)).is_none_or(|it| !is_same(it, row));
    let removed = frozen.iter().filter(|it| !there.contains(&key(it))).map(|it| it.customer);
    (now.iter().filter(differs).cloned().collect(), removed.collect())
}

fn is_same(frozen: &Row, now: &Row) -> bool {
    let as_then = Row {
        no: frozen.no,
        advisor_name: frozen.advisor_name.clone(),
        name: frozen.name.clone(),
        phone: frozen.phone.clone(),
        model: frozen.model.clone(),
        colour: frozen.colour.clone(),
        source: frozen.source.clone(),
        ..now.clone()
    };
    as_then == *frozen
}
