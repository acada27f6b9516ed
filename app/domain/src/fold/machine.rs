//! The history of one customer, played fact by fact.
//!
//! **Invariant:** between two facts only time passes, and all that time does is let the lock fall.

use super::evidence::{Case, Item, Verdict};
use super::limits::{check_level, check_move, check_next, first_due, first_level};
use crate::fact::{Applied, Body, Contact, Created, Judged, Moved, Origin};
use crate::id::{CustomerId, FactId};
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::policy::Policy;
use crate::step::Progress;
use crate::store::Store;
use crate::view::{Application, Confirmed, Entry, Fate, FollowUp, Lock, Period, Rule, View};
use std::collections::BTreeMap;
use told::{event, stray};

mod order;
mod ruling;
mod told;

pub(crate) struct Machine<'a> {
    store: &'a Store,
    view: View,
    creation: FactId,
    /// The card is there: its creation was played.
    begun: bool,
    /// When the manager last refused an application.
    refused: Option<Instant>,
    /// When the manager last ruled on the customer.
    ruled: Option<Instant>,
    /// The level before the first of the orders that are open.
    before: Level,
    /// The order of the same round that was delivered last.
    round: Option<FactId>,
}

impl<'a> Machine<'a> {
    /// Starts with the creation whose id is the customer's; where there is none, with the first in the history.
    // Decision (rules A1): so no other creation that comes later can take the place of the card, whatever time it claims.
    pub(crate) fn start(store: &'a Store, id: CustomerId, case: &Case) -> Option<Self> {
        let mut creations = case.items.iter().filter_map(|it| match &it.fact.body {
            Body::Created(created) => Some((it, created)),
            _ => None,
        });
        let own = creations.clone().find(|it| it.0.fact.id.0 == id.0);
        let (item, created) = own.or_else(|| creations.next())?;
        let policy = store.policy(item.at);
        let level = first_level(created);
        let today = policy.zone.day(item.at);
        // Whoever's book the card stands in owns it, whatever name it gives.
        let owner = item.fact.author.unwrap_or(created.advisor);
        let view = View {
            id,
            created: item.at,
            owner: Some(owner),
            keeper: owner,
            fields: BTreeMap::new(),
            clear_intention: created.clear_intention,
            level,
            first_level: level,
            confirmed: None,
            confirm_by: item.at.plus(policy.confirm_hours * Instant::HOUR),
            signals: created.signals.clone(),
            expected: created.expected,
            window_end: policy.window_end(level, today),
            follow_up: None,
            locks: Vec::new(),
            application: None,
            reached: None,
            periods: Vec::new(),
            orders: Vec::new(),
            call_backs: Vec::new(),
            progress: Progress::start(created.origin, item.at),
            entries: Vec::new(),
            withdrawn: item.verdict == Verdict::Withdrawn,
        };
        let creation = item.fact.id;
        Some(Self { store, view, creation, begun: false, refused: None, ruled: None, before: level, round: None })
    }

    /// The fact that made the card.
    pub(crate) const fn creation(&self) -> FactId {
        self.creation
    }

    /// Plays one fact.
    pub(crate) fn take(&mut self, item: &Item) {
        self.advance(item.at);
        let counted = item.verdict == Verdict::Counted;
        let unconfirmed = self.view.confirmed.is_none();
        let fate = match item.verdict {
            Verdict::Withdrawn => Fate::Withdrawn,
            Verdict::Aside(rule) => Fate::Aside(rule),
            Verdict::Open | Verdict::Counted => self.play(item, counted),
        };
        let confirms = unconfirmed && self.view.confirmed.is_some();
        let Some((event, fate)) = event(item, confirms).map(|it| (it, fate)).or_else(|| stray(item)) else { return };
        if matches!(fate, Fate::Counts | Fate::InPart(_)) {
            self.view.progress.take(&self.store.catalogue, &event, item.at);
        }
        self.view.entries.push(Entry {
            id: item.fact.id,
            at: item.at,
            claimed: item.fact.claimed(),
            written: item.fact.written(),
            device: item.fact.device.clone(),
            fate,
            event,
            level: self.view.level,
            due: self.view.follow_up.map(|it| it.due),
            owner: self.view.owner,
        });
    }

    pub(crate) fn finish(self) -> View {
        self.view
    }

    /// Lets the lock fall if its time has come (rules D1): 锁止.
    fn advance(&mut self, to: Instant) {
        if self.is_locked() {
            return;
        }
        if let Some(follow_up) = self.view.follow_up.filter(|it| to >= it.lock_at) {
            self.view.locks.push(Lock { due: follow_up.due, since: follow_up.lock_at, ended: None });
            self.view.periods.push(Period { due: follow_up.due, original: follow_up.original, done: None });
        }
    }

    fn is_locked(&self) -> bool {
        self.view.locks.last().is_some_and(|it| it.ended.is_none())
    }

    /// Whether the fact stands in the book of somebody who does not own the customer at this point (rules G1).
    fn is_strangers(&self, item: &Item) -> bool {
        item.fact.author.is_some_and(|it| self.view.owner != Some(it))
    }

