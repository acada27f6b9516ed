//! A newer build that waits; it is never let in while something typed is not saved.

use crate::platform::update::{Waiting, on_waiting};
use leptos::prelude::*;

/// The update of the app, and what is being typed.
#[derive(Clone, Copy)]
pub struct AppUpdate {
    waiting: StoredValue<Option<Waiting>, LocalStorage>,
    known: RwSignal<bool>,
    dirty: RwSignal<u32>,
}

impl AppUpdate {
    /// Listens for a newer build.
    pub fn listen() -> Self {
        let it = Self { waiting: StoredValue::new_local(None), known: RwSignal::new(false), dirty: RwSignal::new(0) };
        on_waiting(move |waiting| {
            it.waiting.set_value(Some(waiting));
            it.known.set(true);
        });
        it
    }

    /// Whether a newer build waits and may be let in; tracked.
    pub fn is_offered(self) -> bool {
        self.known.get() && self.dirty.get() == 0
    }

    /// Whether something typed is not saved; untracked. For handlers.
    pub fn is_typing_now(self) -> bool {
        self.dirty.get_untracked() > 0
    }

    /// Lets it in.
    pub fn activate(self) {
        self.waiting.with_value(|it| {
            if let Some(it) = it {
                it.activate();
            }
        });
    }

    /// Counts as unsaved while the signal says so and its page lives.
    pub fn guard(self, is_dirty: Signal<bool>) {
        let counted = StoredValue::new(false);
        let count = move |dirty: bool| {
            if counted.get_value() != dirty {
                counted.set_value(dirty);
                self.dirty.update(|it| *it = if dirty { *it + 1 } else { it.saturating_sub(1) });
            }
        };
        Effect::new(move |_| count(is_dirty.get()));
        on_cleanup(move || count(false));
    }
}

/// The update.
pub fn use_update() -> AppUpdate {
    use_context().unwrap_or_else(AppUpdate::listen)
}
