//! `/api/locks/{customer}/ruling`, and what desks are told of it.

use crate::jobs;
use crate::projector::catch_up;
use crate::tests::app::{Answer, TestApp, at, monday};
use domain::fact::{Applied, Body, Contact, Judged, Means, Moved, Outcome, Ruled, Ruling, Whose};
use domain::id::CustomerId;
use domain::instant::{Day, Instant};
use domain::level::Level;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use sync::replica::Replica;

async fn rule(app: &TestApp, login: &str, customer: CustomerId, body: Value) -> Answer {
    let answer = app.sign_in(login).await.post(&format!("/api/locks/{customer}/ruling"), &body).await;
    catch_up(&app.app).await.unwrap();
    answer
}

/// A customer of Anna's who has been locked since last night.
async fn locked() -> (TestApp, CustomerId) {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, at("2026-02-25T09:00:00+08:00")).await;
    (app, customer)
}

async fn card(app: &TestApp, customer: CustomerId) -> Value {
    app.sign_in("manager").await.get(&format!("/api/customers/{customer}")).await.json()
}

/// The ids of the facts in somebody's desk.
async fn desk(app: &TestApp, login: &str) -> BTreeSet<String> {
    let desk = app.app.directory.desk(app.staff[login]).unwrap().id;
    let loaded = app.store.inner.load(desk).await.unwrap();
    let replica = Replica::load(loaded.snapshot.iter().chain(&loaded.changes).map(Vec::as_slice)).unwrap();
    replica.facts().into_iter().map(|it| it.id).collect()
}

#[tokio::test]
async fn a_locked_customer_is_given_back() {
    let (app, customer) = locked().await;
    let wish = json!({ "ruling": "give_back", "due": "2026-03-06", "note": "跟客户约了周五", "after": "" });
    let answer = rule(&app, "manager", customer, wish).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let ruling = answer.json()["ruling"].as_str().unwrap().to_owned();
    assert_eq!(app.sign_in("manager").await.get("/api/locks").await.json()["locks"], json!([]));
    let card = card(&app, customer).await;
    assert_eq!((&card["view"]["follow_up"]["due"], &card["ruling"]), (&json!("2026-03-06"), &json!(ruling)));
    assert!(desk(&app, "anna").await.contains(&ruling));
}

#[tokio::test]
async fn a_date_that_is_not_said_is_tomorrow_and_one_too_far_is_refused() {
    let (app, customer) = locked().await;
    let far = rule(&app, "manager", customer, json!({ "ruling": "give_back", "due": "2026-03-07" })).await;
    assert_eq!((far.status.as_u16(), &far.json()["errors"][0]["objection"]), (422, &json!("date_too_far")));
    assert_eq!(rule(&app, "manager", customer, json!({ "ruling": "give_back" })).await.status, 200);
    assert_eq!(card(&app, customer).await["view"]["follow_up"]["due"], "2026-03-03");
    let again = rule(&app, "manager", customer, json!({ "ruling": "give_back" })).await;
    assert_eq!(again.json()["errors"][0]["objection"], "not_locked");
}

#[tokio::test]
async fn of_two_rulings_on_the_same_state_one_is_told_of_the_other() {
    let (app, customer) = locked().await;
    let first = rule(&app, "manager", customer, json!({ "ruling": "pool", "after": "" })).await;
    assert_eq!(first.status, 200);
    let second = rule(&app, "manager", customer, json!({ "ruling": "give_back", "after": "" })).await;
    let error = &second.json()["errors"][0];
    assert_eq!((second.status.as_u16(), &error["code"]), (409, &json!("overtaken")));
    assert_eq!((&error["ruling"]["by_name"], &error["ruling"]["what"]), (&json!("周经理"), &json!("pool")));
}

