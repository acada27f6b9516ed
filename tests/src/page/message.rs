//! The sheet that writes a message.

use crate::browser::Browser;
use crate::look::{any, named};
use crate::poll::until;
use anyhow::{Result, ensure};

/// The sheet that writes a message.
#[derive(Debug)]
pub struct Message<'a>(&'a Browser);

impl<'a> Message<'a> {
    /// Opens it from a customer's card.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn open(browser: &'a Browser) -> Result<Self> {
        browser.press(&named("button", browser.words().get("message.open")?)).await?;
        browser.sees(&any("dialog")).await?;
        Ok(Self(browser))
    }

    /// Chooses a template by its name, and waits until the text has all of this, and no placeholder.
    ///
    /// # Errors
    /// If it has not.
    pub async fn says(&self, template: &str, parts: &[&str]) -> Result<()> {
        self.0.choose(&named("radio", template).within(any("dialog"))).await?;
        let area = named("textbox", self.0.words().get("message.text")?);
        let filled = until("the filled message", async || {
            let text = self.0.find(&area).await?.prop("value").await?.unwrap_or_default();
            Ok(parts.iter().all(|it| text.contains(it)).then_some(text))
        });
        let text = filled.await?;
        ensure!(!text.contains('{'), "a placeholder is not filled: “{text}”");
        Ok(())
    }

    /// Waits for the way into the device's messages.
    ///
    /// # Errors
    /// If there is none.
    pub async fn can_be_sent(&self) -> Result<()> {
        self.0.sees(&named("link", self.0.words().get("message.send")?)).await
    }
}
