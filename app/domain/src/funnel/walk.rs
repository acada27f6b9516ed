//! Walks through histories and counts.

use super::counts::Counts;
use super::span::Span;
use crate::card;
use crate::catalogue::Catalogue;
use crate::fact::{Means, Outcome};
use crate::id::StaffId;
use crate::instant::{Day, Instant, Zone};
use crate::level::Level;
use crate::month::Scope;
use crate::month::path::{In, Move, Out, Path, Step, moved};
use crate::month::told::application;
use crate::reason::{Reason, own_item};
use crate::step::is_test_drive;
use crate::store::Store;
use crate::view::{Entry, Event, Fate, Lock, View};
use std::collections::{BTreeMap, BTreeSet};

/// What was counted, and what medians are taken of.
#[derive(Default)]
pub(crate) struct Sum {
    pub(crate) counts: Counts,
    pub(super) levels: BTreeMap<Level, u32>,
    /// New prospects by the level at which they began.
    pub(crate) new_by_level: BTreeMap<Level, u32>,
    /// Contacts that reached nobody.
    pub(crate) tried: u32,
    /// For each follow-up that was not done, when its lock fell.
    pub(crate) undone: Vec<Instant>,
    pub(super) moves: BTreeMap<(Level, Level), u32>,
    pub(super) ended: BTreeMap<(Level, String), u32>,
    pub(super) sources: BTreeMap<String, u32>,
    pub(super) days_to_order: Vec<u32>,
    pub(super) days_to_hopeless: Vec<u32>,
    pub(super) minutes_to_ruling: Vec<u32>,
    pub(super) prices: Vec<u64>,
}

/// Whose, and when.
struct Frame<'a> {
    catalogue: &'a Catalogue,
    scope: Scope,
    span: Span,
    from: Instant,
    to: Instant,
    now: Instant,
    zone: Zone,
}

impl Frame<'_> {
    fn is_ours(&self, owner: Option<StaffId>) -> bool {
        match self.scope {
            Scope::Team => owner.is_some(),
            Scope::Advisor(it) => owner == Some(it),
        }
    }

    fn is_in(&self, at: Instant) -> bool {
        (self.from..self.to).contains(&at)
    }

    /// Whole days between two moments, as a calendar counts them.
    fn days(&self, from: Instant, to: Instant) -> u32 {
        u32::try_from(self.zone.day(to).since(self.zone.day(from))).unwrap_or_default()
    }
}

impl Sum {
    pub(crate) fn of(store: &Store, span: Span, scope: Scope, views: &[View], now: Instant) -> Self {
        let (from, to) = span.moments(store);
        let frame = Frame { catalogue: &store.catalogue, scope, span, from, to, now, zone: store.zone(from) };
        let mut sum = Self { levels: Level::OPEN.into_iter().map(|it| (it, 0)).collect(), ..Self::default() };
        for view in views {
            let path = Path::of(view);
            sum.stands(&path, &frame);
            sum.card(view, &path, &frame);
            sum.walk(view, &path, &frame);
            sum.follow_ups(view, &path, &frame);
            sum.locks(view, &path, &frame);
        }
        sum
    }

    /// Where the customer stands at both ends.
    fn stands(&mut self, path: &Path, frame: &Frame) {
        let open = |at: Instant| {
            let step = path.before(at).filter(|it| frame.is_ours(it.owner()))?;
            step.level().is_open().then_some(step.level())
        };
        self.counts.opening += u32::from(open(frame.from).is_some());
        if let Some(level) = open(frame.to) {
            self.counts.prospects += 1;
            *self.levels.entry(level).or_default() += 1;
        }
    }

    /// The card and its confirmation count on the day of the card.
    fn card(&mut self, view: &View, path: &Path, frame: &Frame) {
        if path.steps.first().is_some_and(|it| frame.is_in(it.at()) && frame.is_ours(it.owner())) {
            self.counts.cards += 1;
            self.counts.confirmed += u32::from(view.confirmed.is_some_and(|it| it.in_time));
        }
    }

