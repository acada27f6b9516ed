//! Customers picked in a list, to do one thing with all of them.

use domain::id::CustomerId;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The picked customers; none while one does not pick.
#[derive(Clone, Copy)]
pub struct Selection(RwSignal<Option<BTreeSet<CustomerId>>>);

impl Selection {
    /// Nobody picks.
    pub fn none() -> Self {
        Self(RwSignal::new(None))
    }

    /// Whether one picks; tracked.
    pub fn is_on(self) -> bool {
        self.0.with(Option::is_some)
    }

    /// Begins to pick.
    pub fn start(self) {
        self.0.set(Some(BTreeSet::new()));
    }

    /// Picks no more.
    pub fn stop(self) {
        self.0.set(None);
    }

    /// Whether a customer is picked; tracked.
    pub fn has(self, id: CustomerId) -> bool {
        self.0.with(|it| it.as_ref().is_some_and(|all| all.contains(&id)))
    }

    /// Picks a customer, or lets go.
    pub fn toggle(self, id: CustomerId) {
        self.0.update(|it| {
            if let Some(all) = it
                && !all.remove(&id)
            {
                all.insert(id);
            }
        });
    }

    /// Picks all of these, or none if all are picked.
    pub fn toggle_all(self, ids: &[CustomerId]) {
        self.0.update(|it| {
            if let Some(all) = it {
                *all =
                    if ids.iter().all(|id| all.contains(id)) { BTreeSet::new() } else { ids.iter().copied().collect() };
            }
        });
    }

    /// The picked ones; tracked.
    pub fn all(self) -> BTreeSet<CustomerId> {
        self.0.with(|it| it.clone().unwrap_or_default())
    }

    /// The picked ones; untracked. For handlers.
    pub fn all_now(self) -> BTreeSet<CustomerId> {
        self.0.with_untracked(|it| it.clone().unwrap_or_default())
    }
}

/// The picked customers.
pub fn use_selection() -> Selection {
    use_context().unwrap_or_else(Selection::none)
}
