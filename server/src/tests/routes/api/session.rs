//! `/api/session`.

use crate::config::Web;
use crate::people::{NewStaff, add_staff, add_store};
use crate::role::Role;
use crate::store::Accounts;
use crate::tests::app::{Actor, Answer, PASSWORD, TestApp};
use domain::instant::Instant;
use serde_json::json;

async fn sign_in(app: &TestApp, login: &str, password: &str) -> Answer {
    app.anonymous().post("/api/session", &json!({ "login": login, "password": password })).await
}

#[tokio::test]
async fn signing_in_says_who_one_is_and_where_the_documents_are() {
    let app = TestApp::with_team().await;
    let answer = sign_in(&app, "  Anna ", PASSWORD).await;
    assert_eq!(answer.status, 200);
    let session = answer.json();
    assert_eq!(session["user"], app.staff["anna"].to_string());
    assert_eq!(
        (&session["login"], &session["name"], &session["role"]),
        (&json!("anna"), &json!("王安"), &json!("advisor"))
    );
    assert_eq!((&session["store"], &session["now"]), (&json!("滨江店"), &json!("2026-03-02T02:00:00.000Z")));
    assert_eq!(session["device"], json!(null));
    assert_eq!(session["book"], app.app.directory.book(app.staff["anna"]).unwrap().id.url());
    assert_eq!(session["desk"], app.app.directory.desk(app.staff["anna"]).unwrap().id.url());
    assert!(session["house"].as_str().unwrap().starts_with("automerge:"));
    let again = Actor::with(&app, answer.cookie()).get("/api/session").await;
    assert_eq!(again.json(), session);
    let finance = app.sign_in("finance").await.get("/api/session").await.json();
    assert_eq!((&finance["book"], &finance["desk"]), (&json!(""), &json!("")));
}

#[tokio::test]
async fn the_cookie_is_for_this_site_and_no_script() {
    let app = TestApp::with_team().await;
    let cookie = sign_in(&app, "anna", PASSWORD).await.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("genjin=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict; Max-Age=15552000"),
        "{cookie}"
    );

    let app = TestApp::reached(|web: Web| web.behind("https://genjin.example").unwrap()).await;
    let store = add_store(&app.app, "滨江店").await.unwrap();
    let new =
        NewStaff { login: "anna".into(), name: "王安".into(), role: Role::Advisor, store, password: PASSWORD.into() };
    add_staff(&app.app, new).await.unwrap();
    let cookie = sign_in(&app, "anna", PASSWORD).await.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("__Host-genjin=") && cookie.ends_with("; Secure") && !cookie.contains("Domain"),
        "{cookie}"
    );
    let secured = cookie.split(';').next().unwrap().to_owned();
    assert_eq!(Actor::with(&app, secured.clone()).get("/api/session").await.status, 200);
    let renamed = secured.replace("__Host-", "");
    assert_eq!(Actor::with(&app, renamed).get("/api/session").await.status, 401);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_are_one_answer() {
    let app = TestApp::with_team().await;
    let (wrong, unknown) = (sign_in(&app, "anna", "wrong").await, sign_in(&app, "nobody", "wrong").await);
    assert_eq!(wrong.error(), (401, "wrong_credentials".to_owned()));
    assert_eq!((unknown.status, unknown.body), (wrong.status, wrong.body));
    assert_eq!(wrong.headers.get("set-cookie"), None);
}

#[tokio::test]
async fn after_some_failures_an_account_rests_longer_and_longer() {
    let app = TestApp::with_team().await;
    for login in ["anna", "nobody"] {
        for _ in 0..6 {
            assert_eq!(sign_in(&app, login, "wrong").await.error().0, 401);
        }
        let resting = sign_in(&app, login, PASSWORD).await;
        assert_eq!(resting.error(), (429, "too_many_attempts".to_owned()));
        assert_eq!((&resting.json()["errors"][0]["retry_after"], resting.header("retry-after")), (&json!(1), "1"));
    }
    // Others are not held up.
    assert_eq!(sign_in(&app, "ben", PASSWORD).await.status, 200);
    app.pass(1_000);
    assert_eq!(sign_in(&app, "anna", "wrong").await.error().0, 401);
    assert_eq!(sign_in(&app, "anna", PASSWORD).await.header("retry-after"), "2");
    app.pass(2_000);
    assert_eq!(sign_in(&app, "anna", PASSWORD).await.status, 200);
    assert_eq!(sign_in(&app, "anna", "wrong").await.error().0, 401);
}

#[tokio::test]
async fn a_session_ends_by_signing_out() {
    let app = TestApp::with_team().await;
    let anna = app.sign_in("anna").await;
    let elsewhere = app.sign_in("anna").await;
    let mut ended = app.app.events.ended();
    let answer = anna.delete("/api/session").await;
    assert_eq!(answer.status, 204);
    assert!(answer.header("set-cookie").starts_with("genjin=;") && answer.header("set-cookie").contains("Max-Age=0"));
    assert!(matches!(ended.try_recv(), Ok(Some(crate::events::Ended::Session(_)))));
    assert_eq!(anna.get("/api/session").await.error(), (401, "signed_out".to_owned()));
    assert_eq!(anna.delete("/api/session").await.status, 401);
    assert_eq!(elsewhere.get("/api/session").await.status, 200);
}

