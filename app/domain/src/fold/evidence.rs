//! What must be known before the history can run: believed times, withdrawals, and rulings that name facts.

use crate::fact::{Body, Fact, Place, Ruling};
use crate::id::FactId;
use crate::instant::Instant;
use crate::store::Store;
use crate::view::Rule;
use std::collections::{BTreeMap, BTreeSet};

/// A fact at its place in the history.
pub(crate) struct Item<'a> {
    pub(crate) fact: std::borrow::Cow<'a, Fact>,
    /// The believed time (rules A3, F3).
    pub(crate) at: Instant,
    /// Why it may not count, before the history is asked.
    pub(crate) verdict: Verdict,
}

/// What is known of a fact before the history runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// The history decides.
    Open,
    /// A manager's ruling makes it count whatever it broke.
    Counted,
    /// Taken back by its author.
    Withdrawn,
    /// Set aside.
    Aside(Rule),
}

/// All facts of a customer in the order of the fold.
pub(crate) struct Case<'a> {
    pub(crate) items: Vec<Item<'a>>,
}

impl<'a> Case<'a> {
    pub(crate) fn gather(store: &Store, facts: impl Iterator<Item = &'a Fact>) -> Self {
        let facts: Vec<&Fact> = facts.collect();
        let desk = Desk::read(&facts);
        let mut items: Vec<Item> = facts
            .into_iter()
            .map(|fact| {
                let original = desk.originals.get(&fact.id).and_then(|text| reread(fact, text));
                let fact = original.map_or(std::borrow::Cow::Borrowed(fact), std::borrow::Cow::Owned);
                let at = match desk.retimed.get(&fact.id) {
                    Some(believed) if !desk.honoured.contains(&fact.id) => *believed,
                    _ => fact.claimed(),
                };
                let verdict = if fact.body.is_servers() && fact.place == Place::Book {
                    Verdict::Aside(Rule::NotYours)
                } else if desk.counted.contains(&fact.id) {
                    Verdict::Counted
                } else {
                    Verdict::Open
                };
                Item { fact, at, verdict }
            })
            .collect();
        items.sort_by_key(|it| (it.at, it.fact.id));
        withdraw(store, &mut items);
        Self { items }
    }
}

/// What the desk says of other facts.
#[derive(Default)]
struct Desk {
    retimed: BTreeMap<FactId, Instant>,
    originals: BTreeMap<FactId, String>,
    honoured: BTreeSet<FactId>,
    counted: BTreeSet<FactId>,
}

impl Desk {
    fn read(facts: &[&Fact]) -> Self {
        let mut desk = Self::default();
        for fact in facts.iter().filter(|it| it.place != Place::Book) {
            match &fact.body {
                Body::Retimed { fact, believed, .. } => {
                    desk.retimed.insert(*fact, *believed);
                }
                Body::Original { fact, text } => {
                    desk.originals.insert(*fact, text.clone());
                }
                Body::Ruled(ruled) => match ruled.what {
                    Ruling::Honour { fact } => {
                        desk.honoured.insert(fact);
                    }
                    Ruling::Count { fact } => {
                        desk.counted.insert(fact);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        desk
    }
}

fn reread(fact: &Fact, text: &str) -> Option<Fact> {
    Fact::read(&fact.id.to_string(), text, fact.place).ok()
}

/// Undo (rules A5): an own fact, within the policy's minutes, with nothing built on it.
fn withdraw(store: &Store, items: &mut [Item]) {
    for index in 0..items.len() {
        let Some((target, written)) = items.get(index).and_then(|it| match it.fact.body {
            Body::Withdrawn { fact } if it.verdict == Verdict::Open => Some((fact, it.fact.written())),
            _ => None,
        }) else {
            continue;
        };
        let allowed = items.iter().position(|it| it.fact.id == target).filter(|place| {
            items.get(*place).is_some_and(|it| {
                let limit = store.policy(it.at).undo_minutes * Instant::MINUTE;
                let age = written.since(it.fact.written());
                it.fact.place == Place::Book
                    && !matches!(it.fact.body, Body::Withdrawn { .. })
                    && matches!(it.verdict, Verdict::Open | Verdict::Counted)
                    && (0..=limit).contains(&age)
                    && !is_built_on(items, *place, index)
            })
        });
        match allowed.and_then(|place| items.get_mut(place)) {
            Some(item) => item.verdict = Verdict::Withdrawn,
            None => {
                if let Some(item) = items.get_mut(index) {
                    item.verdict = Verdict::Aside(Rule::UndoTooLate);
                }
            }
        }
    }
}

fn is_built_on(items: &[Item], target: usize, withdrawal: usize) -> bool {
    let Some(aim) = items.get(target) else { return true };
    let creation = matches!(aim.fact.body, Body::Created(_));
    items.iter().enumerate().any(|(place, it)| {
        if place == target || place == withdrawal || it.verdict == Verdict::Withdrawn {
            return false;
        }
        match &it.fact.body {
            Body::Withdrawn { .. } | Body::Retimed { .. } | Body::Original { .. } => false,
            Body::Edited(edit) => creation || edit.after.contains(&aim.fact.id),
            Body::Unreadable { .. } => creation,
            _ => creation || (place > target && place < withdrawal && !matches!(aim.fact.body, Body::Edited(_))),
        }
    })
}
