//! A customer's view, from what the store has about the customer.

use crate::app::Core;
use crate::store::FactRow;
use domain::fact::{Body, Fact, Place, Ruling};
use domain::fold::fold;
use domain::id::CustomerId;
use domain::store::Store;
use domain::view::View;
use std::collections::BTreeSet;

/// The view of a customer; none if no card was made.
#[must_use]
pub fn view(core: &Core, settings: &Store, customer: CustomerId, rows: &[FactRow]) -> Option<View> {
    fold(settings, customer, &owners_facts(core, customer, rows))
}

/// The views of everybody whom these rows are about; they come in the order of their customers.
#[must_use]
pub fn views(core: &Core, settings: &Store, rows: &[FactRow]) -> Vec<View> {
    let of_customer = rows.chunk_by(|a, b| a.customer == b.customer);
    let view = |rows: &[FactRow]| view(core, settings, rows.first()?.customer?, rows);
    of_customer.filter_map(view).collect()
}

/// The facts that may speak of a customer: what stands in desks, and in the books of those who have owned the customer.
/// A colleague who knows the id can write about it in the own book; it says nothing of the customer.
fn owners_facts(core: &Core, customer: CustomerId, rows: &[FactRow]) -> Vec<Fact> {
    let owner_of = |row: &FactRow| core.directory.get(row.doc).and_then(|it| it.owner);
    let facts: Vec<(&FactRow, Fact)> = rows.iter().filter_map(|row| Some((row, row.fact()?))).collect();
    let mut owners = BTreeSet::new();
    for (row, fact) in &facts {
        match &fact.body {
            Body::Created(_) if fact.id.0 == customer.0 => owners.extend(owner_of(row)),
            Body::Ruled(ruled) if row.place != Place::Book => match ruled.what {
                Ruling::HandOver { to } | Ruling::TakeOver { to } | Ruling::Claim { to } => {
                    owners.insert(to);
                }
                _ => {}
            },
            _ => {}
        }
    }
    let may_speak = |row: &FactRow| row.place != Place::Book || owner_of(row).is_some_and(|it| owners.contains(&it));
    facts.into_iter().filter(|(row, _)| may_speak(row)).map(|(_, fact)| fact).collect()
}
