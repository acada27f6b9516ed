//! Documents in use: one task for each, group commits for all, and no answer before the commit.
//!
//! **Invariant:** what a task has taken in is on the disk before anybody hears of it, and stands there behind everything that
//! other processes have put there: a task that has not read all of it first reads, and then commits again.

mod actor;
mod claims;
mod committer;
mod outbox;

pub use outbox::{Outbox, Outgoing, Outlet, outbox};

use crate::app::Core;
use actor::{Input, Writing};
use anyhow::Context;
use committer::Committer;
use domain::id::DeviceId;
use domain::instant::Instant;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use sync::docid::DocId;
use sync::hub::{Access, Conn};
use sync::replica::{Heads, RawFact};
use tokio::sync::{Notify, mpsc, oneshot, watch};

/// Inputs that may wait for one document; whoever sends more waits itself.
const WAITING: usize = 64;

/// The documents.
#[derive(Clone)]
pub struct Documents(Arc<Inner>);

struct Inner {
    core: Core,
    committer: Committer,
    tasks: Mutex<BTreeMap<DocId, Running>>,
    /// The actor of the server's own changes, another one in each process.
    actor: String,
}

/// The ends of a document's task.
struct Running {
    inputs: mpsc::Sender<Input>,
    /// The position up to which the document is known to have changes.
    news: watch::Sender<i64>,
}

impl Documents {
    /// No document is loaded yet.
    #[must_use]
    pub fn new(core: Core) -> Self {
        let committer = Committer::start(&core);
        let actor = hex::encode(crate::auth::secret::random::<16>());
        Self(Arc::new(Inner { core, committer, tasks: Mutex::default(), actor }))
    }

    /// Writes facts as the server, into a desk or a house; done means on the disk.
    ///
    /// # Errors
    /// If there is no such document, or the store fails.
    pub async fn write(&self, doc: DocId, facts: Vec<RawFact>) -> anyhow::Result<()> {
        self.write_as(doc, facts, None).await.map(drop)
    }

    /// Writes facts as the server, unless the document has changes after a position; whether it was done.
    ///
    /// # Errors
    /// If there is no such document, or the store fails.
    pub async fn write_after(&self, doc: DocId, upto: i64, facts: Vec<RawFact>) -> anyhow::Result<bool> {
        self.write_as(doc, facts, Some(upto)).await
    }

    async fn write_as(&self, doc: DocId, facts: Vec<RawFact>, after: Option<i64>) -> anyhow::Result<bool> {
        let (done, answer) = oneshot::channel();
        self.send(doc, Input::Write(Writing { facts, after, done })).await.context("no such document")?;
        answer.await.context("the document's task ended")
    }

    /// A document has changes up to a position, as another process says: whoever has it loaded takes them in. That is said
    /// without waiting, for one document or another is always busy.
    pub fn hear(&self, doc: DocId, upto: i64) {
        if let Some(task) = self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner).get(&doc) {
            task.news.send_if_modified(|known| std::mem::replace(known, upto.max(*known)) < upto);
        }
    }

    /// A connection asks for a document that it may use.
    pub async fn join(&self, doc: DocId, conn: Conn, access: Access, line: Line) -> Option<()> {
        self.send(doc, Input::Join { conn, access, line }).await
    }

    /// A connection's sync message.
    pub async fn message(&self, doc: DocId, conn: Conn, data: Vec<u8>) -> Option<()> {
        let received = self.0.core.clock.now();
        self.send(doc, Input::Message { conn, data, received }).await
    }

    /// A connection says which heads it has.
    pub async fn heads(&self, doc: DocId, conn: Conn, heads: Heads) -> Option<()> {
        self.send(doc, Input::Heads { conn, heads }).await
    }

    /// A connection has answered the ping of that moment.
    pub async fn pong(&self, doc: DocId, conn: Conn, sent: Instant) -> Option<()> {
        self.send(doc, Input::Pong { conn, sent }).await
    }

    /// A connection is gone.
    pub async fn leave(&self, doc: DocId, conn: Conn) -> Option<()> {
        self.send(doc, Input::Leave { conn }).await
    }

    /// How many documents are loaded.
    #[must_use]
    pub fn loaded(&self) -> usize {
        self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Sends to a document's task, starting it where it does not run; none if there is no such document.
    async fn send(&self, doc: DocId, mut input: Input) -> Option<()> {
        // A task that has just ended gives the input back; the next one takes it.
        for _ in 0..3 {
            let task = self.task(doc)?;
            match task.send(input).await {
                Ok(()) => return Some(()),
                Err(mpsc::error::SendError(back)) => input = back,
            }
            self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner).remove(&doc);
        }
        None
    }

    fn task(&self, doc: DocId) -> Option<mpsc::Sender<Input>> {
        let mut tasks = self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = tasks.get(&doc).filter(|it| !it.inputs.is_closed()) {
            return Some(task.inputs.clone());
        }
        let row = self.0.core.directory.get(doc)?;
        let (inputs, receiver) = mpsc::channel(WAITING);
        let (news, hearing) = watch::channel(0);
        tasks.insert(doc, Running { inputs: inputs.clone(), news });
        actor::start(self.clone(), row, receiver, hearing);
        Some(inputs)
    }
}

/// Who is at the other end of a connection to a document.
#[derive(Clone, Debug)]
pub struct Line {
    /// The name under which it joined.
    pub peer: String,
    /// The enrolled device, if the session has one.
    pub device: Option<DeviceId>,
    /// When the connection was accepted.
    pub accepted: Instant,
    /// Where what is for it goes.
    pub outbox: Outbox,
    /// Told when it does not read what is for it: the connection ends.
    pub slow: Arc<Notify>,
}