    fn play(&mut self, item: &Item, counted: bool) -> Fate {
        let at = item.at;
        let strange = self.is_strangers(item) && !counted;
        match &item.fact.body {
            // Decision (rules A4, G1): what a former owner has not heard of yet does not undo what the manager ruled;
            // a contact, with what it says of level and date, and a corrected field are welcome from whoever made them.
            Body::Judged(_) | Body::Moved(_) | Body::Applied(_) | Body::Stepped(_) if strange => {
                Fate::Aside(Rule::NotOwner)
            }
            body if strange && order::is_owners(body) => Fate::Aside(Rule::NotOwner),
            Body::Created(created) if item.fact.id == self.creation => self.created(at, created),
            Body::Created(_) => Fate::Aside(Rule::CreatedTwice),
            Body::Contact(contact) => self.contact(at, contact, counted),
            Body::Judged(judged) => self.judged(at, judged, counted),
            Body::Moved(moved) => self.moved(at, moved, counted),
            Body::Applied(applied) => self.applied(at, item.fact.id, applied),
            Body::Ordered(_)
            | Body::Amended(_)
            | Body::Cancelled(_)
            | Body::Requested(_)
            | Body::Delivered(_)
            | Body::Signed(_)
            | Body::CalledBack(_)
            | Body::ManagerCalled(_)
            | Body::Approved(_)
            | Body::Refused(_) => self.order_step(item, counted),
            // Decision (rules C1): what is believed earlier than the card finds no follow-up; a contact only counts as one.
            Body::Ruled(_) if !self.begun => Fate::Aside(Rule::NoFollowUp),
            Body::Ruled(ruled) => self.ruled(at, ruled),
            Body::Unreadable { .. } => Fate::Aside(Rule::Unreadable),
            Body::Edited(_)
            | Body::Stepped(_)
            | Body::Ticked(_)
            | Body::Drove(_)
            | Body::Quoted(_)
            | Body::Revealed(_)
            | Body::Withdrawn { .. }
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
            | Body::Answered { .. } => Fate::Counts,
        }
    }

    /// The creation of the card (rules B3, C1, C2).
    fn created(&mut self, at: Instant, created: &Created) -> Fate {
        self.begun = true;
        let policy = self.store.policy(at);
        let level = self.view.first_level;
        if created.origin == Origin::WalkIn {
            self.view.reached = Some(at);
        }
        self.due(at, first_due(policy, created, level, policy.zone.day(at)));
        if created.level == level {
            Fate::Counts
        } else if created.level == Level::P4 {
            Fate::InPart(Rule::FirstLevelFloor)
        } else {
            Fate::InPart(Rule::LevelNotJudged)
        }
    }

    /// A contact (rules C3–C5, D3). Contacts are never set aside; a level or a date in them can be.
    // Decision (rules C3): a level or a date in a contact that reached nobody says nothing.
    // Decision (rules C5): a late older contact never moves a newer one's date, unless it carries a level: then the newer
    // one's date is its own day and the cycle of that level, as if it had been known all along.
    fn contact(&mut self, at: Instant, contact: &Contact, counted: bool) -> Fate {
        if !contact.outcome.is_reached() {
            return Fate::Counts;
        }
        self.view.reached = Some(at);
        let asks = contact.level.is_some_and(|it| it != self.view.level) || contact.next.is_some();
        let Some(follow_up) = self.view.follow_up else {
            return if asks { Fate::InPart(Rule::NoFollowUp) } else { Fate::Counts };
        };
        if self.is_locked() && !counted {
            return if asks { Fate::InPart(Rule::Locked) } else { Fate::Counts };
        }
        let mut fate = Fate::Counts;
        let policy = self.store.policy(at);
        let today = policy.zone.day(at);
        if let Some(level) = contact.level {
            match self.check_level(level) {
                Err(rule) if !counted || is_absolute(rule) => fate = Fate::InPart(rule),
                _ => self.set_level(policy, level, today),
            }
        }
        if !self.is_locked() {
            self.view.periods.push(Period { due: follow_up.due, original: follow_up.original, done: Some(at) });
        }
        let regular = today.plus(policy.cycle(self.view.level).unwrap_or(1));
        let next = contact.next.unwrap_or(regular);
        match check_next(policy, self.view.level, today, contact) {
            Err(rule) if rule != Rule::MoveToPast && !counted => {
                fate = Fate::InPart(rule);
                self.due(at, regular);
            }
            _ if next > regular => {
                self.due(at, regular);
                self.shift(at, next, 1);
            }
            _ => self.due(at, next.max(today.plus(1))),
        }
        fate
    }

    /// Whether a level can be judged now (rules B3, D7).
    // Decision (rules B3): until the confirmation the floor holds for levels given in contacts, too.
    // Decision (rules E1): an order makes P0, so while one is open no other level is judged.
    fn check_level(&self, level: Level) -> Result<(), Rule> {
        if self.has_open_order() && level != Level::P0 {
            return Err(Rule::OrderOpen);
        }
        check_level(level, self.view.clear_intention && self.view.confirmed.is_none())
    }

