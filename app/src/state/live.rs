//! What only the server can tell, kept as fresh as the network lets it.

use crate::api::{self, Failure};
use crate::platform::events::{Events, Told};
use crate::platform::storage;
use crate::state::engine::use_engine;
use crate::state::session::{Session, use_session};
use crate::words;
use domain::port::{Link, ToEngine};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

/// Writes a state to where it is kept.
type Keep<T> = fn(&'static str, &T);

/// Something of the server's, for as long as its page stands.
pub struct Live<T: Send + Sync + 'static> {
    /// The last state that is known.
    pub value: RwSignal<Option<T>>,
    /// Whether it is the present one.
    pub is_live: RwSignal<bool>,
    /// Why it could not be had; empty if it could.
    pub error: RwSignal<String>,
    session: Session,
    keep: Option<(&'static str, Keep<T>)>,
}

impl<T: Send + Sync + 'static> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Live<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Live<T> {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self {
            value: RwSignal::new(None),
            is_live: RwSignal::new(false),
            error: RwSignal::default(),
            session: use_session(),
            keep: None,
        }
    }

    /// Begins with the state of the last time, and keeps each one.
    pub fn kept(key: &'static str) -> Self
    where
        T: Serialize + DeserializeOwned,
    {
        let it = Self { keep: Some((key, |key, value| storage::set(key, value))), ..Self::new() };
        it.value.set(storage::get(key));
        it
    }

    /// Takes a state. The page may be gone when it comes.
    pub fn take(self, fresh: T) {
        if let Some((key, keep)) = self.keep {
            keep(key, &fresh);
        }
        if self.value.try_with_untracked(|it| it.as_ref() != Some(&fresh)) == Some(true) {
            self.value.try_set(Some(fresh));
        }
        self.error.try_set(String::new());
    }

    /// Notes that the server did not give it.
    pub fn fail(self, failure: &Failure) {
        if failure.is_signed_out() {
            self.session.expire();
        }
        self.error.try_set(words::failure(failure));
    }

    /// Asks once.
    pub fn load(self, ask: impl Future<Output = Result<T, Failure>> + 'static) {
        spawn_local(async move {
            match ask.await {
                Ok(fresh) => self.take(fresh),
                Err(failure) => self.fail(&failure),
            }
        });
    }

    /// Asks, and asks again after each while.
    pub fn poll<F>(self, every: Duration, ask: impl Fn() -> F + Copy + 'static)
    where
        F: Future<Output = Result<T, Failure>> + 'static,
    {
        let turn = move || {
            spawn_local(async move {
                let told = ask().await;
                self.is_live.try_set(told.is_ok());
                match told {
                    Ok(fresh) => self.take(fresh),
                    Err(failure) => self.fail(&failure),
                }
            });
        };
        turn();
        let timer = set_interval_with_handle(turn, every).ok();
        on_cleanup(move || {
            if let Some(it) = timer {
                it.clear();
            }
        });
    }

    /// Listens to the events of this name that tell of the manager's store.
    pub fn follow(self, name: &'static str)
    where
        T: DeserializeOwned,
    {
        let engine = use_engine();
        let stream = Events::open("/api/team/events", &[name], move |told| match told {
            Told::Open => {
                self.is_live.try_set(true);
                // The server is there again: the own book need not wait for its next attempt.
                let waits = engine
                    .sync
                    .try_with_untracked(|it| it.as_ref().is_some_and(|it| matches!(it.link, Link::Offline(_))));
                if waits == Some(true) {
                    engine.send(ToEngine::Connect);
                }
            }
            Told::Lost => {
                self.is_live.try_set(false);
            }
            Told::Data(text) => {
                self.is_live.try_set(true);
                if let Some(fresh) = api::parse(&text) {
                    self.take(fresh);
                }
            }
        });
        let stream = StoredValue::new_local(stream);
        on_cleanup(move || stream.update_value(|it| *it = None));
    }
}
