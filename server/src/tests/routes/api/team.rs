//! `/api/team` and its events.

use crate::store::{Accounts, DeviceRow};
use crate::tests::app::{TestApp, at, monday};
use axum::body::Body;
use axum::http::Method;
use domain::id::DeviceId;
use domain::instant::Instant;
use expect_test::expect;
use futures::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;

/// Anna has one customer of today, one who locks tonight and one who locked last night; Ben has one that is done.
async fn app() -> TestApp {
    let app = TestApp::with_team().await;
    for (login, number, created) in [
        ("anna", 1, "2026-03-02T09:00"),
        ("anna", 2, "2026-02-26T09:00"),
        ("anna", 3, "2026-02-25T09:00"),
        ("ben", 4, "2026-02-26T09:00"),
    ] {
        let customer = app.create(login, number, at(&format!("{created}:00+08:00"))).await;
        if number == 4 {
            app.call("ben", customer, monday().plus(-Instant::HOUR)).await;
        }
    }
    app
}

fn strip(team: &mut Value) {
    for advisor in team["advisors"].as_array_mut().unwrap() {
        advisor["id"] = json!("[id]");
    }
}

#[tokio::test]
async fn the_manager_sees_where_each_advisor_stands() {
    let app = app().await;
    let manager = app.sign_in("manager").await;
    let mut team = manager.get("/api/team").await.json();
    strip(&mut team);
    expect![[r#"
        {
          "advisors": [
            {
              "days_at_work": 2,
              "deliveries": 0,
              "done_today": 0,
              "due_today": 1,
              "due_tomorrow": 0,
              "goals": {
                "cards": null,
                "deliveries": null,
                "orders": null,
                "test_drives": null
              },
              "id": "[id]",
              "last_seen": null,
              "levels": {
                "P0": 0,
                "P1": 0,
                "P2": 3,
                "P3": 0,
                "P4": 0
              },
              "locked": 1,
              "moved": {
                "down": 0,
                "in": 1,
                "out": 0,
                "up": 0
              },
              "name": "王安",
              "new_this_month": 1,
              "online": false,
              "orders": 0,
              "orders_signed": 0,
              "overdue": 1,
              "periods_done": 0,
              "periods_due": 1,
              "test_drives": 0,
              "timeliness": 0,
              "unconfirmed": 3,
              "unconfirmed_late": 2,
              "unknown": 0,
              "unknown_since": null,
              "unsynced": false
            },
            {
              "days_at_work": 2,
              "deliveries": 0,
              "done_today": 1,
              "due_today": 0,
              "due_tomorrow": 0,
              "goals": {
                "cards": null,
                "deliveries": null,
                "orders": null,
                "test_drives": null
              },
              "id": "[id]",
              "last_seen": null,
              "levels": {
                "P0": 0,
                "P1": 0,
                "P2": 1,
                "P3": 0,
                "P4": 0
              },
              "locked": 0,
              "moved": {
                "down": 0,
                "in": 0,
                "out": 0,
                "up": 0
              },
              "name": "李本",
              "new_this_month": 0,
              "online": false,
              "orders": 0,
              "orders_signed": 0,
              "overdue": 0,
              "periods_done": 1,
              "periods_due": 1,
              "test_drives": 0,
              "timeliness": 100,
              "unconfirmed": 1,
              "unconfirmed_late": 1,
              "unknown": 0,
              "unknown_since": null,
              "unsynced": false
            }
          ],
          "as_of": "2026-03-02T02:00:00.000Z",
          "store": "滨江店"
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&team).unwrap());
}

#[tokio::test]
async fn another_stores_manager_sees_the_other_store() {
    let app = app().await;
    let team = app.sign_in("stranger").await.get("/api/team").await.json();
    let names: Vec<&str> = team["advisors"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!((&team["store"], names), (&json!("城东店"), vec!["陈卡"]));
}

#[tokio::test]
async fn a_device_that_was_here_and_kept_something_is_shown() {
    let app = app().await;
    let (anna, now) = (app.staff["anna"], monday());
    let row = DeviceRow {
        id: DeviceId("d".repeat(24)),
        staff: anna,
        name: "平板".to_owned(),
        enrolled: now.plus(-Instant::DAY),
        synced: Some(now.plus(-Instant::HOUR)),
        seen: Some(now.plus(-Instant::HOUR)),
        revoked: false,
    };
    app.store.create_device(&row, [0; 32]).await.unwrap();
    let manager = app.sign_in("manager").await;
    let anna = async || {
        let team = manager.get("/api/team").await.json();
        team["advisors"].as_array().unwrap().iter().find(|it| it["name"] == "王安").unwrap().clone()
    };
    let before = anna().await;
    assert_eq!((&before["unsynced"], &before["last_seen"]), (&json!(false), &json!("2026-03-02T01:00:00.000Z")));
    app.store.seen(&[(row.id.clone(), now)]).await.unwrap();
    let after = anna().await;
    assert_eq!((&after["unsynced"], &after["last_seen"]), (&json!(true), &json!("2026-03-02T02:00:00.000Z")));
    let presence = app.app.online.enter(app.staff["anna"]);
    assert_eq!(anna().await["online"], true);
    drop(presence);
    assert_eq!(anna().await["online"], false);
}

#[tokio::test]
async fn events_tell_the_state_at_once_and_again_when_it_changes() {
    let app = app().await;
    let manager = app.sign_in("manager").await;
    let request = manager.request(Method::GET, "/api/team/events").body(Body::empty()).unwrap();
    let response = app.stream(request).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let mut next = async || {
        let chunk = tokio::time::timeout(Duration::from_secs(10), stream.next()).await.unwrap().unwrap().unwrap();
        let text = String::from_utf8(chunk.to_vec()).unwrap();
        let (event, data) = text.trim().split_once('\n').unwrap();
        let data: Value = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        (event.strip_prefix("event: ").unwrap().to_owned(), data)
    };
    let (event, data) = next().await;
    assert_eq!((event.as_str(), data["advisors"].as_array().unwrap().len()), ("team", 2));
    let (event, data) = next().await;
    assert_eq!((event.as_str(), data["locks"].as_array().unwrap().len()), ("locks", 1));
    app.create("ben", 9, monday()).await;
    let (event, data) = next().await;
    assert_eq!((event.as_str(), &data["advisors"][1]["levels"]["P2"]), ("team", &json!(2)));
    // Time alone changes them, too: at midnight the next customer locks.
    app.set_clock("2026-03-03T00:00:00+08:00");
    app.app.events.figures_changed();
    assert_eq!(next().await.0, "team");
    let (event, data) = next().await;
    assert_eq!((event.as_str(), data["locks"].as_array().unwrap().len()), ("locks", 2));
    app.app.events.drain();
    assert!(tokio::time::timeout(Duration::from_secs(10), stream.next()).await.unwrap().is_none());
}

#[tokio::test]
async fn the_manager_sees_an_advisors_customers() {
    let app = TestApp::with_team().await;
    let late = app.create("anna", 1, at("2026-02-25T09:00:00+08:00")).await;
    let early = app.create("anna", 2, at("2026-03-01T09:00:00+08:00")).await;
    app.create("ben", 3, at("2026-03-01T09:00:00+08:00")).await;
    let path = format!("/api/team/{}/customers", app.staff["anna"]);
    let answer = app.sign_in("manager").await.get(&path).await.json();
    let list = answer["customers"].as_array().unwrap();
    let ids: Vec<&serde_json::Value> = list.iter().map(|it| &it["customer"]).collect();
    assert_eq!(ids, [&serde_json::json!(late.to_string()), &serde_json::json!(early.to_string())]);
    assert_eq!((&list[0]["locked"], &list[1]["locked"]), (&true.into(), &false.into()));
    assert_eq!((&answer["advisor_name"], &list[1]["due"]), (&"王安".into(), &"2026-03-05".into()));
    assert_eq!(list[0]["phone_masked"], "138****1234");
    assert_eq!((&list[0]["unknown_since"], &list[1]["unknown_since"]), (&Value::Null, &Value::Null));
    // The look stands in the record, once a day.
    let manager = app.sign_in("manager").await;
    let looks = async || {
        manager.get(&path).await;
        manager.get("/api/audit?what=customers_seen").await.json()["lines"].as_array().unwrap().len()
    };
    assert_eq!((looks().await, looks().await), (1, 1));
    assert_eq!(manager.get("/api/audit?what=customers_seen").await.json()["lines"][0]["about"], "anna");
    app.set_clock("2026-03-03T09:00:00+08:00");
    assert_eq!(looks().await, 2);
}

#[tokio::test]
async fn nobody_else_sees_an_advisors_customers() {
    let app = TestApp::with_team().await;
    app.create("anna", 1, at("2026-02-25T09:00:00+08:00")).await;
    let path = format!("/api/team/{}/customers", app.staff["anna"]);
    let unknown = app.sign_in("anna").await.get("/api/nothing").await;
    for login in ["anna", "ben", "finance", "reception", "admin", "stranger", "carl"] {
        let answer = app.sign_in(login).await.get(&path).await;
        assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body), "{login}");
    }
    assert_eq!(app.sign_in("manager").await.get("/api/team/nobody/customers").await.status, 404);
    assert_eq!(app.anonymous().get(&path).await.error(), (401, "signed_out".to_owned()));
}
