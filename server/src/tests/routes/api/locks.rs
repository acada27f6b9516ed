//! `/api/locks`.

use crate::store::{Accounts, DeviceRow};
use crate::tests::app::{TestApp, at};
use domain::id::DeviceId;
use domain::phone::masked;
use serde_json::json;

#[tokio::test]
async fn the_manager_sees_who_is_locked_and_on_what_ground() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, at("2026-02-25T09:00:00+08:00")).await;
    let seen = at("2026-03-01T12:00:00+08:00");
    let device = DeviceRow {
        id: DeviceId("d".repeat(24)),
        staff: app.staff["anna"],
        name: "平板".to_owned(),
        enrolled: at("2026-02-01T00:00:00+08:00"),
        synced: Some(seen),
        seen: Some(seen),
        revoked: false,
    };
    app.store.create_device(&device, [0; 32]).await.unwrap();
    let manager = app.sign_in("manager").await;
    let lock = json!({
        "customer": customer.to_string(),
        "name": "客户1",
        "phone_masked": "138****1234",
        "level": "P2",
        "advisor": app.staff["anna"].to_string(),
        "advisor_name": "王安",
        "due": "2026-03-01",
        "since": "2026-03-01T16:00:00.000Z",
        "ground": "unknown",
        "last_seen": "2026-03-01T04:00:00.000Z",
        "reached": "2026-02-25T01:00:00.000Z",
        "burst": 0,
        "postponed": 0,
        "locks": 1,
        "late": false,
        "applied": null,
        "ruling": null,
    });
    let answer = manager.get("/api/locks").await.json();
    assert_eq!(
        answer,
        json!({ "as_of": "2026-03-02T02:00:00.000Z", "locks": [lock], "applications": [], "evidence": [] })
    );
    // The device comes back with nothing: now it is known.
    let append = crate::store::Append {
        sightings: vec![(device.id, at("2026-03-02T09:00:00+08:00"))],
        ..crate::store::Append::to(app.app.directory.book(app.staff["anna"]).unwrap().id)
    };
    app.app.store.commit(&[append]).await.unwrap();
    let lock = &manager.get("/api/locks").await.json()["locks"][0];
    assert_eq!((&lock["ground"], &lock["last_seen"]), (&json!("missed"), &json!("2026-03-02T01:00:00.000Z")));
    assert_eq!(app.sign_in("stranger").await.get("/api/locks").await.json()["locks"], json!([]));
}

#[tokio::test]
async fn contacts_that_came_in_a_burst_are_shown_with_the_lock() {
    let app = TestApp::with_team().await;
    for number in 1..=10 {
        app.create("anna", number, at("2026-02-25T09:00:00+08:00")).await;
    }
    app.create("ben", 11, at("2026-02-25T09:00:00+08:00")).await;
    let locks = app.sign_in("manager").await.get("/api/locks").await.json();
    let mut bursts: Vec<u64> =
        locks["locks"].as_array().unwrap().iter().map(|it| it["burst"].as_u64().unwrap()).collect();
    bursts.sort_unstable();
    assert_eq!(bursts, [0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]);
}

#[test]
fn a_masked_phone_cannot_be_dialled() {
    assert_eq!(masked("13800001234"), "138****1234");
    assert_eq!(masked("+86 138-0000-1234"), "+86 1**-****-1234");
    assert_eq!(masked("5551234"), "*****34");
    assert_eq!(masked("12"), "**");
    assert_eq!(masked(""), "");
}
