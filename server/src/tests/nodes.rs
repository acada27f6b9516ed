//! Several nodes on one store, each with its tasks and its port, and devices on real sockets of theirs.

mod device;
mod ended;
mod lost;
mod merge;
mod time;
mod work;

use super::app::{TestApp, monday};
use crate::tasks;
use device::Device;
use domain::fact::Body;
use domain::id::CustomerId;
use domain::instant::Instant;
use serde_json::json;
use std::net::SocketAddr;
use std::ops::Deref;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// A node that runs.
struct Node {
    app: TestApp,
    address: SocketAddr,
    tasks: JoinSet<()>,
}

impl Deref for Node {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Node {
    async fn of(app: TestApp) -> Self {
        Self { address: app.listen().await, tasks: tasks::start(&app.app), app }
    }

    /// Another one on the same store.
    async fn beside(&self) -> Self {
        Self::of(self.app.beside().await).await
    }

    /// Its tasks end wherever they are, and nobody hears of it any more.
    fn dies(&mut self) {
        self.bus.mute();
        self.tasks.abort_all();
    }

    /// Waits until something holds that is asked whenever figures change.
    async fn until(&self, what: &str, mut holds: impl AsyncFnMut() -> bool) {
        let mut figures = self.app.app.events.figures();
        let waiting = async {
            loop {
                figures.borrow_and_update();
                if holds().await {
                    return;
                }
                figures.changed().await.unwrap();
            }
        };
        timeout(Duration::from_secs(30), waiting).await.unwrap_or_else(|_| panic!("waited in vain for {what}"));
    }

    /// What the manager sees there of an advisor.
    async fn seen(&self, login: &str, figure: &str) -> serde_json::Value {
        let team = self.sign_in("manager").await.get("/api/team").await.json();
        let id = json!(self.staff[login].to_string());
        let advisors = team["advisors"].as_array().unwrap();
        advisors.iter().find(|it| it["id"] == id).unwrap()[figure].clone()
    }
}

async fn two() -> (Node, Node) {
    let one = Node::of(TestApp::with_team().await).await;
    let other = one.beside().await;
    (one, other)
}

fn key(customer: CustomerId) -> String {
    customer.to_string()
}

#[tokio::test]
async fn what_comes_to_one_node_is_at_the_other_at_once() {
    let (here, there) = two().await;
    let mut phone = Device::enrol(&here, "anna").await;
    let mut tablet = Device::enrol(&there, "anna").await;
    tablet.settle().await;
    let customer = phone.card(monday()).await;
    phone.settle().await;
    tablet.until("the card", |it| it.facts(it.book).contains(&key(customer))).await;
    there.until("the figures", async || there.seen("anna", "levels").await["P2"] == 1).await;
    here.pass(Instant::MINUTE);
    let call = tablet.call(customer, here.app.app.clock.now());
    tablet.write(&call).await;
    phone.until("the call", |it| it.facts(it.book).contains(&call.id)).await;
    here.until("the figures", async || here.seen("anna", "done_today").await == 1).await;
}

#[tokio::test]
async fn a_ruling_made_at_one_node_comes_to_the_device_at_the_other() {
    let (here, there) = two().await;
    let mut tablet = Device::enrol(&there, "anna").await;
    let customer = tablet.card(monday()).await;
    tablet.settle().await;
    let manager = here.sign_in("manager").await;
    here.until("the card", async || {
        let wish = json!({ "ruling": "hand_over", "to": here.staff["ben"].to_string() });
        manager.post(&format!("/api/locks/{customer}/ruling"), &wish).await.status == 200
    })
    .await;
    tablet.until("the ruling", |it| !it.facts(it.desk).is_empty()).await;
}

#[tokio::test]
async fn people_and_settings_of_one_node_are_known_at_the_other() {
    let (here, there) = two().await;
    let manager = here.sign_in("manager").await;
    let made = manager.post("/api/staff", &json!({ "login": "dora", "name": "新人", "role": "advisor" })).await.json();
    let (other, dora) = (&there.app.app, id(&made));
    let is_known = || other.directory.book(dora).is_some() && other.settings.of(1).staff.contains_key(&dora);
    there.until("the new advisor", async || is_known()).await;
    let closed = json!({ "day": "2026-03-10" });
    assert!(manager.post("/api/house/closed", &closed).await.status.is_success());
    let house = there.sign_in("manager").await.get("/api/house").await.json();
    assert_eq!(
        house["closed"],
        json!([{ "from": "2026-03-10", "to": "2026-03-10" }]),
        "who asks another node next sees what was set"
    );
}

#[tokio::test]
async fn whoever_was_made_at_one_node_signs_in_at_another_that_has_not_heard_of_it() {
    let (here, there) = two().await;
    here.bus.mute();
    let manager = here.sign_in("manager").await;
    let made = manager.post("/api/staff", &json!({ "login": "dora", "name": "新人", "role": "advisor" })).await.json();
    let answer =
        there.anonymous().post("/api/session", &json!({ "login": "dora", "password": made["password"] })).await;
    assert_eq!(answer.json()["book"], here.app.app.directory.book(id(&made)).unwrap().id.url());
}

fn id(made: &serde_json::Value) -> domain::id::StaffId {
    domain::id::StaffId::parse(made["id"].as_str().unwrap_or_else(|| panic!("{made}"))).unwrap()
}

#[tokio::test]
async fn who_is_connected_to_one_node_is_online_at_the_other() {
    let (here, there) = two().await;
    let mut phone = Device::enrol(&here, "anna").await;
    there.until("the presence", async || there.seen("anna", "online").await == true).await;
    assert_eq!(there.seen("ben", "online").await, false);
    phone.hang_up();
    there.until("the absence", async || there.seen("anna", "online").await == false).await;
}

#[tokio::test]
async fn whoever_was_at_a_node_that_died_is_not_online_for_long() {
    let (mut here, there) = two().await;
    let _phone = Device::enrol(&here, "anna").await;
    there.until("the presence", async || there.seen("anna", "online").await == true).await;
    here.dies();
    there.pass(crate::online::Online::HEARSAY);
    assert_eq!(there.seen("anna", "online").await, false);
}

/// What the desk says about a customer.
async fn told(app: &TestApp, customer: CustomerId) -> Vec<Body> {
    let facts = crate::store::Contents::facts_of(&app.store, customer).await.unwrap();
    let desk = facts.into_iter().filter_map(|it| it.fact()).filter(|it| it.place == domain::fact::Place::Desk);
    desk.map(|it| it.body).collect()
}
