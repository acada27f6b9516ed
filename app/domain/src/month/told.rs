//! What the history tells of a customer beside the days: expected order date, F or N and why, the manager's remark.

use super::path::{Path, Step};
use super::row::Time;
use crate::fact::Ruling;
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::view::Event;

/// The expected order date of the last judgement before a moment.
pub(super) fn expected(path: &Path, to: Instant) -> Option<Day> {
    let judged = |step: &Step| match &step.entry.event {
        Event::Created(created) => Some(created.expected),
        Event::Judged(judged, _) => Some(judged.expected),
        _ => None,
    };
    before(path, to).filter(|it| it.counts()).filter_map(judged).last().flatten()
}

/// F or N as it was applied for or confirmed before a moment, with reason and rival.
pub(crate) fn application(path: &Path, to: Instant) -> (Option<Level>, String, String) {
    let (mut level, mut reason, mut rival) = (None, String::new(), String::new());
    for step in before(path, to).filter(|it| it.counts()) {
        match &step.entry.event {
            Event::Applied(applied) => {
                level = Some(applied.level);
                (reason, rival) = (applied.reason.clone(), applied.rival.clone());
            }
            Event::Ruled(ruled) => match ruled.what {
                Ruling::Confirm { level: confirmed } => {
                    // What the manager confirms without an application has the ruling's note for a reason.
                    if level != Some(confirmed) {
                        (reason, rival) = (ruled.note.clone(), String::new());
                    }
                    level = Some(confirmed);
                }
                // Any other ruling on the customer ends an application (rules D7).
                Ruling::GiveBack { .. }
                | Ruling::HandOver { .. }
                | Ruling::TakeOver { .. }
                | Ruling::Pool
                | Ruling::Claim { .. }
                | Ruling::Refuse
                | Ruling::Revive { .. } => (level, reason, rival) = (None, String::new(), String::new()),
                Ruling::Honour { .. } | Ruling::Count { .. } => {}
            },
            // So does an order (rules E1): who buys is not lost.
            Event::Ordered(_) => (level, reason, rival) = (None, String::new(), String::new()),
            _ => {}
        }
    }
    (level, reason, rival)
}

pub(super) fn remark(path: &Path, time: &Time) -> String {
    let note = |step: &Step| match &step.entry.event {
        Event::Ruled(ruled) if !ruled.note.trim().is_empty() => Some(ruled.note.clone()),
        _ => None,
    };
    let ruled = path.between(time.from, time.to).filter(|(_, it)| it.counts());
    ruled.filter_map(|(_, it)| note(it)).last().unwrap_or_default()
}

fn before<'p, 'a>(path: &'p Path<'a>, to: Instant) -> impl Iterator<Item = &'p Step<'a>> {
    path.steps.iter().take_while(move |it| it.at() < to)
}
