//! Locks stamped and lifted, accounts and houses kept together.

use super::app::{TestApp, at};
use crate::store::{Contents, Rows};
use crate::{jobs, people, projector};
use domain::fact::Body;
use domain::id::CustomerId;
use domain::instant::{Day, Instant};

/// What the desk says about a customer.
async fn told(app: &TestApp, customer: CustomerId) -> Vec<Body> {
    let facts = app.store.facts_of(customer).await.unwrap();
    let desk = facts.into_iter().filter_map(|it| it.fact()).filter(|it| it.place == domain::fact::Place::Desk);
    desk.map(|it| it.body).collect()
}

async fn settle(app: &TestApp) {
    projector::catch_up(&app.app).await.unwrap();
    jobs::tick(&app.app).await.unwrap();
    projector::catch_up(&app.app).await.unwrap();
}

#[tokio::test]
async fn a_lock_is_stamped_once_when_it_falls_and_the_desk_says_so() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, at("2026-02-26T09:00:00+08:00")).await;
    settle(&app).await;
    assert_eq!(told(&app, customer).await, []);
    assert_eq!(app.store.next_lock(app.app.clock.now()).await.unwrap(), Some(at("2026-03-03T00:00:00+08:00")));
    app.set_clock("2026-03-03T00:00:00+08:00");
    for _ in 0..2 {
        settle(&app).await;
        let (due, since) = (Day::parse("2026-03-02").unwrap(), at("2026-03-03T00:00:00+08:00"));
        assert_eq!(told(&app, customer).await, [Body::Locked { due, since }]);
        assert_eq!(app.store.stamps().await.unwrap(), [(customer, due, false)]);
    }
}

#[tokio::test]
async fn a_server_that_was_down_over_the_deadline_stamps_the_lock_as_of_its_true_moment() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, at("2026-02-26T09:00:00+08:00")).await;
    settle(&app).await;
    // Nothing runs for three days and a half.
    app.set_clock("2026-03-06T14:27:31+08:00");
    jobs::housekeep(&app.app).await.unwrap();
    settle(&app).await;
    let (due, since) = (Day::parse("2026-03-02").unwrap(), at("2026-03-03T00:00:00+08:00"));
    assert_eq!(told(&app, customer).await, [Body::Locked { due, since }]);
    let locks = app.sign_in("manager").await.get("/api/locks").await.json();
    assert_eq!(locks["locks"][0]["since"], since.to_string());
}

#[tokio::test]
async fn evidence_that_comes_later_lifts_the_lock_and_names_itself() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, at("2026-02-26T09:00:00+08:00")).await;
    app.set_clock("2026-03-03T08:00:00+08:00");
    settle(&app).await;
    let call = app.call("anna", customer, at("2026-03-02T15:00:00+08:00")).await;
    settle(&app).await;
    let due = Day::parse("2026-03-02").unwrap();
    assert_eq!(app.store.stamps().await.unwrap(), [(customer, due, true)]);
    assert_eq!(told(&app, customer).await.last(), Some(&Body::Lifted { due, by: Some(call) }));
    settle(&app).await;
    assert_eq!(told(&app, customer).await.len(), 2);
}

#[tokio::test]
async fn a_stamp_whose_desk_was_not_told_is_told_after_a_crash() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, at("2026-02-26T09:00:00+08:00")).await;
    app.set_clock("2026-03-03T08:00:00+08:00");
    let fallen = app.store.fallen(app.app.clock.now(), 10).await.unwrap();
    let desk = app.app.directory.desk(app.staff["anna"]).unwrap().id;
    app.store.stamp(&fallen[0], Some(desk)).await.unwrap();
    settle(&app).await;
    assert_eq!(told(&app, customer).await.len(), 1);
    assert_eq!(app.store.untold(10).await.unwrap(), []);
}

#[tokio::test]
async fn an_account_that_another_process_made_gets_into_the_house() {
    let app = TestApp::with_team().await;
    let new = people::NewStaff {
        login: "dora".into(),
        name: "新人".into(),
        role: crate::role::Role::Advisor,
        store: 1,
        password: "long enough".into(),
    };
    let other = crate::app::Core::open(std::sync::Arc::new(app.store.clone()), app.app.clock.clone()).await.unwrap();
    let dora = people::enrol(&other, &app.app.passwords, new).await.unwrap();
    assert!(app.app.directory.book(dora).is_none());
    jobs::housekeep(&app.app).await.unwrap();
    assert!(app.app.directory.book(dora).is_some());
    assert_eq!(app.app.settings.of(1).staff[&dora].name, "新人");
    let facts = app.store.house_facts(1).await.unwrap().len();
    jobs::housekeep(&app.app).await.unwrap();
    assert_eq!(app.store.house_facts(1).await.unwrap().len(), facts, "a house that is in order is left alone");
}

#[tokio::test]
async fn the_highest_time_is_remembered() {
    let app = TestApp::with_team().await;
    jobs::housekeep(&app.app).await.unwrap();
    let now = app.app.clock.now();
    app.pass(-Instant::DAY);
    jobs::housekeep(&app.app).await.unwrap();
    assert_eq!(crate::store::Store::last_time(&app.store).await.unwrap(), now);
}
