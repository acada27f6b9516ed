//! The harness's device: a client, a disk that takes its time, a journal, and a clock that is wrong.

use super::{BOOK, Server};
use crate::client::{Client, Out, PATIENCE};
use crate::replica::{Heads, RawFact, Replica};
use crate::wire::Message;
use crate::witness::actor;
use domain::command::{Stamp, fact};
use domain::fact::{Body, Contact, Means, Outcome};
use domain::id::{CustomerId, DeviceId, FactId};
use domain::instant::Instant;
use std::collections::{BTreeSet, VecDeque};

/// A device of the advisor.
pub struct Device {
    name: String,
    id: DeviceId,
    client: Client,
    /// The device's clock is this far ahead of the truth.
    skew: i64,
    offset: i64,
    /// When the join was sent on the present connection.
    joined: Option<Instant>,
    counter: u64,
    disk: Disk,
    /// Since when the connection vouches for a device that holds something back.
    vouching: Option<Instant>,
    /// Writing under way; of an own change, its fact.
    writing: VecDeque<(Vec<u8>, Option<String>)>,
    frames: Vec<Vec<u8>>,
    confirmed: BTreeSet<String>,
}

/// What is durable.
#[derive(Clone, Default)]
struct Disk {
    /// Facts that are in no stored change yet.
    journal: Vec<RawFact>,
    /// All facts that were recorded here.
    recorded: Vec<String>,
    /// The bytes of changes.
    changes: Vec<Vec<u8>>,
    /// What is kept of earlier connections.
    resume: Vec<u8>,
    acked: Heads,
    incarnation: Option<String>,
    lease: u32,
}

/// A copy of all that a device has kept.
pub struct Copy(Disk);

impl Device {
    pub(super) fn enrol(name: &str, skew: i64, server: &mut Server, now: Instant) -> Self {
        let id = DeviceId(name.bytes().cycle().take(12).map(|it| format!("{it:02x}")).collect());
        server.enrol(id.clone(), now);
        let mut device = Self {
            name: name.to_owned(),
            id,
            client: Client::new(name.to_owned(), None),
            skew,
            // Measured at enrolment.
            offset: -skew,
            joined: None,
            counter: 0,
            disk: Disk::default(),
            vouching: None,
            writing: VecDeque::new(),
            frames: Vec::new(),
            confirmed: BTreeSet::new(),
        };
        device.start();
        device
    }

