//! Backup, restore, verify, rebuild.

use super::app::{TestApp, at, monday};
use super::home::Home;
use crate::app::Core;
use crate::backup::{backup, faults, rebuild, restore};
use crate::clock::Clock;
use crate::data::Folder;
use crate::store::sqlite::Sqlite;
use crate::store::{Contents, Rows, Store};
use crate::{jobs, projector};
use domain::instant::Instant;
use std::sync::Arc;

/// A team with locked, lifted and open customers.
async fn app() -> TestApp {
    app_in(Home::chosen().await).await
}

async fn app_in(home: Home) -> TestApp {
    let app = TestApp::with_team_in(home).await;
    for number in 1..=6 {
        let login = if number % 2 == 0 { "anna" } else { "ben" };
        let created = at("2026-02-24T09:00:00+08:00").plus(i64::try_from(number).unwrap() * Instant::DAY);
        let customer = app.create(login, number, created).await;
        if number % 3 == 0 {
            app.call(login, customer, monday().plus(-Instant::HOUR)).await;
        }
    }
    jobs::tick(&app.app).await.unwrap();
    projector::catch_up(&app.app).await.unwrap();
    app
}

#[tokio::test]
async fn what_is_rebuilt_is_what_was_live() {
    let app = app().await;
    let facts = app.store.all_facts().await.unwrap();
    let rows = app.app.customers(1).await.unwrap();
    let stamps = app.store.stamps().await.unwrap();
    assert_eq!((rows.len(), stamps.is_empty()), (6, false));
    rebuild(&app.app).await.unwrap();
    assert!(app.app.customers(1).await.unwrap().is_empty());
    projector::catch_up(&app.app).await.unwrap();
    assert_eq!(app.store.all_facts().await.unwrap(), facts);
    assert_eq!(app.app.customers(1).await.unwrap(), rows);
    assert_eq!(app.store.stamps().await.unwrap(), stamps);
}

#[tokio::test]
async fn a_backup_of_a_running_server_is_whole_and_can_be_restored() {
    let app = app_in(Home::file()).await;
    let facts = app.store.all_facts().await.unwrap();
    let folder = Folder::open(app.home.folder().path()).unwrap();
    let file = app.home.folder().path().join("backup.db");
    backup(&folder, &file).await.unwrap();
    assert!(backup(&folder, &file).await.is_err(), "a backup replaces none");
    assert_eq!(faults(Arc::new(Sqlite::open(&file).await.unwrap())).await.unwrap(), Vec::<String>::new());

    let elsewhere = tempfile::tempdir().unwrap();
    let target = Folder::open(elsewhere.path()).unwrap();
    assert_eq!(restore(&target, &file).await.unwrap(), None);
    let core = Core::open(Arc::new(target.existing_store().await.unwrap()), Clock::real()).await.unwrap();
    assert_eq!(core.store.all_facts().await.unwrap(), facts);
    assert!(core.store.staff_by_login("anna").await.unwrap().is_some());
    assert_ne!(core.incarnation, app.app.incarnation, "clients must forget what they believed of the lost changes");
    drop(core);
    let former = restore(&target, &file).await.unwrap().unwrap();
    assert!(former.exists());
}

#[tokio::test]
async fn what_is_damaged_is_found_and_not_restored() {
    let app = app_in(Home::file()).await;
    let folder = Folder::open(app.home.folder().path()).unwrap();
    let file = app.home.folder().path().join("backup.db");
    backup(&folder, &file).await.unwrap();
    let damage = async |sql: &'static str| {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
        let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
        sqlx::query(sql).execute(&pool).await.unwrap();
        pool.close().await;
    };
    damage("UPDATE fact SET text = replace(text, '客户2', '客户3')").await;
    let found = faults(Arc::new(Sqlite::open(&file).await.unwrap())).await.unwrap();
    assert!(found[0].contains("facts are not as the changes have them"), "{found:?}");
    let elsewhere = tempfile::tempdir().unwrap();
    let target = Folder::open(elsewhere.path()).unwrap();
    assert!(restore(&target, &file).await.is_err());
    assert!(!target.database().exists());
    damage("UPDATE change SET hash = randomblob(32) WHERE pos = (SELECT max(pos) FROM change)").await;
    let found = faults(Arc::new(Sqlite::open(&file).await.unwrap())).await.unwrap();
    assert!(found[0].contains("not the ones of the hash"), "{found:?}");
}

#[tokio::test]
async fn only_one_server_runs_on_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let folder = Folder::open(folder.path()).unwrap();
    let lock = folder.lock().unwrap();
    assert!(folder.lock().is_err());
    assert!(restore(&folder, &folder.database()).await.is_err());
    drop(lock);
    assert!(folder.lock().is_ok());
}

#[tokio::test]
async fn the_incarnation_lasts() {
    let app = TestApp::empty().await;
    let again = Core::open(Arc::new(app.store.clone()), Clock::real()).await.unwrap();
    assert_eq!(again.incarnation, app.app.incarnation);
    assert_eq!(app.store.meta("incarnation").await.unwrap().as_deref(), Some(&*again.incarnation));
}
