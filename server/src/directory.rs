//! Which documents there are and whose they are, in memory.
//!
//! **Invariant:** permission is decided from here, so that a refusal has asked the store nothing.

use crate::store::{DocKind, DocumentRow};
use domain::id::StaffId;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};
use sync::docid::DocId;

/// All documents.
#[derive(Debug, Default)]
pub struct Directory(RwLock<BTreeMap<DocId, DocumentRow>>);

impl Directory {
    /// Adds documents, or takes over what has become of them.
    pub fn add(&self, rows: impl IntoIterator<Item = DocumentRow>) {
        let rows = rows.into_iter().map(|it| (it.id, it));
        self.0.write().unwrap_or_else(PoisonError::into_inner).extend(rows);
    }

    /// A document.
    #[must_use]
    pub fn get(&self, doc: DocId) -> Option<DocumentRow> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&doc).cloned()
    }

    /// A person's book.
    #[must_use]
    pub fn book(&self, staff: StaffId) -> Option<DocumentRow> {
        self.latest(|it| it.kind == DocKind::Book && it.owner == Some(staff))
    }

    /// A person's desk.
    #[must_use]
    pub fn desk(&self, staff: StaffId) -> Option<DocumentRow> {
        self.latest(|it| it.kind == DocKind::Desk && it.owner == Some(staff))
    }

    /// All books and desks of a store, or of one of its people.
    #[must_use]
    pub fn books_and_desks(&self, store: i64, staff: Option<StaffId>) -> Vec<DocId> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let wanted =
            |it: &&DocumentRow| it.store == store && it.owner.is_some() && (staff.is_none() || it.owner == staff);
        all.values().filter(wanted).map(|it| it.id).collect()
    }

    /// A store's house.
    #[must_use]
    pub fn house(&self, store: i64) -> Option<DocumentRow> {
        self.latest(|it| it.kind == DocKind::House && it.store == store)
    }

    fn latest(&self, wanted: impl Fn(&DocumentRow) -> bool) -> Option<DocumentRow> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.values().filter(|it| wanted(it)).max_by_key(|it| it.epoch).cloned()
    }
}
