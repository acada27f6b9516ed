//! The customers of the stores as the read models have them, kept in memory: who asks again reads only what is new.
//!
//! **Invariant:** nobody gets less than what was committed when he asked.

use crate::store::{CustomerRow, Result, Revision, Store};
use domain::id::{CustomerId, StaffId};
use domain::instant::Instant;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync;

/// How long, in milliseconds, a store's customers are kept while nobody asks for them.
const KEPT: i64 = 10 * Instant::MINUTE;

/// A store's customers.
pub type Board = Arc<BTreeMap<CustomerId, Arc<CustomerRow>>>;

/// One of them.
pub type Row<'a> = (&'a CustomerId, &'a Arc<CustomerRow>);

/// A store's customers by their owners, none for the pool. Where no customer of an owner has changed, the board is the same one.
pub type Owned = Arc<BTreeMap<Option<StaffId>, Board>>;

/// The stores whose customers are kept.
#[derive(Default)]
pub struct Boards(Mutex<BTreeMap<i64, Kept>>);

struct Kept {
    latest: Arc<sync::Mutex<Latest>>,
    /// When somebody last asked.
    asked: Instant,
}

#[derive(Default)]
struct Latest {
    /// The last revision that is on the board.
    rev: i64,
    board: Board,
    owned: Owned,
}

impl Latest {
    fn take(&mut self, news: Revision) {
        self.rev = news.rev;
        // Copies the maps, not the rows, if somebody still reads what they were.
        let rows = Arc::make_mut(&mut self.board);
        let owned = Arc::make_mut(&mut self.owned);
        let before = match &news.row {
            Some(row) => rows.insert(news.customer, row.clone()),
            None => rows.remove(&news.customer),
        };
        if let Some(before) = before
            && let Some(board) = owned.get_mut(&before.advisor)
        {
            Arc::make_mut(board).remove(&news.customer);
            if board.is_empty() {
                owned.remove(&before.advisor);
            }
        }
        if let Some(row) = news.row {
            Arc::make_mut(owned.entry(row.advisor).or_default()).insert(news.customer, row);
        }
    }
}

impl Boards {
    /// The customers of a store.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn of(&self, store: &dyn Store, id: i64, now: Instant) -> Result<(Board, Owned)> {
        let latest = self.latest(id, now);
        let mut latest = latest.lock().await;
        for it in store.revisions(id, latest.rev).await? {
            latest.take(it);
        }
        Ok((latest.board.clone(), latest.owned.clone()))
    }

    fn latest(&self, id: i64, now: Instant) -> Arc<sync::Mutex<Latest>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|store, it| *store == id || now.since(it.asked) < KEPT);
        let it = kept.entry(id).or_insert_with(|| Kept { latest: Arc::default(), asked: now });
        it.asked = now;
        it.latest.clone()
    }
}
