//! Views of the lists, kept on this device for each person.

use crate::platform::storage;
use crate::state::session::Session;
use domain::list::saved::{SavedViews, ViewFault};
use leptos::prelude::*;

/// The views of whoever is signed in.
#[derive(Clone, Copy)]
pub struct Views {
    session: Session,
    version: RwSignal<u32>,
}

impl Views {
    /// Those that are kept.
    pub fn start(session: Session) -> Self {
        Self { session, version: RwSignal::new(0) }
    }

    /// All views; tracked.
    pub fn all(self) -> SavedViews {
        self.version.track();
        self.session.me().and_then(|it| storage::get(&key(&it.user))).unwrap_or_default()
    }

    /// All views; untracked. For handlers.
    pub fn all_now(self) -> SavedViews {
        untrack(|| self.all())
    }

    /// Changes the views and keeps them.
    ///
    /// # Errors
    /// Why they cannot be so; nothing has changed.
    pub fn change(self, change: impl FnOnce(&mut SavedViews) -> Result<(), ViewFault>) -> Result<(), ViewFault> {
        let mut views = self.all_now();
        change(&mut views)?;
        self.put(&views);
        Ok(())
    }

    /// Keeps these views and no others.
    pub fn put(self, views: &SavedViews) {
        if let Some(me) = self.session.me_now() {
            storage::set(&key(&me.user), views);
            self.version.update(|it| *it = it.wrapping_add(1));
        }
    }
}

fn key(user: &str) -> String {
    format!("genjin.views.{user}")
}

/// The views of whoever is signed in.
pub fn use_views() -> Views {
    use_context().unwrap_or_else(|| Views::start(crate::state::session::use_session()))
}
