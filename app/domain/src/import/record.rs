//! The imports that were made: read from the cards themselves, so that every device knows them.

use crate::id::CustomerId;
use crate::instant::{Day, Instant, Zone};
use crate::port::Row;
use std::collections::BTreeMap;

/// An import, as far as its cards are still there and one's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// What its cards have in common.
    pub import: String,
    /// When the first card was made.
    pub at: Instant,
    /// The customers.
    pub customers: Vec<CustomerId>,
}

impl Record {
    /// Whether its cards can still be taken back, those excepted on which somebody has worked since (rules A5).
    #[must_use]
    pub fn is_open(&self, zone: Zone, today: Day) -> bool {
        zone.day(self.at) == today
    }
}

/// The imports of some customers, the latest first.
#[must_use]
pub fn records<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Record> {
    let mut found: BTreeMap<&str, Record> = BTreeMap::new();
    for row in rows.into_iter().filter(|it| !it.import.is_empty()) {
        let new = || Record { import: row.import.clone(), at: row.created, customers: Vec::new() };
        let record = found.entry(&row.import).or_insert_with(new);
        record.at = record.at.min(row.created);
        record.customers.push(row.id);
    }
    let mut found: Vec<Record> = found.into_values().collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.at));
    found
}
