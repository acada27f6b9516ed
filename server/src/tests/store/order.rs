//! What is read comes in an order that does not depend on the database, a page after the other.

use super::change;
use crate::store::{Append, Appended, AuditFilter, AuditRow, FactRow, StaffRow};
use crate::tests::app::{TestApp, monday};
use crate::tests::home::Home;
use domain::fact::Place;
use domain::id::{CustomerId, StaffId};
use sync::docid::DocId;

claims! {
    words_are_in_the_order_of_their_bytes
    the_record_is_read_from_the_end_page_by_page
    a_batch_is_kept_whole_or_not_at_all
    what_comes_together_keeps_its_order
}

async fn words_are_in_the_order_of_their_bytes(home: Home) {
    let store = home.open().await;
    let here = store.create_store("滨江店").await.unwrap();
    let logins = ["b", "a_", "a1", "a-b", "ab", "a.b", "a"];
    for (number, login) in (1..).zip(logins) {
        let row = StaffRow {
            id: StaffId::new(monday(), number),
            login: login.to_owned(),
            name: "王芳".to_owned(),
            role: crate::role::Role::Advisor,
            store: here,
            password: String::new(),
            disabled: false,
        };
        store.create_staff(&row).await.unwrap();
    }
    let told: Vec<String> = store.staff(Some(here)).await.unwrap().into_iter().map(|it| it.login).collect();
    let mut sorted = logins;
    sorted.sort_unstable();
    assert_eq!(told, sorted);
    assert_eq!(store.staff(None).await.unwrap().len(), logins.len());
    assert_eq!(store.staff(Some(here + 1)).await.unwrap(), []);
}

async fn the_record_is_read_from_the_end_page_by_page(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let store = &app.store.inner;
    let customer = CustomerId::new(monday(), 1);
    for number in 0..7 {
        let row = AuditRow {
            pos: 0,
            // Not in the order of time: a late word is a new line.
            at: monday().plus(number * 3 % 7),
            store: 1,
            staff: app.staff[if number % 2 == 0 { "anna" } else { "ben" }],
            what: if number < 5 { "card_seen" } else { "phone_asked" }.to_owned(),
            customer: (number > 3).then_some(customer),
            about: number.to_string(),
        };
        store.record(&row).await.unwrap();
    }
    let page = async |filter: AuditFilter, limit| {
        let rows = store.audit(1, &filter, limit).await.unwrap();
        let about: String = rows.iter().map(|it| it.about.as_str()).collect();
        (about, rows.last().map(|it| it.pos))
    };
    let (first, last) = page(AuditFilter::default(), 4).await;
    let (second, _) = page(AuditFilter { before: last, ..AuditFilter::default() }, 4).await;
    assert_eq!((first.as_str(), second.as_str()), ("6543", "210"));
    assert_eq!(page(AuditFilter { staff: Some(app.staff["ben"]), ..AuditFilter::default() }, 9).await.0, "531");
    assert_eq!(page(AuditFilter { customer: Some(customer), ..AuditFilter::default() }, 9).await.0, "654");
    assert_eq!(page(AuditFilter { what: Some("card_seen".to_owned()), ..AuditFilter::default() }, 9).await.0, "43210");
    assert_eq!(store.audit(2, &AuditFilter::default(), 9).await.unwrap(), []);
}

async fn a_batch_is_kept_whole_or_not_at_all(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let store = &app.store.inner;
    let doc = app.app.directory.book(app.staff["anna"]).unwrap().id;
    let before = store.changes(doc, 0).await.unwrap();
    let append = |doc, number| Append { changes: vec![change(number)], ..Append::to(doc) };
    assert!(store.commit(&[append(doc, 1), append(DocId([9; 16]), 2)]).await.is_err());
    assert_eq!(store.changes(doc, 0).await.unwrap(), before);
    // The same document twice: the second finds what the first has left.
    let upto = store.load(doc).await.unwrap().upto;
    let behind = Append { after: Some(upto), ..append(doc, 2) };
    let appended = store.commit(&[append(doc, 1), behind, append(doc, 3)]).await.unwrap();
    assert_eq!(appended[1], Appended::Overtaken);
    let positions: Vec<_> = store.changes(doc, upto).await.unwrap().iter().map(|it| Appended::At(it.pos)).collect();
    assert_eq!([appended[0], appended[2]], positions[..]);
}

async fn what_comes_together_keeps_its_order(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let store = &app.store.inner;
    let doc = app.app.directory.book(app.staff["anna"]).unwrap().id;
    let upto = store.load(doc).await.unwrap().upto;
    // Hashes downwards: the order is the one in which they came.
    let changes = (0..100).rev().map(change).collect();
    let customers = [3, 1, 2].map(|it| CustomerId::new(monday(), it));
    let facts = customers.iter().map(|it| FactRow {
        id: it.to_string(),
        customer: Some(*it),
        text: "{}".to_owned(),
        received: monday(),
        device: None,
        doc,
        place: Place::Book,
    });
    store.commit(&[Append { changes, facts: facts.collect(), ..Append::to(doc) }]).await.unwrap();
    let read: Vec<u8> = store.changes(doc, upto).await.unwrap().iter().map(|it| it.change.bytes[0]).collect();
    assert_eq!(read, (0..100).rev().collect::<Vec<u8>>());
    let marks = store.ahead(10).await.unwrap();
    assert!(marks.is_sorted_by_key(|it| it.mark), "oldest first");
    assert_eq!(store.ahead(2).await.unwrap(), marks[..2]);
    assert_eq!(store.facts_of(customers[0]).await.unwrap().len(), 1);
    let around = store.facts_around(&[doc]).await.unwrap();
    let of: Vec<_> = around.iter().filter_map(|it| it.customer).collect();
    assert!(of.is_sorted() && of.len() == 3, "{of:?}");
}
