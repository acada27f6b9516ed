//! The funnel and the key figures.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use anyhow::{Context, Result};

/// The page of the funnel.
#[derive(Debug)]
pub struct FunnelPage<'a>(&'a Browser);

impl<'a> FunnelPage<'a> {
    /// The page is here, with its figures.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("funnel.title")?)).await?;
        browser.sees(&named("heading", browser.words().get("funnel.levers")?)).await?;
        Ok(Self(browser))
    }

    /// Waits until the figures are somebody's.
    ///
    /// # Errors
    /// If they are not.
    pub async fn tells_of(&self, who: &str) -> Result<()> {
        self.0.sees(&named("text", &self.0.words().with("funnel.whose", &[("who", who)])?)).await
    }

    /// Chooses whose figures.
    ///
    /// # Errors
    /// If that person is not there.
    pub async fn of(&self, who: &str) -> Result<()> {
        self.0.choose(&named("radio", who)).await?;
        self.tells_of(who).await
    }

    /// Chooses the days.
    ///
    /// # Errors
    /// If there are no such ones.
    pub async fn during(&self, key: &str) -> Result<()> {
        self.0.choose(&named("radio", self.0.words().get(key)?)).await
    }

    /// How many there are of a step, in these days.
    ///
    /// # Errors
    /// If the table of the steps does not say it.
    pub async fn counts(&self, step: &str) -> Result<u32> {
        let words = self.0.words();
        let (table, name) = (words.get("funnel.steps")?, words.get(step)?);
        let text = self.0.text(&named("row", name).starting().within(named("table", table).starting())).await?;
        let numbers = text.trim().strip_prefix(name).unwrap_or_default();
        let first = numbers.split_whitespace().next().with_context(|| format!("no number in `{text}`"))?;
        Ok(first.parse()?)
    }

    /// Tries other numbers for the week.
    ///
    /// # Errors
    /// If they cannot be typed.
    pub async fn what_if(&self, deals: &str, prospects: &str) -> Result<()> {
        for (key, number) in [("funnel.deals_per_week", deals), ("funnel.prospects_per_deal", prospects)] {
            self.0.write(&named("textbox", self.0.words().get(key)?), number).await?;
        }
        Ok(())
    }

    /// Waits until the week needs so many, and lacks what has not come of them.
    ///
    /// # Errors
    /// If it does not.
    pub async fn needs(&self, needed: u32) -> Result<()> {
        let words = self.0.words();
        let part = |key: &str| -> Result<Look> { Ok(named("text", words.get(key)?).starting().within(any("status"))) };
        self.0.sees(&named("text", &format!("{}{needed}", words.get("funnel.needed")?))).await?;
        let come = self.0.text(&part("funnel.come")?).await?;
        let come = come.split_whitespace().next_back().with_context(|| format!("no number in `{come}`"))?;
        let gap = needed.saturating_sub(come.parse()?);
        self.0.sees(&named("text", &format!("{}{gap}", words.get("funnel.gap")?))).await
    }
}
