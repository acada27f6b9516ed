//! The sheet of a ruling.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use anyhow::Result;

/// The sheet of a ruling.
#[derive(Debug)]
pub struct RulingSheet<'a>(&'a Browser);

impl<'a> RulingSheet<'a> {
    /// It is open.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&any("dialog")).await?;
        browser.sees(&named("textbox", browser.words().get("ruling.note")?)).await?;
        Ok(Self(browser))
    }

    /// Writes why.
    ///
    /// # Errors
    /// If there is no field.
    pub async fn note(self, text: &str) -> Result<Self> {
        self.0.write(&named("textbox", self.0.words().get("ruling.note")?), text).await?;
        Ok(self)
    }

    /// Gives back until tomorrow.
    ///
    /// # Errors
    /// If that is not offered.
    pub async fn give_back(&self) -> Result<()> {
        let tomorrow = self.0.words().get("date.tomorrow")?;
        self.0.press(&named("button", tomorrow).starting().within(self.part("ruling.give_back")?)).await
    }

    /// Hands over to an advisor.
    ///
    /// # Errors
    /// If that is not offered.
    pub async fn hand_over(&self, advisor: &str) -> Result<()> {
        self.0.press(&named("button", advisor).within(self.part("ruling.hand_over")?)).await
    }

    /// Puts into the pool.
    ///
    /// # Errors
    /// If that is not offered.
    pub async fn pool(&self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("ruling.to_pool")?)).await
    }

    /// Revives at a level.
    ///
    /// # Errors
    /// If that is not offered.
    pub async fn revive(&self, code: &str) -> Result<()> {
        self.0.press(&named("button", code).starting().within(self.part("ruling.revive")?)).await
    }

    /// Waits until the ruling stands: the sheet has closed.
    ///
    /// # Errors
    /// If it does not close.
    pub async fn stands(self) -> Result<()> {
        self.0.sees_no(&any("dialog")).await
    }

    /// Waits until the sheet says why the ruling does not stand.
    ///
    /// # Errors
    /// If it does not say so.
    pub async fn says(&self, text: &str) -> Result<()> {
        self.0.sees(&named("alert", text).having()).await
    }

    fn part(&self, key: &str) -> Result<Look> {
        Ok(named("region", self.0.words().get(key)?))
    }
}
