//! What PostgreSQL alone has: servers that share a database, and those who must not.

use super::app::{TestApp, monday};
use super::cluster::Database;
use super::home::Home;
use crate::admin;
use crate::app::Core;
use crate::bus::{Heard, Notice};
use crate::cli::Cli;
use crate::clock::Clock;
use crate::store::postgres::{Address, Postgres, Sharing};
use crate::store::{Store, StoreError};
use clap::Parser;
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

/// What a command says.
async fn run(arguments: &[&str]) -> anyhow::Result<()> {
    let all = ["genjin"].iter().chain(arguments);
    admin::run(Cli::try_parse_from(all)?.command).await
}

#[tokio::test]
async fn commands_work_on_a_database_or_say_what_does() {
    let home = Home::database().await;
    let url = home.url();
    let refused = async |arguments: &[&str]| format!("{:#}", run(arguments).await.unwrap_err());
    assert!(refused(&["verify", "--database-url", &url]).await.contains("holds nothing of a server yet"));
    assert!(refused(&["backup", "--database-url", &url, "copy.db"]).await.contains("pg_dump"));
    assert!(refused(&["restore", "--database-url", &url, "copy.db"]).await.contains("pg_restore"));
    assert!(refused(&["user", "list", "--database-url", &url, "--data", "x"]).await.contains("cannot be used with"));
    assert!(refused(&["verify", "--database-url", "mysql://x"]).await.contains("postgres://"));
    let add = [
        "user",
        "add",
        "--login",
        "wang",
        "--name",
        "王芳",
        "--role",
        "advisor",
        "--store",
        "滨江店",
        "--database-url",
    ];
    run(&[&add[..], &[&url]].concat()).await.unwrap();
    run(&["user", "password", "wang", "--database-url", &url]).await.unwrap();
    run(&["verify", "--database-url", &url]).await.unwrap();
    run(&["rebuild", "--database-url", &url]).await.unwrap();
}

#[tokio::test]
async fn a_database_that_was_put_back_is_another_one_to_its_devices() {
    let app = TestApp::with_team_in(Home::database().await).await;
    let customer = app.create("anna", 1, monday()).await;
    let url = app.home.url();
    let server = Postgres::open(&app.home.database_of().address(), Sharing::Server).await.unwrap();
    let restore = ["restore", "--database-url", &url];
    assert!(format!("{:#}", run(&restore).await.unwrap_err()).contains("stop them first"));
    server.close().await;
    run(&restore).await.unwrap();
    let again = Core::open(app.store.inner.clone(), Clock::real()).await.unwrap();
    assert_ne!(again.incarnation, app.app.incarnation);
    app.home.execute(&format!("UPDATE fact SET text = 'forged' WHERE customer = '{customer}'")).await;
    assert!(format!("{:#}", run(&restore).await.unwrap_err()).contains("not whole"));
    assert!(run(&["verify", "--database-url", &url]).await.is_err());
}

#[tokio::test]
async fn what_is_committed_is_on_the_disk_and_each_statement_sees_it_whatever_the_defaults_are() {
    let home = Home::database().await;
    let name = &home.database_of().name;
    for default in ["synchronous_commit = off", "default_transaction_isolation = 'serializable'"] {
        home.execute(&format!("ALTER DATABASE {name} SET {default}")).await;
    }
    let store = Postgres::open(&home.database_of().address(), Sharing::Server).await.unwrap();
    let all = "CREATE TABLE seen AS SELECT current_setting('synchronous_commit') AS disk, current_setting('transaction_isolation') AS sees";
    let watch = format!(
        "CREATE FUNCTION look() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN {all}; RETURN NULL; END $$; \
         CREATE TRIGGER look AFTER INSERT ON meta FOR EACH ROW EXECUTE FUNCTION look()"
    );
    home.execute(&watch).await;
    store.set_meta("word", "kept").await.unwrap();
    let sql = "SELECT disk, sees FROM seen";
    let seen = sqlx::query(sql).fetch_one(&mut PgConnection::connect(&home.url()).await.unwrap()).await.unwrap();
    assert_eq!((seen.get::<&str, _>(0), seen.get::<&str, _>(1)), ("on", "read committed"));
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
