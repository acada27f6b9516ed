//! The store's promises, claimed of both stores.

/// Each claim is a function that is given an empty home.
macro_rules! claims {
    ($($claim:ident)*) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $claim() {
                super::$claim(crate::tests::home::Home::file()).await;
            })*
        }

        mod postgres {
            $(#[tokio::test]
            async fn $claim() {
                super::$claim(crate::tests::home::Home::database().await).await;
            })*
        }
    };
}

mod at_once;
mod order;
mod people;
mod plans;
mod texts;

use super::app::{TestApp, monday};
use super::home::Home;
use crate::store::{
    Accounts, Append, Appended, ChangeRow, Contents, CustomerRow, DocumentRow, FactRow, Projected, Rows, StoreError,
};
use domain::fact::Place;
use domain::id::{CustomerId, StaffId};
use domain::instant::Day;
use sync::docid::DocId;

claims! {
    the_first_text_under_an_id_stays_for_ever
    a_change_is_stored_once_and_a_compaction_hides_none
    a_commit_while_a_customer_is_projected_is_not_forgotten
    a_row_never_goes_back_to_what_a_slower_process_has_read
    what_was_projected_since_is_told_once_and_in_order
    a_store_of_the_version_before_has_its_rows
    a_lock_is_stamped_once_and_not_if_the_row_has_changed
    changes_are_appended_behind_what_was_read_or_not_at_all
    nobody_has_two_books_whoever_makes_them_at_once
    a_login_belongs_to_one_person
}

fn change(number: u8) -> ChangeRow {
    ChangeRow {
        hash: [number; 32],
        actor: "aa".to_owned(),
        seq: u64::from(number),
        bytes: vec![number],
        device: None,
        received: monday(),
        lower: monday(),
    }
}

