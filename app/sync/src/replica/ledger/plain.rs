//! What a book takes in by itself, and in which order.

use super::super::inspect::{foreign, is_canonical};
use super::super::{GENESIS, NewChange, RawFact, Reject, guarded};
use super::Ledger;
use crate::guard::{Caps, Kind};
use automerge::sync::Message;
use automerge::{ActorId, Change, ChangeHash, legacy};
use std::collections::{BTreeMap, BTreeSet};

/// The operation of genesis that made the map of the facts.
const FACTS: u64 = 3;

/// A change that was looked at, with its facts.
#[derive(Clone)]
pub(super) struct Plain {
    pub(super) change: Change,
    facts: Vec<RawFact>,
}

impl Plain {
    pub(super) fn told(self) -> NewChange {
        NewChange {
            hash: self.change.hash().0,
            actor: self.change.actor_id().to_hex_string(),
            seq: self.change.seq(),
            bytes: self.change.raw_bytes().to_vec(),
            facts: self.facts,
        }
    }
}

/// What has come, and has waited.
#[derive(Default)]
pub(super) struct Sorted {
    /// What fits behind what is there, in an order in which it does.
    pub(super) ready: Vec<Plain>,
    /// What waits for changes that have not come.
    pub(super) waiting: Vec<Plain>,
}

impl Ledger {
    /// The new changes of a message, if all of them are such as are taken in without the document.
    pub(super) fn plain(
        &self,
        message: &Message,
        caps: &Caps,
        may_write: impl Fn(&str) -> bool,
    ) -> Result<Option<Sorted>, Reject> {
        let mut all = self.waiting.clone();
        let mut known: BTreeSet<ChangeHash> = all.iter().map(|it| it.change.hash()).collect();
        let is_known = |it: &ChangeHash| self.graph.has(it) || !known.insert(*it);
        for (kind, change) in foreign(message, caps, is_known, may_write)? {
            // The changes of a whole document have just been put together by everybody's encoder.
            let is_usual = || kind == Kind::Document || is_canonical(&change);
            // One that cannot be taken apart is the document's to refuse.
            let facts = guarded(|| Ok(facts_of(&change).filter(|_| is_usual())));
            let Ok(Some(facts)) = facts else { return Ok(None) };
            all.push(Plain { change, facts });
        }
        Ok(self.sorted(all))
    }

    /// Puts changes into an order; none if one of them is not numbered on from what it has seen.
    fn sorted(&self, all: Vec<Plain>) -> Option<Sorted> {
        let places: BTreeMap<ChangeHash, usize> = all.iter().map(|it| it.change.hash()).zip(0..).collect();
        let mut lacks: Vec<usize> = Vec::with_capacity(all.len());
        let mut behind: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, it) in all.iter().enumerate() {
            let missing = it.change.deps().iter().filter(|dep| !self.graph.has(dep));
            let mut count = 0;
            for dep in missing {
                count += 1;
                if let Some(place) = places.get(dep) {
                    behind.entry(*place).or_default().push(at);
                }
            }
            lacks.push(count);
        }
        let mut free: BTreeSet<usize> = (0..).zip(&lacks).filter(|it| *it.1 == 0).map(|it| it.0).collect();
        let (mut ends, mut lasts) = (BTreeMap::new(), BTreeMap::new());
        let mut order = Vec::with_capacity(all.len());
        while let Some(at) = free.pop_first() {
            let change = &all.get(at)?.change;
            let actor = change.actor_id();
            let end_of = |it: &ChangeHash| ends.get(it).copied().or_else(|| self.graph.end(it));
            let seen: Vec<u64> = change.deps().iter().map(end_of).collect::<Option<_>>()?;
            let (count, last) =
                lasts.entry(actor.clone()).or_insert_with(|| (self.graph.count(actor), self.graph.last(actor)));
            *count += 1;
            if change.start_op().get() != seen.into_iter().max()? + 1 || change.seq() != *count {
                return None;
            }
            // An actor goes on behind its own last change: otherwise two of its operations could have one number.
            if let Some(last) = last.replace(change.hash())
                && !change.deps().contains(&last)
                && end_of(&last).is_none_or(|it| change.start_op().get() <= it)
            {
                return None;
            }
            ends.insert(change.hash(), change.max_op());
            order.push(at);
            for after in behind.remove(&at).unwrap_or_default() {
                let left = lacks.get_mut(after)?;
                *left -= 1;
                if *left == 0 {
                    free.insert(after);
                }
            }
        }
        let mut all: Vec<Option<Plain>> = all.into_iter().map(Some).collect();
        let ready = order.into_iter().filter_map(|at| all.get_mut(at)?.take()).collect();
        let waiting: Vec<Plain> = all.into_iter().flatten().collect();
        // What waits under a number that its actor has used is the document's to refuse.
        let mut numbers = BTreeSet::new();
        let is_used = |it: &Plain| {
            let (actor, seq) = (it.change.actor_id().clone(), it.change.seq());
            let count = lasts.get(&actor).map_or_else(|| self.graph.count(&actor), |it| it.0);
            seq <= count || !numbers.insert((actor, seq))
        };
        if waiting.iter().any(is_used) {
            return None;
        }
        Some(Sorted { ready, waiting })
    }

    /// The changes that are missing between these heads and what is there, as far as what waits tells.
    pub(super) fn missing(&self, heads: &[ChangeHash]) -> BTreeSet<ChangeHash> {
        let waiting: BTreeMap<ChangeHash, &Change> =
            self.waiting.iter().map(|it| (it.change.hash(), &it.change)).collect();
        let (mut missing, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut left = heads.to_vec();
        while let Some(hash) = left.pop() {
            if self.graph.has(&hash) || !seen.insert(hash) {
                continue;
            }
            match waiting.get(&hash) {
                Some(change) => left.extend(change.deps()),
                None => {
                    missing.insert(hash);
                }
            }
        }
        missing
    }
}

/// The facts of a change that brings nothing else.
fn facts_of(change: &Change) -> Option<Vec<RawFact>> {
    if change.author().is_some() || change.is_empty() {
        return None;
    }
    let map = legacy::ObjectId::Id(legacy::OpId::new(FACTS, &ActorId::from(GENESIS)));
    let (mut facts, mut seen) = (Vec::new(), BTreeSet::new());
    for op in change.decode().operations {
        let (legacy::Key::Map(id), legacy::OpType::Put(value)) = (&op.key, &op.action) else { return None };
        let text = value.as_str()?.to_owned();
        if op.obj != map || op.insert || op.pred.iter().next().is_some() || !seen.insert(id.to_string()) {
            return None;
        }
        facts.push(RawFact { id: id.to_string(), text });
    }
    Some(facts)
}
