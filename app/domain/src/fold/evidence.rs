//! What must be known before the history can run: believed times, withdrawals, and rulings that name facts.

use crate::fact::{Body, Fact, Place, Ruling};
use crate::id::FactId;
use crate::instant::Instant;
use crate::policy::Policy;
use crate::store::Store;
use crate::view::{Entry, Event, Fate, Rule, View};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A fact at its place in the history.
pub(crate) struct Item<'a> {
    pub(crate) fact: Cow<'a, Fact>,
    /// The believed time (rules A3, F3).
    pub(crate) at: Instant,
    /// The believed time of writing.
    written: Instant,
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
        let known: BTreeSet<FactId> = facts.iter().map(|it| it.id).collect();
        let kept = facts.into_iter().map(|fact| match desk.originals.get(&fact.id) {
            // What the server itself says in a desk has no other original.
            Some(text) if fact.place == Place::Book || !fact.body.is_servers() => {
                reread(fact.id, text).map_or(Cow::Borrowed(fact), |it| Cow::Owned(it.of(fact.author)))
            }
            _ => Cow::Borrowed(fact),
        });
        // A fact that a client deleted from its book is still in the history: the desk has its first bytes (rules F4).
        let gone = desk.originals.iter().filter(|it| !known.contains(it.0));
        let gone = gone.filter_map(|(id, text)| reread(*id, text).map(Cow::Owned));
        let mut items: Vec<Item> = kept.chain(gone).map(|fact| desk.place(fact)).collect();
        follow_what_they_name(&mut items);
        items.sort_by_key(|it| (it.at, it.fact.id));
        withdraw(store, &mut items);
        Self { items }
    }
}

/// What the desk says of other facts; the first word under each id stands.
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
                    desk.retimed.entry(*fact).or_insert(*believed);
                }
                Body::Original { fact, text } => {
                    desk.originals.entry(*fact).or_insert_with(|| text.clone());
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

    fn place<'a>(&self, fact: Cow<'a, Fact>) -> Item<'a> {
        let moved = self.retimed.get(&fact.id).filter(|_| !self.honoured.contains(&fact.id));
        let written = moved.copied().unwrap_or_else(|| fact.written());
        // Decision (rules A1): what claims to have happened after it was written counts when it was written,
        // until the server has looked at the claim.
        let at = moved.copied().unwrap_or_else(|| fact.claimed().min(fact.written()));
        let verdict = if fact.body.is_servers() && fact.place == Place::Book {
            Verdict::Aside(Rule::NotYours)
        } else if self.counted.contains(&fact.id) {
            Verdict::Counted
        } else {
            Verdict::Open
        };
        Item { fact, at, written, verdict }
    }
}

/// Puts a step of an order after the facts that it names.
// Decision (rules E2): who names a fact has seen it, whatever the clocks say; so a step counts no earlier than what it names.
fn follow_what_they_name(items: &mut [Item]) {
    let mut known: BTreeMap<FactId, Instant> = BTreeMap::new();
    // An order first, then the decision and the request, then signatures and the confirmation.
    for rank in 0..3 {
        for item in items.iter_mut() {
            let (own, names): (usize, [Option<FactId>; 3]) = match &item.fact.body {
                Body::Ordered(_) => (0, [None; 3]),
                Body::Amended(it) => (1, [Some(it.order), None, None]),
                Body::Cancelled(it) => (1, [Some(it.order), None, None]),
                Body::Requested(it) => (1, [Some(it.order), None, None]),
                Body::Approved(it) => (1, [Some(it.order), None, None]),
                Body::Refused(it) => (1, [Some(it.order), None, None]),
                Body::Delivered(it) => (2, [Some(it.order), Some(it.approval), Some(it.request)]),
                Body::Signed(it) => (2, [Some(it.order), Some(it.approval), None]),
                _ => continue,
            };
            if own != rank {
                continue;
            }
            let named = names.iter().flatten().filter_map(|it| known.get(it)).max();
            if let Some(earliest) = named.map(|it| it.plus(1)).filter(|it| *it > item.at) {
                item.at = earliest;
                item.written = item.written.max(earliest);
            }
            known.insert(item.fact.id, item.at);
        }
    }
}

fn reread(id: FactId, text: &str) -> Option<Fact> {
    Fact::read(&id.to_string(), text, Place::Book).ok()
}