#[tokio::test]
async fn two_at_once_are_one() {
    let (app, customer) = locked().await;
    let manager = app.sign_in("manager").await;
    let path = format!("/api/locks/{customer}/ruling");
    let wish = json!({ "ruling": "take_over", "after": "" });
    let (one, other) = futures::join!(manager.post(&path, &wish), manager.post(&path, &wish));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[tokio::test]
async fn a_customer_who_is_handed_over_has_all_facts_in_the_next_desk() {
    let (app, customer) = locked().await;
    let call = app.call("anna", customer, at("2026-02-26T10:00:00+08:00")).await;
    let to = app.staff["ben"].to_string();
    // Nobody outside the store, and nobody who has the customer already.
    let outside = json!({ "ruling": "hand_over", "to": app.staff["carl"].to_string() });
    assert_eq!(rule(&app, "manager", customer, outside).await.json()["errors"][0]["objection"], "unknown_person");
    let same = json!({ "ruling": "hand_over", "to": app.staff["anna"].to_string() });
    assert_eq!(rule(&app, "manager", customer, same).await.json()["errors"][0]["objection"], "same_owner");
    let answer = rule(&app, "manager", customer, json!({ "ruling": "hand_over", "to": to })).await;
    let ruling = answer.json()["ruling"].as_str().unwrap().to_owned();
    let ben = desk(&app, "ben").await;
    assert!([customer.to_string(), call.to_string(), ruling.clone()].iter().all(|it| ben.contains(it)), "{ben:?}");
    assert!(desk(&app, "anna").await.contains(&ruling));
    let view = &card(&app, customer).await["view"];
    assert_eq!((&view["owner"], &view["follow_up"]["due"]), (&json!(to), &json!("2026-03-03")));
    let team = app.sign_in("manager").await.get("/api/team").await.json();
    let p2 = |name: &str| {
        let mut all = team["advisors"].as_array().unwrap().iter();
        all.find(|it| it["name"] == name).unwrap()["levels"]["P2"].as_u64().unwrap()
    };
    assert_eq!((p2("王安"), p2("李本")), (0, 1));
}

#[tokio::test]
async fn what_comes_late_from_the_former_owner_follows_and_undoes_nothing() {
    let (app, customer) = locked().await;
    let to = app.staff["ben"].to_string();
    rule(&app, "manager", customer, json!({ "ruling": "hand_over", "to": to })).await;
    let judged = Judged { level: Level::P4, suggested: None, signals: vec![], expected: None, note: String::new() };
    app.pass(Instant::HOUR);
    let judged = app.write("anna", customer, monday().plus(Instant::HOUR), Body::Judged(judged)).await;
    let call = app.call("anna", customer, at("2026-02-26T10:00:00+08:00")).await;
    jobs::tick(&app.app).await.unwrap();
    let ben = desk(&app, "ben").await;
    assert_eq!((ben.contains(&call.to_string()), ben.contains(&judged.to_string())), (true, false));
    catch_up(&app.app).await.unwrap();
    let view = &card(&app, customer).await["view"];
    assert_eq!((&view["owner"], &view["level"]), (&json!(to), &json!("P2")));
    let aside = view["entries"].as_array().unwrap().iter().find(|it| it["id"] == judged.to_string()).unwrap();
    assert_eq!(aside["fate"], json!({ "Aside": "NotOwner" }));
    // Once more changes nothing: the desk has it.
    jobs::tick(&app.app).await.unwrap();
    assert_eq!(desk(&app, "ben").await, ben);
}

#[tokio::test]
async fn a_ruling_forged_in_a_book_does_not_come_into_a_desk_with_the_rest() {
    let (app, customer) = locked().await;
    let forged = Ruled { by: app.staff["manager"], what: Ruling::Revive { level: Level::P0 }, note: String::new() };
    let forged = app.write("anna", customer, at("2026-02-27T10:00:00+08:00"), Body::Ruled(forged)).await;
    rule(&app, "manager", customer, json!({ "ruling": "hand_over", "to": app.staff["ben"].to_string() })).await;
    let ben = desk(&app, "ben").await;
    assert!(ben.contains(&customer.to_string()) && !ben.contains(&forged.to_string()));
}

#[tokio::test]
async fn a_customer_comes_back_with_what_was_done_meanwhile() {
    let (app, customer) = locked().await;
    rule(&app, "manager", customer, json!({ "ruling": "hand_over", "to": app.staff["ben"].to_string() })).await;
    app.pass(Instant::HOUR);
    let call = app.call("ben", customer, monday().plus(Instant::HOUR)).await;
    app.pass(Instant::HOUR);
    rule(&app, "manager", customer, json!({ "ruling": "hand_over", "to": app.staff["anna"].to_string() })).await;
    let anna = desk(&app, "anna").await;
    assert!(anna.contains(&call.to_string()));
    // What she wrote herself is in her book.
    assert!(!anna.contains(&customer.to_string()));
}

#[tokio::test]
async fn an_application_is_refused_or_confirmed() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, at("2026-03-01T09:00:00+08:00")).await;
    let applied = Applied { level: Level::F, reason: "price".into(), rival: "甲牌".into(), note: "已订".into() };
    app.write("anna", customer, monday(), Body::Applied(applied.clone())).await;
    let queue = app.sign_in("manager").await.get("/api/locks").await.json();
    let item = &queue["applications"][0];
    assert_eq!((&item["wanted"], &item["rival"], &item["locked"]), (&json!("F"), &json!("甲牌"), &json!(false)));
    app.pass(Instant::MINUTE);
    assert_eq!(rule(&app, "manager", customer, json!({ "ruling": "refuse", "note": "再谈" })).await.status, 200);
    let none = rule(&app, "manager", customer, json!({ "ruling": "refuse" })).await;
    assert_eq!(none.json()["errors"][0]["objection"], "no_application");
    app.pass(Instant::MINUTE);
    let wrong = rule(&app, "manager", customer, json!({ "ruling": "confirm", "level": "P1" })).await;
    assert_eq!(wrong.json()["errors"][0]["objection"], "wrong_level");
    assert_eq!(rule(&app, "manager", customer, json!({ "ruling": "confirm", "level": "F" })).await.status, 200);
    let view = &card(&app, customer).await["view"];
    assert_eq!((&view["level"], &view["follow_up"]), (&json!("F"), &Value::Null));
    app.pass(Instant::MINUTE);
    assert_eq!(rule(&app, "manager", customer, json!({ "ruling": "revive", "level": "P3" })).await.status, 200);
    assert_eq!(card(&app, customer).await["view"]["level"], "P3");
}

