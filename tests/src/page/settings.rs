//! Settings of the device.

use crate::browser::Browser;
use crate::look::named;
use anyhow::Result;

/// The page of the settings.
#[derive(Debug)]
pub struct Settings<'a>(&'a Browser);

impl<'a> Settings<'a> {
    /// The page is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("settings.title")?)).await?;
        Ok(Self(browser))
    }

    /// Chooses a language or a theme by what its chip says.
    ///
    /// # Errors
    /// If there is no such chip.
    pub async fn choose(&self, chip: &str) -> Result<()> {
        self.0.choose(&named("radio", chip)).await
    }
}