/// Undo (rules A5): an own fact, within the policy's minutes, with nothing built on it.
fn withdraw(store: &Store, items: &mut [Item]) {
    for index in 0..items.len() {
        let Some((target, written, verdict)) = items.get(index).and_then(|it| match it.fact.body {
            Body::Withdrawn { fact } => Some((fact, it.written, it.verdict)),
            _ => None,
        }) else {
            continue;
        };
        let allowed = items.iter().position(|it| it.fact.id == target).filter(|place| {
            items.get(*place).is_some_and(|aim| {
                is_own(&aim.fact.body)
                    && matches!(aim.verdict, Verdict::Open | Verdict::Counted)
                    && match verdict {
                        Verdict::Open => {
                            is_in_time(store.policy(aim.at), imported(&aim.fact.body), aim.written, written)
                                && !is_built_on(items, *place, index)
                        }
                        Verdict::Counted => true,
                        Verdict::Withdrawn | Verdict::Aside(_) => false,
                    }
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

// Decision (rules A5): a fact is its author's own while the customer has not changed hands since, which a ruling in
// between says; so facts stay withdrawn when the server copies them to the next owner's desk (rules G1).
fn is_own(body: &Body) -> bool {
    !body.is_servers() && !matches!(body, Body::Withdrawn { .. } | Body::Revealed(_) | Body::Unreadable { .. })
}

/// Ends included: 10 min 00 s is in time. A withdrawal of another device, whose clock is behind, is in time, too.
fn is_recent(policy: &Policy, written: Instant, withdrawn: Instant) -> bool {
    withdrawn.since(written) <= policy.undo_minutes * Instant::MINUTE
}

/// Whether a fact is taken back in time.
// Decision (rules A5): the cards of an import can be taken back until the end of their day, for five hundred are not looked
// through in ten minutes; none of them can have locked before, since an import is due on its day at the earliest.
fn is_in_time(policy: &Policy, import: bool, written: Instant, withdrawn: Instant) -> bool {
    let same_day = || policy.zone.day(withdrawn) <= policy.zone.day(written);
    is_recent(policy, written, withdrawn) || (import && same_day())
}

fn imported(body: &Body) -> bool {
    matches!(body, Body::Created(created) if created.is_imported())
}

/// How a fact can be built on another.
#[derive(Clone, Copy)]
enum Bearing<'a> {
    /// Not at all: it annotates, or was taken back.
    None,
    /// A field edit: on the edits that it saw.
    Edit(&'a [FactId]),
    /// A step of the history: on the steps before it, not on edits.
    Step,
    /// A ruling: on everything before it.
    Ruling,
    /// What is about the customer and not about the steps before it: on the creation. So is a kind that this version cannot
    /// read, at least.
    Card,
}

impl Bearing<'_> {
    /// Whether this fact is built on another: `creation` and `edit` say what kind that is, `between` that this one follows.
    fn is_on(self, aim: FactId, creation: bool, edit: bool, between: bool) -> bool {
        match self {
            Self::None => false,
            Self::Edit(after) => creation || after.contains(&aim),
            Self::Step => creation || (between && !edit),
            Self::Ruling => creation || between,
            Self::Card => creation,
        }
    }
}

fn is_built_on(items: &[Item], target: usize, withdrawal: usize) -> bool {
    let Some(aim) = items.get(target).map(|it| &it.fact) else { return true };
    let (creation, edit) = (matches!(aim.body, Body::Created(_)), matches!(aim.body, Body::Edited(_)));
    items
        .iter()
        .enumerate()
        .filter(|it| it.0 != target && it.0 != withdrawal)
        .any(|(place, it)| bearing(it).is_on(aim.id, creation, edit, place > target && place < withdrawal))
}

fn bearing<'a>(item: &'a Item) -> Bearing<'a> {
    if matches!(item.verdict, Verdict::Withdrawn | Verdict::Aside(_)) {
        return Bearing::None;
    }
    match &item.fact.body {
        Body::Edited(edit) => Bearing::Edit(&edit.after),
        Body::Stepped(_)
        | Body::Ticked(_)
        | Body::Drove(_)
        | Body::Quoted(_)
        | Body::Signed(_)
        | Body::Revealed(_)
        | Body::Unreadable { .. } => Bearing::Card,
        Body::Ruled(_) => Bearing::Ruling,
        Body::Created(_)
        | Body::Judged(_)
        | Body::Contact(_)
        | Body::Moved(_)
        | Body::Applied(_)
        | Body::Ordered(_)
        | Body::Amended(_)
        | Body::Cancelled(_)
        | Body::Requested(_)
        | Body::Delivered(_)
        | Body::CalledBack(_)
        | Body::ManagerCalled(_)
        | Body::Approved(_)
        | Body::Refused(_) => Bearing::Step,
        Body::Withdrawn { .. }
        | Body::Locked { .. }
        | Body::Lifted { .. }
        | Body::Retimed { .. }
        | Body::Original { .. }
        | Body::Store { .. }
        | Body::Policy { .. }
        | Body::Closed { .. }
        | Body::Leave { .. }
        | Body::Staff { .. }
        | Body::Source { .. }
        | Body::Listed(_)
        | Body::Target(_)
        | Body::Instructed { .. }
        | Body::Answered { .. } => Bearing::None,
    }
}

/// Whether a fact could be withdrawn now (rules A5 \[D\]); the same check serves the undo button on the screen.
///
/// # Errors
/// The rule that it breaks.
///
/// # Example: a card can be taken back for ten minutes
/// ```
/// # use domain::{fact::{Fact, Place}, fold::{check_withdrawal, fold}, instant::Instant, policy::Policy, store::Store, view::Rule};
/// let text = r#"{"kind":"created","customer":"01JQ0000000000000000000001","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
///   "advisor":"01JQ000000000000000000000A","name":"张伟","level":"P2"}"#;
/// let fact = Fact::read("01JQ0000000000000000000001", text, Place::Book).unwrap();
/// let view = fold(&Store::default(), fact.customer.unwrap(), [&fact]).unwrap();
/// let check = |minutes| check_withdrawal(&Policy::default(), &view, fact.id, fact.at.plus(minutes * Instant::MINUTE));
/// assert_eq!((check(10), check(11)), (Ok(()), Err(Rule::UndoTooLate)));
/// ```
pub fn check_withdrawal(policy: &Policy, view: &View, fact: FactId, now: Instant) -> Result<(), Rule> {
    let place = view.entries.iter().position(|it| it.id == fact).ok_or(Rule::UndoTooLate)?;
    let (before, rest) = view.entries.split_at(place);
    let Some((aim, after)) = rest.split_first() else { return Err(Rule::UndoTooLate) };
    let import = matches!(&aim.event, Event::Created(created) if created.is_imported());
    let (creation, edit) = match aim.event {
        Event::Created(_) => (true, false),
        Event::Edited(_) => (false, true),
        Event::Judged(..)
        | Event::Contact(_)
        | Event::Moved(_)
        | Event::Applied(_)
        | Event::Ordered(_)
        | Event::Amended(_)
        | Event::Cancelled(_)
        | Event::Requested(_)
        | Event::Delivered(_)
        | Event::CalledBack(_)
        | Event::Stepped(_)
        | Event::Ticked(_)
        | Event::Drove(_)
        | Event::Quoted(_)
        | Event::Signed(_) => (false, false),
        Event::Revealed(_)
        | Event::ManagerCalled(_)
        | Event::Approved(_)
        | Event::Refused(_)
        | Event::Withdrawn(_)
        | Event::Ruled(_)
        | Event::Locked(_)
        | Event::Lifted(..)
        | Event::Unreadable(_) => {
            return Err(Rule::UndoTooLate);
        }
    };
    let built = |entries: &[Entry], between| entries.iter().any(|it| told(it).is_on(fact, creation, edit, between));
    let written = if aim.at == aim.claimed.min(aim.written) { aim.written } else { aim.at };
    if aim.fate == Fate::Withdrawn
        || !is_in_time(policy, import, written, now)
        || built(before, false)
        || built(after, true)
    {
        return Err(Rule::UndoTooLate);
    }
    Ok(())
}

/// As [`bearing`], from an entry. What was set aside by the history still bears: it waits for evidence or a ruling.
fn told(entry: &Entry) -> Bearing<'_> {
    if entry.fate == Fate::Withdrawn {
        return Bearing::None;
    }
    match &entry.event {
        Event::Edited(edit) => Bearing::Edit(&edit.after),
        Event::Stepped(_)
        | Event::Ticked(_)
        | Event::Drove(_)
        | Event::Quoted(_)
        | Event::Signed(_)
        | Event::Revealed(_)
        | Event::Unreadable(_) => Bearing::Card,
        Event::Ruled(_) => Bearing::Ruling,
        Event::Created(_)
        | Event::Judged(..)
        | Event::Contact(_)
        | Event::Moved(_)
        | Event::Applied(_)
        | Event::Ordered(_)
        | Event::Amended(_)
        | Event::Cancelled(_)
        | Event::Requested(_)
        | Event::Delivered(_)
        | Event::CalledBack(_)
        | Event::ManagerCalled(_)
        | Event::Approved(_)
        | Event::Refused(_) => Bearing::Step,
        Event::Withdrawn(_) | Event::Locked(_) | Event::Lifted(..) => Bearing::None,
    }
}
