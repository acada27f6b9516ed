//! `/api/team/{advisor}/hand-over`: all of an advisor's customers, or nobody.

use crate::projector::catch_up;
use crate::tests::app::{Answer, TestApp, at};
use domain::id::CustomerId;
use serde_json::{Value, json};

/// Anna has a locked customer and two others.
async fn app() -> (TestApp, Vec<CustomerId>) {
    let app = TestApp::with_team().await;
    let mut all = Vec::new();
    for (number, created) in [(1, "2026-02-25T09:00"), (2, "2026-03-01T09:00"), (3, "2026-03-02T09:00")] {
        all.push(app.create("anna", number, at(&format!("{created}:00+08:00"))).await);
    }
    (app, all)
}

async fn ask(app: &TestApp) -> Value {
    app.sign_in("manager").await.get(&path(app)).await.json()
}

fn path(app: &TestApp) -> String {
    format!("/api/team/{}/hand-over", app.staff["anna"])
}

/// Everybody to one person, as they were seen.
fn all_to(app: &TestApp, offer: &Value, login: &str) -> Value {
    let to = app.staff[login].to_string();
    let going =
        |it: &Value| json!({ "customer": it["customer"], "to": to, "level": it["level"], "after": it["ruling"] });
    let going: Vec<Value> = offer["customers"].as_array().unwrap().iter().map(going).collect();
    json!({ "going": going, "note": "离职" })
}

async fn post(app: &TestApp, login: &str, body: &Value) -> Answer {
    let answer = app.sign_in(login).await.post(&path(app), body).await;
    catch_up(&app.app).await.unwrap();
    answer
}

async fn names(app: &TestApp, login: &str) -> usize {
    let path = format!("/api/team/{}/customers", app.staff[login]);
    app.sign_in("manager").await.get(&path).await.json()["customers"].as_array().unwrap().len()
}

#[tokio::test]
async fn everybody_goes_with_the_whole_history_and_is_due_tomorrow() {
    let (app, customers) = app().await;
    let call = app.call("anna", customers[1], at("2026-03-01T15:00:00+08:00")).await;
    let offer = ask(&app).await;
    assert_eq!((&offer["advisor_name"], offer["customers"].as_array().unwrap().len()), (&json!("王安"), 3));
    let receivers: Vec<&Value> = offer["receivers"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(receivers, ["李本", "周经理"]);
    let answer = post(&app, "manager", &all_to(&app, &offer, "ben")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let received = &answer.json()["received"][0];
    assert_eq!(
        (&received["name"], &received["levels"]["P2"], &received["locked"]),
        (&json!("李本"), &json!(3), &json!(1))
    );
    assert_eq!((names(&app, "anna").await, names(&app, "ben").await), (0, 3));
    let manager = app.sign_in("manager").await;
    let card = manager.get(&format!("/api/customers/{}", customers[1])).await.json();
    assert_eq!(card["view"]["follow_up"]["due"], "2026-03-03");
    assert!(card["view"]["entries"].as_array().unwrap().iter().any(|it| it["id"] == call.to_string()));
    let lines = manager.get("/api/audit?what=all_handed_over").await.json();
    assert_eq!(lines["lines"][0]["about"], "anna · 3");
}

#[tokio::test]
async fn of_two_managers_one_is_told_that_nothing_was_done() {
    let (app, _) = app().await;
    let offer = ask(&app).await;
    let manager = app.sign_in("manager").await;
    let (path, to_ben, to_manager) = (path(&app), all_to(&app, &offer, "ben"), all_to(&app, &offer, "manager"));
    let (one, other) = futures::join!(manager.post(&path, &to_ben), manager.post(&path, &to_manager));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    catch_up(&app.app).await.unwrap();
    let owners = [names(&app, "ben").await, names(&app, "manager").await];
    assert!(owners == [3, 0] || owners == [0, 3], "{owners:?}");
    assert_eq!(post(&app, "manager", &to_ben).await.error(), (409, "changed".to_owned()));
}

#[tokio::test]
async fn what_has_changed_since_is_not_handed_over_unseen() {
    let (app, customers) = app().await;
    let offer = ask(&app).await;
    // One more card than was seen.
    let newer = app.create("anna", 4, at("2026-03-02T09:30:00+08:00")).await;
    assert_eq!(post(&app, "manager", &all_to(&app, &offer, "ben")).await.error(), (409, "changed".to_owned()));
    let offer = ask(&app).await;
    // A ruling that was not seen.
    let ruling = json!({ "ruling": "hand_over", "to": app.staff["ben"].to_string() });
    app.sign_in("manager").await.post(&format!("/api/locks/{newer}/ruling"), &ruling).await;
    catch_up(&app.app).await.unwrap();
    assert_eq!(post(&app, "manager", &all_to(&app, &offer, "ben")).await.error(), (409, "changed".to_owned()));
    // Another level than was seen, and nobody who can receive.
    let offer = ask(&app).await;
    let mut wrong = all_to(&app, &offer, "ben");
    wrong["going"][0]["level"] = json!("P1");
    assert_eq!(post(&app, "manager", &wrong).await.error(), (409, "changed".to_owned()));
    let outside = post(&app, "manager", &all_to(&app, &offer, "carl")).await;
    assert_eq!(outside.json()["errors"][0]["objection"], "unknown_person");
    assert_eq!(names(&app, "anna").await, customers.len());
}

#[tokio::test]
async fn nobody_else_hands_over() {
    let (app, _) = app().await;
    let body = all_to(&app, &ask(&app).await, "ben");
    let unknown = app.sign_in("anna").await.get("/api/nothing").await;
    for login in ["anna", "ben", "finance", "reception", "admin", "stranger", "carl"] {
        let answer = app.sign_in(login).await.post(&path(&app), &json!({ "going": [] })).await;
        assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body), "{login}");
        let looked = app.sign_in(login).await.get(&path(&app)).await;
        assert_eq!((looked.status, &looked.body), (unknown.status, &unknown.body), "{login}");
    }
    assert_eq!(app.anonymous().post(&path(&app), &body).await.error(), (401, "signed_out".to_owned()));
    assert_eq!(names(&app, "anna").await, 3);
}
