//! `/api/deliveries`.

use crate::store::{Contents, Deliveries, NewDecision, Verdict};
use crate::tests::app::{TestApp, at, monday};
use crate::{jobs, projector, slips};
use domain::fact::order::{Approved, Delivered, Ordered, Requested};
use domain::fact::{Body, Place};
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::Day;
use domain::policy::Policy;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use serde_json::{Value, json};

pub const VIN: &str = "LSVAA4187E2184321";

fn terms(vin: &str) -> Ordered {
    Ordered {
        model: "星越L".to_owned(),
        colour: "雪域白".to_owned(),
        price: 15_980_000,
        deposit: 500_000,
        vin: vin.to_owned(),
        agreed: Day::parse("2026-03-12"),
        spot: false,
    }
}

/// A customer of Anna's who signed an order this morning.
pub async fn ordered(app: &TestApp, number: u128, vin: &str) -> (CustomerId, FactId) {
    let customer = app.create("anna", number, at("2026-03-01T09:00:00+08:00")).await;
    let when = at("2026-03-02T09:00:00+08:00").plus(i64::try_from(number).unwrap());
    (customer, app.write("anna", customer, when, Body::Ordered(terms(vin))).await)
}

pub fn path(order: FactId) -> String {
    format!("/api/deliveries/{order}/decision")
}

/// Finance approves, the customer asks, Anna confirms: ten minutes from now it is delivered.
pub async fn delivered(app: &TestApp, number: u128) -> (CustomerId, FactId) {
    let (customer, order) = ordered(app, number, VIN).await;
    let made = app.sign_in("finance").await.post(&path(order), &json!({ "decision": "approve" })).await;
    assert_eq!(made.status, 200);
    let (approval, _) = told(app, customer).await[0].clone();
    app.pass(60_000);
    let request = app.write("anna", customer, app.app.clock.now(), Body::Requested(Requested { order })).await;
    app.pass(60_000);
    let checks = Policy::default().checks.into_iter().map(|it| it.code).collect();
    let confirmed = Body::Delivered(Delivered { order, approval, request, checks });
    app.write("anna", customer, app.app.clock.now(), confirmed).await;
    (customer, order)
}

/// What the desk says of orders.
pub async fn told(app: &TestApp, customer: CustomerId) -> Vec<(FactId, Body)> {
    let facts = app.store.facts_of(customer).await.unwrap();
    let desk = facts.into_iter().filter_map(|it| it.fact()).filter(|it| it.place == Place::Desk);
    desk.map(|it| (it.id, it.body)).collect()
}