#[tokio::test]
async fn an_unused_session_ends_after_a_month_and_a_used_one_after_half_a_year() {
    let app = TestApp::with_team().await;
    let (idle, used) = (app.sign_in("anna").await, app.sign_in("anna").await);
    for _ in 0..7 {
        app.pass(25 * Instant::DAY);
        assert_eq!(used.get("/api/session").await.status, 200);
    }
    assert_eq!(idle.get("/api/session").await.status, 401);
    app.pass(5 * Instant::DAY);
    assert_eq!(used.get("/api/session").await.status, 401);
}

#[tokio::test]
async fn a_new_password_ends_all_sessions() {
    let app = TestApp::with_team().await;
    let anna = app.sign_in("anna").await;
    let hash = app.app.passwords.hash("another horse").await.unwrap();
    app.store.set_password(app.staff["anna"], &hash).await.unwrap();
    assert_eq!(anna.get("/api/session").await.status, 401);
    assert_eq!(sign_in(&app, "anna", PASSWORD).await.status, 401);
    assert_eq!(sign_in(&app, "anna", "another horse").await.status, 200);
}

#[tokio::test]
async fn a_made_up_token_is_no_session() {
    let app = TestApp::with_team().await;
    for cookie in ["genjin=", "genjin=x", "other=1"] {
        assert_eq!(Actor::with(&app, cookie.to_owned()).get("/api/session").await.status, 401);
    }
}

#[tokio::test]
async fn a_session_that_somebody_has_planted_is_not_taken_up() {
    let app = TestApp::with_team().await;
    let mallory = app.sign_in("ben").await;
    let planted = mallory.get("/api/session").await;
    assert_eq!(planted.json()["login"], "ben");
    // Anna signs in where Mallory's cookie lies, or one that Mallory has made up.
    for cookie in [mallory.cookie.clone().unwrap(), "genjin=planted-by-mallory".to_owned()] {
        let body = json!({ "login": "anna", "password": PASSWORD });
        let answer = Actor::with(&app, cookie.clone()).post("/api/session", &body).await;
        assert_eq!(answer.status, 200);
        assert_ne!(answer.cookie(), cookie);
        assert_ne!(Actor::with(&app, cookie).get("/api/session").await.json()["login"], "anna");
    }
}

#[tokio::test]
async fn whoever_steals_the_database_has_no_session_and_no_device() {
    let app = TestApp::with_team().await;
    let body = json!({ "login": "anna", "password": PASSWORD, "device": { "name": "tablet" } });
    let answer = app.anonymous().post("/api/session", &body).await;
    let token = answer.cookie().trim_start_matches("genjin=").to_owned();
    let secret = answer.json()["device"]["secret"].as_str().unwrap().to_owned();
    let stored = app.home.stolen().await;
    let holds = |what: &[u8]| stored.windows(what.len()).any(|it| it == what);
    assert!(holds("王安".as_bytes()), "the database was read");
    for secret in [token.as_str(), secret.as_str(), PASSWORD] {
        assert!(!holds(secret.as_bytes()));
    }
}

#[tokio::test]
async fn a_stolen_cookie_dies_with_the_device_and_with_the_password() {
    let app = TestApp::with_team().await;
    let body = json!({ "login": "anna", "password": PASSWORD, "device": { "name": "tablet" } });
    let answer = app.anonymous().post("/api/session", &body).await;
    let thief = Actor::with(&app, answer.cookie());
    assert_eq!(thief.get("/api/session").await.status, 200);
    let device = answer.json()["device"]["id"].as_str().unwrap().to_owned();
    let admin = app.sign_in("admin").await;
    assert_eq!(admin.post(&format!("/api/devices/{device}/revoke"), &json!({})).await.status.as_u16() / 100, 2);
    assert_eq!(thief.get("/api/session").await.status, 401);
}

#[tokio::test]
async fn a_flood_of_sign_ins_is_turned_away_and_nobody_else_waits_for_it() {
    let app = TestApp::with_team().await;
    let anna = app.sign_in("anna").await;
    let places: Vec<_> = std::iter::from_fn(|| app.app.passwords.place()).collect();
    assert_eq!(places.len(), 64);
    let turned_away = sign_in(&app, "ben", PASSWORD).await;
    assert_eq!(turned_away.error(), (503, "busy".to_owned()));
    assert_eq!(turned_away.header("retry-after"), "2");
    assert_eq!(anna.get("/api/session").await.status, 200);
    drop(places);
    assert_eq!(sign_in(&app, "ben", PASSWORD).await.status, 200);
}
