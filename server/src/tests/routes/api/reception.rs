//! `/api/reception`.

use crate::projector::catch_up;
use crate::tests::app::{TestApp, at};
use serde_json::{Value, json};

fn next(register: &Value) -> &str {
    register["turn"][0]["name"].as_str().unwrap()
}

#[tokio::test]
async fn new_visitors_go_round_and_who_is_with_a_party_waits() {
    let app = TestApp::with_team().await;
    let desk = app.sign_in("reception").await;
    let first = next(&desk.get("/api/reception").await.json()).to_owned();
    let made = desk.post("/api/reception", &json!({ "purpose": "look", "party": 3 })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let arrival = made.json();
    assert_eq!((&arrival["by_turn"], &arrival["again"], &arrival["name"]), (&json!(true), &json!(false), &json!("")));
    let register = desk.get("/api/reception").await.json();
    assert_ne!(next(&register), first);
    assert_eq!(register["turn"].as_array().unwrap().last().unwrap()["out"], "busy");
    assert_eq!((&register["total"], &register["here"], &register["capture_rate"]), (&json!(1), &json!(1), &json!(0)));
    let path = format!("/api/reception/{}", arrival["id"].as_str().unwrap());
    assert_eq!(desk.post(&path, &json!({ "left": true })).await.status, 200);
    let register = desk.get("/api/reception").await.json();
    assert_eq!(register["here"], 0);
    assert_eq!(
        register["turn"].as_array().unwrap().last().unwrap(),
        &json!({ "advisor": arrival["advisor"], "name": first, "out": null })
    );
}

#[tokio::test]
async fn who_comes_again_goes_to_the_own_advisor_and_uses_no_turn() {
    let app = TestApp::with_team().await;
    app.create("ben", 1, at("2026-03-01T09:00:00+08:00")).await;
    catch_up(&app.app).await.unwrap();
    let desk = app.sign_in("reception").await;
    let asked = json!({ "purpose": "drive", "phone": "+86 138-0000-1234" });
    let arrival = desk.post("/api/reception", &asked).await.json();
    let line = desk.get("/api/reception").await.json()["arrivals"][0].clone();
    assert_eq!(line["advisor_name"], "李本", "{line}");
    assert_eq!((&arrival["again"], &arrival["by_turn"]), (&json!(true), &json!(false)));
    assert!(arrival["customer"].is_string());
    assert!(!line.to_string().contains("138"), "the number is not kept: {line}");
}

#[tokio::test]
async fn an_anonymous_arrival_is_bound_to_a_card_of_the_day_later() {
    let app = TestApp::with_team().await;
    let desk = app.sign_in("reception").await;
    let arrival = desk.post("/api/reception", &json!({ "purpose": "look" })).await.json();
    let customer = app.create("anna", 1, app.app.clock.now()).await;
    catch_up(&app.app).await.unwrap();
    let register = desk.get("/api/reception").await.json();
    assert_eq!(register["cards"][0]["bound"], false, "{register}");
    let path = format!("/api/reception/{}", arrival["id"].as_str().unwrap());
    assert_eq!(desk.post(&path, &json!({ "customer": customer })).await.status, 200);
    let register = desk.get("/api/reception").await.json();
    assert_eq!((&register["cards"][0]["bound"], &register["capture_rate"]), (&json!(true), &json!(100)));
    assert_eq!(desk.post(&path, &json!({ "customer": "01JQ000000000000000000000Z" })).await.status, 404);
}

#[tokio::test]
async fn only_reception_and_manager_keep_the_register_and_only_their_own() {
    let app = TestApp::with_team().await;
    let desk = app.sign_in("reception").await;
    let arrival = desk.post("/api/reception", &json!({ "purpose": "look" })).await.json();
    for login in ["anna", "finance", "admin"] {
        let actor = app.sign_in(login).await;
        assert_eq!(actor.get("/api/reception").await.status, 404, "{login}");
        assert_eq!(actor.post("/api/reception", &json!({ "purpose": "look" })).await.status, 404, "{login}");
    }
    let path = format!("/api/reception/{}", arrival["id"].as_str().unwrap());
    let stranger = app.sign_in("stranger").await;
    assert_eq!(stranger.post(&path, &json!({ "left": true })).await.status, 404);
    assert_eq!(stranger.get("/api/reception").await.json()["total"], 0);
    for bad in [
        json!({ "purpose": "look", "party": 0 }),
        json!({ "purpose": "steal" }),
        json!({ "purpose": "look", "name": "长".repeat(201) }),
    ] {
        assert_eq!(desk.post("/api/reception", &bad).await.status, 422, "{bad}");
    }
}