async fn the_first_text_under_an_id_stays_for_ever(home: Home) {
    let app = TestApp::with_team_in(home).await;
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

async fn a_change_is_stored_once_and_a_compaction_hides_none(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let doc = app.app.directory.book(app.staff["anna"]).unwrap().id;
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

/// A fact about a customer in Anna's book.
fn about(app: &TestApp, customer: CustomerId, number: u8) -> Append {
    let doc = app.app.directory.book(app.staff["anna"]).unwrap().id;
    let fact = FactRow {
        id: format!("01JQ000000000000000000000{number}"),
        customer: Some(customer),
        text: "{}".to_owned(),
        received: monday(),
        device: None,
        doc,
        place: Place::Book,
    };
    Append { facts: vec![fact], ..Append::to(doc) }
}

/// A projection that a mark asked for, with a fingerprint and a lock to know it by, and all else as of somebody.
async fn projected(app: &TestApp, mark: i64, customer: CustomerId, print: u32) -> Projected {
    let rows = app.app.customers(1).await.unwrap();
    let somebody = CustomerRow::clone(rows.values().next().unwrap());
    Projected {
        mark,
        store: 1,
        customer,
        row: Some(CustomerRow {
            due: Some(Day::parse("2026-03-02").unwrap()),
            lock_at: Some(monday().plus(i64::from(print))),
            ..somebody
        }),
        locks: Vec::new(),
        lifted: Vec::new(),
        prints: vec![print],
        at: monday(),
    }
}

async fn a_commit_while_a_customer_is_projected_is_not_forgotten(home: Home) {
    let app = TestApp::with_team_in(home).await;
    app.create("anna", 9, monday()).await;
    let customer = CustomerId::new(monday(), 1);
    app.store.commit(&[about(&app, customer, 1)]).await.unwrap();
    let seen = app.store.ahead(10).await.unwrap();
    app.store.commit(&[about(&app, customer, 2)]).await.unwrap();
    assert_eq!(app.store.project(&[projected(&app, seen[0].mark, customer, 1).await]).await.unwrap(), 0);
    assert_eq!(app.store.ahead(10).await.unwrap().len(), 1);
}

async fn what_was_projected_since_is_told_once_and_in_order(home: Home) {
    let app = TestApp::with_team_in(home).await;
    app.create("anna", 8, monday()).await;
    app.create("anna", 9, monday()).await;
    let (one, other) = (CustomerId::new(monday(), 8), CustomerId::new(monday(), 9));
    let told = async |after| app.store.revisions(1, after).await.unwrap();
    let (first, known) = (told(0).await, app.app.customers(1).await.unwrap());
    assert_eq!(first.iter().map(|it| it.customer).collect::<Vec<_>>(), [one, other]);
    assert!(first.is_sorted_by(|one, other| one.rev < other.rev) && first.iter().all(|it| it.row.is_some()));
    let last = first.last().unwrap().rev;
    assert_eq!(told(last).await, []);

    app.store.commit(&[about(&app, one, 1)]).await.unwrap();
    let mark = app.store.ahead(10).await.unwrap()[0].mark;
    let gone = Projected { row: None, prints: Vec::new(), ..projected(&app, mark, one, 1).await };
    assert_eq!(app.store.project(&[gone]).await.unwrap(), 1);
    let news = told(last).await;
    assert_eq!(news.iter().map(|it| (it.customer, it.row.is_none())).collect::<Vec<_>>(), [(one, true)]);
    assert!(news[0].rev > last);
    assert_eq!(told(0).await.iter().map(|it| it.customer).collect::<Vec<_>>(), [other, one], "each only as it is last");
    assert_eq!(app.app.customers(1).await.unwrap().keys().collect::<Vec<_>>(), [&other]);
    assert_eq!(known.len(), 2, "who still reads is not disturbed");
    assert_eq!(told(0).await.len(), 2);
    assert_eq!(app.store.revisions(2, 0).await.unwrap(), []);
}

/// Before rows had revisions.
async fn a_store_of_the_version_before_has_its_rows(home: Home) {
    let app = TestApp::with_team_in(home).await;
    app.create("anna", 8, monday()).await;
    let rows = app.app.customers(1).await.unwrap();
    app.home.execute("DROP TABLE customer_rev").await;
    app.home.execute("DELETE FROM _sqlx_migrations WHERE description = 'revisions'").await;
    let told = app.home.open().await.revisions(1, 0).await.unwrap();
    let told: Vec<_> = told.into_iter().map(|it| (it.customer, it.row.unwrap())).collect();
    assert_eq!(told, [rows.first_key_value().map(|(id, row)| (*id, row.clone())).unwrap()]);
}

async fn a_row_never_goes_back_to_what_a_slower_process_has_read(home: Home) {
    let app = TestApp::with_team_in(home).await;
    app.create("anna", 9, monday()).await;
    let customer = CustomerId::new(monday(), 1);
    app.store.commit(&[about(&app, customer, 1)]).await.unwrap();
    let slow = app.store.ahead(10).await.unwrap()[0].mark;
    app.store.commit(&[about(&app, customer, 2)]).await.unwrap();
    let quick = app.store.ahead(10).await.unwrap()[0].mark;
    assert_eq!(app.store.project(&[projected(&app, quick, customer, 2).await]).await.unwrap(), 1);
    for late in [slow, quick] {
        assert_eq!(app.store.project(&[projected(&app, late, customer, 1).await]).await.unwrap(), 0);
    }
    assert_eq!(app.store.with_print(1, 2).await.unwrap(), [customer]);
    assert_eq!(app.store.with_print(1, 1).await.unwrap(), []);
}

async fn a_lock_is_stamped_once_and_not_if_the_row_has_changed(home: Home) {
    let app = TestApp::with_team_in(home).await;
    app.create("anna", 9, monday()).await;
    let customer = CustomerId::new(monday(), 1);
    let project = async |number: u8| {
        app.store.commit(&[about(&app, customer, number)]).await.unwrap();
        let mark = app.store.ahead(10).await.unwrap()[0].mark;
        app.store.project(&[projected(&app, mark, customer, number.into()).await]).await.unwrap();
        app.store.fallen(monday().plus(10), 10).await.unwrap().remove(0)
    };
    let before = project(1).await;
    let now = project(2).await;
    assert!(!app.store.stamp(&before, None).await.unwrap());
    assert!(app.store.stamp(&now, None).await.unwrap());
    assert!(!app.store.stamp(&now, None).await.unwrap());
    assert_eq!(app.store.stamps().await.unwrap().len(), 1);
}

async fn changes_are_appended_behind_what_was_read_or_not_at_all(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let [anna, ben] = ["anna", "ben"].map(|it| app.app.directory.book(app.staff[it]).unwrap().id);
    let upto = async |doc| app.store.load(doc).await.unwrap().upto;
    let append = |doc, number: u8, after| Append { after, changes: vec![change(number)], ..Append::to(doc) };
    let (read, before) = (Some(upto(anna).await), app.store.last_change().await.unwrap());
    let first = app.store.commit(&[append(anna, 1, read)]).await.unwrap();
    assert_eq!(first, [Appended::At(upto(anna).await)]);
    let overtaken = Append { facts: about(&app, CustomerId::new(monday(), 1), 1).facts, ..append(anna, 2, read) };
    let both = app.store.commit(&[overtaken, append(ben, 3, Some(upto(ben).await))]).await.unwrap();
    assert_eq!(both, [Appended::Overtaken, Appended::At(upto(ben).await)]);
    assert_eq!(app.store.changes(anna, read.unwrap()).await.unwrap().len(), 1);
    assert_eq!(app.store.ahead(10).await.unwrap(), [], "nothing of it was kept");
    // A sign of life can come whatever else has.
    let sighting = Append { after: read, ..Append::to(anna) };
    assert_eq!(app.store.commit(&[sighting]).await.unwrap(), [Appended::At(upto(anna).await)]);
    let mut news = app.store.news(before).await.unwrap();
    news.sort_by_key(|it| it.1);
    assert_eq!(news, [(anna, upto(anna).await), (ben, upto(ben).await)]);
    assert_eq!(app.store.last_change().await.unwrap(), news[1].1);
    assert_eq!(app.store.news(news[1].1).await.unwrap(), []);
}

async fn nobody_has_two_books_whoever_makes_them_at_once(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let known = app.app.directory.book(app.staff["anna"]).unwrap();
    let house = app.app.directory.house(1).unwrap();
    for row in [known, house] {
        let another = DocumentRow { id: DocId([9; 16]), ..row.clone() };
        let (made, upto) = app.store.create_document(&another, &[change(1)]).await.unwrap();
        assert_eq!((&made, upto), (&row, app.store.load(row.id).await.unwrap().upto));
    }
    let next = DocumentRow { id: DocId([9; 16]), epoch: 2, ..app.app.directory.house(1).unwrap() };
    let (made, upto) = app.store.create_document(&next, &[change(1)]).await.unwrap();
    assert_eq!((made, upto), (next, app.store.last_change().await.unwrap()));
}

async fn a_login_belongs_to_one_person(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let mut row = app.store.staff_by_login("anna").await.unwrap().unwrap();
    row.id = StaffId::new(monday(), 99);
    assert!(matches!(app.store.create_staff(&row).await, Err(StoreError::Taken("login"))));
}