    fn walk(&mut self, view: &View, path: &Path, frame: &Frame) {
        let card_day = frame.zone.day(view.created);
        let (mut began, mut was_ordered, mut came_again) = (view.created, false, false);
        let mut driven = driven(view, frame.zone);
        for (before, after) in path.between(Instant(i64::MIN), frame.to) {
            let moves = moves(before, after);
            let is_new = moves.iter().any(|it| matches!(it.1, Move::In(In::New, _)));
            if is_new {
                (began, was_ordered) = (after.at(), false);
            }
            let is_in = frame.is_in(after.at());
            for (_, it) in moves.into_iter().filter(|it| is_in && frame.is_ours(Some(it.0))) {
                self.moved(it, view, path, after, began, frame);
            }
            if !after.counts() {
                continue;
            }
            let is_second = !came_again && is_second_visit(&after.entry.event, card_day, frame.zone.day(after.at()));
            came_again |= is_second;
            let is_order = matches!(after.entry.event, Event::Ordered(_));
            // A record of a drive on a day of which no contact tells already (rules J3).
            let is_drive = matches!(after.entry.event, Event::Drove(_)) && driven.insert(frame.zone.day(after.at()));
            if is_in && frame.is_ours(after.owner()) {
                self.counts.second_visits += u32::from(is_second);
                self.happened(&after.entry.event, frame.is_in(began));
                self.counts.test_drives += u32::from(is_drive);
                // An order that itself is the new intention (rules E1) has no card before it.
                if is_order && !was_ordered && !is_new {
                    self.days_to_order.push(frame.days(began, after.at()));
                }
            }
            was_ordered |= is_order;
        }
    }

    fn moved(&mut self, it: Move, view: &View, path: &Path, after: &Step, began: Instant, frame: &Frame) {
        match it {
            Move::In(In::New, level) => {
                self.counts.new += 1;
                *self.new_by_level.entry(level).or_default() += 1;
                *self.sources.entry(card::source(view).to_owned()).or_default() += 1;
            }
            Move::In(In::HandedIn | In::Revived | In::Claimed, _)
            | Move::Out(Out::HandedOut | Out::Pooled | Out::Erased, _) => {}
            Move::Level(from, to) => self.converted(from, to),
            Move::Out(Out::Delivered, from) => self.converted(from, Level::PD),
            Move::Out(Out::Lost, from) => {
                self.converted(from, Level::F);
                self.counts.defeats += 1;
                self.counts.explained += u32::from(self.ended(Level::F, path, after, frame));
            }
            Move::Out(Out::Hopeless, from) => {
                self.converted(from, Level::N);
                self.counts.hopeless += 1;
                self.ended(Level::N, path, after, frame);
                self.days_to_hopeless.push(frame.days(began, after.at()));
            }
        }
    }

    fn converted(&mut self, from: Level, to: Level) {
        *self.moves.entry((from, to)).or_default() += 1;
    }

    /// Notes why a prospect ended; whether the reason is one of the list, or of the store's own.
    fn ended(&mut self, level: Level, path: &Path, after: &Step, frame: &Frame) -> bool {
        let (_, told, _) = application(path, after.at().plus(1));
        let is_known = Reason::parse(&told).is_some() || own_item(frame.catalogue, &told).is_some();
        let reason = if is_known { told } else { String::new() };
        *self.ended.entry((level, reason)).or_default() += 1;
        is_known
    }

    fn happened(&mut self, event: &Event, is_of_new: bool) {
        let it = &mut self.counts;
        match event {
            Event::Contact(contact) if contact.outcome.is_reached() => {
                it.contacts += 1;
                it.asked += u32::from(contact.asked);
                it.test_drives += u32::from(is_test_drive(contact));
            }
            Event::Contact(_) => self.tried += 1,
            Event::Ordered(terms) => {
                it.orders += 1;
                it.orders_of_new += u32::from(is_of_new);
                it.orders_of_carried += u32::from(!is_of_new);
                self.prices.extend((terms.price > 0).then_some(terms.price));
            }
            Event::Cancelled(_) => it.cancelled += 1,
            Event::Delivered(_) => it.deliveries += 1,
            Event::Applied(applied) => it.applications += u32::from(applied.level == Level::F),
            _ => {}
        }
    }

