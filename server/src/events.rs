//! Changes that others wait for: new figures, and sessions that end.

use crate::store::Hash;
use domain::id::{DeviceId, StaffId};
use tokio::sync::{broadcast, watch};

/// What ends at once, wherever it is in use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// One session, by the hash of its token.
    Session(Hash),
    /// All sessions on a device.
    Device(DeviceId),
    /// All sessions of a person.
    Staff(StaffId),
}

/// The places where waiting is done.
#[derive(Clone, Debug)]
pub struct Events {
    figures: watch::Sender<u64>,
    own: watch::Sender<u64>,
    ended: broadcast::Sender<Option<Ended>>,
    draining: watch::Sender<bool>,
}

impl Default for Events {
    fn default() -> Self {
        Self {
            figures: watch::Sender::new(0),
            own: watch::Sender::new(0),
            ended: broadcast::Sender::new(256),
            draining: watch::Sender::new(false),
        }
    }
}

impl Events {
    /// The figures of some team have changed, and it was this process that changed them.
    pub fn figures_changed(&self) {
        self.own.send_modify(|it| *it = it.wrapping_add(1));
        self.figures_heard();
    }

    /// The figures of some team have changed, as another process says.
    pub fn figures_heard(&self) {
        self.figures.send_modify(|it| *it = it.wrapping_add(1));
    }

    /// Waits for changes of figures, whoever makes them.
    #[must_use]
    pub fn figures(&self) -> watch::Receiver<u64> {
        self.figures.subscribe()
    }

    /// Waits for changes of figures that this process makes.
    #[must_use]
    pub fn own_figures(&self) -> watch::Receiver<u64> {
        self.own.subscribe()
    }

    /// A session ends now, as far as this process goes; [`crate::app::App::end`] ends it everywhere.
    pub fn end(&self, what: Ended) {
        // Nobody listening is fine.
        let _ = self.ended.send(Some(what));
    }

    /// Some session may have ended, and nobody has heard which.
    pub fn doubt(&self) {
        let _ = self.ended.send(None);
    }

    /// Waits for sessions that end. Whoever hears of none, or lags behind, must look its session up again.
    #[must_use]
    pub fn ended(&self) -> broadcast::Receiver<Option<Ended>> {
        self.ended.subscribe()
    }

    /// The server goes down: long answers are to end.
    pub fn drain(&self) {
        self.draining.send_replace(true);
    }

    /// Waits for the server to go down.
    #[must_use]
    pub fn draining(&self) -> watch::Receiver<bool> {
        self.draining.subscribe()
    }
}
