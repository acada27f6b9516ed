//! The settings of the store.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use crate::page::settings::Settings;
use anyhow::Result;

/// The page of the store's settings.
#[derive(Debug)]
pub struct Store<'a>(&'a Browser);

impl<'a> Store<'a> {
    /// The page is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("house.title")?)).await?;
        browser.at("/store").await?;
        browser.sees(&Self::part(browser, "policy.title")?).await?;
        Ok(Self(browser))
    }

    /// Goes there from the settings.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn from_settings(browser: &'a Browser, _: Settings<'a>) -> Result<Self> {
        browser.press(&named("link", browser.words().get("house.open")?)).await?;
        Self::here(browser).await
    }

    /// Closes the days from one to another, each `YYYY-MM-DD`; an empty last day means one day.
    ///
    /// # Errors
    /// If they cannot be closed.
    pub async fn close(&self, from: &str, to: &str) -> Result<()> {
        self.begin("house.closed", "house.close").await?;
        self.days(from, to).await?;
        self.submit("house.close").await
    }

    /// Opens closed days after all, by what their line begins with.
    ///
    /// # Errors
    /// If there is no such line.
    pub async fn open_again(&self, days: &str) -> Result<()> {
        let line = named("listitem", days).starting().within(Self::part(self.0, "house.closed")?);
        self.0.press(&named("button", self.0.words().get("house.open_again")?).within(line)).await?;
        self.0.sees(&any("dialog")).await?;
        self.submit("house.open_again").await
    }

    /// Enters somebody's leave.
    ///
    /// # Errors
    /// If it cannot be entered.
    pub async fn leave(&self, name: &str, from: &str, to: &str) -> Result<()> {
        self.begin("house.leave", "house.add_leave").await?;
        self.0.choose(&named("radio", name).within(any("dialog"))).await?;
        self.days(from, to).await?;
        self.submit("house.add_leave").await
    }

    /// Adds a source.
    ///
    /// # Errors
    /// If it cannot be added.
    pub async fn add_source(&self, zh: &str, en: &str) -> Result<()> {
        self.begin("house.sources", "house.add_source").await?;
        for (key, name) in [("house.chinese", zh), ("house.english", en)] {
            let label = self.0.words().get(key)?;
            self.0.write(&named("textbox", label).within(any("dialog")), name).await?;
        }
        self.submit("house.add_source").await
    }

    /// Types a number of a group.
    ///
    /// # Errors
    /// If there is none.
    pub async fn number(&self, group: &str, label: &str, value: &str) -> Result<()> {
        let group = named("group", self.0.words().get(group)?);
        self.0.write(&named("textbox", label).within(group), value).await
    }

    /// Saves the numbers.
    ///
    /// # Errors
    /// If there is no such button.
    pub async fn save(&self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("policy.save")?)).await
    }

    /// Waits until a part, by the key of its title, tells something.
    ///
    /// # Errors
    /// If it does not.
    pub async fn tells(&self, part: &str, text: &str) -> Result<()> {
        self.0.sees(&named("text", text).having().within(Self::part(self.0, part)?)).await
    }

    /// Opens the sheet of an action of a part.
    ///
    /// # Errors
    /// If there is no such action.
    pub async fn begin(&self, part: &str, key: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get(key)?).within(Self::part(self.0, part)?)).await?;
        self.0.sees(&any("dialog")).await
    }

    async fn days(&self, from: &str, to: &str) -> Result<()> {
        for (key, day) in [("house.from", from), ("house.to", to)] {
            let label = self.0.words().get(key)?;
            self.0.set(&named("textbox", label).within(any("dialog")), day).await?;
        }
        Ok(())
    }

    async fn submit(&self, key: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get(key)?).within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await
    }

    fn part(browser: &Browser, key: &str) -> Result<Look> {
        Ok(named("region", browser.words().get(key)?))
    }
}
