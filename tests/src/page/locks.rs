//! The queue of locks.

use crate::browser::Browser;
use crate::look::{Look, named};
use anyhow::Result;

/// The page of the locks.
#[derive(Debug)]
pub struct Locks<'a>(&'a Browser);

impl<'a> Locks<'a> {
    /// The page is here, and live.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("locks.title")?)).await?;
        let it = Self(browser);
        it.is_live().await?;
        Ok(it)
    }

    /// Waits until the queue comes by itself.
    ///
    /// # Errors
    /// If it does not.
    pub async fn is_live(&self) -> Result<()> {
        self.0.sees(&named("status", self.0.words().get("team.live")?)).await
    }

    /// Waits until a customer is in the queue.
    ///
    /// # Errors
    /// If the customer is not.
    pub async fn has(&self, name: &str) -> Result<()> {
        self.0.sees(&Self::row(name)).await
    }

    /// Waits until a customer is not in the queue.
    ///
    /// # Errors
    /// If the customer still is.
    pub async fn has_no(&self, name: &str) -> Result<()> {
        self.0.sees_no(&Self::row(name)).await
    }

    fn row(name: &str) -> Look {
        named("heading", name)
    }
}
