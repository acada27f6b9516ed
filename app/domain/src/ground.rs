//! Whether a lock fell because nobody called, or because a device has not been heard of since (rules D2).
//!
//! **Invariant:** silence is held against nobody before the policy's days are over.

use crate::instant::Instant;
use crate::policy::Policy;
use serde::{Deserialize, Serialize};

/// What the server knows of one of the owner's devices.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Trace {
    /// When it was last seen.
    pub seen: Instant,
    /// The last moment at which the server held all of its changes.
    pub synced: Option<Instant>,
}

/// The ground of a lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Ground {
    /// Nobody was reached.
    Missed,
    /// A device may still bring evidence; when it was last seen.
    Unknown(Instant),
}

/// The ground of a lock that fell at `since`, as far as it is known `now` (rules D2 \[S\] fair, \[D\] numbers).
///
/// It is missed once every device of the owner that was seen in the policy's days before the lock, or after it, has fully
/// synced since the lock fell; and in any case after as many days. Of several silent devices the one seen first is named.
///
/// # Example: a tablet that has been in a village since Tuesday noon leaves the ground of Tuesday's lock unknown
/// ```
/// # use domain::{ground::{ground, Ground, Trace}, instant::Instant, policy::Policy};
/// let at = |text| Instant::parse(text).unwrap();
/// let since = at("2026-03-04T00:00:00+08:00");
/// let tablet = Trace { seen: at("2026-03-03T12:00:00+08:00"), synced: Some(at("2026-03-03T12:00:00+08:00")) };
/// let told = |now| ground(&Policy::default(), since, &[tablet], at(now));
/// assert_eq!(told("2026-03-04T09:00:00+08:00"), Ground::Unknown(tablet.seen));
/// assert_eq!(told("2026-03-11T00:00:00+08:00"), Ground::Missed);
/// ```
// Decision (rules D2): 7 days are natural days after the lock's, so the ground, like the lock, changes at midnight;
// an owner none of whose devices was seen in them has missed: there is nothing to wait for.
#[must_use]
pub fn ground(policy: &Policy, since: Instant, devices: &[Trace], now: Instant) -> Ground {
    let fallen = policy.zone.day(since);
    let over = policy.zone.start_of(fallen.plus(policy.device_days));
    if now >= over {
        return Ground::Missed;
    }
    let recent = policy.zone.start_of(fallen.plus(-policy.device_days));
    let silent = devices.iter().filter(|it| it.seen >= recent && it.synced.is_none_or(|synced| synced < since));
    silent.map(|it| it.seen).min().map_or(Ground::Missed, Ground::Unknown)
}
