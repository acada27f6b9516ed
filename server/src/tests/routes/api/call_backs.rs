//! `/api/call-backs`.

use super::deliveries::{delivered, told};
use crate::projector;
use crate::tests::app::TestApp;
use domain::fact::Body;
use domain::fact::order::{Answer, Call};
use domain::id::FactId;
use serde_json::json;

fn path(order: FactId) -> String {
    format!("/api/call-backs/{order}")
}

#[tokio::test]
async fn the_manager_asks_after_seven_days_and_the_desk_says_what_was_answered() {
    let app = TestApp::with_team().await;
    let (customer, order) = delivered(&app, 1).await;
    let manager = app.sign_in("manager").await;
    let list = manager.get("/api/call-backs").await.json();
    let item = json!({
        "order": order.to_string(),
        "call": "seventh",
        "due": "2026-03-09",
        "tried": 0,
        "name": "客户1",
        "phone": "13800001234",
        "model": "星越L",
        "delivered": "2026-03-02T02:02:00.000Z",
        "advisor_name": "王安",
    });
    // The customer may be one of the sample that is called after thirty days, too.
    assert_eq!(list["call_backs"][0], item);
    let said = json!({ "call": "seventh", "answer": "not_reached", "note": " 无人接听 " });
    assert_eq!(manager.post(&path(order), &said).await.status, 204);
    projector::catch_up(&app.app).await.unwrap();
    assert_eq!(manager.get("/api/call-backs").await.json()["call_backs"][0]["tried"], json!(1));
    app.pass(60_000);
    let said = json!({ "call": "seventh", "answer": "complains" });
    assert_eq!(manager.post(&path(order), &said).await.status, 204);
    projector::catch_up(&app.app).await.unwrap();
    let Some((_, Body::ManagerCalled(called))) = told(&app, customer).await.pop() else { panic!("a call") };
    assert_eq!((called.call, called.answer, called.by), (Call::Seventh, Answer::Complains, Some(app.staff["manager"])));
    assert_eq!(manager.post(&path(order), &said).await.status, 404, "it was answered");
    let open = manager.get("/api/call-backs").await.json();
    assert!(open["call_backs"].as_array().unwrap().iter().all(|it| it["call"] != json!("seventh")));
}

#[tokio::test]
async fn nobody_else_asks_and_what_the_owner_asks_the_manager_does_not_answer() {
    let app = TestApp::with_team().await;
    let (_, order) = delivered(&app, 1).await;
    let said = json!({ "call": "seventh", "answer": "content" });
    for login in ["anna", "finance", "reception", "admin"] {
        let actor = app.sign_in(login).await;
        let before = app.store.calls();
        assert_eq!(actor.get("/api/call-backs").await.status, 404, "{login}");
        assert_eq!(actor.post(&path(order), &said).await.status, 404, "{login}");
        assert_eq!(app.store.calls() - before, 2, "only the sessions");
    }
    let stranger = app.sign_in("stranger").await;
    assert_eq!(stranger.get("/api/call-backs").await.json()["call_backs"], json!([]));
    assert_eq!(stranger.post(&path(order), &said).await.status, 404);
    let manager = app.sign_in("manager").await;
    let owners = json!({ "call": "third", "answer": "content" });
    assert_eq!(manager.post(&path(order), &owners).await.status, 404);
    assert_eq!(manager.post(&path(order), &json!({ "call": "seventh" })).await.error().0, 422);
}
