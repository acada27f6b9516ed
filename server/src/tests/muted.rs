//! A bus whose words can be lost.

use crate::bus::{Bus, Ear, Memory, Notice, WAITING};
use async_trait::async_trait;
use std::sync::atomic::{AtomicBool, Ordering};

/// A place on a bus in memory. While it is mute nobody hears what it tells, and nobody hears that something was lost.
#[derive(Default)]
pub struct Muted {
    memory: Memory,
    mute: AtomicBool,
}

impl Muted {
    /// Another place on the same bus.
    pub fn join(&self) -> Self {
        Self { memory: self.memory.join(), mute: AtomicBool::new(false) }
    }

    pub fn mute(&self) {
        self.mute.store(true, Ordering::SeqCst);
    }

    /// Tells so much at once that who hears it loses some.
    pub async fn overflow(&self) {
        self.memory.tell(&vec![Notice::Figures; WAITING + 1]).await;
    }
}

#[async_trait]
impl Bus for Muted {
    async fn tell(&self, notices: &[Notice]) {
        if !self.mute.load(Ordering::SeqCst) {
            self.memory.tell(notices).await;
        }
    }

    fn hear(&self) -> Ear {
        self.memory.hear()
    }
}
