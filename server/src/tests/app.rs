//! A whole application for tests: a real store that goes, a clock that stands, a team.

use super::counting::Counting;
use super::home::Home;
use super::muted::Muted;
use crate::app::{App, Core};
use crate::auth::password::Passwords;
use crate::clock::Clock;
use crate::config::Web;
use crate::people::{NewStaff, add_staff, add_store, raw};
use crate::role::Role;
use crate::site::Site;
use crate::store::{Append, ChangeRow, FactRow};
use crate::{projector, router};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use domain::command::{Stamp, fact};
use domain::fact::{Body as FactBody, Contact, Created, Fact, Means, Origin, Outcome};
use domain::id::{CustomerId, DeviceId, FactId, StaffId};
use domain::instant::Instant;
use domain::level::Level;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use sync::replica::Replica;
use sync::witness::actor;
use tokio::net::TcpListener;
use tower::ServiceExt;

pub const PASSWORD: &str = "correct horse";

/// Monday, ten in the morning in Shanghai.
pub fn monday() -> Instant {
    at("2026-03-02T10:00:00+08:00")
}

pub fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub struct TestApp {
    pub app: App,
    pub store: Counting,
    pub home: Home,
    pub staff: BTreeMap<String, StaffId>,
    pub bus: Arc<Muted>,
    router: Router,
}

