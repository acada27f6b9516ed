//! Devices: enrolled by `/api/devices` or while signing in, found again by their secret.

use crate::store::Accounts;
use crate::tests::app::{Actor, Answer, PASSWORD, TestApp};
use domain::id::DeviceId;
use serde_json::{Value, json};

async fn sign_in(app: &TestApp, login: &str, device: Value) -> Answer {
    app.anonymous().post("/api/session", &json!({ "login": login, "password": PASSWORD, "device": device })).await
}

#[tokio::test]
async fn a_device_is_enrolled_and_bound_to_the_session() {
    let app = TestApp::with_team().await;
    let anna = app.sign_in("anna").await;
    let answer = anna.post("/api/devices", &json!({ "name": " 平板 " })).await;
    assert_eq!(answer.status, 201);
    let enrolled = answer.json();
    let id = enrolled["id"].as_str().unwrap();
    assert!(id.len() == 24 && id.bytes().all(|it| it.is_ascii_hexdigit()));
    assert_eq!(enrolled["secret"].as_str().unwrap().len(), 43);
    assert_eq!(anna.get("/api/session").await.json()["device"], json!({ "id": id, "name": "平板" }));
    let rows = app.store.devices(app.staff["anna"]).await.unwrap();
    assert_eq!((rows.len(), rows[0].enrolled, rows[0].synced), (1, app.app.clock.now(), None));
}

#[tokio::test]
async fn signing_in_again_finds_the_device_again() {
    let app = TestApp::with_team().await;
    let first = sign_in(&app, "anna", json!({ "name": "平板" })).await.json();
    let (id, secret) = (&first["device"]["id"], &first["device"]["secret"]);
    let again = sign_in(&app, "anna", json!({ "id": id, "secret": secret })).await;
    assert_eq!(again.json()["device"], json!({ "id": id, "name": "平板" }));
    assert_eq!(app.store.devices(app.staff["anna"]).await.unwrap().len(), 1);
}

#[tokio::test]
async fn anothers_device_a_wrong_secret_and_a_revoked_device_are_one_answer() {
    let app = TestApp::with_team().await;
    let first = sign_in(&app, "anna", json!({ "name": "平板" })).await;
    let cookie = first.cookie();
    let device = first.json()["device"].clone();
    let (id, secret) = (&device["id"], &device["secret"]);
    let anothers = sign_in(&app, "ben", json!({ "id": id, "secret": secret })).await;
    assert_eq!(anothers.error(), (403, "device_refused".to_owned()));
    assert_eq!(anothers.headers.get("set-cookie"), None);
    let wrong = sign_in(&app, "anna", json!({ "id": id, "secret": "wrong" })).await;
    assert_eq!(wrong.body, anothers.body);
    app.store.revoke_device(&DeviceId(id.as_str().unwrap().to_owned())).await.unwrap();
    assert_eq!(sign_in(&app, "anna", json!({ "id": id, "secret": secret })).await.body, anothers.body);
    // What was signed in on it is not any more.
    assert_eq!(Actor::with(&app, cookie).get("/api/session").await.status, 401);
}

#[tokio::test]
async fn a_device_needs_a_session_and_a_name() {
    let app = TestApp::with_team().await;
    assert_eq!(app.anonymous().post("/api/devices", &json!({ "name": "平板" })).await.error().0, 401);
    let anna = app.sign_in("anna").await;
    for name in ["", "  ", &"x".repeat(61)] {
        assert_eq!(anna.post("/api/devices", &json!({ "name": name })).await.error(), (422, "invalid".to_owned()));
    }
}
