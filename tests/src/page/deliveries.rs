//! The queue of finance.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use anyhow::Result;

/// The page of the deliveries.
#[derive(Debug)]
pub struct Deliveries<'a>(&'a Browser);

impl<'a> Deliveries<'a> {
    /// The page is here, and live.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("deliveries.title")?)).await?;
        browser.sees(&named("status", browser.words().get("team.live")?)).await?;
        Ok(Self(browser))
    }

    /// Waits until the order of a customer is in the queue.
    ///
    /// # Errors
    /// If it is not.
    pub async fn has(&self, name: &str) -> Result<()> {
        self.0.sees(&Self::row(name)).await
    }

    /// Opens the sheet in which one approves or refuses.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin(&self, name: &str, key: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get(key)?).within(Self::row(name))).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Approves the order of a customer.
    ///
    /// # Errors
    /// If it is not taken.
    pub async fn approve(&self, name: &str) -> Result<()> {
        self.begin(name, "deliveries.approve").await?;
        self.0.press(&named("button", self.0.words().get("deliveries.approve")?).within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await
    }

    /// Refuses the order of a customer: not without a reason.
    ///
    /// # Errors
    /// If it is not taken.
    pub async fn refuse(&self, name: &str, reason: &str) -> Result<()> {
        self.begin(name, "deliveries.refuse").await?;
        let words = self.0.words();
        let refuse = named("button", words.get("deliveries.refuse")?).within(any("dialog"));
        self.0.press(&refuse).await?;
        self.0.sees(&named("alert", words.get("deliveries.reason_missing")?).having()).await?;
        self.0.write(&named("textbox", words.get("whose.reason")?), reason).await?;
        self.0.press(&refuse).await?;
        self.0.sees_no(&any("dialog")).await
    }

    /// Waits until what was decided stands beside the order.
    ///
    /// # Errors
    /// If it does not.
    pub async fn tells(&self, name: &str, text: &str) -> Result<()> {
        self.0.sees(&named("text", text).having().within(Self::row(name))).await
    }

    fn row(name: &str) -> Look {
        named("article", name).starting()
    }
}
