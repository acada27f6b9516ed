//! A customer's card.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use crate::page::contact::ContactSheet;
use anyhow::Result;

/// A customer's card.
#[derive(Debug)]
pub struct Customer<'a>(&'a Browser);

impl<'a> Customer<'a> {
    /// The card is here, and its history, too.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser, name: &str) -> Result<Self> {
        browser.sees(&named("heading", name)).await?;
        browser.sees(&history(browser)?).await?;
        Ok(Self(browser))
    }

    /// Begins to record a contact.
    ///
    /// # Errors
    /// If the sheet does not open.
    pub async fn contact(&self) -> Result<ContactSheet<'a>> {
        self.0.press(&named("button", self.0.words().get("row.contact")?)).await?;
        self.0.sees(&any("dialog")).await?;
        Ok(ContactSheet::on(self.0))
    }

    /// Opens the sheet that moves the follow-up.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin_move(&self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("customer.moving")?)).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Opens the sheet that confirms the level.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin_confirm(&self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("row.confirm")?)).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Waits until the history tells something.
    ///
    /// # Errors
    /// If it does not.
    pub async fn tells(&self, text: &str) -> Result<()> {
        self.0.sees(&self.entry(text)?).await
    }

    /// How many entries of the history tell something, now.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn times(&self, text: &str) -> Result<usize> {
        self.0.count(&self.entry(text)?).await
    }

    /// Waits until no entry tells something.
    ///
    /// # Errors
    /// If one still does.
    pub async fn tells_no(&self, text: &str) -> Result<()> {
        self.0.sees_no(&self.entry(text)?).await
    }

    /// Waits until the card says that it is locked.
    ///
    /// # Errors
    /// If it does not say so.
    pub async fn is_locked(&self) -> Result<()> {
        self.0.sees(&named("text", self.0.words().get("customer.locked_hint")?)).await
    }

    /// Waits until the card does not say that it is locked.
    ///
    /// # Errors
    /// If it still says so.
    pub async fn is_not_locked(&self) -> Result<()> {
        self.0.sees_no(&named("text", self.0.words().get("customer.locked_hint")?)).await
    }

    fn entry(&self, text: &str) -> Result<Look> {
        Ok(named("listitem", text).having().within(history(self.0)?))
    }
}

fn history(browser: &Browser) -> Result<Look> {
    Ok(named("region", browser.words().get("timeline.title")?).starting())
}
