//! The connection: one tab leads, the others listen; back-off, announcements, and the honest status.

use super::views::LATER;
use super::{Engine, later, with};
use crate::socket::{Happened, Socket, back_off};
use crate::tabs::Tell;
use crate::{clock, disk, locks, page, socket};
use domain::instant::Instant;
use domain::port::{FromEngine, Link, SyncStatus, Trouble};
use sync::client::{Out, PATIENCE};
use sync::docid::DocId;
use sync::replica::{FOREIGN_ACTOR, Heads, Reject};
use sync::wire::close;
use wasm_bindgen_futures::spawn_local;

/// How often heads are announced, in milliseconds.
const ANNOUNCE: u32 = 30_000;
/// A measurement of the clock counts if the answer came within this time, in milliseconds.
const QUICK: u64 = 2_000;

/// Asks the server whether it knows us; if it says no, trying again makes no sense before a new sign-in.
fn ask_session(generation: u64) {
    spawn_local(async move {
        if socket::is_signed_out().await {
            later(move |engine| {
                if engine.generation == generation {
                    engine.generation += 1;
                    engine.link(Link::SignedOut);
                }
            });
        }
    });
}

impl Engine {
    /// Waits to become the tab that keeps the connection; tries at once.
    pub(super) fn lead(&mut self) {
        self.status.link = Link::ElsewhereLive;
        self.tell_status();
        let name = format!("genjin/{}/socket", self.session.user);
        spawn_local(async move {
            locks::wait(&name).await;
            with(|engine| {
                engine.leads = true;
                if engine.session.alone {
                    engine.link(Link::Offline(None));
                } else {
                    engine.connect();
                }
            });
            loop {
                gloo_timers::future::TimeoutFuture::new(ANNOUNCE).await;
                with(Self::announce);
            }
        });
    }

    fn announce(&mut self) {
        let waiting = self.socket.as_ref().map_or(0, Socket::waiting);
        // What has been waiting to leave all the time, or has left and is not answered: the network is gone, and nobody has said so.
        let is_stuck = waiting == 0 || waiting == std::mem::replace(&mut self.waiting, waiting);
        if is_stuck && self.loaded.as_ref().is_some_and(|it| it.client.is_unheard()) {
            return self.connect();
        }
        self.waiting = waiting;
        let out = self.loaded.as_mut().map(|it| it.client.announce()).unwrap_or_default();
        self.handle(out);
        // A month may have begun.
        self.show_own();
    }

    /// Connects now, whatever the back-off says.
    pub(super) fn connect(&mut self) {
        if !self.leads || self.loaded.is_none() {
            return;
        }
        self.generation += 1;
        let generation = self.generation;
        self.link(Link::Connecting);
        if let Some(loaded) = &mut self.loaded {
            loaded.client.closed();
        }
        let take = move |happened: Happened| {
            with(|engine| {
                if engine.generation == generation {
                    engine.happened(happened);
                }
            });
        };
        self.socket = Socket::open(take).ok();
        if self.socket.is_none() {
            self.retry();
        }
    }

    fn happened(&mut self, happened: Happened) {
        let Some(loaded) = &mut self.loaded else { return };
        match happened {
            Happened::Opened => {
                self.opened = true;
                self.joined_at = Some(clock::mono());
                let out = loaded.client.opened();
                self.handle(out);
            }
            Happened::Frame(frame) => {
                let out = loaded.client.frame(&frame);
                self.handle(out);
                self.count();
                self.tell_status();
            }
            Happened::Closed(code) => {
                loaded.client.closed();
                self.socket = None;
                // A refused upgrade tells a page nothing: whether the session has ended is asked apart.
                if !std::mem::take(&mut self.opened) {
                    ask_session(self.generation);
                }
                match code {
                    close::SIGNED_OUT => self.link(Link::SignedOut),
                    close::TOO_OLD => self.link(Link::TooOld),
                    close::FORBIDDEN => self.refused(),
                    _ => self.retry(),
                }
            }
        }
    }

