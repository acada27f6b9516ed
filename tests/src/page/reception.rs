//! The reception's register.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use anyhow::Result;

/// The page of the register.
#[derive(Debug)]
pub struct Reception<'a>(&'a Browser);

impl<'a> Reception<'a> {
    /// The page is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("reception.title")?)).await?;
        browser.at("/reception").await?;
        Ok(Self(browser))
    }

    /// Registers a party by its purpose, with a name and a number that may be empty.
    ///
    /// # Errors
    /// If it is not registered.
    pub async fn arrives(&self, purpose: &str, name: &str, phone: &str) -> Result<()> {
        let words = self.0.words();
        let group = named("group", words.get("reception.purpose")?);
        self.0.choose(&named("radio", words.get(purpose)?).within(group)).await?;
        if !name.is_empty() {
            self.0.write(&named("textbox", words.get("reception.name")?), name).await?;
        }
        if !phone.is_empty() {
            self.0.write(&named("textbox", words.get("reception.phone")?), phone).await?;
        }
        self.0.press(&named("button", words.get("reception.submit")?)).await
    }

    /// Waits until the register tells something of a party.
    ///
    /// # Errors
    /// If it does not.
    pub async fn tells(&self, name: &str, text: &str) -> Result<()> {
        self.0.sees(&named("text", text).having().within(Self::row(name))).await
    }

    /// The party has left.
    ///
    /// # Errors
    /// If there is none.
    pub async fn leaves(&self, name: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("reception.leave")?).within(Self::row(name))).await
    }

    /// Binds a party to a card of the day.
    ///
    /// # Errors
    /// If there is no such party or card.
    pub async fn bind(&self, name: &str, card: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("reception.bind")?).within(Self::row(name))).await?;
        self.0.press(&named("button", card).starting().within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await
    }

    fn row(name: &str) -> Look {
        named("article", name).starting()
    }
}
