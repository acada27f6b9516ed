//! What is for a connection and has not left yet: bounded in number and in bytes, for who does not read is disconnected.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::mpsc;

/// Frames that may wait.
const FRAMES: usize = 256;
/// Bytes that may wait; one frame alone may be larger.
const BYTES: usize = 16 << 20;

/// What goes to a connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outgoing {
    /// A frame.
    Frame(Vec<u8>),
    /// The end: a close code, and what is said before.
    Close(u16, String),
}

impl Outgoing {
    fn len(&self) -> usize {
        match self {
            Self::Frame(bytes) => bytes.len(),
            Self::Close(..) => 0,
        }
    }
}

/// Nothing more fits in, or nobody takes anything out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Full;

/// Where what is for a connection goes.
#[derive(Clone, Debug)]
pub struct Outbox {
    sender: mpsc::Sender<Outgoing>,
    waiting: Arc<AtomicUsize>,
}

/// Where it comes out.
#[derive(Debug)]
pub struct Outlet {
    receiver: mpsc::Receiver<Outgoing>,
    waiting: Arc<AtomicUsize>,
}

/// An outbox of one connection.
#[must_use]
pub fn outbox() -> (Outbox, Outlet) {
    let (sender, receiver) = mpsc::channel(FRAMES);
    let waiting = Arc::<AtomicUsize>::default();
    (Outbox { sender, waiting: waiting.clone() }, Outlet { receiver, waiting })
}

impl Outbox {
    /// Puts something in.
    ///
    /// # Errors
    /// If it does not fit.
    pub fn try_send(&self, it: Outgoing) -> Result<(), Full> {
        let len = it.len();
        let before = self.waiting.fetch_add(len, Ordering::Relaxed);
        let fits = before == 0 || before + len <= BYTES;
        if fits && self.sender.try_send(it).is_ok() {
            return Ok(());
        }
        self.waiting.fetch_sub(len, Ordering::Relaxed);
        Err(Full)
    }

    /// Waits until nobody takes anything out any more.
    pub async fn closed(&self) {
        self.sender.closed().await;
    }
}

impl Outlet {
    /// Takes the next out; none when everybody has let go of the outbox.
    pub async fn next(&mut self) -> Option<Outgoing> {
        let it = self.receiver.recv().await?;
        self.waiting.fetch_sub(it.len(), Ordering::Relaxed);
        Some(it)
    }
}
