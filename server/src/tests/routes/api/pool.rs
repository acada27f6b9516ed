//! `/api/pool` and claims.

use crate::projector::catch_up;
use crate::tests::app::{TestApp, at};
use domain::id::CustomerId;
use serde_json::json;

/// So many customers of Anna's in the pool.
async fn pooled(count: u128) -> (TestApp, Vec<CustomerId>) {
    let app = TestApp::with_team().await;
    let mut customers = Vec::new();
    for number in 1..=count {
        let customer = app.create("anna", number, at("2026-03-01T09:00:00+08:00")).await;
        let wish = json!({ "ruling": "pool" });
        let answer = app.sign_in("manager").await.post(&format!("/api/locks/{customer}/ruling"), &wish).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        customers.push(customer);
    }
    catch_up(&app.app).await.unwrap();
    (app, customers)
}

#[tokio::test]
async fn everybody_who_can_own_customers_sees_who_is_free_without_the_number() {
    let (app, customers) = pooled(1).await;
    let pool = app.sign_in("ben").await.get("/api/pool").await.json();
    assert_eq!(pool["claims_left"], 5);
    let free = &pool["customers"][0];
    assert_eq!((&free["customer"], &free["phone_masked"]), (&json!(customers[0].to_string()), &json!("138****1234")));
    assert_eq!(app.sign_in("carl").await.get("/api/pool").await.json()["customers"], json!([]));
    for login in ["finance", "reception", "admin"] {
        assert_eq!(app.sign_in(login).await.get("/api/pool").await.status, 404, "{login}");
    }
}

#[tokio::test]
async fn of_two_who_claim_one_wins_and_the_other_is_told() {
    let (app, customers) = pooled(1).await;
    let path = format!("/api/pool/{}/claim", customers[0]);
    let (ben, anna) = (app.sign_in("ben").await, app.sign_in("anna").await);
    let none = json!({});
    let (one, other) = futures::join!(ben.post(&path, &none), anna.post(&path, &none));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", one.text(), other.text());
    catch_up(&app.app).await.unwrap();
    assert_eq!(ben.post(&path, &none).await.error(), (409, "overtaken".to_owned()));
    assert_eq!(ben.get("/api/pool").await.json()["customers"], json!([]));
}

#[tokio::test]
async fn who_comes_before_the_read_models_know_of_the_claim_is_told_the_same() {
    let (app, customers) = pooled(1).await;
    let path = format!("/api/pool/{}/claim", customers[0]);
    assert_eq!(app.sign_in("ben").await.post(&path, &json!({})).await.status, 200);
    let late = app.sign_in("anna").await.post(&path, &json!({})).await;
    assert_eq!(late.error(), (409, "overtaken".to_owned()));
}

#[tokio::test]
async fn who_saw_the_customer_in_the_pool_is_told_who_was_quicker() {
    let (app, customers) = pooled(1).await;
    let path = format!("/api/pool/{}/claim", customers[0]);
    let (ben, anna) = (app.sign_in("ben").await, app.sign_in("anna").await);
    let seen = anna.get("/api/pool").await.json()["customers"][0]["ruling"].clone();
    assert_eq!(ben.post(&path, &json!({ "after": seen })).await.status, 200);
    catch_up(&app.app).await.unwrap();
    let told = anna.post(&path, &json!({ "after": seen })).await;
    let ruling = &told.json()["errors"][0]["ruling"];
    assert_eq!((told.status.as_u16(), &ruling["by_name"], &ruling["what"]), (409, &json!("李本"), &json!("claim")));
    // Who names no ruling, or a wrong one, learns nothing of whose the customer is.
    for blind in [json!({}), json!({ "after": "" }), json!({ "after": customers[0].to_string() })] {
        assert_eq!(anna.post(&path, &blind).await.json()["errors"][0]["ruling"], json!(null));
    }
}

#[tokio::test]
async fn no_more_than_the_policy_allows_in_a_day() {
    let (app, customers) = pooled(7).await;
    let ben = app.sign_in("ben").await;
    let mut statuses = Vec::new();
    for customer in &customers {
        statuses.push(ben.post(&format!("/api/pool/{customer}/claim"), &json!({})).await.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 409, 409]);
    assert_eq!(ben.get("/api/pool").await.json()["claims_left"], 0);
    app.set_clock("2026-03-03T00:00:00+08:00");
    assert_eq!(ben.post(&format!("/api/pool/{}/claim", customers[6]), &json!({})).await.status, 200);
}