    /// Follow-ups belong to their due day, and to whoever owned the customer when they ended (rules I1).
    fn follow_ups(&mut self, view: &View, path: &Path, frame: &Frame) {
        let is_ours = |end: Instant| frame.is_ours(path.before(end).and_then(Step::owner));
        for period in view.periods.iter().filter(|it| frame.span.contains(it.due)) {
            let end = period.done.unwrap_or_else(|| frame.zone.start_of(period.due.plus(1)));
            if is_ours(end) {
                if period.done.is_none() {
                    let lock = view.locks.iter().find(|it| it.due == period.due);
                    self.undone.push(lock.map_or(end, |it| it.since));
                }
                self.counts.due += 1;
                self.counts.done += u32::from(period.done.is_some());
                let is_strict = period.done.is_some_and(|it| frame.zone.day(it) <= period.original);
                self.counts.done_strictly += u32::from(is_strict);
            }
        }
        // A lock that time alone has brought is a missed follow-up that no fact has closed yet.
        let new = fallen_by_time(view, frame.now).filter(|it| frame.span.contains(it.due) && is_ours(it.since));
        self.counts.due += u32::from(new.is_some());
        self.undone.extend(new.map(|it| it.since));
    }

    /// Locks count when they fall, rulings when they are made.
    fn locks(&mut self, view: &View, path: &Path, frame: &Frame) {
        let there = view.locks.iter().copied().filter(|it| it.since <= frame.now);
        for lock in there.chain(fallen_by_time(view, frame.now)) {
            if !frame.is_ours(path.before(lock.since).and_then(Step::owner)) {
                continue;
            }
            self.counts.locks += u32::from(frame.is_in(lock.since));
            if let Some(ended) = lock.ended.filter(|it| frame.is_in(*it)) {
                let minutes = ended.since(lock.since).max(0) / Instant::MINUTE;
                self.minutes_to_ruling.push(u32::try_from(minutes).unwrap_or(u32::MAX));
            }
        }
    }
}

/// What a step does, and to whose customers: of a hand-over to both.
pub(crate) fn moves(before: Option<&Step>, after: &Step) -> Vec<(StaffId, Move)> {
    let (giver, taker) = (before.and_then(Step::owner), after.owner());
    let people = [taker, giver.filter(|it| taker != Some(*it))];
    people.into_iter().flatten().filter_map(|it| Some((it, moved(before, after, it)?))).collect()
}

/// A lock that `now` has and no fact yet.
pub(crate) fn fallen_by_time(view: &View, now: Instant) -> Option<Lock> {
    view.lock(now).filter(|it| view.locks.last() != Some(it))
}

/// The days on which a contact was a test drive.
pub(crate) fn driven(view: &View, zone: Zone) -> BTreeSet<Day> {
    let drives = |it: &&Entry| matches!(&it.event, Event::Contact(contact) if is_test_drive(contact));
    let counts = |it: &&Entry| matches!(it.fate, Fate::Counts | Fate::InPart(_));
    view.entries.iter().filter(drives).filter(counts).map(|it| zone.day(it.at)).collect()
}

/// Whether it brings somebody into the showroom again (rules I3): came, or signed an order, on another day than the card's.
fn is_second_visit(event: &Event, card: Day, day: Day) -> bool {
    let came = match event {
        Event::Contact(it) => it.outcome == Outcome::Came || (it.means == Means::Visit && it.outcome.is_reached()),
        Event::Ordered(_) => true,
        _ => false,
    };
    came && day != card
}