    /// The server does not take our changes. After it was set back to a backup it may not know a device that has written here: then what it
    /// lacks is written anew, once.
    fn refused(&mut self) {
        match self.book() {
            Some(book) if self.reason.starts_with(FOREIGN_ACTOR) && !std::mem::replace(&mut self.mended, true) => {
                self.repair(book);
            }
            _ => self.link(Link::Refused),
        }
    }

    /// Waits, longer each time, and tries again.
    fn retry(&mut self) {
        let wait = back_off(self.attempt, clock::random());
        self.attempt += 1;
        self.link(Link::Offline(Some(self.now().plus(i64::from(wait)))));
        let generation = self.generation;
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(wait).await;
            later(move |engine| {
                if engine.generation == generation {
                    engine.connect();
                }
            });
        });
    }

    /// Does what the client wants done.
    pub(super) fn handle(&mut self, out: Vec<Out>) {
        for it in out {
            match it {
                Out::Send(frame) => {
                    if let Some(socket) = &self.socket {
                        socket.send(&frame);
                    }
                }
                Out::Came(doc, changes) => self.came(doc, &changes),
                Out::Acked(doc, heads, resume) => self.acked(doc, &heads, &resume),
                Out::Clock(server) => self.measure(server),
                Out::Incarnation(it) => self.keep(vec![disk::meta("incarnation", it)]),
                Out::ReadOnly(_) => self.link(Link::Refused),
                Out::Conflict(doc) => self.repair(doc),
                Out::TooNew(_) => {
                    self.generation += 1;
                    self.socket = None;
                    self.link(Link::TooOld);
                }
                // Where a panic can be caught; elsewhere it has ended this module, and the page begins anew in the same way.
                Out::Broken(_, Reject::Panicked) => {
                    let why = Reject::Panicked.to_string();
                    return page::post(&FromEngine::Trouble(Trouble::Broken(why)));
                }
                Out::Broken(..) => {
                    // Damaged under way, or by a fault of the server: from the start, after a while.
                    self.socket = None;
                    if let Some(loaded) = &mut self.loaded {
                        loaded.client.closed();
                    }
                    self.retry();
                }
                Out::Refused(why) => self.reason = why,
                // It is somebody else's now.
                Out::Unavailable(_) => {}
            }
        }
    }

    fn acked(&mut self, doc: DocId, heads: &Heads, resume: &[u8]) {
        self.attempt = 0;
        // Live is said when the own book is up to date, so that an empty list on a new device is not taken for the truth.
        let has = self.loaded.as_ref().and_then(|it| it.client.replica(doc)).is_some_and(|it| it.holds(heads));
        if Some(doc) == self.book() && has && self.status.link != Link::Refused {
            self.status.link = Link::Live;
        }
        self.tell(&Tell::Acked(doc.to_string(), heads.to_bytes()));
        if !self.failed {
            self.keep(disk::acked(doc, heads, resume).to_vec());
        }
        if Some(doc) == self.book() && has {
            self.count();
            if self.status.unsent == 0 {
                let now = self.now();
                self.status.uploaded = Some(now);
                self.keep(vec![disk::meta("uploaded", now.0.to_string())]);
            }
            self.show_card();
        }
    }

    pub(super) fn sibling_acked(&mut self, doc: &str, heads: &[u8]) {
        if let (Some(doc), Some(loaded)) = (DocId::parse(doc), &mut self.loaded) {
            loaded.client.sibling_acked(doc, Heads::from_bytes(heads));
            self.count();
            self.show_card();
        }
    }

    /// The disk does not take what this tab has written: no connection may vouch for this device (rules F2).
    pub(super) fn hold(&mut self) {
        self.holding = true;
        self.tell(&Tell::Holding(self.lease.to_string()));
        self.hush();
    }

    /// Says that nothing is held back any more, if that is so and was said.
    pub(super) fn release(&mut self) {
        if self.status.unsaved == 0 && std::mem::take(&mut self.holding) {
            self.tell(&Tell::Released(self.lease.to_string()));
        }
    }

    pub(super) fn sibling_holding(&mut self, tab: String) {
        let (Some(book), Some(loaded)) = (self.book(), &mut self.loaded) else { return };
        let now = clock::mono();
        if self.siblings_holding.insert(tab.clone(), now).is_none() {
            loaded.client.hold(book);
        }
        self.hush();
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(2 * PATIENCE).await;
            // A tab that says so no longer was closed, and what it held is gone with it.
            later(move |engine| {
                if engine.siblings_holding.get(&tab) == Some(&now) {
                    engine.sibling_released(&tab);
                }
            });
        });
    }

    pub(super) fn sibling_released(&mut self, tab: &str) {
        if self.siblings_holding.remove(tab).is_some()
            && let (Some(book), Some(loaded)) = (self.book(), &mut self.loaded)
        {
            let out = loaded.client.durable(book);
            self.handle(out);
        }
    }

    /// Connects anew if the server takes the present connection for the word that nothing is held back.
    fn hush(&mut self) {
        if self.loaded.as_ref().is_some_and(|it| it.client.vouches()) {
            self.connect();
        }
    }

    /// Takes over what the leading tab knows of the server.
    pub(super) fn follow(&mut self, status: SyncStatus) {
        self.offset = status.offset;
        self.status.offset = status.offset;
        self.status.uploaded = status.uploaded;
        self.status.link = if status.link == Link::Live { Link::ElsewhereLive } else { status.link };
        page::post(&FromEngine::Sync(self.status.clone()));
    }

    /// Measures the clock: the server's, against the middle of the way there and back.
    fn measure(&mut self, server: i64) {
        let Some(trip) = self.joined_at.take().map(|it| clock::mono().saturating_sub(it)).filter(|it| *it < QUICK)
        else {
            return;
        };
        let middle = clock::wall().plus(-i64::try_from(trip / 2).unwrap_or(0));
        self.offset = Instant(server).since(middle);
        self.status.offset = self.offset;
        self.keep(vec![disk::meta("offset", self.offset.to_string())]);
        self.keep_projection(LATER);
    }

    fn keep(&self, edits: Vec<crate::idb::Edit>) {
        let disk = self.disk.clone();
        // Small things that the next connection brings again.
        spawn_local(async move { drop(disk.write_relaxed(edits).await) });
    }

    fn link(&mut self, link: Link) {
        self.status.link = link;
        self.tell_status();
    }

    /// Counts what the server lacks and what the disk holds.
    pub(super) fn count(&mut self) {
        self.status.unsent = u32::try_from(self.unsent().len()).unwrap_or(u32::MAX);
        if let Some(loaded) = &self.loaded {
            let bytes: usize = loaded.pieces.values().flatten().map(|it| it.1).sum();
            self.status.bytes = bytes as u64;
        }
    }

    /// Says how it stands, to the page and, where this tab leads, to the others.
    pub(super) fn tell_status(&self) {
        page::post(&FromEngine::Sync(self.status.clone()));
        if self.leads
            && let Ok(bytes) = postcard::to_allocvec(&self.status)
        {
            self.tell(&Tell::Status(bytes));
        }
    }

    pub(super) fn tell(&self, tell: &Tell) {
        if let Some(tabs) = &self.tabs {
            tabs.tell(tell);
        }
    }

    /// The page goes: the lease was used cleanly if nothing is under way.
    pub(super) fn leave(&mut self) {
        if self.status.unsaved == 0 {
            self.write_projection();
            self.keep(vec![disk::meta(format!("lease/{}", self.lease), "clean")]);
        }
    }

    /// Closes the store, and deletes it if that was asked.
    pub(super) fn close(&mut self, wipe: bool) {
        self.generation += 1;
        self.socket = None;
        self.leave();
        let disk = self.disk.clone();
        if wipe {
            self.tell(&Tell::Closing);
        }
        self.loaded = None;
        spawn_local(async move {
            if wipe {
                // A browser that does not delete it keeps it for the next sign-in; nobody else can open it from the app.
                drop(disk.delete().await);
            } else {
                disk.close();
            }
            page::post(&FromEngine::Closed);
        });
    }
}
