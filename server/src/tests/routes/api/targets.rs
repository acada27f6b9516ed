//! `/api/targets/{month}`: set, kept with what was before, and not touched when the month is over.

use crate::tests::app::{TestApp, at};
use serde_json::json;

#[tokio::test]
async fn targets_hold_and_what_was_set_before_is_kept() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let anna = app.staff["anna"].to_string();
    for orders in [5, 7] {
        let wish = json!({ "staff": anna, "orders": orders, "cards": 20 });
        assert_eq!(manager.post("/api/targets/2026-03", &wish).await.status, 204);
        app.pass(1_000);
    }
    let wish = json!({ "staff": app.staff["ben"].to_string(), "orders": 3 });
    assert_eq!(manager.post("/api/targets/2026-03", &wish).await.status, 204);
    let targets = manager.get("/api/targets/2026-03").await.json();
    let of_anna = &targets["advisors"][0];
    let goals = |orders: u32| json!({ "cards": 20, "test_drives": null, "orders": orders, "deliveries": null });
    assert_eq!((&of_anna["goals"], &of_anna["former"][0]["goals"]), (&goals(7), &goals(5)));
    assert_eq!((&targets["total"], &targets["open"]), (&goals(10), &json!(true)));
    assert_eq!(manager.get("/api/team").await.json()["advisors"][0]["goals"], goals(7));
    let lines = manager.get("/api/audit?what=target_changed").await.json();
    assert_eq!(lines["lines"][1]["about"], "anna · 2026-03 · 20 / – / 7 / –");
    // The month is over: nothing moves it.
    app.set_clock("2026-04-01T00:00:00+08:00");
    let late = json!({ "staff": anna, "orders": 1 });
    assert_eq!(manager.post("/api/targets/2026-03", &late).await.error(), (422, "invalid".to_owned()));
    let targets = manager.get("/api/targets/2026-03").await.json();
    assert_eq!((&targets["advisors"][0]["goals"], &targets["open"]), (&goals(7), &json!(false)));
}

#[tokio::test]
async fn figures_of_the_month_count_for_whoever_owned_the_customer_then() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, at("2026-03-02T09:00:00+08:00")).await;
    app.pass(60_000);
    let wish = json!({ "ruling": "hand_over", "to": app.staff["ben"].to_string() });
    app.sign_in("manager").await.post(&format!("/api/locks/{customer}/ruling"), &wish).await;
    crate::projector::catch_up(&app.app).await.unwrap();
    let team = app.sign_in("manager").await.get("/api/team").await.json();
    let told = |number: usize| (&team["advisors"][number]["new_this_month"], &team["advisors"][number]["moved"]);
    assert_eq!(told(0), (&json!(1), &json!({ "up": 0, "down": 0, "in": 1, "out": 1 })));
    assert_eq!(told(1), (&json!(0), &json!({ "up": 0, "down": 0, "in": 1, "out": 0 })));
    assert_eq!(team["advisors"][0]["days_at_work"], 2);
}

#[tokio::test]
async fn nobody_else_sets_targets_and_nothing_strange_is_taken() {
    let app = TestApp::with_team().await;
    let manager = app.sign_in("manager").await;
    let wish = json!({ "staff": app.staff["anna"].to_string(), "orders": 5 });
    let unknown = app.sign_in("anna").await.get("/api/nothing").await;
    for login in ["anna", "finance", "reception", "admin", "stranger"] {
        let actor = app.sign_in(login).await;
        let answer = actor.post("/api/targets/2026-03", &wish).await;
        assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body), "{login}");
        if login != "stranger" {
            assert_eq!(actor.get("/api/targets/2026-03").await.body, unknown.body, "{login}");
        }
    }
    assert_eq!(manager.post("/api/targets/2026-13", &wish).await.status, 404);
    assert_eq!(manager.post("/api/targets/2027-04", &wish).await.error(), (422, "invalid".to_owned()));
    let huge = json!({ "staff": app.staff["anna"].to_string(), "orders": 10_000 });
    assert_eq!(manager.post("/api/targets/2026-03", &huge).await.error(), (422, "invalid".to_owned()));
    assert_eq!(manager.get("/api/targets/2026-03").await.json()["advisors"][0]["former"], json!([]));
}
