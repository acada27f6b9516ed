//! `/api/audit`.

use crate::tests::app::{TestApp, monday};
use domain::fact::Body;
use domain::fact::floor::Revealed;
use domain::instant::Instant;
use serde_json::json;

#[tokio::test]
async fn a_number_that_an_advisor_looked_at_stands_in_the_record_once() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, monday()).await;
    let looked = monday().plus(Instant::HOUR);
    app.pass(2 * Instant::HOUR);
    let fact = app.write("anna", customer, looked, Body::Revealed(Revealed { field: "phone".into() })).await;
    let manager = app.sign_in("manager").await;
    let lines = manager.get("/api/audit?what=phone_seen").await.json()["lines"].clone();
    assert_eq!(lines.as_array().unwrap().len(), 1, "{fact}: {lines}");
    assert_eq!(lines[0]["staff"], app.staff["anna"].to_string());
    assert_eq!(lines[0]["customer"], customer.to_string());
    assert_eq!(lines[0]["at"], looked.to_string());
    assert!(!lines.to_string().contains("138"), "{lines}");
}

#[tokio::test]
async fn a_look_and_a_ruling_are_recorded() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, monday()).await;
    let other = app.create("anna", 2, monday()).await;
    let manager = app.sign_in("manager").await;
    manager.get(&format!("/api/customers/{customer}")).await;
    manager.get(&format!("/api/customers/{other}")).await;
    manager.post(&format!("/api/locks/{customer}/ruling"), &json!({ "ruling": "pool" })).await;
    let of = |query: String| {
        let manager = &manager;
        async move {
            let lines = manager.get(&format!("/api/audit{query}")).await.json()["lines"].clone();
            let words = lines.as_array().unwrap().iter().map(|it| it["what"].as_str().unwrap().to_owned());
            words.collect::<Vec<_>>()
        }
    };
    assert_eq!(of(String::new()).await, ["pool", "card_seen", "card_seen"]);
    assert_eq!(of(format!("?customer={customer}")).await, ["pool", "card_seen"]);
    assert_eq!(of(format!("?staff={}", app.staff["ben"])).await, Vec::<String>::new());
    assert_eq!(of("?what=pool".to_owned()).await, ["pool"]);
    assert_eq!(manager.get("/api/audit?what=pool").await.json()["lines"][0]["customer_name"], "客户1");
    assert_eq!(of("?before=2".to_owned()).await, ["card_seen"]);
    assert_eq!(manager.get("/api/audit?before=x").await.error(), (400, "malformed".to_owned()));
    assert_eq!(app.sign_in("stranger").await.get("/api/audit").await.json()["lines"], json!([]));
    assert_eq!(app.sign_in("admin").await.get("/api/audit").await.json()["lines"].as_array().unwrap().len(), 3);
}
