//! Who is connected now.

use crate::events::Events;
use domain::id::StaffId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many sockets each person has.
#[derive(Clone, Debug)]
pub struct Online {
    sockets: Arc<Mutex<BTreeMap<StaffId, u32>>>,
    events: Events,
}

/// One socket's presence; it ends when this is dropped.
#[derive(Debug)]
pub struct Presence {
    online: Online,
    staff: StaffId,
}

impl Online {
    /// Nobody yet.
    #[must_use]
    pub fn new(events: Events) -> Self {
        Self { sockets: Arc::default(), events }
    }

    /// Somebody has connected.
    #[must_use]
    pub fn enter(&self, staff: StaffId) -> Presence {
        *self.sockets.lock().unwrap_or_else(PoisonError::into_inner).entry(staff).or_default() += 1;
        self.events.figures_changed();
        Presence { online: self.clone(), staff }
    }

    /// Whether somebody is connected.
    #[must_use]
    pub fn is_in(&self, staff: StaffId) -> bool {
        self.sockets.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&staff)
    }

    /// How many sockets somebody has.
    #[must_use]
    pub fn sockets_of(&self, staff: StaffId) -> u32 {
        self.sockets.lock().unwrap_or_else(PoisonError::into_inner).get(&staff).copied().unwrap_or(0)
    }

    /// How many sockets there are.
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
