//! A customer's cells in the table, a day each (rules H2).

use super::care;
use super::path::{Path, Step};
use super::row::{Section, Time};
use crate::fact::{Contact, Means, Origin, Outcome};
use crate::id::StaffId;
use crate::instant::Instant;
use crate::level::Level;
use crate::view::{Event, Fate, View};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A day of a customer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Cell {
    /// `*`: the follow-up was due on that day.
    pub planned: bool,
    /// The hottest level after a reached contact of the day.
    pub level: Option<Level>,
    /// How the customer was reached.
    pub mark: Option<Mark>,
    /// How often.
    pub count: u32,
    /// Contacts that reached nobody.
    pub tried: u32,
    /// The follow-up was due at the end of the day, and nobody was reached.
    pub missed: bool,
    /// The customer was locked.
    pub locked: bool,
}

/// How a customer was reached, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// D 来店: came, or drove the car.
    Showroom,
    /// 访 拜访: was visited.
    Home,
    /// T 电话: talked, or replied.
    Call,
}

impl Mark {
    /// The mark of a contact; none if nobody was reached.
    fn of(contact: &Contact) -> Option<Self> {
        if !contact.outcome.is_reached() {
            return None;
        }
        let came = matches!(contact.outcome, Outcome::Came | Outcome::TestDrive);
        Some(match contact.means {
            Means::Visit | Means::TestDrive => Self::Showroom,
            Means::Home | Means::Call | Means::Message if came => Self::Showroom,
            Means::Home => Self::Home,
            Means::Call | Means::Message if contact.outcome == Outcome::VisitedHome => Self::Home,
            Means::Call | Means::Message => Self::Call,
        })
    }
}

/// The cells that say something (rules H2).
pub(super) fn cells(
    view: &View,
    path: &Path,
    advisor: StaffId,
    section: Section,
    held: &[(Instant, Instant)],
    time: &Time,
) -> BTreeMap<u32, Cell> {
    let locks: Vec<(Instant, Instant)> = view
        .locks
        .iter()
        .copied()
        .chain(view.lock(time.now).filter(|_| view.locks.last().is_none_or(|it| it.ended.is_some())))
        .map(|it| (it.since, it.ended.unwrap_or_else(|| time.now.max(it.since).plus(1))))
        .collect();
    let due = |step: Option<&Step>| step.filter(|it| it.open(advisor).is_some()).and_then(Step::due);
    let mut cells = BTreeMap::new();
    for (nth, day, start, end) in time.days() {
        let is_held = |also: (Instant, Instant)| held.iter().any(|it| share_a_moment([also, *it, (start, end)]));
        let mut cell = reached(path, section, advisor, start, end);
        match section {
            Section::Open => {
                let plan = if start > time.now { path.steps.last() } else { path.before(start) };
                cell.planned = due(plan) == Some(day);
                cell.missed = end <= time.now && cell.count == 0 && due(path.before(end)) == Some(day);
                cell.locked = locks.iter().any(|lock| is_held(*lock));
            }
            Section::Care if is_held((start, end)) => cell = care::add(view, cell, day, end, time.now),
            Section::Care => {}
        }
        if cell != Cell::default() {
            cells.insert(nth, cell);
        }
    }
    cells
}

/// Whether stretches have a moment in common; their ends are not theirs.
pub(super) fn share_a_moment<const N: usize>(stretches: [(Instant, Instant); N]) -> bool {
    stretches.iter().map(|it| it.0).max() < stretches.iter().map(|it| it.1).min()
}

/// The contacts of a day. A walk-in's creation is itself one (rules C2).
// Decision (rules H2): a contact stands in the row of whoever owned the customer when it happened.
fn reached(path: &Path, section: Section, advisor: StaffId, start: Instant, end: Instant) -> Cell {
    let mut cell = Cell::default();
    let holds = |it: &Step| section.holds(it, advisor) && it.entry.fate != Fate::Withdrawn;
    for (_, step) in path.between(start, end).filter(|(_, it)| holds(it)) {
        let mark = match &step.entry.event {
            Event::Contact(contact) if !contact.outcome.is_reached() => {
                cell.tried += 1;
                continue;
            }
            Event::Contact(contact) => Mark::of(contact),
            Event::Created(created) if step.counts() && created.origin == Origin::WalkIn => Some(Mark::Showroom),
            _ if section == Section::Care && step.counts() => match care::called(step) {
                Some(None) => {
                    cell.tried += 1;
                    continue;
                }
                Some(mark) => mark,
                None => None,
            },
            _ => None,
        };
        if let Some(mark) = mark {
            cell.count += 1;
            cell.mark = Some(cell.mark.map_or(mark, |it| it.min(mark)));
            cell.level = Some(cell.level.map_or(step.level(), |it| it.min(step.level())));
        }
    }
    cell
}
