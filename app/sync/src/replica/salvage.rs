//! What can still be had of a document of which pieces are damaged.

use super::{RawFact, Replica, changes_of, guarded};
use crate::guard::{self, Caps};
use automerge::{Change, ReadDoc};

impl Replica {
    /// Loads what can be loaded, piece by piece; gives the places of the pieces that cannot. What depends on a missing change waits for it.
    #[must_use]
    pub fn salvage(pieces: &[&[u8]]) -> (Self, Vec<usize>) {
        let mut replica = Self::genesis();
        let mut bad = Vec::new();
        for (place, piece) in pieces.iter().enumerate() {
            let mut trial = replica.clone();
            match guarded(|| Ok(trial.doc.load_incremental(piece)?)) {
                Ok(_) => replica = trial,
                Err(_) => bad.push(place),
            }
        }
        (replica, bad)
    }

    /// The facts of a piece that can be read and of which this document holds nothing, because a change before it is missing.
    #[must_use]
    pub fn stranded(&self, piece: &[u8]) -> Option<Vec<RawFact>> {
        let chunks = guard::split(piece, &Caps::of_ones_own()).ok()?;
        let read = chunks.into_iter().map(|(kind, chunk)| guarded(|| changes_of(kind, chunk)));
        let changes: Vec<Change> = read.collect::<Result<Vec<_>, _>>().ok()?.into_iter().flatten().collect();
        let map = self.facts_map();
        let is_held = |it: &Change| self.doc.get_change_by_hash(&it.hash()).is_some();
        (!changes.iter().any(is_held))
            .then(|| changes.into_iter().flat_map(|it| self.describe(it, map.as_ref()).facts).collect())
    }
}
