//! Waiting for a condition, up to a deadline. The only place of the tests that waits for time to pass.

use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// Long enough for a browser on a busy machine, and for the longest pause between two attempts to connect.
pub const DEADLINE: Duration = Duration::from_secs(45);
const PAUSE: Duration = Duration::from_millis(40);

/// Asks until there is an answer.
///
/// # Errors
/// If asking fails, or there is no answer in time.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let end = Instant::now() + DEADLINE;
    loop {
        if let Some(it) = ask().await? {
            return Ok(it);
        }
        if Instant::now() >= end {
            bail!("waited in vain for {what}");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Asks until there is an answer, in plain threads.
///
/// # Errors
/// If asking fails, or there is no answer in time.
pub fn until_blocking<T>(what: &str, deadline: Duration, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let end = Instant::now() + deadline;
    loop {
        if let Some(it) = ask()? {
            return Ok(it);
        }
        if Instant::now() >= end {
            bail!("waited in vain for {what}");
        }
        std::thread::sleep(PAUSE);
    }
}
