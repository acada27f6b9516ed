//! `/api/customers/{customer}`.

use crate::tests::app::{TestApp, monday};
use serde_json::json;

#[tokio::test]
async fn the_manager_sees_a_card_with_its_history() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, monday()).await;
    let card = app.sign_in("manager").await.get(&format!("/api/customers/{customer}")).await.json();
    assert_eq!(card["view"]["fields"]["name"]["values"][0][1], "客户1");
    assert_eq!(card["view"]["entries"][0]["fate"], json!("Counts"));
    // The screens read the same view.
    let view: domain::view::View = serde_json::from_value(card["view"].clone()).unwrap();
    assert_eq!((view.id, view.owner), (customer, Some(app.staff["anna"])));
    assert_eq!((&card["ruling"], &card["evidence"], &card["countable"]), (&json!(null), &json!([]), &json!([])));
}

#[tokio::test]
async fn nobody_else_does() {
    let app = TestApp::with_team().await;
    let customer = app.create("anna", 1, monday()).await;
    let unknown = app.sign_in("anna").await.get("/api/nothing").await;
    for login in ["anna", "ben", "finance", "reception", "admin", "stranger", "carl"] {
        let answer = app.sign_in(login).await.get(&format!("/api/customers/{customer}")).await;
        assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body), "{login}");
    }
    let manager = app.sign_in("manager").await;
    assert_eq!(manager.get("/api/customers/nobody").await.status, 404);
    assert_eq!(manager.get("/api/customers/01JQ0000000000000000000001").await.status, 404);
}
