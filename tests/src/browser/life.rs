//! A browser's end, and its next life on a profile.

use super::{Browser, Profile};
use crate::program::descendants;
use anyhow::{Context, Result};
use std::process::Command;
use std::sync::Arc;

impl Browser {
    /// Starts it again, on its own profile or on another one.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn again(&self, profile: Profile) -> Result<Self> {
        let it = &self.0;
        Self::start_on(profile, &it.name, it.engine, it.size, &it.lang, &it.base).await
    }

    /// Whether both drive the same one.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Its profile.
    #[must_use]
    pub fn profile(&self) -> Profile {
        self.0.profile.clone()
    }

    /// Ends all its processes with no chance to tidy up, as a power cut does.
    ///
    /// # Errors
    /// If its processes cannot be found.
    pub fn kill9(&self) -> Result<()> {
        let driver = self.driver_pid().context("no driver")?;
        let all = descendants(driver)?;
        Command::new("kill").arg("-KILL").args(all.iter().map(u32::to_string)).status()?;
        Ok(())
    }
}
