//! The history of one customer, played fact by fact.
//!
//! **Invariant:** between two facts only time passes, and all that time does is let the lock fall.

use super::evidence::{Case, Item, Verdict};
use crate::fact::{Applied, Body, Contact, Created, Judged, Moved, Origin, Ruled, Ruling};
use crate::id::{CustomerId, FactId};
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::policy::Policy;
use crate::store::Store;
use crate::view::{Application, Confirmed, Entry, Event, Fate, FollowUp, Lock, Period, Rule, View};
use std::collections::BTreeMap;

pub(crate) struct Machine<'a> {
    store: &'a Store,
    view: View,
    creation: FactId,
    /// When the manager last refused an application.
    refused: Option<Instant>,
}

impl<'a> Machine<'a> {
    /// Starts with the first creation that is in the history.
    pub(crate) fn start(store: &'a Store, id: CustomerId, case: &Case) -> Option<Self> {
        let (item, created) = case.items.iter().find_map(|it| match &it.fact.body {
            Body::Created(created) => Some((it, created)),
            _ => None,
        })?;
        let policy = store.policy(item.at);
        let level = first_level(created);
        let today = policy.zone.day(item.at);
        let due = first_due(policy, created, level, today);
        let mut view = View {
            id,
            created: item.at,
            owner: Some(created.advisor),
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
            reached: (created.origin == Origin::WalkIn).then_some(item.at),
            periods: Vec::new(),
            entries: Vec::new(),
            withdrawn: item.verdict == Verdict::Withdrawn,
        };
        if !view.withdrawn && level.is_open() {
            let lock_at = store.lock_at(view.owner, due, item.at);
            view.follow_up = Some(FollowUp { due, original: due, postponed: 0, lock_at });
        }
        Some(Self { store, view, creation: item.fact.id, refused: None })
    }

