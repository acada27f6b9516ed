//! Nobody's errors go unnoticed: what pages log as an error fails the test, unless a declared outage explains it.

use crate::browser::Engine;
use anyhow::Result;
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use thirtyfour::{BrowserLogEntry, WebDriver};

/// Collects errors where the driver has no console log.
const HOOK: &str = r"
if (!window.genjinErrors) {
  window.genjinErrors = [];
  const keep = (text) => window.genjinErrors.push(String(text));
  addEventListener('error', (event) => keep(event.message ?? `${event.target?.src ?? event.target?.href} did not load`), true);
  addEventListener('unhandledrejection', (event) => keep(event.reason?.message ?? event.reason));
  const error = console.error;
  console.error = (...all) => { keep(all.join(' ')); error.apply(console, all); };
}";

/// What was refused at the end of an outage is logged some milliseconds later: as many at most.
const LATE: i64 = 1_000;

/// What Chromium says of a socket that was answered with 401.
pub const REFUSED: &str = "HTTP Authentication failed";

/// The errors of one browser.
#[derive(Clone, Debug)]
pub struct Watch {
    engine: Engine,
    found: Arc<Mutex<Vec<String>>>,
    /// Until when the last outage explains what is logged, in milliseconds since 1970.
    excused: Arc<Mutex<i64>>,
}

impl Watch {
    /// Watches a browser.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self { engine, found: Arc::default(), excused: Arc::default() }
    }

    /// Begins to listen in the page that has just been opened.
    ///
    /// # Errors
    /// If the page takes no script.
    pub async fn hook(&self, driver: &WebDriver) -> Result<()> {
        if self.engine == Engine::WebKit {
            driver.execute(HOOK, Vec::new()).await?;
        }
        Ok(())
    }

    /// Takes what has been logged; in an outage, what the network has to do with is not counted.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn collect(&self, driver: &WebDriver, in_outage: bool) -> Result<()> {
        let excused = {
            let mut excused = self.excused.lock().unwrap_or_else(PoisonError::into_inner);
            if in_outage {
                *excused = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())? + LATE;
            }
            *excused
        };
        let fresh = match self.engine {
            Engine::Chromium => {
                let all = driver.browser_log().await?;
                let is_excused = |it: &BrowserLogEntry| it.timestamp <= excused && is_of_network(&it.message);
                let all = all.into_iter().filter(|it| it.level == "SEVERE" && !is_excused(it));
                all.map(|it| it.message).collect()
            }
            Engine::WebKit => {
                let all = driver.execute("return (window.genjinErrors ?? []).splice(0);", Vec::new()).await?;
                all.json()
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            }
        };
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.extend(fresh.into_iter().filter(|it| !(in_outage && is_of_network(it))));
        Ok(())
    }

    /// All errors so far.
    #[must_use]
    pub fn found(&self) -> Vec<String> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets errors that a test has brought about on purpose.
    ///
    /// # Errors
    /// If there is none that has this text: then what was expected has not happened.
    pub fn expect(&self, text: &str) -> Result<()> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let before = found.len();
        found.retain(|it| !it.contains(text));
        anyhow::ensure!(found.len() < before, "no error with “{text}” was logged: {found:?}");
        Ok(())
    }
}

/// An answer is none: who refuses is there.
fn is_of_network(text: &str) -> bool {
    !["Unexpected response code", REFUSED].iter().any(|it| text.contains(it))
        && ["net::ERR_", "WebSocket connection to", "Could not connect to", "Connection refused", "EventSource"]
            .iter()
            .any(|it| text.contains(it))
}
