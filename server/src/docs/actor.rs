//! The task of one document: takes what comes, commits it, and then answers.

use super::{Documents, Line, Outgoing, claims};
use crate::store::{Append, ChangeRow, DocKind, DocumentRow, FactRow};
use anyhow::{Context, anyhow};
use domain::id::DeviceId;
use domain::instant::Instant;
use domain::window::Sighting;
use std::collections::BTreeMap;
use std::time::Duration;
use sync::guard::Caps;
use sync::hub::{Access, Conn, Hub};
use sync::replica::{Heads, NewChange, RawFact, Received, Reject, Replica};
use sync::wire::{Carried, Message, close};
use sync::witness::{Witness, device_of};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// How long a document stays loaded with nobody connected.
const LINGER: Duration = Duration::from_secs(30);
/// The most inputs that one commit covers.
const AT_ONCE: usize = 64;
/// How far, in milliseconds, signs of life may run ahead of what is stored: what a crash of the server can forget.
const UNSAID: i64 = 3 * domain::instant::Instant::MINUTE;
/// Changes after the snapshot beyond which a document is compacted.
const COMPACT: usize = 1_000;

/// What a document's task is told.
pub(super) enum Input {
    Join { conn: Conn, access: Access, line: Line },
    Message { conn: Conn, data: Vec<u8>, received: Instant },
    Heads { conn: Conn, heads: Heads },
    Pong { conn: Conn, sent: Instant },
    Leave { conn: Conn },
    Write { facts: Vec<RawFact>, done: oneshot::Sender<anyhow::Result<()>> },
}

pub(super) fn start(docs: Documents, row: DocumentRow, inputs: mpsc::Receiver<Input>) {
    tokio::spawn(async move {
        let id = row.id;
        match Task::load(docs, row, inputs).await {
            Ok(task) => task.run().await,
            Err(error) => tracing::error!(document = %id, error = format!("{error:#}"), "a document cannot be loaded"),
        }
    });
}

struct Task {
    docs: Documents,
    row: DocumentRow,
    inputs: mpsc::Receiver<Input>,
    hub: Hub,
    witness: Witness,
    lines: BTreeMap<Conn, Line>,
    caps: Caps,
    /// Changes since the last snapshot.
    fresh: usize,
    upto: i64,
    /// Taken in and not committed yet.
    append: Append,
    objections: Vec<RawFact>,
    waiting: Vec<oneshot::Sender<anyhow::Result<()>>>,
    /// Somebody may be owed an answer.
    owing: bool,
    /// The CRDT has failed over a message: the document in memory is not to be used any more.
    spoiled: bool,
}

impl Task {
    async fn load(docs: Documents, row: DocumentRow, inputs: mpsc::Receiver<Input>) -> anyhow::Result<Self> {
        let loaded = docs.0.core.store.load(row.id).await?;
        let (fresh, upto) = (loaded.changes.len(), loaded.upto);
        let read = move || {
            let pieces = loaded.snapshot.iter().chain(&loaded.changes).map(Vec::as_slice);
            Replica::load(pieces)
        };
        let replica = tokio::task::spawn_blocking(read).await?.context("its changes do not fit together")?;
        let append = Append { doc: row.id, changes: Vec::new(), facts: Vec::new(), sightings: Vec::new() };
        let mut task = Self {
            docs,
            row,
            inputs,
            hub: Hub::new(replica),
            witness: Witness::default(),
            lines: BTreeMap::new(),
            caps: Caps::default(),
            fresh,
            upto,
            append,
            objections: Vec::new(),
            waiting: Vec::new(),
            owing: false,
            spoiled: false,
        };
        task.meet_devices().await?;
        Ok(task)
    }

    async fn run(mut self) {
        loop {
            let first = match timeout(LINGER, self.inputs.recv()).await {
                Ok(Some(input)) => input,
                Ok(None) => return,
                Err(_) if self.hub.is_idle() => return self.unload().await,
                Err(_) => continue,
            };
            self.take(first).await;
            for _ in 1..AT_ONCE {
                let Ok(input) = self.inputs.try_recv() else { break };
                self.take(input).await;
            }
            if self.spoiled || !self.commit().await {
                return self.abandon();
            }
            self.answer();
            self.compact().await;
        }
    }

