//! The settings of each store, read from its house and kept in memory.

use crate::store::{Contents, Result};
use domain::fact::Fact;
use domain::store::Store as StoreSettings;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// All stores' settings.
#[derive(Debug, Default)]
pub struct Settings(RwLock<BTreeMap<i64, Arc<StoreSettings>>>);

impl Settings {
    /// A store's settings; the defaults where it has none yet.
    #[must_use]
    pub fn of(&self, store: i64) -> Arc<StoreSettings> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&store).cloned().unwrap_or_default()
    }

    /// Reads a store's house anew.
    ///
    /// # Errors
    /// If the facts cannot be read from the store.
    pub async fn reload<S: Contents + ?Sized>(&self, contents: &S, store: i64) -> Result<()> {
        let facts: Vec<Fact> =
            contents.house_facts(store).await?.iter().filter_map(crate::store::FactRow::fact).collect();
        let settings = Arc::new(StoreSettings::read(&facts));
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(store, settings);
        Ok(())
    }
}
