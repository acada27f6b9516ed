//! Trusted time at several nodes (rules F1–F4).

use super::{Device, key, two};
use crate::store::Contents;
use crate::tests::app::{at, monday};
use domain::instant::Instant;
use sync::replica::RawFact;

#[tokio::test]
async fn a_sign_of_life_at_one_node_closes_the_window_at_the_other() {
    let (here, there) = two().await;
    let mut phone = Device::enrol(&here, "anna").await;
    let customer = phone.card(monday()).await;
    phone.settle().await;
    let mut other = phone.tab();
    // At half past ten the device holds nothing back, as the other node knows.
    here.pass(30 * Instant::MINUTE);
    other.connect(&there).await;
    other.settle().await;
    other.card(monday().plus(30 * Instant::MINUTE)).await;
    other.settle().await;
    phone.until("the other card", |it| it.facts(it.book).len() == 2).await;
    here.pass(10 * Instant::MINUTE);
    let honest = phone.call(customer, at("2026-03-02T10:35:00+08:00"));
    let invented = phone.call(customer, at("2026-03-02T10:10:00+08:00"));
    phone.write(&honest).await;
    phone.write(&invented).await;
    phone.until("the desk's word", |it| !it.said_of(&invented.id).is_empty()).await;
    assert_eq!(phone.said_of(&invented.id), ["retimed"]);
    assert!(phone.said_of(&honest.id).is_empty());
}

#[tokio::test]
async fn what_one_node_believed_is_not_doubted_by_another_to_which_it_is_brought_again() {
    let (here, there) = two().await;
    let mut phone = Device::enrol(&there, "anna").await;
    let customer = phone.card(monday()).await;
    phone.settle().await;
    let mut twin = phone.tab();
    let mut again = twin.tab();
    again.connect(&there).await;
    again.settle().await;
    let call = twin.call(customer, at("2026-03-02T10:10:00+08:00"));
    let change = twin.write(&call).await;
    // The first node believes the call, and then knows that nothing else of before half past ten can come.
    here.bus.mute();
    here.pass(30 * Instant::MINUTE);
    twin.connect(&here).await;
    twin.settle().await;
    twin.card(monday().plus(30 * Instant::MINUTE)).await;
    twin.settle().await;
    // The second one, which has not heard of it, gets it once more.
    again.take_over(&change).await;
    again.settle().await;
    phone.until("the call", |it| it.facts(it.book).contains(&call.id)).await;
    let facts = here.store.facts_of(customer).await.unwrap();
    assert!(facts.iter().all(|it| it.place == domain::fact::Place::Book), "no desk says anything: {facts:?}");
}

#[tokio::test]
async fn the_first_text_under_an_id_stays_whichever_node_gets_the_second() {
    let (here, there) = two().await;
    here.bus.mute();
    there.bus.mute();
    let mut phone = Device::enrol(&here, "anna").await;
    let mut tablet = Device::enrol(&there, "anna").await;
    let customer = phone.card(monday()).await;
    phone.settle().await;
    tablet.settle().await;
    for _ in 0..10 {
        let first = phone.call(customer, monday());
        let second = RawFact { text: first.text.replace("\"talked\"", "\"came\""), ..first.clone() };
        assert_ne!(first.text, second.text);
        tokio::join!(phone.write(&first), tablet.write(&second));
        tokio::join!(phone.settle(), tablet.settle());
        let kept = here.store.first_text(std::slice::from_ref(&first.id)).await.unwrap();
        let facts = here.store.facts_of(customer).await.unwrap();
        let original = facts.iter().filter(|it| it.text.contains("\"original\"") && it.text.contains(&first.id));
        let said: Vec<&String> = original.map(|it| &it.text).collect();
        assert_eq!(said.len(), 1, "it is said once");
        assert!(said[0].contains(&serde_json::to_string(&kept[0].2).unwrap()), "and quotes what came first: {said:?}");
    }
    assert!(tablet.facts(tablet.book).contains(&key(customer)));
}

#[tokio::test]
async fn an_actor_who_uses_a_number_twice_at_two_nodes_is_refused_by_one_and_nothing_of_the_other_is_lost() {
    let (here, there) = two().await;
    here.bus.mute();
    there.bus.mute();
    let mut phone = Device::enrol(&here, "anna").await;
    phone.settle().await;
    let mut clone = phone.tab();
    clone.steal(&phone);
    clone.connect(&there).await;
    clone.settle().await;
    let one = phone.card(monday()).await;
    phone.settle().await;
    let other = clone.card(monday()).await;
    clone.until("the end", |it| it.closed.is_some()).await;
    clone.connect(&there).await;
    clone.until("the conflict", |it| it.conflict).await;
    let mut reader = Device::enrol(&there, "anna").await;
    reader.until("the card", |it| it.facts(it.book).contains(&key(one))).await;
    assert!(!reader.facts(reader.book).contains(&key(other)));
}
