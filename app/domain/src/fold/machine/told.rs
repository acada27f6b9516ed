//! What an entry of the history tells of a fact.

use super::super::evidence::{Item, Verdict};
use crate::fact::Body;
use crate::view::{Event, Fate, Rule};

pub(super) fn event(item: &Item, confirms: bool) -> Option<Event> {
    Some(match &item.fact.body {
        Body::Created(it) => Event::Created(it.clone()),
        Body::Edited(it) => Event::Edited(it.clone()),
        Body::Judged(it) => Event::Judged(it.clone(), confirms),
        Body::Contact(it) => Event::Contact(it.clone()),
        Body::Moved(it) => Event::Moved(it.clone()),
        Body::Withdrawn { fact } => Event::Withdrawn(*fact),
        Body::Applied(it) => Event::Applied(it.clone()),
        Body::Ordered(it) => Event::Ordered(it.clone()),
        Body::Amended(it) => Event::Amended(it.clone()),
        Body::Cancelled(it) => Event::Cancelled(it.clone()),
        Body::Requested(it) => Event::Requested(it.order),
        Body::Delivered(it) => Event::Delivered(it.clone()),
        Body::Signed(it) => Event::Signed(it.clone()),
        Body::CalledBack(it) => Event::CalledBack(it.clone()),
        Body::Stepped(it) => Event::Stepped(it.clone()),
        Body::Ticked(it) => Event::Ticked(it.clone()),
        Body::Drove(it) => Event::Drove(it.clone()),
        Body::Quoted(it) => Event::Quoted(it.clone()),
        Body::Revealed(it) => Event::Revealed(it.clone()),
        Body::ManagerCalled(it) => Event::ManagerCalled(it.clone()),
        Body::Approved(it) => Event::Approved(it.clone()),
        Body::Refused(it) => Event::Refused(it.clone()),
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
        | Body::Source { .. }
        | Body::Listed(_)
        | Body::Target(_)
        | Body::Instructed { .. }
        | Body::Answered { .. } => return None,
    })
}

/// A fact that has no place in a customer's history; only the desk's notes on other facts stand without an entry.
pub(super) fn stray(item: &Item) -> Option<(Event, Fate)> {
    let notes = matches!(item.fact.body, Body::Retimed { .. } | Body::Original { .. });
    match item.verdict {
        Verdict::Aside(rule) => Some((Event::Unreadable(item.fact.body.kind().to_owned()), Fate::Aside(rule))),
        _ if notes => None,
        _ => Some((Event::Unreadable(item.fact.body.kind().to_owned()), Fate::Aside(Rule::Unreadable))),
    }
}