#[tokio::test]
async fn a_fact_that_was_set_aside_counts_by_a_ruling() {
    let (app, customer) = locked().await;
    let moved = Moved { to: Day::parse("2026-03-04").unwrap(), reason: "出差".into(), whose: Some(Whose::Customer) };
    let moved = app.write("anna", customer, monday(), Body::Moved(moved)).await;
    assert_eq!(card(&app, customer).await["countable"], json!([moved.to_string()]));
    app.pass(Instant::MINUTE);
    let wish = json!({ "ruling": "count", "fact": moved.to_string() });
    assert_eq!(rule(&app, "manager", customer, wish).await.status, 200);
    assert_eq!(card(&app, customer).await["view"]["follow_up"]["due"], "2026-03-04");
}

#[tokio::test]
async fn evidence_that_comes_after_the_ruling_is_offered_and_honoured() {
    let (app, customer) = locked().await;
    jobs::tick(&app.app).await.unwrap();
    rule(&app, "manager", customer, json!({ "ruling": "give_back", "due": "2026-03-06" })).await;
    app.pass(Instant::MINUTE);
    let call = app.call("anna", customer, at("2026-02-28T10:00:00+08:00")).await;
    let queue = app.sign_in("manager").await.get("/api/locks").await.json();
    assert_eq!(queue["evidence"][0]["facts"], json!([call.to_string()]));
    let wish = json!({ "ruling": "honour", "fact": call.to_string() });
    assert_eq!(rule(&app, "manager", customer, wish).await.status, 200);
    let queue = app.sign_in("manager").await.get("/api/locks").await.json();
    assert_eq!(queue["evidence"], json!([]));
}

#[tokio::test]
async fn nobody_else_rules() {
    let (app, customer) = locked().await;
    let unknown = app.sign_in("anna").await.get("/api/nothing").await;
    for login in ["anna", "ben", "finance", "reception", "admin", "stranger", "carl"] {
        for wish in [json!({ "ruling": "give_back" }), json!({ "ruling": "crown" })] {
            let answer = app.sign_in(login).await.post(&format!("/api/locks/{customer}/ruling"), &wish).await;
            // Another store's manager hears of a ruling that is none; not of a customer.
            if login == "stranger" && wish["ruling"] == "crown" {
                assert_eq!(answer.status, 422);
            } else {
                assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body), "{login} {wish}");
            }
        }
    }
    let answer = app.anonymous().post(&format!("/api/locks/{customer}/ruling"), &json!({ "ruling": "pool" })).await;
    assert_eq!(answer.error(), (401, "signed_out".to_owned()));
    assert_eq!(rule(&app, "manager", customer, json!({ "ruling": "hand_over" })).await.error().1, "invalid");
    let contact = Contact {
        means: Means::Call,
        outcome: Outcome::Talked,
        note: String::new(),
        asked: false,
        level: None,
        next: None,
        reason: String::new(),
        whose: None,
    };
    let call = app.write("anna", customer, monday(), Body::Contact(contact)).await;
    let wish = json!({ "ruling": "honour", "fact": call.to_string() });
    assert_eq!(rule(&app, "manager", customer, wish).await.json()["errors"][0]["objection"], "no_evidence");
}
