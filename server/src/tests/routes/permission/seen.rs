//! What of the customers shows to whom, anywhere: all answers that somebody gets, and all documents that somebody may read.

use super::Row;
use super::world::{PEOPLE, World, phone, text};
use crate::access::access;
use crate::auth::session::resolve;
use axum::http::{HeaderMap, header};
use expect_test::expect_file;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The customers of the [`World`], by number.
const CUSTOMERS: [(&str, u128); 8] = [
    ("Anna's customer", 1),
    ("Anna's customer with an order", 2),
    ("Anna's customer with a new car", 3),
    ("who is in the pool", 4),
    ("whom Anna has handed over to Ben", 5),
    ("Ben's customer", 6),
    ("Ben's customer of today", 8),
    ("a customer of the other store", 7),
];

/// All that somebody is told, by where.
async fn told(world: &World, who: &str) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    for row in Row::all() {
        let copy = if row.writes() { Some(world.app.copy().await) } else { None };
        let answer = row.ask(world, copy.as_ref().unwrap_or(&world.app), who, None).await;
        told.insert(format!("{} {}", row.method, row.path), answer.text());
    }
    let mut headers = HeaderMap::new();
    headers.insert(header::COOKIE, world.cookie(who).unwrap().parse().unwrap());
    let principal = resolve(&world.app.app, &headers).await.unwrap().unwrap();
    for (name, doc) in world.documents() {
        if access(&principal, world.app.app.directory.get(doc).as_ref()).is_some() {
            told.insert(name.to_owned(), text(&world.replica(doc).await));
        }
    }
    told
}

#[tokio::test]
async fn nobody_is_told_anything_of_a_customer_but_what_the_table_says() {
    let world = World::new().await;
    let mut table = String::new();
    let mut seen: BTreeSet<(&str, &str, u128)> = BTreeSet::new();
    for who in PEOPLE {
        let told = told(&world, who).await;
        for (what, number) in CUSTOMERS {
            for (kind, piece) in [("name", format!("客户{number}")), ("phone", phone(number))] {
                let places: Vec<&str> =
                    told.iter().filter(|it| it.1.contains(&piece)).map(|it| it.0.as_str()).collect();
                if !places.is_empty() {
                    seen.insert((who, kind, number));
                    writeln!(table, "{who}: the {kind} of {what}: {}", places.join(", ")).unwrap();
                }
            }
        }
    }
    let sees = |who: &str, kind: &str| -> Vec<u128> {
        seen.iter().filter(|it| it.0 == who && it.1 == kind).map(|it| it.2).collect()
    };
    for who in ["finance", "reception", "admin"] {
        assert_eq!(sees(who, "phone"), [0; 0], "{who} is told no number");
    }
    assert!(!sees("anna", "name").contains(&6) && !sees("anna", "phone").contains(&6), "nor a colleague's");
    assert_eq!((sees("stranger", "name"), sees("stranger", "phone")), (vec![7], vec![7]), "nor another store's");
    expect_file!["seen.txt"].assert_eq(&table);
}