    /// A judgement (rules B3–B5, D3).
    fn judged(&mut self, at: Instant, judged: &Judged, counted: bool) -> Fate {
        match self.check_level(judged.level) {
            Err(rule) if is_absolute(rule) => return Fate::Aside(rule),
            _ if self.is_locked() && !counted => return Fate::Aside(Rule::Locked),
            Err(rule) if !counted => return Fate::Aside(rule),
            _ => {}
        }
        let Some(follow_up) = self.view.follow_up else { return Fate::Aside(Rule::NoFollowUp) };
        if self.view.confirmed.is_none() {
            let in_time = at <= self.view.confirm_by;
            self.view.confirmed = Some(Confirmed { at, level: judged.level, in_time });
        }
        let policy = self.store.policy(at);
        let today = policy.zone.day(at);
        let changed = judged.level != self.view.level;
        self.set_level(policy, judged.level, today);
        self.view.signals.clone_from(&judged.signals);
        self.view.expected = judged.expected;
        if changed {
            let cycle = policy.cycle(judged.level).unwrap_or(1);
            let sooner = follow_up.due.min(today.plus(cycle));
            if sooner < follow_up.due {
                self.shift(at, sooner, 0);
            }
        }
        Fate::Counts
    }

    /// A follow-up moved (rules C6, D3): 推迟 / 提前.
    fn moved(&mut self, at: Instant, moved: &Moved, counted: bool) -> Fate {
        if self.is_locked() && !counted {
            return Fate::Aside(Rule::Locked);
        }
        let Some(follow_up) = self.view.follow_up else { return Fate::Aside(Rule::NoFollowUp) };
        let policy = self.store.policy(at);
        match check_move(policy, self.view.level, &follow_up, at, moved) {
            Err(rule) if !counted => Fate::Aside(rule),
            Err(_) => {
                // Counted by a ruling: like every ruling it sets due and `original` and resets the count (rules D6).
                self.due(at, moved.to);
                Fate::Counts
            }
            Ok(()) => {
                let postponed = moved.to > follow_up.due && moved.to > follow_up.original;
                self.shift(at, moved.to, u32::from(postponed));
                Fate::Counts
            }
        }
    }

    /// An application for F or N (rules D7). It may also be made while the customer is locked; then the lock stays.
    fn applied(&mut self, at: Instant, fact: FactId, applied: &Applied) -> Fate {
        if !matches!(applied.level, Level::F | Level::N) {
            return Fate::Aside(Rule::LevelNotJudged);
        }
        if self.view.application.is_some() {
            return Fate::Aside(Rule::ApplicationPending);
        }
        if self.has_open_order() {
            return Fate::Aside(Rule::OrderOpen);
        }
        let Some(follow_up) = self.view.follow_up else { return Fate::Aside(Rule::NoFollowUp) };
        let policy = self.store.policy(at);
        let zone = policy.zone;
        let today = zone.day(at);
        // Decision (rules D7): these are natural days, ends included, so that a lock always falls at midnight (rules B1, D1).
        let again = self.refused.is_some_and(|it| today.since(zone.day(it)) <= policy.application_again_days);
        let until = zone.start_of(today.plus(policy.application_hold_days + 1));
        let holds_until = (!again && !self.is_locked()).then_some(until);
        self.view.application = Some(Application { fact, level: applied.level, at, holds_until });
        if let (Some(until), Some(open)) = (holds_until, self.view.follow_up.as_mut()) {
            open.lock_at = follow_up.lock_at.max(until);
        }
        Fate::Counts
    }

    fn set_level(&mut self, policy: &Policy, level: Level, today: Day) {
        self.view.level = level;
        self.view.window_end = policy.window_end(level, today);
    }

    /// Ends a lock and sets the due date, or leaves none.
    // Decision (rules D7): a ruling on the customer ends a pending application; it holds nothing off any more.
    fn unlock(&mut self, at: Instant, due: Option<Day>) {
        if let Some(lock) = self.view.locks.last_mut().filter(|it| it.ended.is_none()) {
            lock.ended = Some(at);
        }
        self.view.application = None;
        self.view.follow_up = None;
        if let Some(due) = due {
            self.due(at, due);
        }
    }

    /// Sets due date and `original`, and resets the count.
    fn due(&mut self, at: Instant, due: Day) {
        self.view.follow_up = Some(FollowUp { due, original: due, postponed: 0, lock_at: self.lock_at(at, due) });
    }

    /// Moves the due date only.
    fn shift(&mut self, at: Instant, due: Day, postponed: u32) {
        let lock_at = self.lock_at(at, due);
        if let Some(open) = self.view.follow_up.as_mut() {
            *open = FollowUp { due, lock_at, postponed: open.postponed + postponed, ..*open };
        }
    }

    fn lock_at(&self, at: Instant, due: Day) -> Instant {
        let regular = self.store.lock_at(self.view.owner, due, at);
        let held = self.view.application.and_then(|it| it.holds_until);
        held.map_or(regular, |until| regular.max(until))
    }
}

/// A rule that no ruling makes up for: what it forbids has no meaning.
fn is_absolute(rule: Rule) -> bool {
    matches!(rule, Rule::LevelNotJudged | Rule::OrderOpen)
}
