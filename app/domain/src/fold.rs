//! The fold: from a customer's facts to the view (rules A–D).
//!
//! **Invariant:** the result depends on the set of facts alone, never on the order in which they came; every fact has one entry.

mod evidence;
mod fields;
mod machine;
#[cfg(test)]
mod tests;

pub use machine::{check_move, latest_postponement};

use crate::fact::{Body, Fact};
use crate::id::{CustomerId, FactId};
use crate::store::Store;
use crate::view::{Event, View};
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
        if fact.place > slot.place {
            *slot = fact;
        }
    }
    let case = evidence::Case::gather(store, unique.values().copied());
    let mut machine = machine::Machine::start(store, id, &case)?;
    for item in &case.items {
        machine.take(item);
    }
    let mut view = machine.finish();
    view.fields = fields::fields(&case, &view);
    tell_locks(&case, &mut view);
    view.entries.sort_by_key(|it| (it.at, it.id));
    Some(view)
}

/// Adds the locks that the desk has stamped and that are not in the history any more (rules D4, D5).
fn tell_locks(case: &evidence::Case, view: &mut View) {
    let computed: Vec<_> = view.locks.iter().map(|it| it.due).collect();
    let pending = view.follow_up.map(|it| it.due);
    let lifters: Vec<_> = view.periods.iter().filter(|it| it.done.is_some()).copied().collect();
    for entry in &mut view.entries {
        if let Event::Locked(due) = entry.event
            && !computed.contains(&due)
            && pending != Some(due)
        {
            let by = lifters.iter().find(|it| it.due == due).and_then(|it| it.done);
            let by = by.and_then(|at| case.items.iter().find(|it| it.at == at && matches!(it.fact.body, Body::Contact(_))));
            entry.event = Event::Lifted(due, by.map(|it| it.fact.id));
        }
    }
}
