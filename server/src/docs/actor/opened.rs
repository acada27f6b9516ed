//! What is read of a document: its changes, or all of it.

use crate::docs::Documents;
use crate::store::{DocKind, DocumentRow};
use anyhow::Context;
use sync::docid::DocId;
use sync::hub::Hub;
use sync::replica::{AT_HAND, Ledger, Replica};

/// A whole document, as the store has it.
pub(super) struct Whole {
    pub(super) replica: Replica,
    /// The position of its last change.
    pub(super) upto: i64,
    /// Changes after the snapshot.
    pub(super) fresh: usize,
}

impl Whole {
    pub(super) async fn of(docs: &Documents, doc: DocId) -> anyhow::Result<Self> {
        let loaded = docs.0.core.store.load(doc).await?;
        let (fresh, upto) = (loaded.changes.len(), loaded.upto);
        let read = move || {
            let pieces = loaded.snapshot.iter().chain(&loaded.changes).map(Vec::as_slice);
            Replica::load(pieces)
        };
        let replica = tokio::task::spawn_blocking(read).await?.context("its changes do not fit together")?;
        Ok(Self { replica, upto, fresh })
    }
}

/// What is kept of a document while it is in use. Of a book, which only its devices write, that is which changes there are; what the
/// server writes is loaded.
pub(super) struct Opened {
    pub(super) hub: Hub,
    /// The position of its last change.
    pub(super) upto: i64,
    /// Changes after the snapshot.
    pub(super) fresh: usize,
}

impl Opened {
    pub(super) async fn of(docs: &Documents, row: &DocumentRow) -> anyhow::Result<Self> {
        if row.kind != DocKind::Book {
            let Whole { replica, upto, fresh } = Whole::of(docs, row.id).await?;
            return Ok(Self { hub: Hub::new(replica), upto, fresh });
        }
        let store = &docs.0.core.store;
        let compacted = store.compacted(row.id).await?;
        let changes = store.changes(row.id, 0).await?;
        let upto = changes.last().map_or(0, |it| it.pos);
        let fresh = changes.iter().filter(|it| it.pos > compacted).count();
        let read = move || Ledger::read(changes.iter().map(|it| it.change.stored()), AT_HAND);
        let ledger = tokio::task::spawn_blocking(read).await?.context("its changes do not fit together")?;
        Ok(Self { hub: Hub::of(ledger), upto, fresh })
    }
}
