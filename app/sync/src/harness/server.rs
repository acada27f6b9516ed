//! The harness's server: a hub, a witness, and a disk that only a commit reaches.

use super::BOOK;
use crate::guard::Caps;
use crate::hub::{Access, Hub, Outgoing};
use crate::replica::{AT_HAND, Heads, Ledger, NewChange, Reject, Replica};
use crate::wire::{Carried, Message};
use crate::witness::{Witness, device_of};
use domain::fact::{Fact, Place};
use domain::id::DeviceId;
use domain::instant::Instant;
use domain::policy::Policy;
use domain::window::Sighting;
use std::collections::{BTreeMap, BTreeSet};

/// A server with one document.
pub struct Server {
    hub: Hub,
    /// Bytes of changes that the hub keeps at hand.
    at_hand: usize,
    witness: Witness,
    enrolled: BTreeMap<DeviceId, Sighting>,
    disk: Vec<NewChange>,
    taken: Vec<NewChange>,
    sightings: Vec<(DeviceId, Instant)>,
    conns: BTreeMap<u64, DeviceId>,
    names: BTreeMap<u64, String>,
    dirty: bool,
    /// Whose claims were doubted, and which.
    doubted: Vec<(DeviceId, String)>,
}

impl Server {
    pub(super) fn new(seed: u64) -> Self {
        // All, some or none of the last changes are at hand: then the document is loaded for an answer.
        let at_hand = match seed % 4 {
            0 => AT_HAND,
            1 => 2_000,
            2 => 500,
            _ => 0,
        };
        let disk = Replica::genesis().changes_since(&Heads::default());
        Self {
            hub: hub(&disk, at_hand),
            at_hand,
            witness: Witness::default(),
            enrolled: BTreeMap::new(),
            disk,
            taken: Vec::new(),
            sightings: Vec::new(),
            conns: BTreeMap::new(),
            names: BTreeMap::new(),
            dirty: false,
            doubted: Vec::new(),
        }
    }

    pub(super) fn enrol(&mut self, device: DeviceId, now: Instant) {
        let sighting = Sighting { enrolled: now, synced: None, heard: None };
        self.witness.know(device.clone(), sighting);
        self.enrolled.insert(device, sighting);
    }

    pub(super) fn connect(&mut self, conn: u64, device: DeviceId, now: Instant) {
        self.witness.connect(conn, device.clone(), now);
        self.conns.insert(conn, device);
    }

    pub(super) fn disconnect(&mut self, conn: u64) {
        self.conns.remove(&conn);
        self.names.remove(&conn);
        self.hub.leave(conn);
        let proved = self.witness.leave(conn);
        self.dirty |= proved.is_some();
        self.sightings.extend(proved);
    }

    pub(super) fn crash(&mut self) {
        self.taken.clear();
        self.sightings.clear();
        self.dirty = false;
        self.conns.clear();
        self.names.clear();
        self.hub = hub(&self.disk, self.at_hand);
        self.witness = Witness::default();
        for (device, sighting) in &self.enrolled {
            self.witness.know(device.clone(), *sighting);
        }
    }

    /// Takes a frame; none if the connection is to be closed.
    pub(super) fn frame(&mut self, conn: u64, frame: &[u8], now: Instant) -> Option<Vec<Vec<u8>>> {
        self.conns.get(&conn)?;
        match Message::decode(frame).ok()? {
            Message::Join { sender, .. } => {
                self.names.insert(conn, sender.clone());
                let storage = Some("one".to_owned());
                let peer =
                    Message::Peer { sender: "server".into(), target: sender, storage, now: Some(now.0), hears: true };
                Some(vec![peer.encode()])
            }
            Message::Sync(it) | Message::Request(it) => {
                self.sync(conn, &it, now)?;
                Some(Vec::new())
            }
            Message::Heads { heads, .. } => {
                if self.hub.holds(&heads) {
                    self.settle(conn);
                }
                Some(vec![Message::Heard { sender: "server".into() }.encode()])
            }
            Message::Unknown(it) => {
                let sent = it.strip_prefix("pong:").and_then(|it| it.parse().ok()).map(Instant)?;
                self.witness.pong(conn, sent);
                Some(Vec::new())
            }
            _ => Some(Vec::new()),
        }
    }

