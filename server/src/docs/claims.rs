//! Claims of time and of identity in what has come: what the desk must say of them (rules F3–F5).
//!
//! **Invariant:** a believed fact writes nothing.

use domain::fact::{Body, Fact, Place};
use domain::id::{DeviceId, FactId};
use domain::instant::Instant;
use domain::store::Store;
use domain::window::Window;
use std::collections::BTreeMap;
use sync::replica::RawFact;

/// What the desk must say of a fact that has just come into a book; nothing if it is believed. `first` has the texts that
/// came first in a book of the same owner: the desk quotes them, and nobody is quoted what came in another's.
///
/// A fact that was there before has been judged when it first came: whoever replays it, or writes another value under its
/// id, has it believed neither later nor earlier.
pub(super) fn objections(
    store: &Store,
    raw: &RawFact,
    window: &Window,
    first: &BTreeMap<String, String>,
) -> Vec<RawFact> {
    let Ok(fact) = Fact::read(&raw.id, &raw.text, Place::Book) else { return Vec::new() };
    let mut said = Vec::new();
    let first = first.get(&raw.id);
    if let Some(text) = first.filter(|it| **it != raw.text) {
        said.push(entry(&fact, window.received, 1, Body::Original { fact: fact.id, text: text.clone() }));
    }
    if first.is_none() && window.doubt(store.policy(window.received), &fact).is_some() {
        let body = Body::Retimed { fact: fact.id, believed: window.received, lower: window.lower };
        said.push(entry(&fact, window.received, 2, body));
    }
    said
}

/// A desk entry about a fact. Its id follows from the fact's, so that saying it twice is saying it once.
fn entry(about: &Fact, now: Instant, salt: u128, body: Body) -> RawFact {
    let random = about.id.0.0.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).wrapping_add(salt);
    let fact = Fact {
        id: FactId::new(Instant(i64::try_from(about.id.0.timestamp_ms()).unwrap_or(0)), random),
        customer: about.customer,
        at: now,
        recorded: now,
        offset: 0,
        device: DeviceId("server".to_owned()),
        counter: 0,
        mono: 0,
        place: Place::Desk,
        author: None,
        body,
    };
    RawFact { id: fact.id.to_string(), text: fact.text() }
}