    pub(super) const fn id(&self) -> &DeviceId {
        &self.id
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Starts the process: loads the disk, takes a fresh lease, replays the journal.
    fn start(&mut self) {
        self.disk.lease += 1;
        self.client = Client::new(self.name.clone(), self.disk.incarnation.clone());
        let pieces: Vec<&[u8]> = self.disk.changes.iter().map(Vec::as_slice).collect();
        let (mut resume, mut stranded) = (self.disk.resume.clone(), Vec::new());
        let replica = Replica::load(pieces.iter().copied()).unwrap_or_else(|_| {
            let (replica, _) = Replica::salvage(&pieces);
            stranded = pieces.iter().filter_map(|it| replica.stranded(it)).flatten().collect();
            resume.clear();
            replica
        });
        self.client.add(BOOK, replica, true, self.disk.acked.clone(), resume);
        for raw in self.disk.journal.clone().into_iter().chain(stranded) {
            self.append(raw);
        }
    }

    fn append(&mut self, raw: RawFact) {
        let actor = actor(&self.id, self.disk.lease);
        let id = raw.id.clone();
        if let Ok(Some(change)) = self.client.append(BOOK, &actor, 0, &[raw]) {
            self.writing.push_back((change.bytes, Some(id)));
        }
    }

    /// A copy of the disk, as somebody takes one of a profile.
    pub(super) fn copy(&self) -> Copy {
        Copy(self.disk.clone())
    }

    /// The process ends, and starts on an old copy: what was not uploaded since is gone, and nothing tells the device so.
    pub(super) fn restore(&mut self, copy: Copy) {
        self.disk = copy.0;
        self.crash();
    }

    /// A stored change is lost.
    pub(super) fn lose(&mut self, number: usize) {
        if !self.disk.changes.is_empty() {
            let lost = self.disk.changes.remove(number % self.disk.changes.len());
            let facts = Replica::genesis().stranded(&lost).unwrap_or_default();
            self.disk.recorded.retain(|it| facts.iter().all(|fact| fact.id != *it));
        }
        self.crash();
    }

    /// The wall clock jumps.
    pub(super) fn jump(&mut self, ms: i64) {
        self.skew += ms;
    }

    /// A sequence number was used twice: what the server does not have is written anew under a fresh actor.
    fn repair(&mut self) {
        self.disk.journal = self.client.renew(BOOK).map(|it| it.0).unwrap_or_default();
        self.disk.changes.clear();
        self.disk.resume.clear();
        self.disk.acked = Heads::default();
        self.crash();
    }

    pub(super) fn act(&mut self, number: u32, truth: Instant) {
        self.counter += 1;
        let customer = CustomerId::parse("01JQ0000000000000000000001").unwrap_or(CustomerId::new(Instant(0), 0));
        let now = truth.plus(self.skew).plus(self.offset);
        let stamp = Stamp {
            id: FactId::new(now, u128::from(number)),
            now,
            offset: self.offset,
            device: self.id.clone(),
            counter: self.counter,
            mono: 0,
        };
        let contact = Contact {
            means: Means::Call,
            outcome: Outcome::Talked,
            note: format!("{number}"),
            asked: false,
            level: None,
            next: None,
            reason: String::new(),
            whose: None,
        };
        let fact = fact(stamp, customer, now, Body::Contact(contact));
        let raw = RawFact { id: fact.id.to_string(), text: fact.text() };
        self.disk.journal.push(raw.clone());
        self.disk.recorded.push(raw.id.clone());
        self.append(raw);
        self.is_impatient(truth);
    }

    /// Whether the device must connect anew.
    pub(super) fn is_impatient(&mut self, truth: Instant) -> bool {
        if !self.client.vouches() {
            self.vouching = None;
            return false;
        }
        truth.since(*self.vouching.get_or_insert(truth)) >= i64::from(PATIENCE)
    }

    pub(super) fn connect(&mut self, truth: Instant) {
        self.joined = Some(truth);
        let out = self.client.opened();
        self.handle(out);
    }

    pub(super) fn disconnect(&mut self) {
        self.client.closed();
        self.frames.clear();
    }

    pub(super) fn announce(&mut self) {
        let out = self.client.announce();
        self.handle(out);
    }

    pub(super) fn crash(&mut self) {
        self.writing.clear();
        self.frames.clear();
        self.start();
    }

    /// One writing finishes.
    pub(super) fn store(&mut self) -> bool {
        let Some((bytes, own)) = self.writing.pop_front() else { return false };
        self.disk.changes.push(bytes);
        if let Some(own) = own {
            self.disk.journal.retain(|it| it.id != own);
            let out = self.client.durable(BOOK);
            self.handle(out);
        }
        true
    }

    /// A frame arrives; gives the facts that are newly called uploaded.
    pub(super) fn frame(&mut self, frame: &[u8], truth: Instant) -> Vec<String> {
        if let Ok(Message::Unknown(it)) = Message::decode(frame)
            && let Some(sent) = it.strip_prefix("ping:")
        {
            self.frames.push(Message::Unknown(format!("pong:{sent}")).encode());
            return Vec::new();
        }
        let out = self.client.frame(frame);
        for it in &out {
            // A measurement counts only if the answer came quickly: half the way there and back is its error.
            if let Out::Clock(server) = it
                && let Some(joined) = self.joined
                && truth.since(joined) < 2 * Instant::SECOND
            {
                self.offset = server - truth.plus(self.skew).0;
            }
        }
        self.handle(out);
        let unsent: BTreeSet<String> = self.unsent().into_iter().collect();
        let settled: Vec<String> =
            self.facts().into_iter().filter(|it| !unsent.contains(it) && !self.confirmed.contains(it)).collect();
        self.confirmed.extend(settled.iter().cloned());
        settled
    }

    fn handle(&mut self, out: Vec<Out>) {
        for it in out {
            match it {
                Out::Send(frame) => self.frames.push(frame),
                Out::Came(_, changes) => {
                    self.writing.extend(changes.into_iter().map(|it| (it.bytes, None)));
                }
                Out::Acked(_, heads, resume) => {
                    // Kept only when everything that came is on the disk; else it would promise too much.
                    if self.writing.is_empty() {
                        self.disk.acked = heads;
                        self.disk.resume = resume;
                    }
                }
                Out::Incarnation(it) => self.disk.incarnation = Some(it),
                Out::Clock(_) | Out::TooNew(_) | Out::Unavailable(_) | Out::ReadOnly(_) | Out::Refused(_) => {}
                Out::Conflict(_) => self.repair(),
                Out::Broken(..) => self.crash(),
            }
        }
    }

    pub(super) fn take_frames(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.frames)
    }

    pub(super) fn facts(&self) -> BTreeSet<String> {
        self.client.replica(BOOK).map(|it| it.facts().into_iter().map(|raw| raw.id).collect()).unwrap_or_default()
    }

    pub(super) fn recorded(&self) -> impl Iterator<Item = &String> {
        self.disk.recorded.iter()
    }

    pub(super) fn is_unheard(&self) -> bool {
        self.client.is_unheard()
    }

    pub(super) fn unsent(&self) -> Vec<String> {
        self.client.unsent(BOOK)
    }
}
