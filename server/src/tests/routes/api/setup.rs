//! `/api/setup`.

use crate::auth::secret;
use crate::store::Accounts;
use crate::tests::app::{Actor, Answer, TestApp};
use domain::instant::Instant;
use serde_json::json;

async fn with_link() -> (TestApp, String) {
    let app = TestApp::empty().await;
    let token = secret::token();
    app.store.create_setup(secret::hash(&token), app.app.clock.now().plus(Instant::HOUR)).await.unwrap();
    (app, token)
}

async fn set_up(app: &TestApp, token: &str, password: &str) -> Answer {
    let body = json!({ "token": token, "store": "滨江店", "name": "周经理", "login": "boss", "password": password });
    app.anonymous().post("/api/setup", &body).await
}

#[tokio::test]
async fn the_link_makes_a_store_and_its_manager_once() {
    let (app, token) = with_link().await;
    let answer = set_up(&app, &token, "long enough").await;
    assert_eq!(answer.status, 201);
    let session = answer.json();
    assert_eq!((&session["role"], &session["store"]), (&json!("manager"), &json!("滨江店")));
    assert!(session["book"].as_str().unwrap().starts_with("automerge:"));
    assert_eq!(Actor::with(&app, answer.cookie()).get("/api/team").await.status, 200);
    assert_eq!(set_up(&app, &token, "long enough").await.error(), (410, "setup_over".to_owned()));
    let settings = app.app.settings.of(1);
    assert_eq!(settings.sources.len(), 7);
    assert_eq!(settings.staff.values().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["周经理"]);
}

#[tokio::test]
async fn the_link_is_good_for_an_hour() {
    let (app, token) = with_link().await;
    app.pass(Instant::HOUR);
    assert_eq!(set_up(&app, &token, "long enough").await.error().0, 410);
}

#[tokio::test]
async fn a_mistyped_form_does_not_use_up_the_link() {
    let (app, token) = with_link().await;
    assert_eq!(set_up(&app, &token, "short").await.error(), (422, "invalid".to_owned()));
    assert_eq!(set_up(&app, "wrong", "long enough").await.error().0, 410);
    assert_eq!(set_up(&app, &token, "long enough").await.status, 201);
}

#[tokio::test]
async fn a_server_with_accounts_has_no_link() {
    let app = TestApp::with_team().await;
    let token = secret::token();
    app.store.create_setup(secret::hash(&token), app.app.clock.now().plus(Instant::HOUR)).await.unwrap();
    assert_eq!(set_up(&app, &token, "long enough").await.error().0, 410);
}