async fn level(app: &TestApp, level: &str) -> Value {
    projector::catch_up(&app.app).await.unwrap();
    app.sign_in("manager").await.get("/api/team").await.json()["advisors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["id"] == json!(app.staff["anna"].to_string()))
        .unwrap()["levels"][level]
        .clone()
}

#[tokio::test]
async fn finance_sees_the_orders_that_wait_and_of_a_customer_the_name_only() {
    let app = TestApp::with_team().await;
    let (_, order) = ordered(&app, 1, VIN).await;
    app.create("anna", 2, at("2026-03-01T09:00:00+08:00")).await;
    let answer = app.sign_in("finance").await.get("/api/deliveries").await.json();
    let item = json!({
        "order": order.to_string(),
        "customer_name": "客户1",
        "model": "星越L",
        "colour": "雪域白",
        "price": 15_980_000,
        "deposit": 500_000,
        "vin": VIN,
        "agreed": "2026-03-12",
        "spot": false,
        "advisor_name": "王安",
        "signed": "2026-03-02T01:00:00.001Z",
        "requested": null,
        "state": "signed",
        "decision": null,
    });
    assert_eq!((&answer["awaiting"], &answer["decided"]), (&json!([item]), &json!([])));
    assert_eq!(app.sign_in("manager").await.get("/api/deliveries").await.json()["awaiting"], json!([item]));
    assert_eq!(app.sign_in("stranger").await.get("/api/deliveries").await.json()["awaiting"], json!([]));
}

#[tokio::test]
async fn an_approval_is_signed_numbered_and_told_to_the_desk() {
    let app = TestApp::with_team().await;
    let finance = app.sign_in("finance").await;
    for number in 1..=2_u128 {
        app.pass(1_000);
        let (customer, order) = ordered(&app, number, VIN).await;
        let made = finance.post(&path(order), &json!({ "decision": "approve" })).await;
        let slip = format!("2026-000{number}");
        assert_eq!((made.status.as_u16(), &made.json()["number"]), (200, &json!(slip)), "{}", made.text());
        projector::catch_up(&app.app).await.unwrap();
        let list = finance.get("/api/deliveries").await.json();
        assert_eq!(list["awaiting"], json!([]));
        assert_eq!(
            (&list["decided"][0]["decision"]["number"], &list["decided"][0]["state"]),
            (&json!(slip), &json!("approved"))
        );
        let [(_, Body::Approved(approved))] = &told(&app, customer).await[..] else { panic!("one approval") };
        assert_eq!((approved.order, approved.by, approved.vin.as_str()), (order, app.staff["finance"], VIN));
        let key: [u8; 32] = hex::decode(list["key"].as_str().unwrap()).unwrap().try_into().unwrap();
        let signature = Signature::from_slice(&hex::decode(&approved.signature).unwrap()).unwrap();
        let key = VerifyingKey::from_bytes(&key).unwrap();
        assert!(key.verify(&slips::text(order, &slip, VIN), &signature).is_ok());
        assert!(key.verify(&slips::text(order, "2026-0009", VIN), &signature).is_err());
    }
}

#[tokio::test]
async fn a_decision_is_made_once_and_the_second_hears_what_it_was() {
    let app = TestApp::with_team().await;
    let (customer, order) = ordered(&app, 1, VIN).await;
    let (one, two) = (app.sign_in("finance").await, app.sign_in("finance").await);
    let (approve, refuse) = (json!({ "decision": "approve" }), json!({ "decision": "refuse", "reason": "订金未到账" }));
    let path = path(order);
    let (first, second) = tokio::join!(one.post(&path, &approve), two.post(&path, &refuse));
    let (made, refused) = if first.status == 200 { (first, second) } else { (second, first) };
    assert_eq!((made.status.as_u16(), refused.error()), (200, (409, "decided".to_owned())));
    assert_eq!(refused.json()["decided"], made.json());
    for _ in 0..2 {
        jobs::tick(&app.app).await.unwrap();
    }
    assert_eq!(told(&app, customer).await.len(), 1);
}

#[tokio::test]
async fn a_refusal_has_a_reason_and_an_approval_a_vehicle() {
    let app = TestApp::with_team().await;
    let finance = app.sign_in("finance").await;
    let (customer, order) = ordered(&app, 1, "").await;
    let refused = |body: Value| {
        let (finance, path) = (&finance, path(order));
        async move { finance.post(&path, &body).await.error() }
    };
    assert_eq!(refused(json!({ "decision": "approve" })).await, (422, "invalid".to_owned()));
    assert_eq!(refused(json!({ "decision": "refuse", "reason": " " })).await, (422, "invalid".to_owned()));
    assert_eq!(refused(json!({ "decision": "perhaps" })).await, (422, "invalid".to_owned()));
    let made = finance.post(&path(order), &json!({ "decision": "refuse", "reason": "订金未到账" })).await;
    assert_eq!((made.status.as_u16(), &made.json()["number"]), (200, &Value::Null));
    assert!(matches!(&told(&app, customer).await[..], [(_, Body::Refused(it))] if it.reason == "订金未到账"));
    let strange = finance.post(&path(FactId::new(monday(), 7)), &json!({ "decision": "approve" })).await;
    assert_eq!(strange.error(), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn nobody_else_decides_and_a_refusal_has_looked_nothing_up() {
    let app = TestApp::with_team().await;
    let (_, order) = ordered(&app, 1, VIN).await;
    for login in ["manager", "anna", "ben", "reception", "admin", "stranger", "carl"] {
        let actor = app.sign_in(login).await;
        let before = app.store.calls();
        for body in [json!({ "decision": "approve" }), json!("no decision at all")] {
            let answer = actor.post(&path(order), &body).await;
            assert_eq!(answer.error(), (404, "not_found".to_owned()), "{login}");
        }
        assert_eq!(app.store.calls() - before, 2, "only the sessions");
        if !["manager", "stranger"].contains(&login) {
            assert_eq!(actor.get("/api/deliveries").await.status, 404, "{login}");
        }
    }
    assert_eq!(app.anonymous().post(&path(order), &json!({ "decision": "approve" })).await.status, 401);
    assert_eq!(app.store.decision(order).await.unwrap(), None);
}

#[tokio::test]
async fn a_decision_whose_desk_was_not_told_is_told_after_a_crash_as_the_same_fact() {
    let app = TestApp::with_team().await;
    let (customer, order) = ordered(&app, 1, VIN).await;
    let decision = NewDecision {
        order,
        customer,
        store: 1,
        verdict: Verdict::Approve,
        vin: VIN.to_owned(),
        year: 2026,
        staff: app.staff["finance"],
        at: monday(),
        desk: app.app.directory.desk(app.staff["anna"]).map(|it| it.id),
    };
    assert!(app.store.decide(&decision).await.unwrap().0);
    assert!(!app.store.decide(&NewDecision { verdict: Verdict::Refuse("no".to_owned()), ..decision }).await.unwrap().0);
    jobs::tick(&app.app).await.unwrap();
    let first = told(&app, customer).await;
    assert_eq!((first.len(), app.store.untold_decisions(9).await.unwrap()), (1, Vec::new()));
    // As after a crash between the desk and the note that it was told.
    app.home.execute("UPDATE delivery_decision SET told = FALSE").await;
    jobs::tick(&app.app).await.unwrap();
    assert_eq!(told(&app, customer).await, first);
}

#[tokio::test]
async fn a_delivery_needs_the_approval_of_the_desk_and_a_forged_one_is_none() {
    let app = TestApp::with_team().await;
    let (customer, order) = ordered(&app, 1, VIN).await;
    let step = |minutes: i64, body: Body| {
        let when = at("2026-03-02T09:10:00+08:00").plus(minutes * 60_000);
        app.write("anna", customer, when, body)
    };
    let request = step(1, Body::Requested(Requested { order })).await;
    let forged = Approved {
        order,
        number: "2026-0001".to_owned(),
        vin: VIN.to_owned(),
        signature: "00".repeat(64),
        by: StaffId::new(monday(), 1),
    };
    let forged = step(2, Body::Approved(forged)).await;
    let confirm = |approval: FactId| {
        let checks = Policy::default().checks.into_iter().map(|it| it.code).collect();
        Body::Delivered(Delivered { order, approval, request, checks })
    };
    step(3, confirm(forged)).await;
    assert_eq!((level(&app, "P0").await, app.store.decision(order).await.unwrap()), (json!(1), None));
    let finance = app.sign_in("finance").await;
    assert_eq!(finance.get("/api/deliveries").await.json()["awaiting"][0]["state"], json!("requested"));
    assert_eq!(finance.post(&path(order), &json!({ "decision": "approve" })).await.status, 200);
    let (approval, _) = told(&app, customer).await[0].clone();
    app.pass(60_000);
    step(60, confirm(approval)).await;
    assert_eq!(level(&app, "P0").await, json!(0));
    let list = finance.get("/api/deliveries").await.json();
    assert_eq!(list["decided"][0]["state"], json!("delivered"));
    let late = finance.post(&path(order), &json!({ "decision": "refuse", "reason": "no" })).await;
    assert_eq!(late.error(), (409, "decided".to_owned()));
}
