//! Which change has seen which: all that a synchronisation needs of a document.
//!
//! **Invariant:** a change stands behind all that it has seen.

use automerge::{ActorId, ChangeHash};
use std::collections::{BTreeMap, BTreeSet};

/// A change's place in the order in which it came.
pub(super) type Place = u32;

struct Node {
    hash: ChangeHash,
    parents: Box<[Place]>,
    /// The number of its last operation; 0 if nobody has counted.
    end: u64,
    /// It has seen everything before it.
    is_knot: bool,
}

#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    places: BTreeMap<ChangeHash, Place>,
    heads: BTreeSet<ChangeHash>,
    /// How many changes each actor has, and the last one.
    lasts: BTreeMap<ActorId, (u64, ChangeHash)>,
}

impl Graph {
    pub(super) fn has(&self, hash: &ChangeHash) -> bool {
        self.places.contains_key(hash)
    }

    pub(super) fn place(&self, hash: &ChangeHash) -> Option<Place> {
        self.places.get(hash).copied()
    }

    pub(super) fn hash(&self, place: Place) -> Option<ChangeHash> {
        self.nodes.get(place as usize).map(|it| it.hash)
    }

    /// What a change has seen last.
    pub(super) fn parents(&self, place: Place) -> &[Place] {
        self.nodes.get(place as usize).map(|it| &*it.parents).unwrap_or_default()
    }

    pub(super) const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The heads, sorted.
    pub(super) fn heads(&self) -> Vec<ChangeHash> {
        self.heads.iter().copied().collect()
    }

    pub(super) fn count(&self, actor: &ActorId) -> u64 {
        self.lasts.get(actor).map(|it| it.0).unwrap_or_default()
    }

    /// The last change of an actor.
    pub(super) fn last(&self, actor: &ActorId) -> Option<ChangeHash> {
        self.lasts.get(actor).map(|it| it.1)
    }

    /// The number of a change's last operation, if it is known.
    pub(super) fn end(&self, hash: &ChangeHash) -> Option<u64> {
        let node = self.place(hash).and_then(|it| self.nodes.get(it as usize))?;
        (node.end > 0).then_some(node.end)
    }

    /// Takes a change that is not there; false if it does not fit behind what is there.
    pub(super) fn push(&mut self, hash: ChangeHash, deps: &[ChangeHash], actor: &ActorId, seq: u64, end: u64) -> bool {
        let parents: Option<Box<[Place]>> = deps.iter().map(|it| self.place(it)).collect();
        let (Some(parents), Ok(place)) = (parents, Place::try_from(self.nodes.len())) else { return false };
        if seq != self.count(actor) + 1 {
            return false;
        }
        for dep in deps {
            self.heads.remove(dep);
        }
        self.heads.insert(hash);
        self.lasts.insert(actor.clone(), (seq, hash));
        self.places.insert(hash, place);
        let is_knot = self.heads.len() == 1;
        self.nodes.push(Node { hash, parents, end, is_knot });
        true
    }

    /// The changes that are neither among these nor seen by one of them, in their order; unknown ones have seen nothing.
    pub(super) fn beyond(&self, seen: &[ChangeHash]) -> Vec<Place> {
        let mut seen: BTreeSet<Place> = seen.iter().filter_map(|it| self.place(it)).collect();
        let mut beyond = Vec::new();
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let place = Place::try_from(at).unwrap_or(Place::MAX);
            if !seen.remove(&place) {
                beyond.push(place);
                continue;
            }
            if node.is_knot {
                break;
            }
            seen.extend(&node.parents);
        }
        beyond.reverse();
        beyond
    }
}
