//! The task of one document: takes what comes, commits it, and then answers.

mod commit;
mod opened;

use super::{Documents, Line, Outgoing as Frame};
use crate::store::{DocKind, DocumentRow};
use anyhow::{Context, ensure};
use domain::id::DeviceId;
use domain::instant::Instant;
use domain::window::{Sighting, Window};
use opened::{Opened, Whole};
use std::collections::BTreeMap;
use std::time::Duration;
use sync::guard::Caps;
use sync::hub::{Access, Conn, Hub, Outgoing};
use sync::replica::{Heads, NewChange, RawFact, Received, Reject};
use sync::wire::{Carried, Message, close};
use sync::witness::{Witness, device_of};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::sleep;

/// How long a document stays loaded with nobody connected.
const LINGER: Duration = Duration::from_secs(30);
/// The most inputs that one commit covers.
const AT_ONCE: usize = 64;
/// How far, in milliseconds, signs of life may run ahead of what is stored: what a crash of the server can forget, and what
/// another process cannot know.
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
    Write(Writing),
}

/// Facts that the server writes.
pub(super) struct Writing {
    pub(super) facts: Vec<RawFact>,
    /// The position after which nothing may have come; none if they are written whatever has come.
    pub(super) after: Option<i64>,
    /// Told on the disk whether they are written; dropped if the disk did not take them.
    pub(super) done: oneshot::Sender<bool>,
}

pub(super) fn start(docs: Documents, row: DocumentRow, inputs: mpsc::Receiver<Input>, news: watch::Receiver<i64>) {
    tokio::spawn(async move {
        let id = row.id;
        match Task::load(docs, row, inputs, news).await {
            Ok(task) => task.run().await,
            Err(error) => tracing::error!(document = %id, error = format!("{error:#}"), "a document cannot be loaded"),
        }
    });
}

/// A change that was taken in and is not committed yet.
struct Pending {
    change: NewChange,
    /// The device that made it; none for the server.
    device: Option<DeviceId>,
    window: Window,
}

struct Task {
    docs: Documents,
    row: DocumentRow,
    inputs: mpsc::Receiver<Input>,
    news: watch::Receiver<i64>,
    hub: Hub,
    witness: Witness,
    lines: BTreeMap<Conn, Line>,
    caps: Caps,
    /// Changes since the last snapshot.
    fresh: usize,
    /// The position up to which everything that the store has of the document is taken in.
    upto: i64,
    pending: Vec<Pending>,
    /// Devices of which the server holds everything with what is pending, and since when.
    sightings: Vec<(DeviceId, Instant)>,
    /// What the server writes with what is pending.
    writing: Vec<Writing>,
    /// Somebody may be owed an answer.
    owing: bool,
    /// The CRDT has failed over a message: the document in memory is not to be used any more.
    spoiled: bool,
}

/// Why a task goes on.
enum Next {
    /// Something came.
    Input(Input),
    /// Another process has written.
    News,
    /// Nothing came for long.
    Silence,
    /// Nothing can come any more.
    End,
}

impl Task {
    async fn load(
        docs: Documents,
        row: DocumentRow,
        inputs: mpsc::Receiver<Input>,
        news: watch::Receiver<i64>,
    ) -> anyhow::Result<Self> {
        let Opened { hub, upto, fresh } = Opened::of(&docs, &row).await?;
        Ok(Self {
            docs,
            row,
            inputs,
            news,
            hub,
            witness: Witness::default(),
            lines: BTreeMap::new(),
            caps: Caps::default(),
            fresh,
            upto,
            pending: Vec::new(),
            sightings: Vec::new(),
            writing: Vec::new(),
            owing: false,
            spoiled: false,
        })
    }

