//! A bus within one process: of an application that is alone, and of several that share a store in a test.

use super::{Bus, Ear, Heard, Notice, WAITING};
use async_trait::async_trait;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;

/// One application's place on a bus in memory.
#[derive(Debug)]
pub struct Memory {
    places: Arc<Mutex<Vec<broadcast::Sender<Heard>>>>,
    own: broadcast::Sender<Heard>,
}

impl Default for Memory {
    /// Alone, until somebody joins.
    fn default() -> Self {
        let own = broadcast::Sender::new(WAITING);
        Self { places: Arc::new(Mutex::new(vec![own.clone()])), own }
    }
}

impl Memory {
    /// Another place on the same bus.
    #[must_use]
    pub fn join(&self) -> Self {
        let own = broadcast::Sender::new(WAITING);
        self.places.lock().unwrap_or_else(PoisonError::into_inner).push(own.clone());
        Self { places: self.places.clone(), own }
    }

    fn say(&self, heard: &Heard) {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        for place in places.iter().filter(|it| !it.same_channel(&self.own)) {
            // Nobody listening is fine.
            let _ = place.send(heard.clone());
        }
    }
}

#[async_trait]
impl Bus for Memory {
    async fn tell(&self, notices: &[Notice]) {
        for notice in notices {
            self.say(&Heard::Told(notice.clone()));
        }
    }

    fn hear(&self) -> Ear {
        Ear::of(self.own.subscribe())
    }
}
