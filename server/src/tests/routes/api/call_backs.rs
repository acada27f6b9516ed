//! `/api/call-backs`.

use super::deliveries::{delivered, told};
use crate::projector;
use crate::tests::app::TestApp;
use domain::fact::Body;
use domain::fact::order::{Answer, Call, CalledBack};
use domain::id::FactId;
use serde_json::{Value, json};

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
    assert_eq!(manager.get("/api/call-backs").await.json()["call_backs"][0]["tried"], json!(1));
    app.pass(60_000);
    let said = json!({ "call": "seventh", "answer": "complains" });
    assert_eq!(manager.post(&path(order), &said).await.status, 204);
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

#[tokio::test]
async fn what_is_answered_comes_together_as_averages_of_the_last_days() {
    let app = TestApp::with_team().await;
    let (customer, order) = delivered(&app, 1).await;
    let manager = app.sign_in("manager").await;
    let third = CalledBack {
        order,
        call: Call::Third,
        answer: Answer::Content,
        note: String::new(),
        scores: [("satisfaction".to_owned(), 5)].into(),
        said: [("condition".to_owned(), "都好".to_owned())].into(),
        by: None,
    };
    app.pass(60_000);
    app.write("anna", customer, app.app.clock.now(), Body::CalledBack(third)).await;
    let said = json!({ "call": "seventh", "answer": "complains", "scores": { "satisfaction": 2, "recommend": 6 }, "said": { "better": "快一点" } });
    assert_eq!(manager.post(&path(order), &said).await.status, 204);
    projector::catch_up(&app.app).await.unwrap();
    let Some((_, Body::ManagerCalled(called))) = told(&app, customer).await.pop() else { panic!("a call") };
    assert_eq!((called.scores["recommend"], called.said["better"].as_str()), (6, "快一点"));
    let told = manager.get("/api/call-backs").await.json();
    let line = |code: &str, zh: &str, en: &str, scale: &str, answers: u32, low: u32, average: Value| json!({ "code": code, "zh": zh, "en": en, "scale": scale, "answers": answers, "low": low, "average": average });
    let expected = [
        line("satisfaction", "总体满意度", "Overall satisfaction", "five", 2, 1, json!(3.5)),
        line("condition", "用车情况", "How the car is", "words", 1, 0, json!(null)),
        line("delivery", "交车讲解", "Explanation at the delivery", "five", 0, 0, json!(null)),
        line("recommend", "推荐意愿", "Would recommend us", "ten", 1, 1, json!(6.0)),
        line("better", "改进建议", "What to do better", "words", 1, 0, json!(null)),
    ];
    assert_eq!((&told["since"], &told["questions"]), (&json!("2025-12-03"), &json!(expected)));
    // Forty days later a month does not reach back to it.
    app.pass(40 * 86_400_000);
    let manager = app.sign_in("manager").await;
    let later = manager.get("/api/call-backs?days=30").await.json();
    assert!(later["questions"].as_array().unwrap().iter().all(|it| it["answers"] == json!(0)), "{later}");
    let still = manager.get("/api/call-backs?days=90").await.json();
    assert_eq!(still["questions"][0]["average"], json!(3.5));
}

#[tokio::test]
async fn an_answer_fits_a_question_of_the_call_and_days_can_be_counted() {
    let app = TestApp::with_team().await;
    let (_, order) = delivered(&app, 1).await;
    let manager = app.sign_in("manager").await;
    for (answer, scores) in [
        ("content", json!({ "satisfaction": 6 })),
        ("content", json!({ "satisfaction": -1 })),
        ("content", json!({ "weather": 1 })),
        ("not_reached", json!({ "satisfaction": 3 })),
    ] {
        let said = json!({ "call": "seventh", "answer": answer, "scores": scores });
        assert_eq!(manager.post(&path(order), &said).await.error().0, 422, "{said}");
    }
    for (days, status) in [("0", 422), ("367", 422), ("many", 400), ("366", 200)] {
        assert_eq!(manager.get(&format!("/api/call-backs?days={days}")).await.status, status, "{days}");
    }
}