    async fn run(mut self) {
        loop {
            let first = match self.next().await {
                Next::Input(input) => Some(input),
                Next::News => None,
                Next::Silence if self.hub.is_idle() => return self.unload().await,
                Next::Silence => {
                    self.hub.rest();
                    continue;
                }
                Next::End => return,
            };
            if let Err(error) = self.turn(first).await {
                tracing::error!(document = %self.row.id, error = format!("{error:#}"), "a document is loaded anew");
                return self.abandon();
            }
        }
    }

    async fn next(&mut self) -> Next {
        tokio::select! {
            input = self.inputs.recv() => input.map_or(Next::End, Next::Input),
            // With nobody connected it need not be known before somebody asks.
            Ok(()) = self.news.changed(), if !self.hub.is_idle() => Next::News,
            () = sleep(LINGER) => Next::Silence,
        }
    }

    /// Takes in what other processes have written and what has come, commits it, and answers.
    async fn turn(&mut self, first: Option<Input>) -> anyhow::Result<()> {
        if *self.news.borrow_and_update() > self.upto {
            self.catch_up().await?;
        }
        if let Some(first) = first {
            self.take(first).await?;
            for _ in 1..AT_ONCE {
                let Ok(input) = self.inputs.try_recv() else { break };
                self.take(input).await?;
            }
        }
        ensure!(!self.spoiled, "the CRDT failed over a message");
        self.commit().await?;
        self.answer().await?;
        self.compact().await
    }

    async fn take(&mut self, input: Input) -> anyhow::Result<()> {
        match input {
            Input::Join { conn, access, line } => {
                self.meet_devices().await?;
                self.catch_up().await?;
                if let Some(device) = &line.device {
                    self.witness.connect(conn, device.clone(), line.accepted);
                }
                self.hub.join(conn, access);
                self.lines.insert(conn, line);
            }
            Input::Message { conn, data, received } => self.message(conn, &data, received).await?,
            Input::Heads { conn, heads } => {
                if self.hub.holds(&heads) {
                    self.settle(conn);
                }
            }
            Input::Pong { conn, sent } => {
                self.witness.pong(conn, sent);
                self.sightings.extend(self.witness.unsaid(conn, UNSAID));
            }
            Input::Leave { conn } => {
                self.part(conn);
            }
            Input::Write(writing) => {
                if writing.after.is_some_and(|it| it > self.upto) {
                    self.catch_up().await?;
                }
                self.write(writing);
            }
        }
        Ok(())
    }

    /// A connection is gone; what its signs of life have proved is kept.
    fn part(&mut self, conn: Conn) -> Option<Line> {
        self.hub.leave(conn);
        self.sightings.extend(self.witness.leave(conn));
        self.lines.remove(&conn)
    }

