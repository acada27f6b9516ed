//! Who may do what with which document.

use crate::access::access;
use crate::auth::session::Principal;
use crate::role::Role;
use crate::store::{DocKind, DocumentRow};
use domain::id::StaffId;
use domain::instant::Instant;
use expect_test::expect;
use std::fmt::Write;
use sync::docid::DocId;
use sync::hub::Access;

fn person(number: u128) -> StaffId {
    StaffId::new(Instant(1), number)
}

fn document(kind: DocKind, owner: Option<u128>, store: i64) -> DocumentRow {
    DocumentRow { id: DocId([1; 16]), kind, owner: owner.map(person), store, epoch: 1 }
}

#[test]
fn each_role_has_its_documents_and_no_others() {
    let documents = [
        ("own book", document(DocKind::Book, Some(1), 1)),
        ("own desk", document(DocKind::Desk, Some(1), 1)),
        ("book", document(DocKind::Book, Some(2), 1)),
        ("desk", document(DocKind::Desk, Some(2), 1)),
        ("house", document(DocKind::House, None, 1)),
        ("own book elsewhere", document(DocKind::Book, Some(1), 2)),
        ("book elsewhere", document(DocKind::Book, Some(2), 2)),
        ("desk elsewhere", document(DocKind::Desk, Some(2), 2)),
        ("house elsewhere", document(DocKind::House, None, 2)),
    ];
    let mut table = String::new();
    for role in Role::ALL {
        let principal = Principal {
            staff: person(1),
            login: String::new(),
            name: String::new(),
            role,
            store: 1,
            session: [0; 32],
            device: None,
            until: Instant(0),
        };
        let _ = write!(table, "{:<10}", role.code());
        for (name, document) in &documents {
            match access(&principal, Some(document)) {
                Some(Access::ReadWrite) => write!(table, " {name}: write;").unwrap(),
                Some(Access::ReadOnly) => write!(table, " {name}: read;").unwrap(),
                None => {}
            }
        }
        assert_eq!(access(&principal, None), None);
        table.push('\n');
    }
    expect![[r#"
        advisor    own book: write; own desk: read; house: read;
        manager    own book: write; own desk: read; book: read; desk: read; house: read;
        finance    house: read;
        reception  house: read;
        admin      house: read;
    "#]]
    .assert_eq(&table);
}
