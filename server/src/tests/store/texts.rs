//! Whatever somebody writes can be kept.

use crate::store::{Append, AuditFilter, AuditRow, DeskEntry, FactRow};
use crate::tests::app::{TestApp, monday};
use crate::tests::home::Home;
use domain::fact::Place;
use sync::replica::RawFact;

claims! {
    a_stranger_may_write_anything_under_any_key
    what_is_typed_hinders_nobody
}

/// What a database may stumble over: U+0000, quotes, marks of patterns and parameters, characters beyond the first plane, nothing.
const ODD: [&str; 7] = ["\0", "a\0b", "'; DROP TABLE fact; --", "%_$1?{}", "𠮷野家🚗", "\u{feff}\u{202e}", ""];

async fn a_stranger_may_write_anything_under_any_key(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let store = &app.store.inner;
    let doc = app.app.directory.book(app.staff["anna"]).unwrap().id;
    let before = store.all_facts().await.unwrap().len();
    let facts: Vec<FactRow> = ODD
        .iter()
        .map(|it| FactRow {
            id: format!("odd {it}"),
            customer: None,
            text: (*it).to_owned(),
            received: monday(),
            device: None,
            doc,
            place: Place::Book,
        })
        .collect();
    store.commit(&[Append { facts: facts.clone(), ..Append::to(doc) }]).await.unwrap();
    let ids: Vec<String> = facts.iter().map(|it| it.id.clone()).collect();
    let mut first = store.first_text(&ids).await.unwrap();
    first.sort();
    let mut expected: Vec<_> = facts.iter().map(|it| (it.id.clone(), doc, it.text.clone())).collect();
    expected.sort();
    assert_eq!(first, expected);
    let all = store.all_facts().await.unwrap();
    assert_eq!(all.len(), before + facts.len());
    assert!(all.is_sorted_by_key(|it| it.id.clone()), "in the order of the keys' bytes");
    assert!(facts.iter().all(|it| all.contains(it)));

    let desk = app.app.directory.desk(app.staff["anna"]).unwrap().id;
    let entries: Vec<DeskEntry> =
        facts.iter().map(|it| DeskEntry { desk, fact: RawFact { id: it.id.clone(), text: it.text.clone() } }).collect();
    store.address(&entries).await.unwrap();
    assert_eq!(store.addressed(desk, &ids).await.unwrap().len(), ids.len());
    let untold = store.untold_entries(100).await.unwrap();
    assert!(entries.iter().all(|it| untold.contains(it)));
}

async fn what_is_typed_hinders_nobody(home: Home) {
    let app = TestApp::with_team_in(home).await;
    let store = &app.store.inner;
    let anna = app.staff["anna"];
    for odd in ODD {
        assert_eq!(store.staff_by_login(&format!("{odd}x")).await.unwrap(), None);
        store.change_staff(anna, odd, false).await.unwrap();
        let about = format!("about {odd}");
        let row = AuditRow { pos: 0, at: monday(), store: 1, staff: anna, what: odd.to_owned(), customer: None, about };
        store.record_once(&row, monday()).await.unwrap();
        store.record_once(&row, monday()).await.unwrap();
        assert_eq!(store.count_lines(anna, odd, monday()).await.unwrap(), 1, "{odd:?}");
        let filter = AuditFilter { what: Some(odd.to_owned()), ..AuditFilter::default() };
        assert_eq!(store.audit(1, &filter, 9).await.unwrap().len(), 1, "{odd:?}");
    }
}
