//! What happens by itself happens once, with any number of nodes.

use super::{Node, key, told, two};
use crate::jobs;
use crate::projector;
use crate::store::{Contents, Rows};
use crate::tests::app::{TestApp, at, monday};
use domain::fact::Body;
use serde_json::json;
use sync::replica::{Heads, Replica};

#[tokio::test]
async fn each_lock_is_stamped_once_and_its_desk_told_once_by_two_nodes_at_once() {
    let here = TestApp::with_team().await;
    let mut customers = Vec::new();
    for number in 1..=20 {
        customers.push(here.create("anna", number, at("2026-02-26T09:00:00+08:00")).await);
    }
    let there = here.beside().await;
    here.bus.mute();
    there.bus.mute();
    here.set_clock("2026-03-03T00:00:00+08:00");
    let (a, b) = tokio::join!(jobs::tick(&here.app), jobs::tick(&there.app));
    a.and(b).unwrap();
    let stamped = here.app.metrics.stamped.get() + there.app.metrics.stamped.get();
    assert_eq!((here.store.stamps().await.unwrap().len(), stamped), (20, 20));
    let desk = here.app.directory.desk(here.staff["anna"]).unwrap().id;
    let rows = here.store.changes(desk, 0).await.unwrap();
    let replica = Replica::load(rows.iter().map(|it| it.change.bytes.as_slice())).unwrap();
    let facts = replica.changes_since(&Heads::default()).into_iter().map(|it| it.facts.len()).sum::<usize>();
    assert_eq!(facts, 20);
    for customer in customers {
        assert_eq!(told(&here, customer).await.len(), 1);
    }
}

#[tokio::test]
async fn nodes_that_run_stamp_at_midnight_and_lift_each_lock_once() {
    let (here, there) = two().await;
    let customer = here.create("anna", 1, at("2026-02-26T09:00:00+08:00")).await;
    here.set_clock("2026-03-03T08:00:00+08:00");
    for node in [&here, &there] {
        jobs::tick(&node.app.app).await.unwrap();
    }
    let call = there.call("anna", customer, at("2026-03-02T15:00:00+08:00")).await;
    for node in [&there, &here, &there] {
        projector::catch_up(&node.app.app).await.unwrap();
        jobs::tick(&node.app.app).await.unwrap();
    }
    let said = told(&here, customer).await;
    let lifted = said.iter().filter(|it| matches!(it, Body::Lifted { by, .. } if *by == Some(call))).count();
    assert_eq!((said.len(), lifted), (2, 1), "{said:?}");
}

#[tokio::test]
async fn of_two_rulings_at_two_nodes_at_once_one_is_made() {
    let (here, there) = two().await;
    for number in 1..=10 {
        let customer = here.create("anna", number, at("2026-02-25T09:00:00+08:00")).await;
        let rule = async |node: &Node, what: &str| {
            let manager = node.sign_in("manager").await;
            let wish = json!({ "ruling": what, "after": "" });
            manager.post(&format!("/api/locks/{}/ruling", key(customer)), &wish).await.status.as_u16()
        };
        let mut statuses: [u16; 2] = tokio::join!(rule(&here, "pool"), rule(&there, "give_back")).into();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let ruled = told(&here, customer).await.iter().filter(|it| matches!(it, Body::Ruled(_))).count();
        assert_eq!(ruled, 1);
    }
}

#[tokio::test]
async fn who_is_folded_with_a_policy_of_before_is_folded_again() {
    let here = TestApp::with_team().await;
    let there = here.beside().await;
    here.bus.mute();
    let customer = here.create("anna", 1, monday()).await;
    // A day is closed at one node; the other, which has not heard of it, projects.
    let manager = here.sign_in("manager").await;
    let days = json!({ "day": "2026-03-06" });
    assert!(manager.post("/api/house/closed", &days).await.status.is_success());
    projector::catch_up(&there.app).await.unwrap();
    let rows = here.app.customers(1).await.unwrap();
    let row = &rows[&customer];
    assert_eq!(row.due.unwrap().to_string(), "2026-03-06");
    assert_eq!(row.lock_at, Some(at("2026-03-08T00:00:00+08:00")), "the lock falls at the end of the first open day");
}
