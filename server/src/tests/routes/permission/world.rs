//! Two stores with something of everything, and everybody signed in on a device.

use crate::store::Contents;
use crate::tests::app::{PASSWORD, TestApp, at, monday};
use crate::tests::home::Watch;
use crate::tests::routes::api::deliveries::{delivered, ordered};
use domain::id::DeviceId;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use sync::docid::DocId;
use sync::replica::Replica;
use tokio::sync::Mutex;

/// Who signs in; the other columns are nobody, a session that has ended, and the manager with a stranger's page.
pub const PEOPLE: [&str; 7] = ["anna", "ben", "manager", "finance", "reception", "admin", "stranger"];

/// Somebody's number, so that it can be found in an answer.
pub fn phone(number: u128) -> String {
    if (2..=3).contains(&number) { "13800001234".to_owned() } else { format!("1390000555{number}") }
}

/// The application, who is signed in, and what the paths name.
pub struct World {
    pub app: TestApp,
    cookies: BTreeMap<&'static str, String>,
    devices: BTreeMap<&'static str, DeviceId>,
    names: BTreeMap<&'static str, String>,
    watch: Mutex<Watch>,
}

impl World {
    /// Anna's customers 1 (hers), 2 (ordered), 3 (delivered), 4 (in the pool) and 5 (handed over to Ben), Ben's 6 and, of today, 8,
    /// and 7 of the other store.
    pub async fn new() -> Self {
        let app = TestApp::with_team().await;
        let before = at("2026-02-20T09:00:00+08:00");
        let mut customers = BTreeMap::new();
        for (login, number) in [("anna", 1_u128), ("anna", 4), ("anna", 5), ("ben", 6), ("carl", 7), ("ben", 8)] {
            let when = if number == 8 { monday() } else { before };
            customers.insert(number, app.create_with(login, number, when, &phone(number)).await);
        }
        let (_, signed) = ordered(&app, 2, super::super::api::deliveries::VIN).await;
        let (_, driven) = delivered(&app, 3).await;
        let manager = app.sign_in("manager").await;
        for (number, ruling) in
            [(4, json!({ "ruling": "pool" })), (5, json!({ "ruling": "hand_over", "to": app.staff["ben"] }))]
        {
            let made = manager.post(&format!("/api/locks/{}/ruling", customers[&number]), &ruling).await;
            assert_eq!(made.status, 200, "{}", made.text());
        }
        let arrival = app.sign_in("reception").await.post("/api/reception", &json!({ "purpose": "look" })).await;
        crate::projector::catch_up(&app.app).await.unwrap();
        let (mut cookies, mut devices) = (BTreeMap::new(), BTreeMap::new());
        for login in PEOPLE {
            let body = json!({ "login": login, "password": PASSWORD, "device": { "name": login } });
            let answer = app.anonymous().post("/api/session", &body).await;
            cookies.insert(login, answer.cookie());
            devices.insert(login, DeviceId(answer.json()["device"]["id"].as_str().unwrap().to_owned()));
        }
        let ended = app.sign_in("manager").await;
        cookies.insert("ended", ended.cookie.clone().unwrap());
        assert_eq!(ended.delete("/api/session").await.status, 204);
        cookies.insert("foreign", cookies["manager"].clone());
        let names = BTreeMap::from([
            ("customer", customers[&1].to_string()),
            ("pooled", customers[&4].to_string()),
            ("signed", signed.to_string()),
            ("delivered", driven.to_string()),
            ("arrival", arrival.json()["id"].as_str().unwrap().to_owned()),
            ("device", devices["ben"].to_string()),
            ("advisor", app.staff["anna"].to_string()),
            ("person", app.staff["ben"].to_string()),
            ("month", "2026-02".to_owned()),
            ("coming", "2026-04".to_owned()),
            ("day", "2026-03-02".to_owned()),
        ]);
        let watch = Mutex::new(app.home.watch().await);
        Self { app, cookies, devices, names, watch }
    }

    /// The session of a column.
    pub fn cookie(&self, who: &str) -> Option<String> {
        self.cookies.get(who).cloned()
    }

    /// Somebody's device.
    pub fn device(&self, who: &str) -> &DeviceId {
        &self.devices[who]
    }

    /// A path of the description with somebody or something in the place of each parameter.
    pub fn path(&self, path: &str) -> String {
        let path = match path {
            _ if path.starts_with("/api/call-backs/") => path.replace("{order}", "{delivered}"),
            _ if path.starts_with("/api/deliveries/") => path.replace("{order}", "{signed}"),
            _ if path.starts_with("/api/targets/") => path.replace("{month}", "{coming}"),
            _ if path.starts_with("/api/pool/") => path.replace("{customer}", "{pooled}"),
            _ => path.to_owned(),
        };
        self.filled(&path)
    }

    /// A text with what the names in it stand for.
    pub fn filled(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// Another number after each commit.
    pub async fn version(&self) -> i64 {
        self.watch.lock().await.version().await
    }

    /// The documents by what they are called in the tables.
    pub fn documents(&self) -> Vec<(&'static str, DocId)> {
        let all = &self.app.app.directory;
        let staff = |login: &str| self.app.staff[login];
        vec![
            ("Anna's book", all.book(staff("anna")).unwrap().id),
            ("Anna's desk", all.desk(staff("anna")).unwrap().id),
            ("Ben's book", all.book(staff("ben")).unwrap().id),
            ("Ben's desk", all.desk(staff("ben")).unwrap().id),
            ("the manager's book", all.book(staff("manager")).unwrap().id),
            ("the manager's desk", all.desk(staff("manager")).unwrap().id),
            ("the house", all.house(1).unwrap().id),
            ("a book elsewhere", all.book(staff("carl")).unwrap().id),
            ("a desk elsewhere", all.desk(staff("carl")).unwrap().id),
            ("the house elsewhere", all.house(2).unwrap().id),
            ("nothing", DocId([9; 16])),
        ]
    }

    /// What stands in a document on the disk.
    pub async fn replica(&self, doc: DocId) -> Replica {
        let contents = Contents::load(self.app.store.inner.as_ref(), doc).await.unwrap();
        Replica::load(contents.snapshot.iter().chain(&contents.changes).map(Vec::as_slice)).unwrap()
    }
}

/// The JSON of a document's facts.
pub fn text(replica: &Replica) -> String {
    let facts = replica.facts().into_iter().map(|it| serde_json::from_str::<Value>(&it.text).unwrap_or_default());
    Value::Array(facts.collect()).to_string()
}
