//! The server's clock: the machine's, moved by an offset where a demo starts at another time.
//!
//! **Invariant:** this is the only place of the server that asks what time it is.

use domain::instant::Instant;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A clock; clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Hands>);

#[derive(Debug, Default)]
struct Hands {
    /// What is added to the machine's time; the time itself while the clock stands.
    offset: AtomicI64,
    stands: AtomicBool,
}

impl Clock {
    /// The machine's time.
    #[must_use]
    pub fn real() -> Self {
        Self::default()
    }

    /// A clock that shows `now` and goes on from there.
    #[must_use]
    pub fn starting_at(now: Instant) -> Self {
        let clock = Self::default();
        clock.start_at(now);
        clock
    }

    /// A clock that stands still until it is set; for tests and simulations.
    #[must_use]
    pub fn standing_at(now: Instant) -> Self {
        let clock = Self::default();
        clock.stand_at(now);
        clock
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Instant {
        let offset = self.0.offset.load(Ordering::Acquire);
        if self.0.stands.load(Ordering::Acquire) { Instant(offset) } else { Instant(machine().saturating_add(offset)) }
    }

    /// Sets the clock and stops it.
    pub fn stand_at(&self, now: Instant) {
        self.0.stands.store(true, Ordering::Release);
        self.0.offset.store(now.0, Ordering::Release);
    }

    /// Sets the clock and lets it go.
    pub fn start_at(&self, now: Instant) {
        self.0.offset.store(now.0.saturating_sub(machine()), Ordering::Release);
        self.0.stands.store(false, Ordering::Release);
    }
}

fn machine() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
