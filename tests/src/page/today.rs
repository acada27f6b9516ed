//! The day.

use crate::browser::Browser;
use crate::look::{Look, named};
use anyhow::Result;

/// The page of the day.
#[derive(Debug)]
pub struct Today<'a>(&'a Browser);

impl<'a> Today<'a> {
    /// The page is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("today.title")?)).await?;
        browser.at("/today").await?;
        Ok(Self(browser))
    }

    /// Waits until a customer stands in a section, which is named by its key.
    ///
    /// # Errors
    /// If the customer does not stand there.
    pub async fn shows(&self, name: &str, section: &str) -> Result<()> {
        self.0.sees(&named("heading", name).within(self.section(section)?)).await
    }

    /// Waits until a customer does not stand in a section.
    ///
    /// # Errors
    /// If the customer still stands there.
    pub async fn shows_no_more(&self, name: &str, section: &str) -> Result<()> {
        self.0.sees_no(&named("heading", name).within(self.section(section)?)).await
    }

    fn section(&self, key: &str) -> Result<Look> {
        Ok(named("region", self.0.words().get(key)?).starting())
    }
}