    async fn take(&mut self, input: Input) {
        match input {
            Input::Join { conn, access, line } => {
                if let Some(device) = &line.device {
                    if !self.witness.knows(device)
                        && let Err(error) = self.meet_devices().await
                    {
                        tracing::error!(document = %self.row.id, %error, "devices cannot be looked up");
                    }
                    self.witness.connect(conn, device.clone(), line.accepted);
                }
                self.hub.join(conn, access);
                self.lines.insert(conn, line);
            }
            Input::Message { conn, data, received } => self.message(conn, &data, received).await,
            Input::Heads { conn, heads } => {
                if self.hub.holds(&heads) {
                    self.settle(conn);
                }
            }
            Input::Pong { conn, sent } => {
                self.witness.pong(conn, sent);
                self.append.sightings.extend(self.witness.unsaid(conn, UNSAID));
            }
            Input::Leave { conn } => {
                self.part(conn);
            }
            Input::Write { facts, done } => self.write(&facts, done),
        }
    }

    /// A connection is gone; what its signs of life have proved is kept.
    fn part(&mut self, conn: Conn) -> Option<Line> {
        self.hub.leave(conn);
        self.append.sightings.extend(self.witness.leave(conn));
        self.lines.remove(&conn)
    }

    async fn message(&mut self, conn: Conn, data: &[u8], received: Instant) {
        self.owing = true;
        let mut result = self.receive(conn, data);
        // A device that was enrolled after the document was loaded may speak through another one.
        if matches!(result, Err(Reject::Actor(_))) && self.meet_devices().await.is_ok() {
            result = self.receive(conn, data);
        }
        match result {
            Ok(came) => {
                for change in &came.changes {
                    self.record(change, received).await;
                }
                if self.hub.holds(&came.heads) {
                    self.settle(conn);
                }
            }
            Err(reject) => {
                self.spoiled |= reject == Reject::Panicked;
                self.refuse(conn, &reject);
            }
        }
    }

    fn receive(&mut self, conn: Conn, data: &[u8]) -> Result<Received, Reject> {
        let witness = &self.witness;
        let may_write = |actor: &str| device_of(actor).is_some_and(|it| witness.knows(&it));
        self.hub.receive(conn, data, &self.caps, may_write)
    }

    /// Puts a change among what is to be committed, with the window of its device, and collects what the desk must say of it.
    async fn record(&mut self, change: &NewChange, received: Instant) {
        let device = device_of(&change.actor).filter(|it| self.witness.knows(it));
        let lower = device.as_ref().map_or(received, |it| self.witness.window(it, received).lower);
        let window = domain::window::Window { lower, received };
        if self.row.kind == DocKind::Book {
            let ids: Vec<String> = change.facts.iter().map(|it| it.id.clone()).collect();
            let first = self.docs.0.core.store.first_text(&ids).await.unwrap_or_default();
            let is_own = |book| self.docs.0.core.directory.get(book).is_some_and(|it| it.owner == self.row.owner);
            let first = first.into_iter().filter(|it| is_own(it.1)).map(|(id, _, text)| (id, text)).collect();
            let settings = self.docs.0.core.settings.of(self.row.store);
            for fact in &change.facts {
                self.objections.extend(claims::objections(&settings, fact, &window, &first));
            }
        }
        self.append.facts.extend(FactRow::of(&self.row, change, device.as_ref(), received));
        self.append.changes.push(row(change, device, &window));
    }

    fn write(&mut self, facts: &[RawFact], done: oneshot::Sender<anyhow::Result<()>>) {
        self.owing = true;
        let now = self.docs.0.core.clock.now();
        match self.hub.append(&self.docs.0.actor, now.0 / 1_000, facts) {
            Ok(Some(change)) => {
                let window = domain::window::Window { lower: now, received: now };
                self.append.facts.extend(FactRow::of(&self.row, &change, None, now));
                self.append.changes.push(row(&change, None, &window));
                self.waiting.push(done);
            }
            Ok(None) => drop(done.send(Ok(()))),
            Err(reject) => drop(done.send(Err(reject.into()))),
        }
    }

    fn settle(&mut self, conn: Conn) {
        if let Some(sighting) = self.witness.settle(conn) {
            self.append.sightings.push(sighting);
        }
    }

