//! The customers of the stores as the read models have them, kept in memory: who asks again reads only what is new.
//!
//! **Invariant:** nobody gets less than what was committed when he asked.

use crate::store::{CustomerRow, Result, Store};
use domain::id::CustomerId;
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
}

impl Boards {
    /// The customers of a store.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn of(&self, store: &dyn Store, id: i64, now: Instant) -> Result<Board> {
        let latest = self.latest(id, now);
        let mut latest = latest.lock().await;
        let news = store.revisions(id, latest.rev).await?;
        if let Some(last) = news.last() {
            latest.rev = last.rev;
            // Copies the map, not the rows, if somebody still reads what it was.
            let rows = Arc::make_mut(&mut latest.board);
            for it in news {
                match it.row {
                    Some(row) => rows.insert(it.customer, Arc::new(row)),
                    None => rows.remove(&it.customer),
                };
            }
        }
        Ok(latest.board.clone())
    }

    fn latest(&self, id: i64, now: Instant) -> Arc<sync::Mutex<Latest>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|store, it| *store == id || now.since(it.asked) < KEPT);
        let it = kept.entry(id).or_insert_with(|| Kept { latest: Arc::default(), asked: now });
        it.asked = now;
        it.latest.clone()
    }
}
