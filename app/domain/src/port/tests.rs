//! What screens and engine say to each other is read as it was said: the compact form does not forgive a field that is left out.

use super::{Card, Link, Own, Projection, Row, SyncStatus, ToEngine};
use crate::catalogue::{Item, Listed};
use crate::command::Command;
use crate::fact::Body;
use crate::fact::generate::{CUSTOMER, day, history, seed};
use crate::fact::order::{Signed, Signer};
use crate::fold::fold;
use crate::id::{FactId, StaffId};
use crate::ink::Ink;
use crate::instant::Instant;
use crate::instruction::{Answer, Instruction};
use crate::month::Month;
use crate::store::{Source, Store};
use crate::target::{Goals, Target};
use crate::team::Tally;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use ulid::Ulid;

#[track_caller]
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(said: &T) {
    let bytes = postcard::to_stdvec(said).unwrap();
    assert_eq!(postcard::from_bytes::<T>(&bytes).as_ref(), Ok(said));
}

fn store() -> Store {
    let mut store = Store { name: "城北店".into(), ..Store::default() };
    store.sources.push(Source { code: "fair".into(), zh: "车展".into(), en: "Fair".into() });
    let item = Item { code: "q".into(), zh: "轩逸".into(), en: "Sylphy".into(), ..Item::default() };
    let target = Target {
        staff: StaffId(Ulid(1)),
        month: Month::of(day(Instant(0))),
        goals: Goals { cards: Some(9), ..Goals::default() },
    };
    store.targets.add(Instant(0), &target);
    store.catalogue.add(&Listed { list: "model".into(), item, after: None });
    store
}

fn own(user: StaffId, at: Instant) -> Own {
    let month = Month::of(day(at));
    let answer = Some(Answer { text: "all called".into(), at });
    let instruction = Instruction { id: FactId(Ulid(2)), day: day(at), text: "call".into(), by: user, at, answer };
    Own { month, tally: Tally { cards: 3, ..Tally::default() }, instructions: vec![instruction] }
}

proptest! {
    #[test]
    fn a_card_and_its_row_travel(facts in history()) {
        let store = store();
        let view = fold(&store, CUSTOMER, &facts).unwrap();
        let row = Row::of(&view);
        check(&row);
        let view_at = view.entries.first().map_or(Instant(0), |it| it.at);
        check(&Card { unsent: view.entries.iter().map(|it| it.id).collect(), view });
        let sync = SyncStatus {
            link: Link::Live, unsent: 1, unsaved: 0, uploaded: None, offset: -5, bytes: 9, quarantined: 0,
            device_name: "tablet".into(),
        };
        let user = StaffId(Ulid(1));
        let own = own(user, view_at);
        check(&Projection { build: "b".into(), user, offset: -5, store, rows: vec![row], own: Some(own), sync });
    }

    #[test]
    fn a_command_travels(seed in seed()) {
        let now = Instant::parse("2026-03-01T02:00:00Z").unwrap();
        let command = match seed.floor(day(now)) {
            Body::Stepped(it) => Command::Step(CUSTOMER, it),
            Body::Ticked(it) => Command::Tick(CUSTOMER, it),
            Body::Drove(it) => Command::Drive(CUSTOMER, it, Some(now)),
            Body::Quoted(it) => Command::Quote(CUSTOMER, it),
            _ => Command::Reveal(CUSTOMER, "phone".into()),
        };
        check(&ToEngine::Do(7, command));
        let signed = Signed {
            order: FactId(Ulid(1)), approval: FactId(Ulid(2)), signer: Signer::Warehouse,
            strokes: Ink::parse("120,80 40,-10 0,60;300,20 30,0").unwrap(),
        };
        check(&ToEngine::Do(11, Command::Sign(CUSTOMER, signed)));
        check(&ToEngine::Do(8, Command::Create(CUSTOMER, seed.created(day(now)))));
        check(&ToEngine::Do(9, Command::Contact(CUSTOMER, seed.contact(day(now)), None)));
        check(&ToEngine::Do(10, Command::Apply(CUSTOMER, seed.applied())));
    }
}
