//! What PostgreSQL alone has: servers that share a database, and those who must not.

use super::app::monday;
use super::cluster::Database;
use super::home::Home;
use crate::bus::{Heard, Notice};
use crate::store::postgres::{Address, Postgres, Sharing};
use crate::store::{Store, StoreError};
use domain::id::StaffId;
use sqlx::{Connection, PgConnection, Row, SqliteConnection};
use std::collections::BTreeMap;
use sync::docid::DocId;

#[tokio::test]
async fn servers_share_a_database_and_a_rebuild_wants_it_for_itself() {
    let home = Home::database().await;
    let address = home.database_of().address();
    assert!(!Postgres::exists(&address).await.unwrap(), "nothing is there yet");
    let first = Postgres::open(&address, Sharing::Server).await.unwrap();
    let second = Postgres::open(&address, Sharing::Server).await.unwrap();
    assert!(Postgres::exists(&address).await.unwrap());
    let alone = async || Postgres::open(&address, Sharing::Alone).await;
    assert!(matches!(alone().await, Err(StoreError::InUse(_))));
    let beside = Postgres::open(&address, Sharing::Beside).await.unwrap();
    for it in [first, second] {
        Store::close(&it).await;
    }
    let rebuild = alone().await.unwrap();
    assert!(matches!(Postgres::open(&address, Sharing::Server).await, Err(StoreError::InUse(_))));
    assert!(matches!(alone().await, Err(StoreError::InUse(_))), "alone is alone");
    for it in [rebuild, beside] {
        Store::close(&it).await;
    }
    Postgres::open(&address, Sharing::Server).await.unwrap();
}

#[tokio::test]
async fn a_server_goes_on_when_the_database_was_away() {
    let home = Home::database().await;
    let server = Postgres::open(&home.database_of().address(), Sharing::Server).await.unwrap();
    Store::set_meta(&server, "word", "kept").await.unwrap();
    end_connections(&home).await;
    assert_eq!(Store::meta(&server, "word").await.unwrap().as_deref(), Some("kept"));
    let alone = Postgres::open(&home.database_of().address(), Sharing::Alone).await;
    assert!(matches!(alone, Err(StoreError::InUse(_))), "the server has its right again");
}

#[tokio::test]
async fn a_database_that_cannot_hold_every_text_is_refused() {
    let how = "ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0";
    let database = Database::made(how).await;
    let opened = Postgres::open(&database.address(), Sharing::Server).await;
    assert!(matches!(opened, Err(StoreError::Unfit(why)) if why.contains("LATIN1")));
}

async fn end_connections(home: &Home) {
    let others = "datname = current_database() AND pid <> pg_backend_pid()";
    home.execute(&format!("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE {others}")).await;
}

#[tokio::test]
async fn servers_hear_each_other_and_not_themselves() {
    let home = Home::database().await;
    let store = Postgres::open(&home.database_of().address(), Sharing::Server).await.unwrap();
    let (here, there) = (store.bus().await.unwrap(), store.bus().await.unwrap());
    let (mut own, mut ear) = (here.hear(), there.hear());
    let long = Notice::Present("0123456789abcdef".to_owned(), vec![StaffId::new(monday(), 1); Notice::PEOPLE]);
    let notices = [Notice::Figures, Notice::Changes(DocId([7; 16]), i64::MAX), long];
    here.tell(&notices).await;
    here.tell(&[]).await;
    there.tell(&[Notice::Figures]).await;
    for notice in notices {
        assert_eq!(ear.next().await, Some(Heard::Told(notice)));
    }
    assert_eq!(own.next().await, Some(Heard::Told(Notice::Figures)), "the other's word, and none of its own before");
    home.execute("NOTIFY genjin, 'ffff farewell'").await;
    assert_eq!(ear.next().await, Some(Heard::Lost), "a word that it does not know");
}

#[tokio::test]
async fn who_was_cut_off_hears_that_something_was_lost_and_hears_again() {
    let home = Home::database().await;
    let store = Postgres::open(&home.database_of().address(), Sharing::Server).await.unwrap();
    let (here, there) = (store.bus().await.unwrap(), store.bus().await.unwrap());
    let mut ear = there.hear();
    for _ in 0..3 {
        end_connections(&home).await;
        assert_eq!(ear.next().await, Some(Heard::Lost));
        here.tell(&[Notice::Figures]).await;
        assert_eq!(ear.next().await, Some(Heard::Told(Notice::Figures)));
    }
}

#[test]
fn an_address_shows_no_password_and_must_be_one() {
    let address = Address::parse("postgres://genjin:secret@db.example:5433/showroom?sslmode=verify-full").unwrap();
    assert_eq!(address.to_string(), "the database showroom at db.example");
    for other in ["mysql://db/showroom", "/var/lib/genjin", "postgres:/db"] {
        assert!(Address::parse(other).is_err(), "{other}");
    }
}

/// Table, column, whether it may be NULL, and its place in the primary key.
type Columns = BTreeMap<(String, String), (bool, i64)>;

/// A migration of one database that the other lacks is found here.
#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let (file, database) = (Home::file(), Home::database().await);
    file.open().await;
    database.open().await;
    let sql = "SELECT m.name AS in_table, c.name AS in_column, c.\"notnull\" = 0 AND c.pk = 0 AS free, c.pk AS key \
               FROM sqlite_schema AS m, pragma_table_info(m.name) AS c \
               WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '_sqlx_%'";
    let mut connection = SqliteConnection::connect(&file.url()).await.unwrap();
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    let ours: Columns =
        rows.iter().map(|it| ((it.get("in_table"), it.get("in_column")), (it.get("free"), it.get("key")))).collect();
    let sql = "SELECT c.table_name::text AS in_table, c.column_name::text AS in_column, c.is_nullable = 'YES' AS free, \
               COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint AS key FROM information_schema.columns AS c \
               JOIN pg_attribute AS a ON a.attrelid = c.table_name::regclass AND a.attname = c.column_name \
               LEFT JOIN pg_index AS i ON i.indrelid = a.attrelid AND i.indisprimary \
               WHERE c.table_schema = 'public' AND c.table_name NOT LIKE '\\_sqlx\\_%'";
    let mut connection = PgConnection::connect(&database.url()).await.unwrap();
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    let theirs: Columns =
        rows.iter().map(|it| ((it.get("in_table"), it.get("in_column")), (it.get("free"), it.get("key")))).collect();
    assert!(ours.len() > 50);
    let differing: Vec<_> = ours.iter().chain(&theirs).filter(|(it, _)| ours.get(*it) != theirs.get(*it)).collect();
    assert!(differing.is_empty(), "{differing:?}");
}
