//! The fold: from a customer's facts to the view (rules A–D).
//!
//! **Invariant:** the result depends on the set of facts alone, never on the order in which they came; every fact has one entry.

mod evidence;
mod fields;
mod limits;
mod machine;
#[cfg(test)]
mod tests;

pub use evidence::check_withdrawal;
pub use limits::{check_level, check_move, check_next, import_due, latest_postponement};

use crate::fact::Fact;
use crate::id::{CustomerId, FactId};
use crate::instant::{Day, Instant};
use crate::store::Store;
use crate::view::{Entry, Event, Fate, View};
use std::collections::BTreeMap;

/// Folds the facts of one customer; none if no card was made yet.
///
/// Facts under one id that stand in book and desk count once, as the desk has them.
///
/// # Example: a P2 customer is due four days after the creation
/// ```
/// # use domain::{fact::{Fact, Place}, fold::fold, store::Store};
/// let id = "01JQ0000000000000000000001";
/// let text = r#"{"kind":"created","customer":"01JQ0000000000000000000001","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
///   "advisor":"01JQ000000000000000000000A","name":"张伟","phone":"13800001234","level":"P2"}"#;
/// let fact = Fact::read(id, text, Place::Book).unwrap();
/// let view = fold(&Store::default(), fact.customer.unwrap(), [&fact]).unwrap();
/// assert_eq!(view.follow_up.unwrap().due.to_string(), "2026-03-05");
/// ```
pub fn fold<'a>(store: &Store, id: CustomerId, facts: impl IntoIterator<Item = &'a Fact>) -> Option<View> {
    let mut unique: BTreeMap<FactId, &Fact> = BTreeMap::new();
    for fact in facts {
        let slot = unique.entry(fact.id).or_insert(fact);
        // Two values under one id in one document: the same choice everywhere, as in the ledger.
        if fact.place > slot.place || (fact.place == slot.place && *slot != fact && fact.text() < slot.text()) {
            *slot = fact;
        }
    }
    let case = evidence::Case::gather(store, unique.values().copied());
    let mut machine = machine::Machine::start(store, id, &case)?;
    for item in &case.items {
        machine.take(item);
    }
    let creation = machine.creation();
    let mut view = machine.finish();
    view.fields = fields::fields(&case, creation);
    tell_locks(&mut view);
    Some(view)
}

/// Tells which of the locks that the desk has stamped are not in the history any more (rules D4, D5).
fn tell_locks(view: &mut View) {
    let lifted: Vec<(usize, Day, Option<FactId>)> = view
        .entries
        .iter()
        .enumerate()
        .filter_map(|(place, entry)| match entry.event {
            Event::Locked(due) if entry.fate == Fate::Counts && !is_told(view, due) => {
                Some((place, due, lifter(view, due, entry.at)))
            }
            _ => None,
        })
        .collect();
    for (place, due, by) in lifted {
        if let Some(entry) = view.entries.get_mut(place) {
            entry.event = Event::Lifted(due, by);
        }
    }
}

/// Whether a stamp needs no correction: the lock is in the history, or the desk itself has lifted it.
fn is_told(view: &View, due: Day) -> bool {
    view.locks.iter().any(|it| it.due == due)
        || view
            .entries
            .iter()
            .any(|it| it.fate == Fate::Counts && matches!(it.event, Event::Lifted(day, _) if day == due))
}

/// The fact that keeps a follow-up from locking: the one that moved its date, else the last that could.
fn lifter(view: &View, due: Day, stamped: Instant) -> Option<FactId> {
    let steps = |it: &&Entry| {
        let effective = matches!(it.fate, Fate::Counts | Fate::InPart(_));
        let step = match &it.event {
            Event::Contact(contact) => contact.outcome.is_reached(),
            Event::Moved(_) | Event::Applied(_) | Event::Judged(..) | Event::Ruled(_) => true,
            _ => false,
        };
        effective && step && it.at < stamped
    };
    let mut before = None;
    for entry in view.entries.iter().filter(|it| it.at < stamped) {
        if before == Some(due) && entry.due != Some(due) && steps(&entry) {
            return Some(entry.id);
        }
        before = entry.due;
    }
    view.entries.iter().rev().find(steps).map(|it| it.id)
}
