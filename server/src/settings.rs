//! The settings of each store, read from its house and kept in memory.

use crate::store::{Contents, Result};
use domain::fact::Fact;
use domain::store::Store as StoreSettings;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// All stores' settings, each with the position of the house's change up to which it was read at least.
#[derive(Debug, Default)]
pub struct Settings(RwLock<BTreeMap<i64, (i64, Arc<StoreSettings>)>>);

impl Settings {
    /// A store's settings; the defaults where it has none yet.
    #[must_use]
    pub fn of(&self, store: i64) -> Arc<StoreSettings> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.get(&store).map(|it| it.1.clone()).unwrap_or_default()
    }

    /// The position up to which a store's house was read.
    #[must_use]
    pub fn upto(&self, store: i64) -> i64 {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&store).map(|it| it.0).unwrap_or_default()
    }

    /// Reads a store's house anew if it has changed since, whoever changed it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn refresh<S: Contents + ?Sized>(&self, contents: &S, store: i64) -> Result<()> {
        if contents.house_upto(store).await? > self.upto(store) { self.reload(contents, store).await } else { Ok(()) }
    }

    /// Reads a store's house anew.
    ///
    /// # Errors
    /// If the facts cannot be read from the store.
    pub async fn reload<S: Contents + ?Sized>(&self, contents: &S, store: i64) -> Result<()> {
        // Before the facts: what comes between is read, and at worst read again.
        let upto = contents.house_upto(store).await?;
        let facts: Vec<Fact> =
            contents.house_facts(store).await?.iter().filter_map(crate::store::FactRow::fact).collect();
        let settings = Arc::new(StoreSettings::read(&facts));
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Of two who read at once, the one who has read more stays.
        if all.get(&store).is_none_or(|known| known.0 <= upto) {
            all.insert(store, (upto, settings));
        }
        Ok(())
    }
}