    async fn message(&mut self, conn: Conn, data: &[u8], received: Instant) -> anyhow::Result<()> {
        self.owing = true;
        let (mut has_met, mut has_brought) = (false, false);
        let result = loop {
            match self.receive(conn, data) {
                // A device that was enrolled after the document was opened may speak through another one.
                Err(Reject::Actor(_)) if !has_met => {
                    self.meet_devices().await?;
                    has_met = true;
                }
                Ok(None) if !has_brought => {
                    self.bring().await?;
                    has_brought = true;
                }
                Ok(came) => break Ok(came.context("the document is no judge of a message")?),
                Err(reject) => break Err(reject),
            }
        };
        match result {
            Ok(came) => {
                if !came.changes.is_empty() {
                    // Another process may have heard of the device since: that closes its window here as well (rules F2).
                    self.meet_devices().await?;
                }
                for change in came.changes {
                    self.record(change, received);
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
        Ok(())
    }

    fn receive(&mut self, conn: Conn, data: &[u8]) -> Result<Option<Received>, Reject> {
        let witness = &self.witness;
        let may_write = |actor: &str| device_of(actor).is_some_and(|it| witness.knows(&it));
        self.hub.receive(conn, data, &self.caps, may_write)
    }

    /// Brings the whole document to where only its changes are known.
    async fn bring(&mut self) -> anyhow::Result<()> {
        let Whole { replica, upto, .. } = Whole::of(&self.docs, self.row.id).await?;
        let pending = self.pending.iter().map(|it| it.change.bytes.as_slice());
        self.hub.bring(replica, pending).context("what has come does not fit to the document")?;
        if upto > self.upto {
            self.catch_up().await?;
        }
        Ok(())
    }

    /// Puts a change among what is to be committed, with the window of its device.
    fn record(&mut self, change: NewChange, received: Instant) {
        let device = device_of(&change.actor).filter(|it| self.witness.knows(it));
        let lower = device.as_ref().map_or(received, |it| self.witness.window(it, received).lower);
        self.pending.push(Pending { change, device, window: Window { lower, received } });
    }

    fn settle(&mut self, conn: Conn) {
        self.sightings.extend(self.witness.settle(conn));
    }

    /// Everything is on the disk: now everybody hears of it.
    async fn answer(&mut self) -> anyhow::Result<()> {
        if !std::mem::take(&mut self.owing) {
            return Ok(());
        }
        let Outgoing { mut frames, lacks } = self.hub.outgoing();
        if lacks {
            self.bring().await?;
            frames.extend(self.hub.outgoing().frames);
        }
        for (conn, data) in frames {
            let Some(line) = self.lines.get(&conn) else { continue };
            let carried = Carried {
                doc: self.row.id.to_string(),
                sender: self.docs.0.core.incarnation.to_string(),
                target: line.peer.clone(),
                data,
            };
            let frame = Frame::Frame(Message::Sync(carried).encode());
            if line.outbox.try_send(frame).is_err() {
                // It does not read, or is gone: it will come again and ask.
                line.slow.notify_one();
                self.part(conn);
            }
        }
        Ok(())
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
            let _ = line.outbox.try_send(Frame::Close(code, reject.to_string()));
        }
    }

    /// Takes up what the store knows of the devices that may write here.
    async fn meet_devices(&mut self) -> anyhow::Result<()> {
        let Some(owner) = self.row.owner.filter(|_| self.row.kind == DocKind::Book) else { return Ok(()) };
        for device in self.docs.0.core.store.devices(owner).await? {
            let sighting = Sighting { enrolled: device.enrolled, synced: device.synced, heard: None };
            self.witness.know(device.id, sighting);
        }
        Ok(())
    }

    /// Puts the document into one piece now and then, so that the next load is quick.
    async fn compact(&mut self) -> anyhow::Result<()> {
        if self.fresh < COMPACT {
            return Ok(());
        }
        let Whole { replica, upto, .. } = Whole::of(&self.docs, self.row.id).await?;
        self.fresh = 0;
        let snapshot = tokio::task::spawn_blocking(move || replica.save()).await?;
        if let Err(error) = self.docs.0.core.store.compact(self.row.id, snapshot, upto).await {
            tracing::warn!(document = %self.row.id, %error, "a document was not compacted");
        }
        Ok(())
    }

    async fn unload(mut self) {
        // Close first, then take what still came: its sender starts the next task only after this one has ended.
        self.inputs.close();
        while let Ok(input) = self.inputs.try_recv() {
            if let Err(error) = self.take(input).await {
                tracing::error!(document = %self.row.id, error = format!("{error:#}"), "a document is loaded anew");
                return self.abandon();
            }
        }
        let told = match self.commit().await {
            Ok(()) => self.answer().await,
            failed => failed,
        };
        if let Err(error) = told {
            tracing::error!(document = %self.row.id, error = format!("{error:#}"), "a document is loaded anew");
            self.abandon();
        }
    }

    /// What is in memory cannot be trusted, since the store or the CRDT failed; everybody comes again.
    fn abandon(self) {
        for line in self.lines.into_values() {
            let _ = line.outbox.try_send(Frame::Close(close::DRAINING, "the store failed".to_owned()));
        }
    }
}
