//! A device on a real socket of a node.

use super::Node;
use crate::tests::app::{Answer, PASSWORD};
use domain::command::{Stamp, fact};
use domain::fact::{Body, Contact, Created, Means, Origin, Outcome};
use domain::id::{CustomerId, DeviceId, FactId, StaffId};
use domain::instant::Instant;
use domain::level::Level;
use futures::{SinkExt, StreamExt};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use sync::client::{Client, Out};
use sync::docid::DocId;
use sync::replica::{Heads, RawFact, Replica};
use sync::witness::actor;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Long enough for a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A device, or one of its tabs.
pub struct Device {
    pub id: DeviceId,
    pub cookie: String,
    pub book: DocId,
    pub desk: DocId,
    staff: StaffId,
    lease: u32,
    counter: u32,
    client: Client,
    socket: Option<WebSocketStream<MaybeTlsStream<TcpStream>>>,
    /// The code with which the server has closed the socket.
    pub closed: Option<u16>,
    /// A number of its actor's was used for another change.
    pub conflict: bool,
    acked: Heads,
}

impl Device {
    /// Enrols a device and connects it.
    pub async fn enrol(node: &Node, login: &str) -> Self {
        let mut it = Self::unconnected(node, login).await;
        it.connect(node).await;
        it
    }

    pub async fn unconnected(node: &Node, login: &str) -> Self {
        let body = json!({ "login": login, "password": PASSWORD, "device": { "name": "a test" } });
        Self::of(&node.anonymous().post("/api/session", &body).await)
    }

    /// Connects somebody whose session has no device.
    pub async fn visit(node: &Node, login: &str) -> Self {
        let body = json!({ "login": login, "password": PASSWORD });
        let mut it = Self::of(&node.anonymous().post("/api/session", &body).await);
        it.connect(node).await;
        it
    }

    fn of(answer: &Answer) -> Self {
        let session = answer.json();
        let text = |it: &serde_json::Value| it.as_str().unwrap().to_owned();
        let id = DeviceId(session["device"]["id"].as_str().unwrap_or("a visitor").to_owned());
        let [book, desk] = ["book", "desk"].map(|it| DocId::parse(&text(&session[it])).unwrap());
        let mut client = Client::new(id.to_string(), None);
        client.add(book, Replica::genesis(), true, Heads::default(), Vec::new());
        client.add(desk, Replica::genesis(), false, Heads::default(), Vec::new());
        Self {
            id,
            cookie: answer.cookie(),
            book,
            desk,
            staff: StaffId::parse(&text(&session["user"])).unwrap(),
            lease: 1,
            counter: 0,
            client,
            socket: None,
            closed: None,
            conflict: false,
            acked: Heads::default(),
        }
    }

    /// Another tab of the same device, with all that this one has and a lease of its own; not connected.
    pub fn tab(&self) -> Self {
        let mut client = Client::new(format!("{}-{}", self.id, self.lease + 1), None);
        let copy = |doc| self.client.replica(doc).unwrap().clone();
        client.add(self.book, copy(self.book), true, Heads::default(), Vec::new());
        client.add(self.desk, copy(self.desk), false, Heads::default(), Vec::new());
        Self {
            id: self.id.clone(),
            cookie: self.cookie.clone(),
            lease: self.lease + 1,
            counter: self.counter + 1_000,
            client,
            socket: None,
            closed: None,
            conflict: false,
            acked: Heads::default(),
            ..*self
        }
    }

    /// Takes another device's lease, as a restored copy of it does.
    pub fn steal(&mut self, other: &Self) {
        self.lease = other.lease;
    }

    pub async fn connect(&mut self, node: &Node) {
        self.client.closed();
        let mut request = format!("ws://{}/sync", node.address).into_client_request().unwrap();
        request.headers_mut().insert("cookie", self.cookie.parse().unwrap());
        self.socket = Some(connect_async(request).await.unwrap().0);
        self.closed = None;
        let out = self.client.opened();
        self.handle(out).await;
    }

    pub fn hang_up(&mut self) {
        self.client.closed();
        self.socket = None;
    }

