//! The sheet that records a contact.

use crate::browser::Browser;
use crate::look::{any, named};
use anyhow::Result;

/// The sheet that records a contact.
#[derive(Debug)]
pub struct ContactSheet<'a>(&'a Browser);

impl<'a> ContactSheet<'a> {
    /// It is open.
    #[must_use]
    pub fn on(browser: &'a Browser) -> Self {
        Self(browser)
    }

    /// Opens the details.
    ///
    /// # Errors
    /// If there are none.
    pub async fn more(self) -> Result<Self> {
        self.0.unfold(&named("button", self.0.words().get("contact.more")?)).await?;
        Ok(self)
    }

    /// Writes a note.
    ///
    /// # Errors
    /// If there is no field.
    pub async fn note(self, text: &str) -> Result<Self> {
        self.0.write(&named("textbox", self.0.words().get("contact.note")?), text).await?;
        Ok(self)
    }

    /// Chooses the level after the contact.
    ///
    /// # Errors
    /// If it cannot be chosen.
    pub async fn level(self, code: &str) -> Result<Self> {
        self.0.choose(&named("radio", code)).await?;
        Ok(self)
    }

    /// Says when it happened, as `2026-03-19T20:00` in the store's zone.
    ///
    /// # Errors
    /// If there is no field.
    pub async fn happened(self, when: &str) -> Result<Self> {
        self.0.set(&named("textbox", self.0.words().get("contact.when")?), when).await?;
        Ok(self)
    }

    /// Taps the outcome.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn tap(&self, key: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get(&format!("outcome.{key}"))?)).await
    }

    /// The note as it stands in its field.
    ///
    /// # Errors
    /// If there is no field.
    pub async fn written(&self) -> Result<String> {
        let field = self.0.find(&named("textbox", self.0.words().get("contact.note")?)).await?;
        Ok(field.value().await?.unwrap_or_default())
    }

    /// Taps the outcome, which saves; the sheet closes and the toast says so.
    ///
    /// # Errors
    /// If it is not saved.
    pub async fn outcome(self, key: &str) -> Result<()> {
        self.tap(key).await?;
        self.is_saved(key).await
    }

    /// Waits until the sheet has closed and the toast says that it is saved.
    ///
    /// # Errors
    /// If it is not saved.
    pub async fn is_saved(self, key: &str) -> Result<()> {
        let words = self.0.words();
        let outcome = words.get(&format!("outcome.{key}"))?;
        self.0.sees_no(&any("dialog")).await?;
        self.0.sees(&named("status", &words.with("contact.saved", &[("outcome", outcome)])?)).await
    }
}
