//! A device of an advisor on a real socket: our own client, with a disk that survives its crashes.

mod facts;
mod life;

pub use life::Copy;

use super::person::{Enrolled, PASSWORD, Person, document};
use super::socket::{Heard, Socket};
use crate::poll::DEADLINE;
use anyhow::{Context, Result, bail};
use domain::instant::Instant;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use sync::client::{Client, Out};
use sync::docid::DocId;
use sync::replica::{Heads, NewChange, RawFact, Replica};
use sync::witness::actor;
use tokio::time::{Instant as Moment, timeout_at};

/// What a crash leaves.
#[derive(Clone, Default)]
struct Disk {
    changes: Vec<Vec<u8>>,
    acked: Heads,
    resume: Vec<u8>,
    incarnation: Option<String>,
    lease: u32,
    counter: u32,
}

/// A device.
pub struct Device {
    /// Whose.
    pub person: Person,
    /// The advisor's book.
    pub book: DocId,
    /// The advisor's desk.
    pub desk: DocId,
    enrolled: Enrolled,
    disk: Disk,
    client: Client,
    socket: Option<Socket>,
    /// The server's clock at a moment of ours.
    clock: (Instant, Moment),
    /// What the server has of the desk.
    desk_heads: Option<Heads>,
    /// The server's clock minus its own: a clock may be wrong, as long as it is so steadily.
    pub offset: i64,
    /// Why the server has closed the connection, in its words.
    pub refused: Option<String>,
    /// The bytes of all connections, up and down.
    pub traffic: (u64, u64),
}

