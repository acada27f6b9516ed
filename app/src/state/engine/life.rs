//! The worker's life: its start, and what comes after it has stopped in the middle of something.
//!
//! **Invariant:** whoever waits for an answer of a worker that has stopped is told that nobody knows, and is not left waiting.

use super::{Engine, Undone};
use crate::platform::worker::{Heard, Worker};
use crate::platform::{dom, time};
use domain::instant::Instant;
use domain::port::{FromEngine, Session, ToEngine, Trouble};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A worker that stops again within this time has stopped in a row.
const IN_A_ROW: i64 = 5 * Instant::MINUTE;
/// After as many stops in a row no worker is started any more.
const STOPS: u32 = 3;

impl Engine {
    /// Starts the worker; what was held goes to it when it is ready.
    pub fn begin(self, session: Session) {
        if self.pipe.read_value().worker.is_some() {
            return;
        }
        self.start(session);
        time::on_leave(move || self.send(ToEngine::Leave));
    }

    fn start(self, session: Session) {
        let url = dom::meta("genjin-engine").unwrap_or_default();
        let number = self.pipe.read_value().number;
        match Worker::start(&url, move |heard| self.hear(number, heard)) {
            Ok(worker) => self.pipe.update_value(|pipe| {
                pipe.worker = Some(worker);
                let first = std::iter::once(ToEngine::Open(session)).chain(pipe.watched.iter().flatten().cloned());
                let held = std::mem::take(&mut pipe.held);
                pipe.held = first.chain(held).collect();
            }),
            Err(error) => self.fail(error),
        }
    }

    /// The worker has stopped in the middle of something, and holds on to its locks: it is ended, and a new one reads the storage anew.
    /// One that stops again soon is started without a connection, and then no more: until the person loads the page.
    fn stopped(self, why: String) {
        let now = self.clock.exact();
        let Some((mut waiting, stops)) = self.pipe.try_update_value(|pipe| {
            let before = pipe.stops.filter(|it| now.since(it.1) < IN_A_ROW).map_or(0, |it| it.0);
            pipe.stops = Some((before + 1, now));
            (pipe.worker, pipe.ready) = (None, false);
            pipe.exports.clear();
            pipe.parts.clear();
            (std::mem::take(&mut pipe.waiting), before + 1)
        }) else {
            return;
        };
        match self.session.me_now().and_then(|it| it.for_engine()).filter(|_| stops < STOPS) {
            Some(session) => {
                self.trouble(Trouble::Restarted(why));
                self.start(Session { alone: stops > 1, ..session });
            }
            None => self.fail(why),
        }
        waiting.values_mut().for_each(|it| it.hear(Undone::Unknown));
    }

    /// Notes that the engine does not run, and why.
    pub fn fail(self, why: String) {
        self.trouble(Trouble::Broken(why));
    }

    fn hear(self, number: u32, heard: Heard) {
        if self.pipe.read_value().number != number {
            return;
        }
        let why = match heard {
            Heard::Said(said) => match *said {
                FromEngine::Trouble(Trouble::Broken(why)) => why,
                said => return self.take(said),
            },
            Heard::Failed(why) => why,
        };
        self.pipe.update_value(|pipe| pipe.number = pipe.number.wrapping_add(1));
        // Not in the worker's own listener, which ends with it.
        spawn_local(async move { self.stopped(why) });
    }
}