    /// Makes a card of level P2 and gives whose it is.
    pub async fn card(&mut self, now: Instant) -> CustomerId {
        let created = Created {
            advisor: self.staff,
            name: "客户".to_owned(),
            phone: "13800001234".to_owned(),
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
        let id = self.next(now);
        let customer = CustomerId(id.0);
        let raw = self.fact(id, customer, now, Body::Created(created));
        self.write(&raw).await;
        customer
    }

    /// A call that was made and written down then.
    pub fn call(&mut self, customer: CustomerId, when: Instant) -> RawFact {
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
        let id = self.next(when);
        self.fact(id, customer, when, Body::Contact(contact))
    }

    fn next(&mut self, when: Instant) -> FactId {
        self.counter += 1;
        let device = u128::from_str_radix(&self.id.0[..12], 16).unwrap();
        FactId::new(when, (device << 32) | u128::from(self.counter))
    }

    fn fact(&self, id: FactId, customer: CustomerId, when: Instant, body: Body) -> RawFact {
        let counter = u64::from(self.counter);
        let stamp = Stamp { id, now: when, offset: 0, device: self.id.clone(), counter, mono: counter };
        let fact = fact(stamp, customer, when, body);
        RawFact { id: fact.id.to_string(), text: fact.text() }
    }

    /// Writes a fact, and sends it if there is a connection; gives the change.
    pub async fn write(&mut self, raw: &RawFact) -> Vec<u8> {
        let actor = actor(&self.id, self.lease);
        let change = self.client.append(self.book, &actor, 0, std::slice::from_ref(raw)).unwrap().unwrap();
        let out = self.client.durable(self.book);
        self.handle(out).await;
        change.bytes
    }

    /// Takes over a change of another tab, and sends it.
    pub async fn take_over(&mut self, change: &[u8]) {
        let (_, out) = self.client.sibling(self.book, change).unwrap();
        self.handle(out).await;
    }

    /// Announces its heads, once the server has said that it holds them.
    pub async fn settle(&mut self) {
        self.until("the server to hold everything", |it| it.unsent().is_empty() && it.acked != Heads::default()).await;
        let out = self.client.announce();
        self.handle(out).await;
    }

    /// Listens until something holds.
    pub async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let listening = async {
            while !holds(self) {
                self.hear().await;
            }
        };
        timeout(PATIENCE, listening).await.unwrap_or_else(|_| panic!("waited in vain for {what}"));
    }

    async fn hear(&mut self) {
        let Some(socket) = &mut self.socket else { return std::future::pending().await };
        match socket.next().await {
            Some(Ok(Frame::Binary(bytes))) => {
                let out = self.client.frame(&bytes);
                self.handle(out).await;
            }
            Some(Ok(Frame::Close(frame))) => {
                self.closed = frame.map(|it| it.code.into());
                self.hang_up();
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => {
                self.closed = self.closed.or(Some(0));
                self.hang_up();
            }
        }
    }

    async fn handle(&mut self, out: Vec<Out>) {
        for it in out {
            match it {
                Out::Send(frame) => {
                    if let Some(socket) = &mut self.socket {
                        // Who is cut off hears of it.
                        let _ = socket.send(Frame::Binary(frame.into())).await;
                    }
                }
                Out::Acked(doc, heads, _) if doc == self.book => self.acked = heads,
                Out::Conflict(_) => self.conflict = true,
                Out::Broken(doc, _) | Out::Unavailable(doc) => panic!("{doc}: {it:?}"),
                _ => {}
            }
        }
    }

    pub fn unsent(&self) -> Vec<String> {
        self.client.unsent(self.book)
    }

    /// The ids of the facts that it has of a document.
    pub fn facts(&self, doc: DocId) -> BTreeSet<String> {
        self.client.replica(doc).unwrap().facts().into_iter().map(|it| it.id).collect()
    }

    /// What it has of the desk that names a fact: the kinds of these entries.
    pub fn said_of(&self, id: &str) -> Vec<String> {
        let facts = self.client.replica(self.desk).unwrap().facts();
        let read = facts.iter().map(|it| serde_json::from_str::<serde_json::Value>(&it.text).unwrap());
        read.filter(|it| it["fact"] == *id).map(|it| it["kind"].as_str().unwrap().to_owned()).collect()
    }
}
