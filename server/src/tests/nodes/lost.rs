//! Notices that nobody hears, and nodes that die before they have told.

use super::{Device, Node, key, two};
use crate::nodes::look;
use crate::store::{Contents, Rows};
use crate::tests::app::{TestApp, monday};
use domain::id::CustomerId;
use tokio::task::JoinSet;

/// A node that has told nobody of a card, and another one with a device that knows nothing of it.
async fn untold() -> (Node, Node, Device, CustomerId) {
    let (here, there) = two().await;
    let mut tablet = Device::enrol(&there, "anna").await;
    tablet.settle().await;
    here.bus.mute();
    let mut phone = Device::enrol(&here, "anna").await;
    let customer = phone.card(monday()).await;
    phone.settle().await;
    assert!(!tablet.facts(tablet.book).contains(&key(customer)));
    (here, there, tablet, customer)
}

#[tokio::test]
async fn a_lost_notice_is_made_good_by_the_next_input() {
    let (_here, mut there, mut tablet, customer) = untold().await;
    there.tasks.abort_all();
    tablet.card(monday()).await;
    tablet.until("the card", |it| it.facts(it.book).contains(&key(customer))).await;
    assert!(tablet.unsent().is_empty());
}

#[tokio::test]
async fn a_lost_notice_is_made_good_for_whoever_comes() {
    let (_here, mut there, _tablet, customer) = untold().await;
    there.tasks.abort_all();
    let mut visitor = Device::visit(&there, "anna").await;
    visitor.until("the card", |it| it.facts(it.book).contains(&key(customer))).await;
}

#[tokio::test]
async fn a_lost_notice_is_made_good_by_a_look() {
    let (_here, mut there, mut tablet, customer) = untold().await;
    there.tasks.abort_all();
    let mut known = there.app.app.since;
    look(&there.app.app, &mut known).await.unwrap();
    tablet.until("the card", |it| it.facts(it.book).contains(&key(customer))).await;
    assert_eq!(known, there.store.last_change().await.unwrap());
}

#[tokio::test]
async fn a_node_that_hears_of_lost_notices_reads_anew() {
    let (here, _there, mut tablet, customer) = untold().await;
    here.bus.overflow().await;
    tablet.until("the card", |it| it.facts(it.book).contains(&key(customer))).await;
}

#[tokio::test]
async fn what_a_node_had_committed_when_it_died_is_projected_by_another() {
    let app = TestApp::with_team().await;
    let there = app.beside().await;
    // A node without its tasks is one that dies behind each commit.
    let here = Node { address: app.listen().await, tasks: JoinSet::new(), app };
    let mut phone = Device::enrol(&here, "anna").await;
    let customer = phone.card(monday()).await;
    phone.settle().await;
    assert!(there.app.customers(1).await.unwrap().is_empty());
    let there = Node::of(there).await;
    there.until("the card", async || there.app.app.customers(1).await.unwrap().contains_key(&customer)).await;
    assert!(there.store.ahead(1).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_device_of_a_node_that_died_goes_on_at_another_with_all_that_it_was_told_and_all_that_it_was_not() {
    let (mut here, there) = two().await;
    let mut phone = Device::enrol(&here, "anna").await;
    let first = phone.card(monday()).await;
    phone.settle().await;
    let second = phone.card(monday()).await;
    here.dies();
    phone.hang_up();
    let third = phone.card(monday()).await;
    phone.connect(&there).await;
    phone.settle().await;
    let changes = there.store.changes(phone.book, 0).await.unwrap();
    assert_eq!(changes.len(), 4, "the genesis and three cards, each once");
    let mut reader = Device::enrol(&there, "anna").await;
    reader.until("all cards", |it| [first, second, third].iter().all(|id| it.facts(it.book).contains(&key(*id)))).await;
}
