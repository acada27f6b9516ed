//! The fingerprints of the store's numbers, on this device: fetched when there is a network, used when there is none.

use crate::api;
use crate::platform::storage;
use crate::state::session::PHONES;
use domain::phone::Prints;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The fingerprints.
#[derive(Clone, Copy)]
pub struct Phones(RwSignal<Prints>);

impl Phones {
    /// What is kept from the last time.
    pub fn start() -> Self {
        let kept: Option<String> = storage::get(PHONES);
        Self(RwSignal::new(kept.and_then(|it| Prints::parse(&it)).unwrap_or_default()))
    }

    /// Fetches them; without a network what is there stays.
    pub fn refresh(self) {
        spawn_local(async move {
            let Ok(text) = api::phone_prints().await else { return };
            if let Some(prints) = Prints::parse(&text) {
                storage::set(PHONES, text);
                self.0.try_set(prints);
            }
        });
    }

    /// Whether the store may know a number; tracked.
    pub fn may_know(self, number: &str) -> bool {
        self.0.read().may_know(number)
    }
}

/// The fingerprints.
pub fn use_phones() -> Phones {
    use_context().unwrap_or_else(Phones::start)
}
