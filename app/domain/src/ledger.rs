//! All facts that a device or the server has of one advisor's customers, ready to be folded one customer at a time.
//!
//! **Invariant:** inserting is idempotent and commutes; nothing that was inserted disappears.

use crate::fact::{Fact, FactError, Place};
use crate::fold::fold;
use crate::id::{CustomerId, FactId, StaffId};
use crate::instruction::{self, Instruction};
use crate::store::Store;
use crate::view::View;
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// What an insertion touched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Touched {
    /// One customer's view.
    Customer(CustomerId),
    /// The store's settings, and with them every view.
    Store,
    /// The manager's instructions, or an answer to one.
    Instructions,
    /// Nothing: the fact was there already, or concerns nobody.
    Nothing,
}

/// Facts by customer, and the store's settings.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// In whose book the facts of a book stand, where all stand in one.
    owner: Option<StaffId>,
    store: Store,
    house: BTreeMap<FactId, Fact>,
    customers: BTreeMap<CustomerId, BTreeMap<(FactId, Place), Fact>>,
    /// What speaks of instructions.
    instructions: BTreeMap<(FactId, Place), Fact>,
    unread: BTreeMap<(Place, String), String>,
}

impl Ledger {
    /// For the facts of one person's book and desk.
    #[must_use]
    pub fn of(owner: StaffId) -> Self {
        Self { owner: Some(owner), ..Self::default() }
    }

    /// Inserts a fact by its key and text.
    ///
    /// # Errors
    /// If it is not a fact at all; it is then kept among [`Ledger::unread`].
    pub fn insert(&mut self, place: Place, key: &str, text: &str) -> Result<Touched, FactError> {
        match Fact::read(key, text, place) {
            Ok(fact) => {
                let lost = fact.customer.is_none() && place != Place::House && !instruction::concerns(&fact);
                let touched = self.add(fact.of(self.owner));
                if lost {
                    self.unread.insert((place, key.to_owned()), text.to_owned());
                }
                Ok(touched)
            }
            Err(error) => {
                self.unread.insert((place, key.to_owned()), text.to_owned());
                Err(error)
            }
        }
    }

    /// Inserts a fact. One of a book or a desk that names no customer is kept among [`Ledger::unread`].
    ///
    /// Of two values under one id in one document, which no honest device writes, the lower text counts
    /// until the desk carries the original (rules F4): so the order of arrival does not matter even then.
    pub fn add(&mut self, fact: Fact) -> Touched {
        if fact.place == Place::House {
            if self.house.get(&fact.id).is_some_and(|it| !replaces(&fact, it)) {
                return Touched::Nothing;
            }
            self.house.insert(fact.id, fact);
            self.store = Store::read(self.house.values());
            return Touched::Store;
        }
        if instruction::concerns(&fact) {
            let key = (fact.id, fact.place);
            if self.instructions.get(&key).is_some_and(|it| !replaces(&fact, it)) {
                return Touched::Nothing;
            }
            self.instructions.insert(key, fact);
            return Touched::Instructions;
        }
        let Some(customer) = fact.customer else {
            self.unread.insert((fact.place, fact.id.to_string()), fact.text());
            return Touched::Nothing;
        };
        let facts = self.customers.entry(customer).or_default();
        let key = (fact.id, fact.place);
        if facts.get(&key).is_some_and(|it| !replaces(&fact, it)) {
            return Touched::Nothing;
        }
        facts.insert(key, fact);
        Touched::Customer(customer)
    }

    /// The store's settings.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Replaces the settings, where they do not come from a house among the facts.
    pub fn set_store(&mut self, store: Store) {
        self.store = store;
    }

    /// The view of a customer; none while no card has come.
    #[must_use]
    pub fn view(&self, customer: CustomerId) -> Option<View> {
        fold(&self.store, customer, self.customers.get(&customer)?.values())
    }

    /// The manager's instructions with their answers.
    #[must_use]
    pub fn instructions(&self) -> Vec<Instruction> {
        instruction::read(self.instructions.values())
    }

    /// The facts of a customer, by id.
    pub fn facts(&self, customer: CustomerId) -> impl Iterator<Item = &Fact> {
        self.customers.get(&customer).into_iter().flat_map(BTreeMap::values)
    }

    /// Everybody of whom there are facts.
    pub fn customers(&self) -> impl Iterator<Item = CustomerId> + '_ {
        self.customers.keys().copied()
    }

    /// Whether a fact is there.
    #[must_use]
    pub fn contains(&self, customer: CustomerId, fact: FactId) -> bool {
        self.customers.get(&customer).is_some_and(|it| it.keys().any(|(id, _)| *id == fact))
    }

    /// What could not be read as facts, or names nobody, as it came.
    #[must_use]
    pub const fn unread(&self) -> &BTreeMap<(Place, String), String> {
        &self.unread
    }
}

/// Whether a value takes the place of another under the same id in the same document.
fn replaces(new: &Fact, old: &Fact) -> bool {
    new != old && new.text() < old.text()
}
