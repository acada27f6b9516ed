//! A deterministic network of named peers: devices, a server with a disk, and wires that can be cut; driven by a printed seed.
//!
//! **Invariants played:** a fact that a device calls uploaded is on the server's disk at that moment; once the network heals, every durable
//! fact is everywhere exactly once; an honest device is never doubted, however wrong its clock, as long as it goes steadily.

mod device;
mod server;
#[cfg(test)]
mod tests;

pub use device::Device;
pub use server::Server;

use crate::docid::DocId;
use domain::instant::Instant;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;

/// The one book of the harness.
pub const BOOK: DocId = DocId([7; 16]);

/// A connection: what is under way in both directions.
#[derive(Default)]
pub struct Wire {
    up: VecDeque<Vec<u8>>,
    down: VecDeque<Vec<u8>>,
    /// Nothing arrives any more, and nobody has said so.
    is_dead: bool,
}

/// How bad the world is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weather {
    /// Steps with faults, before the network heals.
    pub steps: u32,
    /// Whether frames are doubled and swapped, which no socket does but a broken proxy might.
    pub mangled: bool,
    /// Whether processes crash.
    pub crashes: bool,
    /// What else goes wrong, now and then.
    pub mishap: Option<Mishap>,
}

/// What rarely goes wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mishap {
    /// A byte of a frame is another one when it arrives.
    Corruption,
    /// A connection carries nothing any more, and neither end is told.
    HalfOpen,
    /// The first device's wall clock jumps by up to three days.
    Jump,
    /// A device goes on from an old copy of its disk.
    OldCopy,
    /// A device's disk loses a change.
    Loss,
}

/// Devices of one advisor, a server, and what connects them.
pub struct Network {
    rng: StdRng,
    now: Instant,
    server: Server,
    devices: Vec<Device>,
    wires: Vec<Option<(u64, Wire)>>,
    conns: u64,
    facts: u32,
    /// A copy of a device's disk, and whose it is.
    copy: Option<(usize, device::Copy)>,
}

