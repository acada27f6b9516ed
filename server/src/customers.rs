//! What is known of one customer: the facts that may speak, and the view that they give.

use crate::app::Core;
use crate::store::FactRow;
use domain::fact::{Body, Fact, Place, Ruling};
use domain::fold::fold;
use domain::id::{CustomerId, StaffId};
use domain::store::Store;
use domain::view::View;
use std::collections::BTreeSet;
use sync::docid::DocId;

/// A customer, as the store knows it now.
#[derive(Debug)]
pub struct Known {
    /// Who.
    pub customer: CustomerId,
    /// The facts that may speak, with the rows in which they stand.
    pub facts: Vec<(FactRow, Fact)>,
    /// What they give; none if there is no card.
    pub view: Option<View>,
}

impl Known {
    /// Looks a customer up.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn of(core: &Core, store: i64, customer: CustomerId) -> anyhow::Result<Self> {
        let rows = core.store.facts_of(customer).await?;
        meet(core, &rows).await?;
        let facts = speaking(core, customer, rows);
        let view = fold(&core.settings.of(store), customer, facts.iter().map(|it| &it.1));
        Ok(Self { customer, facts, view })
    }
}

/// All facts about the customers whom these documents name, in the order of the customers.
///
/// # Errors
/// If the store fails.
pub async fn around(core: &Core, docs: &[DocId]) -> anyhow::Result<Vec<FactRow>> {
    let rows = core.store.facts_around(docs).await?;
    meet(core, &rows).await?;
    Ok(rows)
}

/// Takes up the documents of these rows that another process has just made: whose they are decides who speaks in them.
async fn meet(core: &Core, rows: &[FactRow]) -> anyhow::Result<()> {
    if rows.iter().any(|it| core.directory.get(it.doc).is_none()) {
        core.refresh().await?;
    }
    Ok(())
}

/// The views of everybody whom these rows are about; the rows stand in the order of their customers.
#[must_use]
pub fn views(core: &Core, settings: &Store, rows: &[FactRow]) -> Vec<View> {
    let view = |rows: &[FactRow]| {
        let customer = rows.first()?.customer?;
        let facts = speaking(core, customer, rows.to_vec());
        fold(settings, customer, facts.iter().map(|it| &it.1))
    };
    rows.chunk_by(|a, b| a.customer == b.customer).filter_map(view).collect()
}

/// The facts that may speak of a customer: what stands in desks, and in the books of those who have owned the customer.
/// A colleague who knows the id can write about it in the own book; it says nothing of the customer.
fn speaking(core: &Core, customer: CustomerId, rows: Vec<FactRow>) -> Vec<(FactRow, Fact)> {
    let owner_of = |row: &FactRow| core.directory.get(row.doc).and_then(|it| it.owner);
    let facts = rows.into_iter().filter_map(|row| {
        let author = owner_of(&row);
        let fact = row.fact()?.of(author);
        Some((row, fact))
    });
    let facts: Vec<(FactRow, Fact)> = facts.collect();
    let mut owners: BTreeSet<StaffId> = BTreeSet::new();
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
    let may_speak = |fact: &Fact| fact.author.is_none_or(|it| owners.contains(&it));
    facts.into_iter().filter(|(_, fact)| may_speak(fact)).collect()
}
