//! How the processes on one store hear of each other: a notice says that something has happened, the store says what.
//!
//! **Invariant:** nothing depends on a notice. One that comes twice does no harm, and one that is lost is made good by the
//! looks that [`crate::nodes`] takes; so a bus may forget, but it should say so.

mod memory;
mod notice;

pub use memory::Memory;
pub use notice::Notice;

use async_trait::async_trait;
use tokio::sync::broadcast;

/// Notices that may wait for a slow hearer; beyond, it hears that something was lost.
pub const WAITING: usize = 1_024;

/// What one process tells the others on the same store, and hears of them.
#[async_trait]
pub trait Bus: Send + Sync {
    /// Tells the others. Whatever hinders it is the bus's to log: they find out by themselves, only later.
    async fn tell(&self, notices: &[Notice]);
    /// Hears what others tell from now on; nobody hears what was told through the same value.
    fn hear(&self) -> Ear;
}

/// What is heard of the others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heard {
    /// A notice.
    Told(Notice),
    /// Something may have been told that was not heard: whoever hears this reads anew.
    Lost,
}

/// The hearing end of a bus.
#[derive(Debug)]
pub struct Ear(broadcast::Receiver<Heard>);

impl Ear {
    /// Hears what is sent on a channel. The channel carries what others told, and nothing of one's own.
    #[must_use]
    pub const fn of(channel: broadcast::Receiver<Heard>) -> Self {
        Self(channel)
    }

    /// Waits for the next; none when the bus has ended.
    pub async fn next(&mut self) -> Option<Heard> {
        match self.0.recv().await {
            Ok(heard) => Some(heard),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Heard::Lost),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}