    /// Plays one fact.
    pub(crate) fn take(&mut self, item: &Item) {
        self.advance(item.at);
        let counted = item.verdict == Verdict::Counted;
        let fate = match item.verdict {
            Verdict::Withdrawn => Fate::Withdrawn,
            Verdict::Aside(rule) => Fate::Aside(rule),
            Verdict::Open | Verdict::Counted => self.play(item, counted),
        };
        let Some(event) = event(item, self.view.confirmed) else { return };
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

    fn play(&mut self, item: &Item, counted: bool) -> Fate {
        let at = item.at;
        match &item.fact.body {
            Body::Created(created) if item.fact.id == self.creation => {
                if created.level == self.view.first_level { Fate::Counts } else { Fate::InPart(Rule::FirstLevelFloor) }
            }
            Body::Created(_) => Fate::Aside(Rule::CreatedTwice),
            Body::Contact(contact) => self.contact(at, contact),
            Body::Judged(judged) => self.judged(at, judged, counted),
            Body::Moved(moved) => self.moved(at, moved, counted),
            Body::Applied(applied) => self.applied(at, item.fact.id, applied),
            Body::Ruled(ruled) => self.ruled(at, ruled),
            Body::Unreadable { .. } => Fate::Aside(Rule::Unreadable),
            _ => Fate::Counts,
        }
    }

    /// A contact (rules C3–C5, D3). Contacts are never set aside; a level or a date in them can be.
    fn contact(&mut self, at: Instant, contact: &Contact) -> Fate {
        if !contact.outcome.is_reached() {
            return Fate::Counts;
        }
        if self.view.reached.is_some_and(|it| it > at) {
            return Fate::Counts;
        }
        self.view.reached = Some(at);
        if self.is_locked() {
            let asks = contact.level.is_some_and(|it| it != self.view.level) || contact.next.is_some();
            return if asks { Fate::InPart(Rule::Locked) } else { Fate::Counts };
        }
        let Some(follow_up) = self.view.follow_up else { return Fate::Counts };
        let mut fate = Fate::Counts;
        let policy = self.store.policy(at);
        let today = policy.zone.day(at);
        if let Some(level) = contact.level {
            if level.is_open() {
                self.set_level(policy, level, today);
            } else {
                fate = Fate::InPart(Rule::LevelNotJudged);
            }
        }
        self.view.periods.push(Period { due: follow_up.due, original: follow_up.original, done: Some(at) });
        let cycle = policy.cycle(self.view.level).unwrap_or(1);
        let regular = today.plus(cycle);
        match contact.next {
            Some(next) if next > regular => {
                if contact.reason.trim().is_empty() || contact.whose.is_none() {
                    fate = Fate::InPart(Rule::MoveWithoutReason);
                    self.due(at, regular);
                } else if next > regular.plus(cycle) {
                    fate = Fate::InPart(Rule::MoveTooFar);
                    self.due(at, regular);
                } else {
                    self.due(at, regular);
                    self.shift(at, next, 1);
                }
            }
            Some(next) => self.due(at, next.max(today.plus(1))),
            None => self.due(at, regular),
        }
        fate
    }

    /// A judgement (rules B3–B5, D3).
    fn judged(&mut self, at: Instant, judged: &Judged, counted: bool) -> Fate {
        if !judged.level.is_open() {
            return Fate::Aside(Rule::LevelNotJudged);
        }
        if self.is_locked() && !counted {
            return Fate::Aside(Rule::Locked);
        }
        let floor = self.view.clear_intention && self.view.confirmed.is_none();
        if floor && judged.level == Level::P4 && !counted {
            return Fate::Aside(Rule::FirstLevelFloor);
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
            _ => {
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
        let Some(follow_up) = self.view.follow_up else { return Fate::Aside(Rule::NoFollowUp) };
        let policy = self.store.policy(at);
        let again = self.refused.is_some_and(|it| at.since(it) < policy.application_again_days * Instant::DAY);
        let holds_until = (!again && !self.is_locked()).then(|| at.plus(policy.application_hold_days * Instant::DAY));
        self.view.application = Some(Application { fact, level: applied.level, at, holds_until });
        if let (Some(until), Some(open)) = (holds_until, self.view.follow_up.as_mut()) {
            open.lock_at = follow_up.lock_at.max(until);
        }
        Fate::Counts
    }

    /// A manager's ruling (rules D6).
    fn ruled(&mut self, at: Instant, ruled: &Ruled) -> Fate {
        let today = self.store.zone(at).day(at);
        let tomorrow = today.plus(1);
        match ruled.what {
            Ruling::GiveBack { due } => {
                if !self.view.level.is_open() || self.view.owner.is_none() {
                    return Fate::Aside(Rule::NoFollowUp);
                }
                self.unlock(at, Some(due.max(today)));
            }
            Ruling::HandOver { to } | Ruling::TakeOver { to } | Ruling::Claim { to } => {
                self.view.owner = Some(to);
                self.unlock(at, self.view.level.is_open().then_some(tomorrow));
            }
            Ruling::Pool => {
                self.view.owner = None;
                self.unlock(at, None);
            }
            Ruling::Confirm { level } => {
                self.view.level = level;
                self.view.window_end = None;
                self.view.application = None;
                self.unlock(at, None);
            }
            Ruling::Refuse => {
                if self.view.application.take().is_some() {
                    self.refused = Some(at);
                    if let Some(open) = self.view.follow_up.filter(|_| !self.is_locked()) {
                        self.shift(at, open.due.max(tomorrow), 0);
                    }
                }
            }
            Ruling::Revive { level } => {
                if !level.is_open() || self.view.level.is_open() {
                    return Fate::Aside(Rule::NoFollowUp);
                }
                let policy = self.store.policy(at);
                self.set_level(policy, level, today);
                let due = today.plus(policy.cycle(level).unwrap_or(1));
                self.unlock(at, self.view.owner.map(|_| due));
            }
            // What they name was taken into account before the history began.
            Ruling::Honour { .. } | Ruling::Count { .. } => {}
        }
        Fate::Counts
    }

    fn set_level(&mut self, policy: &Policy, level: Level, today: Day) {
        self.view.level = level;
        self.view.window_end = policy.window_end(level, today);
    }

    /// Ends a lock and sets the due date, or leaves none.
    fn unlock(&mut self, at: Instant, due: Option<Day>) {
        if let Some(lock) = self.view.locks.last_mut().filter(|it| it.ended.is_none()) {
            lock.ended = Some(at);
        }
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

/// The level of a creation, raised to the floor for a walk-in with a clear intention (rules B3).
fn first_level(created: &Created) -> Level {
    if created.clear_intention && !matches!(created.level, Level::P0 | Level::P1 | Level::P2 | Level::P3) {
        Level::P3
    } else if created.level.is_open() {
        created.level
    } else {
        Level::P4
    }
}

/// The first due date (rules C2).
fn first_due(policy: &Policy, created: &Created, level: Level, today: Day) -> Day {
    let regular = today.plus(policy.cycle(level).unwrap_or(1));
    match (created.origin, created.due) {
        (Origin::Import, Some(due)) => due.max(today.plus(1)),
        (Origin::Import, None) => regular,
        (Origin::Online, _) => today.plus(1),
        // Set by hand for a P4 beyond the windows (rules B1); otherwise only ever sooner.
        (Origin::WalkIn, Some(due)) if level == Level::P4 && created.expected.is_some_and(|it| policy.window(today, it).is_none()) => {
            due.max(today.plus(1))
        }
        (Origin::WalkIn, Some(due)) => due.min(regular).max(today.plus(1)),
        (Origin::WalkIn, None) => regular,
    }
}

/// Whether a follow-up may be moved (rules C6); the same check serves the chips on the screen.
///
/// # Errors
/// The rule that it breaks.
pub fn check_move(policy: &Policy, level: Level, open: &FollowUp, at: Instant, moved: &Moved) -> Result<(), Rule> {
    let today = policy.zone.day(at);
    if moved.to == open.due {
        return Err(Rule::MoveNowhere);
    }
    if moved.to < today {
        return Err(Rule::MoveToPast);
    }
    if moved.to < open.due {
        return Ok(());
    }
    if today > open.due {
        return Err(Rule::MoveTooLate);
    }
    if moved.to <= open.original {
        return Ok(());
    }
    if moved.reason.trim().is_empty() || moved.whose.is_none() {
        return Err(Rule::MoveWithoutReason);
    }
    if moved.to > latest_postponement(policy, level, open) {
        return Err(Rule::MoveTooFar);
    }
    Ok(())
}

/// The last day to which a follow-up can be postponed (rules C6): old + cycle, and never beyond `original` + 2 cycles.
#[must_use]
pub fn latest_postponement(policy: &Policy, level: Level, open: &FollowUp) -> Day {
    let cycle = policy.cycle(level).unwrap_or(0);
    open.due.plus(cycle).min(open.original.plus(policy.postpone_cycles * cycle)).max(open.original)
}

fn event(item: &Item, confirmed: Option<Confirmed>) -> Option<Event> {
    Some(match &item.fact.body {
        Body::Created(it) => Event::Created(it.clone()),
        Body::Edited(it) => Event::Edited(it.clone()),
        Body::Judged(it) => Event::Judged(it.clone(), confirmed.is_some_and(|done| done.at == item.at)),
        Body::Contact(it) => Event::Contact(it.clone()),
        Body::Moved(it) => Event::Moved(it.clone()),
        Body::Withdrawn { fact } => Event::Withdrawn(*fact),
        Body::Applied(it) => Event::Applied(it.clone()),
        Body::Ruled(it) => Event::Ruled(it.clone()),
        Body::Locked { due, .. } => Event::Locked(*due),
        Body::Lifted { due, by } => Event::Lifted(*due, *by),
        Body::Unreadable { kind, .. } => Event::Unreadable(kind.clone()),
        Body::Retimed { .. }
        | Body::Original { .. }
        | Body::Store { .. }
        | Body::Policy { .. }
        | Body::Closed { .. }
        | Body::Leave { .. }
        | Body::Staff { .. }
        | Body::Source { .. } => return None,
    })
}
