//! What the server can testify about each device's silence: the state behind the windows of trusted time (rules F1, F2).

use domain::id::DeviceId;
use domain::instant::Instant;
use domain::window::{Sighting, Window};
use std::collections::BTreeMap;

/// What is known of each device of one document's owner, and of the connections that speak for them.
///
/// A message may have been under way for long, so its arrival proves nothing about the moment at which it was written. What does is
/// **cause and effect**: what a device sends after it has answered a ping was sent after the ping. That moment is the connection's *cause*.
#[derive(Clone, Debug, Default)]
pub struct Witness {
    devices: BTreeMap<DeviceId, Sighting>,
    conns: BTreeMap<u64, Line>,
}

#[derive(Clone, Debug)]
struct Line {
    device: DeviceId,
    /// When the server accepted the connection, or sent the last ping that was answered.
    cause: Instant,
    /// Whether the server has held all of the device's changes once over this connection.
    settled: bool,
}

impl Witness {
    /// Takes up what the store says of a device. Another process may have heard of it later than this one: the later moment counts.
    pub fn know(&mut self, device: DeviceId, sighting: Sighting) {
        let known = self.devices.entry(device).or_insert(sighting);
        known.synced = known.synced.max(sighting.synced);
    }

    /// Whether a device is enrolled.
    #[must_use]
    pub fn knows(&self, device: &DeviceId) -> bool {
        self.devices.contains_key(device)
    }

    /// A device's connection was accepted.
    pub fn connect(&mut self, conn: u64, device: DeviceId, now: Instant) {
        self.conns.insert(conn, Line { device, cause: now, settled: false });
    }

    /// The window of a change of that device that arrives now. Asked before [`Witness::settle`] of the same message.
    #[must_use]
    pub fn window(&self, device: &DeviceId, received: Instant) -> Window {
        let lower = self.devices.get(device).map_or(received, Sighting::lower);
        Window { lower, received }
    }

    /// The device has said which heads it has, and the server holds them all: at the connection's cause or later it held nothing back.
    /// Gives the device and the moment, to be stored, if that is later than what is known.
    pub fn settle(&mut self, conn: u64) -> Option<(DeviceId, Instant)> {
        let line = self.conns.get_mut(&conn)?;
        line.settled = true;
        let sighting = self.devices.get_mut(&line.device)?;
        if sighting.synced.is_some_and(|it| it >= line.cause) {
            return None;
        }
        sighting.synced = Some(line.cause);
        Some((line.device.clone(), line.cause))
    }

    /// A ping that was sent at that moment was answered: a sign of life. It closes a window only once the connection has been settled.
    pub fn pong(&mut self, conn: u64, sent: Instant) {
        let Some(line) = self.conns.get_mut(&conn) else { return };
        line.cause = line.cause.max(sent);
        if line.settled
            && let Some(sighting) = self.devices.get_mut(&line.device)
        {
            sighting.heard = Some(sighting.heard.map_or(line.cause, |it| it.max(line.cause)));
        }
    }

    /// The connection is gone. Gives the device and the moment that its signs of life have closed, to be stored: memory forgets them.
    pub fn leave(&mut self, conn: u64) -> Option<(DeviceId, Instant)> {
        let line = self.conns.remove(&conn)?;
        self.closed(&line.device)
    }

    /// What a device's signs of life have closed beyond what is stored, if it is more than `than` milliseconds.
    pub fn unsaid(&mut self, conn: u64, than: i64) -> Option<(DeviceId, Instant)> {
        let device = self.conns.get(&conn)?.device.clone();
        let sighting = self.devices.get(&device)?;
        let known = sighting.synced.unwrap_or(sighting.enrolled);
        if sighting.lower().since(known) > than { self.closed(&device) } else { None }
    }

    fn closed(&mut self, device: &DeviceId) -> Option<(DeviceId, Instant)> {
        let sighting = self.devices.get_mut(device)?;
        let closed = sighting
            .heard
            .map(|it| it.plus(-Sighting::LIVE))
            .filter(|it| sighting.synced.is_none_or(|known| known < *it))?;
        sighting.synced = Some(closed);
        Some((device.clone(), closed))
    }

    /// What is known of a device.
    #[must_use]
    pub fn sighting(&self, device: &DeviceId) -> Option<Sighting> {
        self.devices.get(device).copied()
    }
}

/// The device that an actor id names: its first 24 hexadecimal digits.
///
/// # Example: a lease number follows the device
/// ```
/// # use sync::witness::{actor, device_of};
/// let device = domain::id::DeviceId("00112233445566778899aabb".into());
/// assert_eq!(actor(&device, 3), "00112233445566778899aabb00000003");
/// assert_eq!(device_of(&actor(&device, 3)), Some(device));
/// assert_eq!(device_of("0011"), None);
/// ```
#[must_use]
pub fn device_of(actor: &str) -> Option<DeviceId> {
    let device = actor.get(..24).filter(|_| actor.len() == 32)?;
    Some(DeviceId(device.to_owned()))
}

/// The actor id of a device's lease.
#[must_use]
pub fn actor(device: &DeviceId, lease: u32) -> String {
    format!("{device}{lease:08x}")
}