impl Device {
    /// Enrols a new device of somebody of the demo team.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn enrol(address: &str, login: &str) -> Result<Self> {
        Self::of(Person::enrol(address, login, PASSWORD).await?)
    }

    /// The device on which somebody has signed in, with nothing on it yet.
    ///
    /// # Errors
    /// If the session has no device, or no book.
    pub fn of(person: Person) -> Result<Self> {
        let mut it = Self {
            book: document(&person.session.book)?,
            desk: document(&person.session.desk)?,
            enrolled: person.enrolled()?.clone(),
            disk: Disk::default(),
            client: Client::new(String::new(), None),
            socket: None,
            clock: (person.session.now, Moment::now()),
            desk_heads: None,
            offset: 0,
            refused: None,
            traffic: (0, 0),
            person,
        };
        it.crash()?;
        Ok(it)
    }

    /// Its process ends and starts again: the disk is loaded, and a fresh lease taken.
    ///
    /// # Errors
    /// If what is on the disk does not fit together.
    pub fn crash(&mut self) -> Result<()> {
        self.hang_up();
        self.disk.lease += 1;
        self.client = Client::new(self.enrolled.id.to_string(), self.disk.incarnation.clone());
        let book = Replica::load(self.disk.changes.iter().map(Vec::as_slice))?;
        self.client.add(self.book, book, true, self.disk.acked.clone(), self.disk.resume.clone());
        self.client.add(self.desk, Replica::genesis(), false, Heads::default(), Vec::new());
        Ok(())
    }

    /// The server's clock goes on from another time; the device knows it.
    pub fn set_clock(&mut self, now: Instant) {
        self.clock = (now, Moment::now());
    }

    /// The server's clock, as far as the device knows.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.0.plus(i64::try_from(self.clock.1.elapsed().as_millis()).unwrap_or(i64::MAX))
    }

    /// The actor id of its changes.
    #[must_use]
    pub fn actor(&self) -> String {
        actor(&self.enrolled.id, self.disk.lease)
    }

    /// Connects, and says who it is.
    ///
    /// # Errors
    /// If the server does not let it in.
    pub async fn connect(&mut self) -> Result<()> {
        self.hang_up();
        self.refused = None;
        self.socket = Some(Socket::open(&self.person.address, &self.person.cookie).await?);
        let out = self.client.opened();
        self.handle(out).await.map(drop)
    }

    /// Cuts the connection.
    pub fn hang_up(&mut self) {
        self.client.closed();
        if let Some(socket) = self.socket.take() {
            self.traffic.0 += socket.sent;
            self.traffic.1 += socket.received;
        }
    }

    /// Whether there is a connection.
    #[must_use]
    pub const fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    /// The bytes of all connections so far, up and down.
    #[must_use]
    pub fn bytes(&self) -> (u64, u64) {
        let now = self.socket.as_ref().map_or((0, 0), |it| (it.sent, it.received));
        (self.traffic.0 + now.0, self.traffic.1 + now.1)
    }

    /// Writes a fact: onto the disk, and then out if there is a connection. The first message need not carry it (in one of a
    /// hundred the server's Bloom filter says wrongly that it is there): who waits for it elsewhere lets this device settle first.
    ///
    /// # Errors
    /// If it cannot be written, or the server is gone.
    pub async fn write(&mut self, raw: &RawFact) -> Result<()> {
        let actor = self.actor();
        self.write_as(&actor, raw).await
    }

    /// Writes a fact as an actor of one's choice.
    ///
    /// # Errors
    /// If it cannot be written, or the server is gone.
    pub async fn write_as(&mut self, actor: &str, raw: &RawFact) -> Result<()> {
        let seconds = self.now().0 / 1_000;
        let Some(change) = self.client.append(self.book, actor, seconds, std::slice::from_ref(raw))? else {
            return Ok(());
        };
        self.disk.changes.push(change.bytes);
        let out = self.client.durable(self.book);
        self.handle(out).await.map(drop)
    }

    /// Waits for the next frame, however long; may be given up at any time.
    pub async fn hear(&mut self) -> Heard {
        match &mut self.socket {
            Some(socket) => socket.hear().await,
            None => std::future::pending().await,
        }
    }

    /// Takes what was heard; gives the changes that came.
    ///
    /// # Errors
    /// If the server's messages do not fit, or it is gone.
    pub async fn take(&mut self, heard: Heard) -> Result<Vec<NewChange>> {
        match heard {
            Heard::Frame(frame) => {
                let out = self.client.frame(&frame);
                self.handle(out).await
            }
            Heard::Closed(code) => {
                self.hang_up();
                let said = self.refused.take().unwrap_or_default();
                self.refused = Some(format!("{said} ({})", code.unwrap_or_default()));
                Ok(Vec::new())
            }
        }
    }

    async fn handle(&mut self, out: Vec<Out>) -> Result<Vec<NewChange>> {
        let mut came = Vec::new();
        for it in out {
            match it {
                Out::Send(frame) => {
                    if let Some(socket) = &mut self.socket {
                        socket.send(&frame).await?;
                    }
                }
                Out::Came(doc, changes) => {
                    if doc == self.book {
                        self.disk.changes.extend(changes.iter().map(|it| it.bytes.clone()));
                    }
                    came.extend(changes);
                }
                Out::Acked(doc, heads, resume) if doc == self.book => {
                    self.disk.acked = heads;
                    self.disk.resume = resume;
                }
                Out::Acked(_, heads, _) => self.desk_heads = Some(heads),
                Out::Incarnation(it) => self.disk.incarnation = Some(it),
                Out::Refused(why) => self.refused = Some(why),
                Out::Conflict(_) => {
                    self.hang_up();
                    self.refused = Some("duplicate sequence number".to_owned());
                    self.renew()?;
                }
                Out::Broken(doc, error) => bail!("{doc} cannot be read: {error}"),
                Out::TooNew(doc) => bail!("{doc} is of a newer schema"),
                Out::Unavailable(doc) => bail!("{doc} is unavailable"),
                Out::Clock(now) => self.set_clock(Instant(now)),
                Out::ReadOnly(_) => {}
            }
        }
        Ok(came)
    }

    /// Listens until something holds.
    ///
    /// # Errors
    /// If it does not in time.
    pub async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> Result<()> {
        let end = Moment::now() + DEADLINE;
        while !holds(self) {
            let heard = timeout_at(end, self.hear()).await.with_context(|| format!("waited in vain for {what}"))?;
            self.take(heard).await?;
        }
        Ok(())
    }

    /// Announces what it has, and listens until the server has said that it holds all.
    ///
    /// # Errors
    /// If it does not in time.
    pub async fn settle(&mut self) -> Result<()> {
        let joined = |it: &Self| it.is_joined() && it.unsent().is_empty();
        self.until("the server to hold everything", joined).await?;
        let out = self.client.announce();
        self.handle(out).await.map(drop)
    }

    fn is_joined(&self) -> bool {
        self.client.is_joined() && self.disk.acked != Heads::default()
    }

    fn has_desk(&self) -> bool {
        let desk = self.client.replica(self.desk).zip(self.desk_heads.as_ref());
        desk.is_some_and(|(desk, heads)| desk.holds(heads))
    }

    /// What the server has not confirmed.
    #[must_use]
    pub fn unsent(&self) -> BTreeSet<String> {
        self.client.unsent(self.book).into_iter().collect()
    }

    /// The book.
    ///
    /// # Errors
    /// If it is not there.
    pub fn replica(&self) -> Result<&Replica> {
        self.client.replica(self.book).context("no book")
    }

    /// The facts of the book.
    #[must_use]
    pub fn facts(&self) -> Vec<RawFact> {
        self.client.replica(self.book).map(Replica::facts).unwrap_or_default()
    }

    /// The facts of the desk.
    #[must_use]
    pub fn desk_facts(&self) -> Vec<RawFact> {
        self.client.replica(self.desk).map(Replica::facts).unwrap_or_default()
    }

    /// Whether the book has a fact.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.facts().iter().any(|it| it.id == id)
    }

    /// What the desk says about a fact of the book: the kinds of its entries.
    #[must_use]
    pub fn said_of(&self, id: &str) -> Vec<Value> {
        let facts = self.desk_facts();
        let read = facts.iter().filter_map(|it| serde_json::from_str::<Value>(&it.text).ok());
        read.filter(|it| it.get("fact") == Some(&json!(id))).collect()
    }

    /// Listens until the desk says something about a fact.
    ///
    /// # Errors
    /// If it does not in time.
    pub async fn objection(&mut self, id: &str) -> Result<Value> {
        self.until("the desk's word", |it| !it.said_of(id).is_empty()).await?;
        self.said_of(id).pop().context("no word")
    }

    /// What the desk says about a fact when it is read anew, on a connection of its own.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn read_desk(&self, id: &str) -> Result<Vec<Value>> {
        let mut reader = Self::of(self.person.clone())?;
        reader.connect().await?;
        reader.until("the desk", Self::has_desk).await?;
        Ok(reader.said_of(id))
    }
}
