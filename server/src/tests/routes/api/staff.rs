//! `/api/staff` and the revocation of devices.

use crate::events::Ended;
use crate::tests::app::{Actor, TestApp};
use serde_json::{Value, json};

async fn person(actor: &Actor<'_>, login: &str) -> Value {
    let everybody = actor.get("/api/staff").await.json();
    everybody["people"].as_array().unwrap().iter().find(|it| it["login"] == login).cloned().unwrap_or_default()
}

#[tokio::test]
async fn only_manager_and_admin_look_after_people_and_the_manager_not_after_managers() {
    let app = TestApp::with_team().await;
    for login in ["anna", "finance", "reception"] {
        let actor = app.sign_in(login).await;
        assert_eq!(actor.get("/api/staff").await.status, 404, "{login}");
        let new = json!({ "login": "dora", "name": "朵拉", "role": "advisor" });
        assert_eq!(actor.post("/api/staff", &new).await.status, 404, "{login}");
    }
    let (manager, admin) = (app.sign_in("manager").await, app.sign_in("admin").await);
    let boss = json!({ "login": "dora", "name": "朵拉", "role": "manager" });
    assert_eq!(manager.post("/api/staff", &boss).await.status, 404);
    assert_eq!(person(&manager, "admin").await["yours"], false);
    let it = person(&manager, "admin").await["id"].as_str().unwrap().to_owned();
    assert_eq!(manager.post(&format!("/api/staff/{it}"), &json!({ "disabled": true })).await.status, 404);
    assert_eq!(manager.post(&format!("/api/staff/{it}/password"), &json!({})).await.status, 404);
    assert_eq!(admin.post("/api/staff", &boss).await.status, 201);
    assert_eq!(admin.post("/api/staff", &boss).await.error(), (409, "taken".to_owned()));
    let stranger = person(&app.sign_in("stranger").await, "anna").await;
    assert_eq!(stranger, Value::Null, "another store's people are nobody's");
}

#[tokio::test]
async fn a_new_advisor_signs_in_with_the_told_password_and_has_a_book() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let told = manager.post("/api/staff", &json!({ "login": "dora", "name": "朵拉", "role": "advisor" })).await.json();
    let password = told["password"].as_str().unwrap();
    assert_eq!(password.len(), 19, "{password}");
    let login = json!({ "login": "dora", "password": password });
    let session = app.anonymous().post("/api/session", &login).await;
    assert_eq!(session.status, 200, "{}", session.text());
    assert!(session.json()["book"].as_str().unwrap().starts_with("automerge:"));
    let bad = json!({ "login": "D", "name": "朵拉", "role": "advisor" });
    assert_eq!(manager.post("/api/staff", &bad).await.error(), (422, "invalid".to_owned()));
    // A new password ends the sessions of the old one.
    let it = person(&manager, "dora").await["id"].as_str().unwrap().to_owned();
    let fresh = manager.post(&format!("/api/staff/{it}/password"), &json!({})).await.json();
    assert_ne!(fresh["password"], password);
    assert_eq!(app.anonymous().post("/api/session", &login).await.status, 401);
}

#[tokio::test]
async fn who_is_out_is_out_at_once_and_nobody_shuts_themselves_out() {
    let app = TestApp::with_team().await;
    let (manager, anna) = (app.sign_in("manager").await, app.sign_in("anna").await);
    let it = person(&manager, "anna").await["id"].as_str().unwrap().to_owned();
    let mut ended = app.app.events.ended();
    let path = format!("/api/staff/{it}");
    assert_eq!(manager.post(&path, &json!({ "disabled": true })).await.status, 204);
    assert!(matches!(ended.try_recv(), Ok(Some(Ended::Staff(_)))));
    assert_eq!(anna.get("/api/session").await.status, 401);
    assert_eq!(person(&manager, "anna").await["disabled"], true);
    assert_eq!(manager.post(&path, &json!({ "disabled": false, "name": "王安安" })).await.status, 204);
    assert_eq!(person(&manager, "anna").await["name"], "王安安");
    let own = person(&manager, "manager").await["id"].as_str().unwrap().to_owned();
    let shut = manager.post(&format!("/api/staff/{own}"), &json!({ "disabled": true })).await;
    assert_eq!(shut.error(), (409, "oneself".to_owned()));
    let lines = manager.get("/api/audit").await.json()["lines"].clone();
    let said: Vec<_> = lines.as_array().unwrap().iter().map(|it| (it["what"].clone(), it["about"].clone())).collect();
    let expected = ["staff_renamed", "staff_enabled", "staff_disabled"].map(|it| (json!(it), json!("anna")));
    assert_eq!(said, expected);
}

#[tokio::test]
async fn a_revoked_device_has_no_session_and_cannot_come_back() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let anna = app.sign_in("anna").await;
    let device = anna.post("/api/devices", &json!({ "name": "展厅平板" })).await.json();
    let id = device["id"].as_str().unwrap().to_owned();
    let known = person(&manager, "anna").await["devices"].clone();
    assert!(known.as_array().unwrap().iter().any(|it| it["name"] == "展厅平板" && it["revoked"] == false), "{known}");
    assert_eq!(anna.post(&format!("/api/devices/{id}/revoke"), &json!({})).await.status, 404);
    let mut ended = app.app.events.ended();
    assert_eq!(manager.post(&format!("/api/devices/{id}/revoke"), &json!({})).await.status, 204);
    assert!(matches!(ended.try_recv(), Ok(Some(Ended::Device(_)))));
    assert_eq!(anna.get("/api/session").await.status, 401);
    assert_eq!(manager.post("/api/devices/nobodys/revoke", &json!({})).await.status, 404);
}
