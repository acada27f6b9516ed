//! The delivered customers under care 售后关系的维护: call-backs due or done (rules H1, E3).

use super::cell::{Cell, Mark};
use super::path::Step;
use crate::fact::order::Answer;
use crate::instant::{Day, Instant};
use crate::view::{Event, View};

/// Whether a call-back fell due by a day and had not been made before a moment.
// Decision (rules H1): one that is overdue from a month before is still due.
pub(super) fn is_due(view: &View, last: Day, from: Instant) -> bool {
    view.call_backs.iter().any(|it| it.due <= last && it.done.is_none_or(|done| done >= from))
}

/// What the call-backs say about a day: planned where one is due; missed if none of those was made by its end.
pub(super) fn add(view: &View, cell: Cell, day: Day, end: Instant, now: Instant) -> Cell {
    let mut due = view.call_backs.iter().filter(|it| it.due == day).peekable();
    let planned = due.peek().is_some();
    let missed = end <= now && due.any(|it| it.done.is_none_or(|done| done >= end));
    Cell { planned, missed, ..cell }
}

/// What a call of the history is: somebody was reached, or tried. Nothing if it is none.
pub(super) const fn called(step: &Step) -> Option<Option<Mark>> {
    match &step.entry.event {
        Event::CalledBack(called) | Event::ManagerCalled(called) => Some(match called.answer {
            Answer::Content | Answer::Complains => Some(Mark::Call),
            Answer::NotReached => None,
        }),
        _ => None,
    }
}
