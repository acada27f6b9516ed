//! The store's promises.

use super::app::{TestApp, monday};
use crate::store::{Accounts, Append, ChangeRow, Contents, FactRow, Rows, StoreError};
use domain::fact::Place;
use domain::id::{CustomerId, StaffId};

#[tokio::test]
async fn the_first_text_under_an_id_stays_for_ever() {
    let app = TestApp::with_team().await;
    let (anna, ben) =
        (app.app.directory.book(app.staff["anna"]).unwrap(), app.app.directory.book(app.staff["ben"]).unwrap());
    let fact = |doc, text: &str| FactRow {
        id: "01JQ0000000000000000000001".to_owned(),
        customer: None,
        text: text.to_owned(),
        received: monday(),
        device: None,
        doc,
        place: Place::Book,
    };
    for (doc, text) in [(anna.id, "first"), (anna.id, "second"), (ben.id, "third")] {
        let append = Append { facts: vec![fact(doc, text)], ..Append::to(doc) };
        app.store.commit(&[append]).await.unwrap();
    }
    let ids = ["01JQ0000000000000000000001".to_owned(), "01JQ0000000000000000000002".to_owned()];
    assert_eq!(app.store.first_text(&ids).await.unwrap(), [(ids[0].clone(), anna.id, "first".to_owned())]);
}

#[tokio::test]
async fn a_change_is_stored_once_and_a_compaction_hides_none() {
    let app = TestApp::with_team().await;
    let doc = app.app.directory.book(app.staff["anna"]).unwrap().id;
    let change = |number: u8| ChangeRow {
        hash: [number; 32],
        actor: "aa".to_owned(),
        seq: u64::from(number),
        bytes: vec![number],
        device: None,
        received: monday(),
        lower: monday(),
    };
    let append = |numbers: &[u8]| Append { changes: numbers.iter().map(|it| change(*it)).collect(), ..Append::to(doc) };
    app.store.commit(&[append(&[1, 2]), append(&[2, 3])]).await.unwrap();
    let loaded = app.store.load(doc).await.unwrap();
    assert_eq!(loaded.changes[1..], [vec![1], vec![2], vec![3]]);
    app.store.compact(doc, vec![9], loaded.upto).await.unwrap();
    app.store.commit(&[append(&[4])]).await.unwrap();
    let after = app.store.load(doc).await.unwrap();
    assert_eq!((after.snapshot, after.changes), (Some(vec![9]), vec![vec![4]]));
    app.store.compact(doc, vec![8], loaded.upto - 1).await.unwrap();
    assert_eq!(app.store.load(doc).await.unwrap().snapshot, Some(vec![9]), "an older snapshot replaces no newer one");
    assert_eq!(app.store.changes(doc, 0).await.unwrap().len(), 5, "changes are the record and stay");
}

#[tokio::test]
async fn a_commit_while_a_customer_is_projected_is_not_forgotten() {
    let app = TestApp::with_team().await;
    let customer = CustomerId::new(monday(), 1);
    let doc = app.app.directory.book(app.staff["anna"]).unwrap().id;
    let append = |number: u8| Append {
        facts: vec![FactRow {
            id: format!("01JQ000000000000000000000{number}"),
            customer: Some(customer),
            text: "{}".to_owned(),
            received: monday(),
            device: None,
            doc,
            place: Place::Book,
        }],
        ..Append::to(doc)
    };
    app.store.commit(&[append(1)]).await.unwrap();
    let seen = app.store.ahead(10).await.unwrap();
    app.store.commit(&[append(2)]).await.unwrap();
    let done = crate::store::Projected {
        mark: seen[0].mark,
        customer,
        row: None,
        locks: Vec::new(),
        lifted: Vec::new(),
        prints: Vec::new(),
        at: monday(),
    };
    app.store.project(&[done]).await.unwrap();
    assert_eq!(app.store.ahead(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_login_belongs_to_one_person() {
    let app = TestApp::with_team().await;
    let mut row = app.store.staff_by_login("anna").await.unwrap().unwrap();
    row.id = StaffId::new(monday(), 99);
    assert!(matches!(app.store.create_staff(&row).await, Err(StoreError::Taken("login"))));
}
