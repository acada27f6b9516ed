//! The pool.

use crate::browser::Browser;
use crate::look::{Look, named};
use anyhow::Result;

/// The page of the pool.
#[derive(Debug)]
pub struct Pool<'a>(&'a Browser);

impl<'a> Pool<'a> {
    /// The page is here, and live.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("pool.title")?)).await?;
        browser.sees(&named("status", browser.words().get("team.live")?)).await?;
        Ok(Self(browser))
    }

    /// Waits until a customer is in the pool.
    ///
    /// # Errors
    /// If the customer is not.
    pub async fn has(&self, name: &str) -> Result<()> {
        self.0.sees(&Self::article(name)).await
    }

    /// Waits until a customer is not in the pool.
    ///
    /// # Errors
    /// If the customer still is.
    pub async fn has_no(&self, name: &str) -> Result<()> {
        self.0.sees_no(&Self::article(name)).await
    }

    /// Claims a customer.
    ///
    /// # Errors
    /// If there is no button.
    pub async fn claim(&self, name: &str) -> Result<()> {
        let claim = named("button", self.0.words().get("pool.claim")?).within(Self::article(name));
        self.0.press(&claim).await
    }

    /// Waits until the page says why a claim does not stand.
    ///
    /// # Errors
    /// If it does not say so.
    pub async fn says(&self, text: &str) -> Result<()> {
        self.0.sees(&named("alert", text).having()).await
    }

    fn article(name: &str) -> Look {
        named("article", name).having()
    }
}
