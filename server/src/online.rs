//! Who is connected now, here and to other nodes.

use crate::events::Events;
use domain::id::StaffId;
use domain::instant::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// How many sockets each person has, and who is connected to other nodes.
#[derive(Clone, Debug)]
pub struct Online {
    /// The name of this node, another one in each process.
    node: Arc<str>,
    sockets: Arc<Mutex<BTreeMap<StaffId, u32>>>,
    /// Until when somebody counts as connected to a node, unless it says so again.
    elsewhere: Arc<Mutex<BTreeMap<(StaffId, String), Instant>>>,
    events: Events,
}

/// One socket's presence; it ends when this is dropped.
#[derive(Debug)]
pub struct Presence {
    online: Online,
    staff: StaffId,
}

impl Online {
    /// How long a node's word counts, in milliseconds. A node that dies says nothing any more.
    pub const HEARSAY: i64 = 75 * Instant::SECOND;

    /// Nobody yet.
    #[must_use]
    pub fn new(events: Events) -> Self {
        let node = hex::encode(crate::auth::secret::random::<8>());
        Self { node: node.into(), sockets: Arc::default(), elsewhere: Arc::default(), events }
    }

    /// The name of this node.
    #[must_use]
    pub fn node(&self) -> &str {
        &self.node
    }

    /// Somebody has connected.
    #[must_use]
    pub fn enter(&self, staff: StaffId) -> Presence {
        *self.sockets.lock().unwrap_or_else(PoisonError::into_inner).entry(staff).or_default() += 1;
        self.events.figures_changed();
        Presence { online: self.clone(), staff }
    }

    /// A node says that these people are connected to it.
    pub fn present(&self, node: &str, people: Vec<StaffId>, now: Instant) {
        let mut elsewhere = self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner);
        elsewhere.retain(|_, until| *until > now);
        elsewhere.extend(people.into_iter().map(|it| ((it, node.to_owned()), now.plus(Self::HEARSAY))));
        drop(elsewhere);
        self.events.figures_heard();
    }

    /// A node says that somebody is not connected to it any more.
    pub fn gone(&self, node: &str, staff: StaffId) {
        self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner).remove(&(staff, node.to_owned()));
        self.events.figures_heard();
    }

    /// Whether somebody is connected, to whichever node.
    #[must_use]
    pub fn is_in(&self, staff: StaffId, now: Instant) -> bool {
        let is_here = self.sockets.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&staff);
        let elsewhere = self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner);
        let mut nodes = elsewhere.range((staff, String::new())..).take_while(|it| it.0.0 == staff);
        is_here || nodes.any(|(_, until)| *until > now)
    }

    /// Who is connected to this node.
    #[must_use]
    pub fn here(&self) -> BTreeSet<StaffId> {
        self.sockets.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }

    /// How many sockets somebody has at this node.
    #[must_use]
    pub fn sockets_of(&self, staff: StaffId) -> u32 {
        self.sockets.lock().unwrap_or_else(PoisonError::into_inner).get(&staff).copied().unwrap_or(0)
    }

    /// How many sockets there are at this node.
    #[must_use]
    pub fn sockets(&self) -> u32 {
        self.sockets.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let mut sockets = self.online.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = sockets.get_mut(&self.staff) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                sockets.remove(&self.staff);
            }
        }
        drop(sockets);
        self.online.events.figures_changed();
    }
}