    fn sync(&mut self, conn: u64, it: &Carried, now: Instant) -> Option<()> {
        if !self.hub.has(conn) {
            self.hub.join(conn, Access::ReadWrite);
        }
        let witness = &self.witness;
        let may_write = |actor: &str| device_of(actor).is_some_and(|device| witness.knows(&device));
        let receive = |hub: &mut Hub| hub.receive(conn, &it.data, &Caps::default(), may_write);
        let received = match receive(&mut self.hub).ok()? {
            Some(received) => received,
            None => {
                bring(&mut self.hub, &self.disk, &self.taken);
                receive(&mut self.hub).ok()??
            }
        };
        for change in &received.changes {
            let writer = device_of(&change.actor)?;
            let window = self.witness.window(&writer, now);
            for raw in &change.facts {
                let fact = Fact::read(&raw.id, &raw.text, Place::Book).ok()?;
                if let Some(doubt) = window.doubt(&Policy::default(), &fact) {
                    let said = format!("{} {doubt:?} {window:?} {}", raw.id, raw.text);
                    self.doubted.push((writer.clone(), said));
                }
            }
        }
        self.taken.extend(received.changes);
        self.dirty = true;
        if self.hub.holds(&received.heads) {
            self.settle(conn);
        }
        Some(())
    }

    fn settle(&mut self, conn: u64) {
        if let Some(sighting) = self.witness.settle(conn) {
            self.sightings.push(sighting);
            self.dirty = true;
        }
    }

    /// The ping of this moment.
    pub(super) fn ping(now: Instant) -> Vec<u8> {
        Message::Unknown(format!("ping:{}", now.0)).encode()
    }

    /// Commits, and only then says what is to be sent.
    pub(super) fn commit(&mut self) -> (bool, Vec<(u64, Vec<u8>)>) {
        if !self.dirty {
            return (false, Vec::new());
        }
        self.dirty = false;
        self.disk.append(&mut self.taken);
        // With the changes, never before them: a sighting without what was seen would doubt the honest.
        for (device, synced) in self.sightings.drain(..) {
            if let Some(known) = self.enrolled.get_mut(&device) {
                known.synced = Some(synced);
            }
        }
        let Outgoing { mut frames, lacks } = self.hub.outgoing();
        if lacks {
            bring(&mut self.hub, &self.disk, &[]);
            frames.extend(self.hub.outgoing().frames);
        }
        let frames = frames
            .into_iter()
            .filter_map(|(conn, data)| {
                let target = self.names.get(&conn)?.clone();
                let it = Carried { doc: BOOK.to_string(), sender: "server".into(), target, data };
                Some((conn, Message::Sync(it).encode()))
            })
            .collect();
        (true, frames)
    }

    pub(super) fn has_on_disk(&self, fact: &str) -> bool {
        self.disk.iter().any(|it| it.facts.iter().any(|raw| raw.id == fact))
    }

    /// The ids of all facts on the disk.
    #[must_use]
    pub fn facts(&self) -> BTreeSet<String> {
        self.disk.iter().flat_map(|it| &it.facts).map(|it| it.id.clone()).collect()
    }

    /// Facts that two changes wrote.
    #[must_use]
    pub fn doubled(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let ids = self.disk.iter().flat_map(|it| &it.facts).map(|it| it.id.clone());
        ids.filter(|it| !seen.insert(it.clone())).collect()
    }

    /// Facts whose claimed time was doubted, and which device wrote them.
    #[must_use]
    pub const fn doubted(&self) -> &Vec<(DeviceId, String)> {
        &self.doubted
    }
}

fn hub(disk: &[NewChange], at_hand: usize) -> Hub {
    Hub::of(Ledger::read(disk.iter().map(NewChange::stored), at_hand).unwrap_or_else(|error| unreadable(&error)))
}

fn bring(hub: &mut Hub, disk: &[NewChange], taken: &[NewChange]) {
    let whole = Replica::load(disk.iter().map(|it| it.bytes.as_slice())).unwrap_or_else(|error| unreadable(&error));
    hub.bring(whole, taken.iter().map(|it| it.bytes.as_slice())).unwrap_or_else(|error| unreadable(&error));
}

#[expect(clippy::panic, reason = "the harness is a test: its own disk must be readable")]
fn unreadable<T>(error: &Reject) -> T {
    panic!("the server's disk cannot be read: {error}")
}
