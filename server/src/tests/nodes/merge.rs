//! Two nodes that write to the same document at once.

use super::{Device, Node, key, two};
use crate::people::{furnish, raw, servers};
use crate::store::{Contents, FactRow};
use crate::tests::app::{TestApp, monday};
use domain::fact::{Body, Fact, Place};
use domain::id::{CustomerId, FactId};
use domain::instant::Day;
use std::collections::{BTreeMap, BTreeSet};
use sync::docid::DocId;
use sync::replica::{Heads, RawFact, Replica};

/// How often each fact was written into a document, by the changes that the store has.
async fn written(app: &TestApp, doc: DocId) -> BTreeMap<String, usize> {
    let rows = app.store.changes(doc, 0).await.unwrap();
    let hashes: BTreeSet<[u8; 32]> = rows.iter().map(|it| it.change.hash).collect();
    assert_eq!(hashes.len(), rows.len(), "no change is there twice");
    let replica = Replica::load(rows.iter().map(|it| it.change.bytes.as_slice())).unwrap();
    let mut counts = BTreeMap::new();
    for fact in replica.changes_since(&Heads::default()).into_iter().flat_map(|it| it.facts) {
        *counts.entry(fact.id).or_default() += 1;
    }
    counts
}

async fn work(device: &mut Device, customer: CustomerId) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for _ in 0..25 {
        let call = device.call(customer, monday());
        device.write(&call).await;
        ids.insert(call.id);
    }
    device.settle().await;
    ids
}

#[tokio::test]
async fn what_two_devices_write_at_two_nodes_at_once_is_there_once_whether_the_nodes_hear_of_each_other_or_not() {
    for mute in [false, true] {
        let (here, there) = two().await;
        if mute {
            here.bus.mute();
            there.bus.mute();
        }
        let mut phone = Device::enrol(&here, "anna").await;
        let customer = phone.card(monday()).await;
        phone.settle().await;
        let mut tablet = Device::enrol(&there, "anna").await;
        tablet.until("the card", |it| it.facts(it.book).contains(&key(customer))).await;
        let (one, other) = tokio::join!(work(&mut phone, customer), work(&mut tablet, customer));
        let all: BTreeSet<String> = one.union(&other).cloned().chain([key(customer)]).collect();
        let written = written(&here, phone.book).await;
        assert_eq!(written.keys().cloned().collect::<BTreeSet<_>>(), all);
        assert!(written.values().all(|it| *it == 1));
        let rows = here.store.all_facts().await.unwrap();
        assert_eq!(rows.iter().filter(|it| it.place == Place::Book).count(), all.len());
        // Whoever comes anew to either node gets all of it.
        for node in [&here, &there] {
            let mut reader = Device::enrol(node, "anna").await;
            reader.until("all calls", |it| it.facts(it.book) == all).await;
        }
    }
}

#[tokio::test]
async fn a_change_that_is_brought_to_two_nodes_is_there_once() {
    let (here, there) = two().await;
    here.bus.mute();
    there.bus.mute();
    let mut phone = Device::unconnected(&here, "anna").await;
    for _ in 0..10 {
        phone.card(monday()).await;
    }
    let mut twin = phone.tab();
    phone.connect(&here).await;
    twin.connect(&there).await;
    tokio::join!(phone.settle(), twin.settle());
    let written = written(&here, phone.book).await;
    assert_eq!(written.len(), 10);
    assert!(written.values().all(|it| *it == 1));
}

fn locked(customer: CustomerId, number: u128) -> RawFact {
    let body = Body::Locked { due: Day::parse("2026-03-02").unwrap(), since: monday() };
    let fact = servers(FactId::new(monday(), number), monday(), body);
    raw(&Fact { customer: Some(customer), place: Place::Desk, ..fact })
}

#[tokio::test]
async fn what_two_nodes_write_into_a_desk_at_once_is_there_once() {
    let (here, there) = two().await;
    here.bus.mute();
    there.bus.mute();
    let desk = here.app.app.directory.desk(here.staff["anna"]).unwrap().id;
    let customer = CustomerId::new(monday(), 1);
    let write = async |node: &Node, own: u128| {
        for number in 0..20 {
            // The first is said by both, the second by one of them.
            let facts = vec![locked(customer, number), locked(customer, 1_000 * own + number)];
            node.app.app.docs.write(desk, facts).await.unwrap();
        }
    };
    tokio::join!(write(&here, 1), write(&there, 2));
    let written = written(&here, desk).await;
    assert_eq!(written.len(), 60);
    assert!(written.values().all(|it| *it == 1), "{written:?}");
}

#[tokio::test]
async fn a_document_that_has_changed_is_not_written_after_what_was_read() {
    let (here, there) = two().await;
    here.bus.mute();
    let desk = here.app.app.directory.desk(here.staff["anna"]).unwrap().id;
    let customer = CustomerId::new(monday(), 1);
    let read = here.store.load(desk).await.unwrap().upto;
    assert!(here.app.app.docs.write_after(desk, read, vec![locked(customer, 1)]).await.unwrap());
    for node in [&here, &there] {
        assert!(!node.app.app.docs.write_after(desk, read, vec![locked(customer, 2)]).await.unwrap());
    }
    let read = here.store.load(desk).await.unwrap().upto;
    assert!(there.app.app.docs.write_after(desk, read, vec![locked(customer, 2)]).await.unwrap());
    assert_eq!(written(&here, desk).await.len(), 2);
}

#[tokio::test]
async fn a_house_that_two_nodes_bring_up_at_once_says_everything_once() {
    let app = TestApp::empty().await;
    let (one, other) = (Node::of(app.beside().await).await, Node::of(app.beside().await).await);
    one.bus.mute();
    other.bus.mute();
    let store = crate::store::Accounts::create_store(&app.store, "滨江店").await.unwrap();
    let (a, b) = tokio::join!(furnish(&one.app.app, store), furnish(&other.app.app, store));
    a.and(b).unwrap();
    assert_eq!(app.store.documents(Some(store)).await.unwrap().len(), 1);
    let bodies: Vec<Body> =
        app.store.house_facts(store).await.unwrap().iter().filter_map(FactRow::fact).map(|it| it.body).collect();
    assert_eq!(bodies.iter().filter(|it| matches!(it, Body::Store { .. })).count(), 1);
    assert_eq!(bodies.iter().filter(|it| matches!(it, Body::Policy { .. })).count(), 1);
}
