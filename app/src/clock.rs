//! Now, as a signal: the device's clock and the offset that the engine last measured. The only reader of the browser's clock.

use crate::platform::time;
use domain::instant::Instant;
use leptos::prelude::*;
use std::time::Duration;

/// The clock that all screens share.
#[derive(Clone, Copy)]
pub struct Clock {
    now: RwSignal<Instant>,
    offset: RwSignal<i64>,
}

impl Clock {
    /// Starts the clock: it ticks each minute, midnight among them, and when the page comes to sight.
    pub fn start() -> Self {
        let clock = Self { now: RwSignal::new(Instant(time::now())), offset: RwSignal::new(0) };
        time::on_visible(move || clock.tick());
        clock.wait();
        clock
    }

    /// Now, to the minute; tracked.
    pub fn now(self) -> Instant {
        self.now.get()
    }

    /// Now, exactly; untracked. For handlers.
    pub fn exact(self) -> Instant {
        Instant(time::now()).plus(self.offset.get_untracked())
    }

    /// What the device's clock lacks, in milliseconds; tracked.
    pub fn offset(self) -> i64 {
        self.offset.get()
    }

    /// Takes a newly measured offset.
    pub fn set_offset(self, offset: i64) {
        if self.offset.get_untracked() != offset {
            self.offset.set(offset);
            self.tick();
        }
    }

    fn tick(self) {
        self.now.set(self.exact());
    }

    fn wait(self) {
        let rest = Instant::MINUTE - self.exact().0.rem_euclid(Instant::MINUTE);
        let rest = Duration::from_millis(rest.unsigned_abs().saturating_add(5));
        set_timeout(
            move || {
                self.tick();
                self.wait();
            },
            rest,
        );
    }
}

/// The clock of this app.
pub fn use_clock() -> Clock {
    use_context().unwrap_or_else(Clock::start)
}
