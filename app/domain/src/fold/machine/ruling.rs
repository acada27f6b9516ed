//! What a manager's rulings do to the history (rules D6, D7).

use super::Machine;
use crate::fact::{Ruled, Ruling};
use crate::id::FactId;
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::view::{Entry, Event, Fate, Rule};

impl Machine<'_> {
    /// A manager's ruling (rules D6). It stands whether or not later evidence lifts the lock (rules D4).
    pub(super) fn ruled(&mut self, at: Instant, ruled: &Ruled) -> Fate {
        let today = self.store.zone(at).day(at);
        let tomorrow = today.plus(1);
        let fate = match ruled.what {
            Ruling::GiveBack { due } => return self.give_back(at, due),
            Ruling::HandOver { to } | Ruling::TakeOver { to } | Ruling::Claim { to } => {
                self.view.owner = Some(to);
                self.view.keeper = to;
                self.unlock(at, self.view.level.is_open().then_some(tomorrow));
                Fate::Counts
            }
            Ruling::Pool => {
                self.view.owner = None;
                self.unlock(at, None);
                Fate::Counts
            }
            Ruling::Confirm { level } => {
                if !matches!(level, Level::F | Level::N) {
                    return Fate::Aside(Rule::LevelNotJudged);
                }
                self.view.level = level;
                self.view.window_end = None;
                self.unlock(at, None);
                Fate::Counts
            }
            Ruling::Refuse => return self.refuse(at, tomorrow),
            Ruling::Revive { level } => {
                if !level.is_open() || self.view.level.is_open() {
                    return Fate::Aside(Rule::NoFollowUp);
                }
                let policy = self.store.policy(at);
                self.set_level(policy, level, today);
                let due = today.plus(policy.cycle(level).unwrap_or(1));
                self.unlock(at, self.view.owner.map(|_| due));
                Fate::Counts
            }
            // What they name was taken into account before the history began; what is left is to set the date.
            Ruling::Honour { fact } => return self.honour(at, fact, tomorrow),
            Ruling::Count { fact } => return self.count(at, fact, today),
        };
        self.ruled = Some(at);
        fate
    }

    // Decision (rules D6): a date outside today … today + cycle, which late facts can bring about, is drawn to the nearer end.
    fn give_back(&mut self, at: Instant, due: Day) -> Fate {
        let policy = self.store.policy(at);
        let today = policy.zone.day(at);
        let Some(cycle) = policy.cycle(self.view.level).filter(|_| self.view.owner.is_some()) else {
            return Fate::Aside(Rule::NoFollowUp);
        };
        self.ruled = Some(at);
        let latest = today.plus(cycle);
        self.unlock(at, Some(due.min(latest).max(today)));
        if due > latest {
            Fate::InPart(Rule::MoveTooFar)
        } else if due < today {
            Fate::InPart(Rule::MoveToPast)
        } else {
            Fate::Counts
        }
    }

    // Decision (rules D7): a refusal that moves the date sets `original`, as every ruling (C6); one that leaves it leaves the
    // count, too. It does not end a lock: giving back is a ruling of its own.
    fn refuse(&mut self, at: Instant, tomorrow: Day) -> Fate {
        if self.view.application.take().is_none() {
            return Fate::Aside(Rule::NoFollowUp);
        }
        self.refused = Some(at);
        if let Some(open) = self.view.follow_up.filter(|_| !self.is_locked()) {
            if open.due < tomorrow {
                self.due(at, tomorrow);
            } else {
                self.shift(at, open.due, 0);
            }
        }
        Fate::Counts
    }

    // Decision (rules D4, D6): an honoured contact that is the last one, and that a lock or a ruling has overtaken, sets the
    // date that it would have set, at least tomorrow. The owner is whom the ruling has left.
    fn honour(&mut self, at: Instant, fact: FactId, tomorrow: Day) -> Fate {
        let Some(cycle) = self.store.policy(at).cycle(self.view.level).filter(|_| self.view.owner.is_some()) else {
            return Fate::Counts;
        };
        let evidence = self.view.entries.iter().find(|it| {
            it.id == fact
                && it.fate != Fate::Withdrawn
                && self.view.reached == Some(it.at)
                && matches!(&it.event, Event::Contact(contact) if contact.outcome.is_reached())
        });
        let overtaken = |it: &&Entry| self.is_locked() || self.ruled.is_some_and(|ruled| ruled >= it.at);
        if let Some(entry) = evidence.filter(overtaken) {
            let day = self.store.zone(entry.at).day(entry.at);
            let due = entry.due.filter(|it| *it > day).unwrap_or_else(|| day.plus(cycle));
            self.unlock(at, Some(due.max(tomorrow)));
            self.ruled = Some(at);
        }
        Fate::Counts
    }

    // Decision (rules D6): counting a fact ends a lock if the fact gives a date that has not passed; otherwise the lock stays.
    fn count(&mut self, at: Instant, fact: FactId, today: Day) -> Fate {
        let dated = self.view.entries.iter().any(|it| {
            it.id == fact && it.fate != Fate::Withdrawn && matches!(it.event, Event::Moved(_) | Event::Contact(_))
        });
        if let Some(open) = self.view.follow_up.filter(|it| dated && self.is_locked() && it.due >= today) {
            self.unlock(at, Some(open.due));
            self.ruled = Some(at);
        }
        Fate::Counts
    }
}