impl Network {
    /// A network with devices of these names, all enrolled, none connected.
    #[must_use]
    pub fn new(seed: u64, names: &[&str]) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let now = Instant(1_772_000_000_000);
        let mut server = Server::new(seed);
        let devices: Vec<Device> = names
            .iter()
            .map(|name| {
                let skew = rng.random_range(-3 * Instant::DAY..=3 * Instant::DAY);
                Device::enrol(name, skew, &mut server, now)
            })
            .collect();
        let wires = devices.iter().map(|_| None).collect();
        Self { rng, now, server, devices, wires, conns: 0, facts: 0, copy: None }
    }

    /// The server.
    #[must_use]
    pub const fn server(&self) -> &Server {
        &self.server
    }

    /// A device by its place.
    #[must_use]
    pub fn device(&self, index: usize) -> Option<&Device> {
        self.devices.get(index)
    }

    /// A device records a fact; it is on the device's journal at once.
    pub fn act(&mut self, index: usize) {
        self.facts += 1;
        let number = self.facts;
        let now = self.now;
        if let Some(device) = self.devices.get_mut(index) {
            device.act(number, now);
            self.pump_device(index);
        }
    }

    /// Connects a device.
    pub fn connect(&mut self, index: usize) {
        self.cut(index);
        self.conns += 1;
        let conn = self.conns;
        if let (Some(device), Some(slot)) = (self.devices.get_mut(index), self.wires.get_mut(index)) {
            *slot = Some((conn, Wire::default()));
            self.server.connect(conn, device.id().clone(), self.now);
            device.connect(self.now);
            self.pump_device(index);
        }
    }

    /// Cuts a device's wire: what is under way is lost.
    pub fn cut(&mut self, index: usize) {
        if let Some((conn, _)) = self.wires.get_mut(index).and_then(Option::take) {
            self.server.disconnect(conn);
            if let Some(device) = self.devices.get_mut(index) {
                device.disconnect();
            }
        }
    }

    /// The server's process dies: what is not committed is lost, and so are all connections.
    pub fn crash_server(&mut self) {
        for index in 0..self.devices.len() {
            self.cut(index);
        }
        self.server.crash();
    }

    /// A device's process dies: what is not on its disk is lost.
    pub fn crash_device(&mut self, index: usize) {
        self.cut(index);
        if let Some(device) = self.devices.get_mut(index) {
            device.crash();
        }
    }

    /// Lets time pass. A device whose connection has vouched for too long connects anew.
    pub fn pass(&mut self, ms: i64) {
        self.now = self.now.plus(ms);
        for index in 0..self.devices.len() {
            let now = self.now;
            if self.devices.get_mut(index).is_some_and(|it| it.is_impatient(now)) {
                self.connect(index);
            }
        }
    }

    /// Plays a random history of faults.
    pub fn storm(&mut self, weather: Weather) {
        for _ in 0..weather.steps {
            let index = self.rng.random_range(0..self.devices.len());
            let wait = self.rng.random_range(1..20_000);
            self.pass(wait);
            if let Some(mishap) = weather.mishap
                && self.rng.random_bool(0.05)
            {
                self.befall(mishap, index);
            }
            match self.rng.random_range(0..100_u32) {
                0..20 => self.act(index),
                20..28 => self.connect(index),
                28..33 => self.cut(index),
                33..36 if weather.crashes => self.crash_server(),
                36..40 if weather.crashes => self.crash_device(index),
                40..44 if weather.mangled => self.mangle(index),
                44..60 => {
                    self.store(index);
                }
                60..75 => {
                    self.commit();
                }
                75..78 => self.announce(index),
                78..82 => self.ping(index),
                _ => {
                    self.deliver(index);
                }
            }
        }
    }

    /// Lets something happen to a device.
    pub fn befall(&mut self, mishap: Mishap, index: usize) {
        match mishap {
            Mishap::Corruption => self.corrupt(index),
            Mishap::HalfOpen => {
                if let Some((_, wire)) = self.wires.get_mut(index).and_then(Option::as_mut) {
                    wire.is_dead = true;
                }
            }
            Mishap::Jump => {
                let ms = self.rng.random_range(-3 * Instant::DAY..=3 * Instant::DAY);
                if let Some(device) = self.devices.first_mut() {
                    device.jump(ms);
                }
            }
            Mishap::OldCopy => match self.copy.take() {
                None => self.copy = self.devices.get(index).map(|it| (index, it.copy())),
                Some((whose, copy)) => {
                    self.cut(whose);
                    if let Some(device) = self.devices.get_mut(whose) {
                        device.restore(copy);
                    }
                }
            },
            Mishap::Loss => {
                self.cut(index);
                let number = self.rng.random_range(0..1_000);
                if let Some(device) = self.devices.get_mut(index) {
                    device.lose(number);
                }
            }
        }
    }

    /// Heals the network and runs until nothing moves.
    ///
    /// # Panics
    /// If it never comes to rest, or an invariant is broken; the seed is in the test's message.
    pub fn heal(&mut self) {
        for index in 0..self.devices.len() {
            self.connect(index);
        }
        self.run();
    }

    /// Lets the devices help themselves: one that knows of no connection makes one, and each announces now and then what it has.
    ///
    /// # Panics
    /// If the network never comes to rest, or an invariant is broken.
    pub fn heal_by_itself(&mut self) {
        for _ in 0..4 {
            for index in 0..self.devices.len() {
                if self.wires.get(index).is_some_and(Option::is_none) {
                    self.connect(index);
                }
                self.announce(index);
            }
            self.run();
        }
    }

    /// Runs until nothing moves.
    fn run(&mut self) {
        for round in 0..10_000 {
            let mut moved = false;
            for index in 0..self.devices.len() {
                self.pass(5);
                moved |= self.store(index);
                moved |= self.deliver(index);
            }
            moved |= self.commit();
            if !moved {
                return;
            }
            assert!(round < 9_999, "the network never comes to rest");
        }
    }

    /// One piece of a device's disk writing finishes.
    pub fn store(&mut self, index: usize) -> bool {
        let moved = self.devices.get_mut(index).is_some_and(Device::store);
        self.pump_device(index);
        moved
    }

    /// The server commits what it has taken, and answers.
    pub fn commit(&mut self) -> bool {
        let (moved, frames) = self.server.commit();
        for (conn, frame) in frames {
            if let Some((_, wire)) = self.wires.iter_mut().flatten().find(|it| it.0 == conn) {
                wire.down.push_back(frame);
            }
        }
        moved
    }

    /// A device announces its heads; one that has not been heard connects anew.
    pub fn announce(&mut self, index: usize) {
        if self.devices.get(index).is_some_and(Device::is_unheard) {
            return self.connect(index);
        }
        if let Some(device) = self.devices.get_mut(index) {
            device.announce();
            self.pump_device(index);
        }
    }

    /// The server pings a device.
    pub fn ping(&mut self, index: usize) {
        let ping = Server::ping(self.now);
        if let Some((_, wire)) = self.wires.get_mut(index).and_then(Option::as_mut) {
            wire.down.push_back(ping);
        }
    }

    /// One frame arrives, in one direction or the other.
    pub fn deliver(&mut self, index: usize) -> bool {
        let Some((conn, wire)) = self.wires.get_mut(index).and_then(Option::as_mut) else { return false };
        let conn = *conn;
        if wire.is_dead {
            *wire = Wire { is_dead: true, ..Wire::default() };
            return false;
        }
        let up_first = self.rng.random_bool(0.5);
        let up = if up_first || wire.down.is_empty() { wire.up.pop_front() } else { None };
        if let Some(frame) = up {
            let answers = self.server.frame(conn, &frame, self.now);
            match answers {
                Some(answers) => wire.down.extend(answers),
                None => self.cut(index),
            }
            return true;
        }
        let Some(frame) = wire.down.pop_front() else { return false };
        let now = self.now;
        if let Some(device) = self.devices.get_mut(index) {
            let acked = device.frame(&frame, now);
            for fact in acked {
                assert!(self.server.has_on_disk(&fact), "{fact} is called uploaded and is not on the server's disk");
            }
        }
        self.pump_device(index);
        true
    }

    /// Doubles or swaps frames under way.
    fn mangle(&mut self, index: usize) {
        let double = self.rng.random_bool(0.5);
        let Some((_, wire)) = self.wires.get_mut(index).and_then(Option::as_mut) else { return };
        for queue in [&mut wire.up, &mut wire.down] {
            if double {
                if let Some(frame) = queue.front().cloned() {
                    queue.push_front(frame);
                }
            } else if queue.len() > 1 {
                queue.swap(0, 1);
            }
        }
    }

    /// Changes one byte of a frame under way.
    fn corrupt(&mut self, index: usize) {
        let (place, bits) = (self.rng.random_range(0..100_000), self.rng.random_range(1..=255));
        let Some((_, wire)) = self.wires.get_mut(index).and_then(Option::as_mut) else { return };
        let Some(frame) = wire.up.front_mut().or(wire.down.front_mut()) else { return };
        let place = place % frame.len().max(1);
        if let Some(byte) = frame.get_mut(place) {
            *byte ^= bits;
        }
    }

    fn pump_device(&mut self, index: usize) {
        let Some(device) = self.devices.get_mut(index) else { return };
        let frames = device.take_frames();
        if let Some((_, wire)) = self.wires.get_mut(index).and_then(Option::as_mut) {
            wire.up.extend(frames);
        }
    }

    /// Checks what must hold once the network has come to rest.
    ///
    /// # Panics
    /// If it does not.
    pub fn assert_at_rest(&self) {
        self.assert_whole();
        assert_eq!(self.server.doubled(), Vec::<String>::new(), "facts written by two changes");
        assert_eq!(self.server.doubted(), &Vec::new(), "honest facts that were doubted");
    }

    /// Checks what must hold whatever has happened: everybody has the same, and what was recorded and is on a disk is there.
    ///
    /// # Panics
    /// If it does not.
    pub fn assert_whole(&self) {
        let on_server = self.server.facts();
        for device in &self.devices {
            assert_eq!(device.facts(), on_server, "{} and the server differ", device.name());
            for fact in device.recorded() {
                assert!(on_server.contains(fact), "{fact} of {} is lost", device.name());
            }
            assert_eq!(device.unsent(), Vec::<String>::new(), "{} still owes", device.name());
        }
    }
}
