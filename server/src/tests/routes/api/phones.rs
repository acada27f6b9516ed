//! `/api/phones`.

use crate::phones;
use crate::projector::catch_up;
use crate::tests::app::{TestApp, at};
use domain::phone::Prints;
use serde_json::json;

/// Anna has one customer, whose number is that of all test customers.
async fn with_customer() -> TestApp {
    let app = TestApp::with_team().await;
    app.create("anna", 1, at("2026-03-01T09:00:00+08:00")).await;
    catch_up(&app.app).await.unwrap();
    app
}

const NUMBER: &str = "+86 138-0000-1234";

#[tokio::test]
async fn a_device_learns_whether_a_number_may_be_known_and_none_of_the_numbers() {
    let app = with_customer().await;
    let told = app.sign_in("ben").await.get("/api/phones").await.json();
    let text = told["prints"].as_str().unwrap().to_owned();
    assert!(!text.contains("13800001234"), "{text}");
    assert_eq!(text.len(), 32 + 5, "a key and one fingerprint of 20 bits");
    let prints = Prints::parse(&text).unwrap();
    assert!(prints.may_know(NUMBER));
    assert!(!prints.may_know("13800001235"));
    let foreign = app.sign_in("carl").await.get("/api/phones").await.json();
    assert!(
        !Prints::parse(foreign["prints"].as_str().unwrap()).unwrap().may_know(NUMBER),
        "another store knows nothing"
    );
    for login in ["finance", "reception", "admin"] {
        assert_eq!(app.sign_in(login).await.get("/api/phones").await.status, 404, "{login}");
        assert_eq!(
            app.sign_in(login).await.post("/api/phones", &json!({ "phone": NUMBER })).await.status,
            404,
            "{login}"
        );
    }
}

#[tokio::test]
async fn who_asks_is_told_the_owner_and_stands_in_the_record() {
    let app = with_customer().await;
    let ben = app.sign_in("ben").await;
    let whose = ben.post("/api/phones", &json!({ "phone": NUMBER })).await.json();
    assert_eq!((&whose["known"], &whose["owner_name"]), (&json!(true), &json!("王安")), "{whose}");
    assert!(!whose.to_string().contains("138"), "{whose}");
    assert_eq!(ben.post("/api/phones", &json!({ "phone": "13800001235" })).await.json()["known"], false);
    assert_eq!(app.sign_in("carl").await.post("/api/phones", &json!({ "phone": NUMBER })).await.json()["known"], false);
    let lines = app.sign_in("manager").await.get("/api/audit").await.json();
    let asked = lines["lines"].as_array().unwrap().iter().filter(|it| it["what"] == phones::ASKED);
    assert_eq!(asked.count(), 2, "{lines}");
}

#[tokio::test]
async fn the_days_questions_are_limited() {
    let app = with_customer().await;
    let ben = app.sign_in("ben").await;
    for number in 0..50 {
        assert_eq!(ben.post("/api/phones", &json!({ "phone": format!("139{number:08}") })).await.status, 200);
    }
    let asked = json!({ "phone": NUMBER });
    assert_eq!(ben.post("/api/phones", &asked).await.error(), (409, "asked_too_often".to_owned()));
    assert_eq!(app.sign_in("anna").await.post("/api/phones", &asked).await.status, 200);
    app.set_clock("2026-03-03T00:00:00+08:00");
    assert_eq!(ben.post("/api/phones", &asked).await.status, 200);
}