    /// Commits what was taken in; false if the disk did not take it.
    async fn commit(&mut self) -> bool {
        let empty = Append { doc: self.row.id, changes: Vec::new(), facts: Vec::new(), sightings: Vec::new() };
        let append = std::mem::replace(&mut self.append, empty);
        let nothing = append.changes.is_empty() && append.sightings.is_empty();
        self.fresh += append.changes.len();
        // Before the book's commit: a doubt that is said twice is said once, one that is lost would be believed.
        if !self.objections.is_empty() && !self.object().await {
            return false;
        }
        let committed = nothing || self.docs.0.committer.commit(append).await;
        for done in self.waiting.drain(..) {
            let result = if committed { Ok(()) } else { Err(anyhow!("the store failed")) };
            // Whoever does not wait any more needs no answer.
            let _ = done.send(result);
        }
        committed
    }

    /// Writes the objections into the owner's desk.
    async fn object(&mut self) -> bool {
        let said = std::mem::take(&mut self.objections);
        let desk = self.row.owner.and_then(|it| self.docs.0.core.directory.desk(it));
        let Some(desk) = desk else { return true };
        // Boxed: a desk's task never waits for a book's.
        Box::pin(self.docs.write(desk.id, said)).await.is_ok()
    }

    /// Everything is on the disk: now everybody hears of it.
    fn answer(&mut self) {
        if !std::mem::take(&mut self.owing) {
            return;
        }
        for (conn, data) in self.hub.outgoing() {
            let Some(line) = self.lines.get(&conn) else { continue };
            let carried = Carried {
                doc: self.row.id.to_string(),
                sender: self.docs.0.core.incarnation.to_string(),
                target: line.peer.clone(),
                data,
            };
            let frame = Outgoing::Frame(Message::Sync(carried).encode());
            if line.outbox.try_send(frame).is_err() {
                // It does not read, or is gone: it will come again and ask.
                line.slow.notify_one();
                self.part(conn);
            }
        }
    }

    fn refuse(&mut self, conn: Conn, reject: &Reject) {
        let code = match reject {
            Reject::Actor(_) => close::FORBIDDEN,
            Reject::TooLarge => close::TOO_LARGE,
            Reject::DuplicateSeq => close::CONFLICT,
            Reject::Malformed(_) | Reject::TooNew | Reject::Panicked => close::BAD_FRAME,
        };
        tracing::warn!(document = %self.row.id, conn, code, %reject, "a message was refused");
        if let Some(line) = self.part(conn) {
            // A full outbox is closed by its writer.
            let _ = line.outbox.try_send(Outgoing::Close(code, reject.to_string()));
        }
    }

    async fn meet_devices(&mut self) -> anyhow::Result<()> {
        let Some(owner) = self.row.owner.filter(|_| self.row.kind == DocKind::Book) else { return Ok(()) };
        for device in self.docs.0.core.store.devices(owner).await? {
            let sighting = Sighting { enrolled: device.enrolled, synced: device.synced, heard: None };
            self.witness.know(device.id, sighting);
        }
        Ok(())
    }

    /// Puts the document into one piece now and then, so that the next load is quick.
    async fn compact(&mut self) {
        if self.fresh < COMPACT {
            return;
        }
        self.fresh = 0;
        // What was committed since is in the piece too; loading it twice does no harm.
        let snapshot = self.hub.replica().save();
        if let Err(error) = self.docs.0.core.store.compact(self.row.id, snapshot, self.upto).await {
            tracing::warn!(document = %self.row.id, %error, "a document was not compacted");
        }
    }

    async fn unload(mut self) {
        // Close first, then take what still came: its sender starts the next task only after this one has ended.
        self.inputs.close();
        while let Ok(input) = self.inputs.try_recv() {
            self.take(input).await;
        }
        if self.commit().await {
            self.answer();
        }
    }

    /// The disk did not take a commit, or the CRDT failed: what is in memory cannot be trusted; everybody comes again.
    fn abandon(self) {
        for line in self.lines.into_values() {
            let _ = line.outbox.try_send(Outgoing::Close(close::DRAINING, "the store failed".to_owned()));
        }
    }
}

fn row(change: &NewChange, device: Option<DeviceId>, window: &domain::window::Window) -> ChangeRow {
    ChangeRow {
        hash: change.hash,
        actor: change.actor.clone(),
        seq: change.seq,
        bytes: change.bytes.clone(),
        device,
        received: window.received,
        lower: window.lower,
    }
}