/// Somebody at a browser.
pub struct Actor<'a> {
    app: &'a TestApp,
    pub cookie: Option<String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl TestApp {
    /// Without anybody.
    pub async fn empty() -> Self {
        Self::reached(|web| web).await
    }

    /// Without anybody, reached in another way.
    pub async fn reached(web: impl FnOnce(Web) -> Web) -> Self {
        Self::begin(Home::chosen().await, Clock::standing_at(monday()), web).await
    }

    /// Another one that goes on from a copy of the store: sessions and all, and what happens there changes nothing here.
    pub async fn copy(&self) -> Self {
        let clock = Clock::standing_at(self.app.clock.now());
        let it = Self::begin(self.home.copy().await, clock, |web| web).await;
        Self { staff: self.staff.clone(), ..it }
    }

    /// Another node on the same store, with the same clock.
    pub async fn beside(&self) -> Self {
        let store = match self.home.open_beside().await {
            Some(inner) => Counting { inner, calls: Arc::default() },
            None => self.store.clone(),
        };
        let it = Self::open(Home::file(), store, self.bus.join(), self.app.clock.clone(), |web| web).await;
        Self { staff: self.staff.clone(), ..it }
    }

    /// Serves it on a port.
    pub async fn listen(&self) -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    async fn begin(home: Home, clock: Clock, web: impl FnOnce(Web) -> Web) -> Self {
        let store = Counting { inner: home.open().await, calls: Arc::default() };
        Self::open(home, store, Muted::default(), clock, web).await
    }

    async fn open(home: Home, store: Counting, bus: Muted, clock: Clock, web: impl FnOnce(Web) -> Web) -> Self {
        let bus = Arc::new(bus);
        let core = Core::open_among(Arc::new(store.clone()), clock, bus.clone()).await.unwrap();
        let site = Site::Folder(home.folder().path().join("site"));
        let web = web(Web::listening("127.0.0.1:8080".parse().unwrap(), false, site));
        let app = App::new(core, web, Passwords::for_testing());
        Self { router: router(app.clone()), app, store, home, bus, staff: BTreeMap::new() }
    }

    /// With a store of a manager, two advisors, finance and reception, and another store with its own.
    pub async fn with_team() -> Self {
        Self::with_team_in(Home::chosen().await).await
    }

    /// With a team, kept there.
    pub async fn with_team_in(home: Home) -> Self {
        Self::begin(home, Clock::standing_at(monday()), |web| web).await.join_team().await
    }

    /// With a team, reached in another way.
    pub async fn with_team_reached(web: impl FnOnce(Web) -> Web) -> Self {
        Self::reached(web).await.join_team().await
    }

    async fn join_team(mut self) -> Self {
        let here = add_store(&self.app, "滨江店").await.unwrap();
        let there = add_store(&self.app, "城东店").await.unwrap();
        let people = [
            ("manager", "周经理", Role::Manager, here),
            ("anna", "王安", Role::Advisor, here),
            ("ben", "李本", Role::Advisor, here),
            ("finance", "钱会计", Role::Finance, here),
            ("reception", "李小雨", Role::Reception, here),
            ("admin", "孙志远", Role::Admin, here),
            ("stranger", "赵经理", Role::Manager, there),
            ("carl", "陈卡", Role::Advisor, there),
        ];
        for (login, name, role, store) in people {
            let new = NewStaff { login: login.into(), name: name.into(), role, store, password: PASSWORD.into() };
            let id = add_staff(&self.app, new).await.unwrap();
            self.staff.insert(login.to_owned(), id);
        }
        projector::catch_up(&self.app).await.unwrap();
        self
    }

    pub fn set_clock(&self, now: &str) {
        self.app.clock.stand_at(at(now));
    }

    pub fn pass(&self, ms: i64) {
        self.app.clock.stand_at(self.app.clock.now().plus(ms));
    }

    pub fn anonymous(&self) -> Actor<'_> {
        Actor { app: self, cookie: None }
    }

    pub async fn sign_in(&self, login: &str) -> Actor<'_> {
        let body = serde_json::json!({ "login": login, "password": PASSWORD });
        let answer = self.anonymous().post("/api/session", &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        Actor { app: self, cookie: Some(answer.cookie()) }
    }

    /// An answer that does not end by itself.
    pub async fn stream(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.stream(request).await.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// What an advisor's device wrote and the server took in now.
    pub async fn write(&self, login: &str, customer: CustomerId, when: Instant, body: FactBody) -> FactId {
        let id = match &body {
            FactBody::Created(_) => FactId(customer.0),
            _ => FactId::new(when, u128::from(when.0.unsigned_abs())),
        };
        let device = Self::device(self.staff[login]);
        let stamp = Stamp { id, now: when, offset: 0, device, counter: 1, mono: 0 };
        self.take(login, &fact(stamp, customer, when, body)).await;
        id
    }

    /// The device of somebody.
    pub fn device(owner: StaffId) -> DeviceId {
        DeviceId(hex::encode(&owner.to_string().as_bytes()[14..26]))
    }

    /// A fact that an advisor's device wrote into the book and the server took in now.
    pub async fn take(&self, login: &str, fact: &Fact) {
        let owner = self.staff[login];
        let document = self.app.directory.book(owner).unwrap();
        let device = Self::device(owner);
        let loaded = self.store.inner.as_ref();
        let loaded = crate::store::Contents::load(loaded, document.id).await.unwrap();
        let chunks = loaded.snapshot.iter().chain(&loaded.changes).map(Vec::as_slice);
        let mut replica = Replica::load(chunks).unwrap();
        let seconds = fact.recorded.0 / 1000;
        let change = replica.append(&actor(&device, 1), seconds, &[raw(fact)]).unwrap().unwrap();
        let received = self.app.clock.now();
        let facts = FactRow::of(&document, &change, Some(&device), received);
        let row = ChangeRow {
            hash: change.hash,
            actor: change.actor,
            seq: change.seq,
            bytes: change.bytes,
            device: Some(device),
            received,
            lower: received,
        };
        let append = Append { changes: vec![row], facts, ..Append::to(document.id) };
        self.app.store.commit(&[append]).await.unwrap();
        projector::catch_up(&self.app).await.unwrap();
    }

    /// A card of level P2, made at a time.
    pub async fn create(&self, login: &str, number: u128, when: Instant) -> CustomerId {
        self.create_with(login, number, when, "13800001234").await
    }

    /// A card of level P2 with a phone number of its own.
    pub async fn create_with(&self, login: &str, number: u128, when: Instant, phone: &str) -> CustomerId {
        let customer = CustomerId::new(when, number);
        let created = Created {
            advisor: self.staff[login],
            name: format!("客户{number}"),
            phone: phone.to_owned(),
            source: "showroom".to_owned(),
            origin: Origin::WalkIn,
            clear_intention: false,
            level: Level::P2,
            suggested: None,
            signals: Vec::new(),
            expected: None,
            due: None,
            note: String::new(),
            fields: BTreeMap::new(),
            import: String::new(),
        };
        self.write(login, customer, when, FactBody::Created(created)).await;
        customer
    }

    /// A call in which the customer was reached.
    pub async fn call(&self, login: &str, customer: CustomerId, when: Instant) -> FactId {
        let contact = Contact {
            means: Means::Call,
            outcome: Outcome::Talked,
            note: String::new(),
            asked: false,
            level: None,
            next: None,
            reason: String::new(),
            whose: None,
        };
        self.write(login, customer, when, FactBody::Contact(contact)).await
    }
}

impl<'a> Actor<'a> {
    /// Whoever has that cookie.
    pub fn with(app: &'a TestApp, cookie: String) -> Self {
        Self { app, cookie: Some(cookie) }
    }

    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost:8080");
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.app.send(self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.app.send(self.request(Method::DELETE, path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::POST, path).header(header::CONTENT_TYPE, "application/json");
        self.app.send(request.body(Body::from(body.to_string())).unwrap()).await
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// The status and the code of the first error.
    pub fn error(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["errors"][0]["code"].as_str().unwrap_or_default().to_owned())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    /// The cookie, as a browser would send it back.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }
}
