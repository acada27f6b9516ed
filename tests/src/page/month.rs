//! The monthly table.

use crate::browser::Browser;
use crate::look::{any, named};
use crate::page::funnel::FunnelPage;
use anyhow::Result;

/// The page of a month.
#[derive(Debug)]
pub struct MonthPage<'a>(&'a Browser);

impl<'a> MonthPage<'a> {
    /// The page is here, with its sums.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("month.title")?)).await?;
        browser.sees(&named("heading", browser.words().get("month.balance")?)).await?;
        Ok(Self(browser))
    }

    /// Waits until a customer has a row.
    ///
    /// # Errors
    /// If the customer has none.
    pub async fn has(&self, name: &str) -> Result<()> {
        self.0.sees(&named("row", name).having()).await
    }

    /// Waits until a customer has no row.
    ///
    /// # Errors
    /// If the customer still has one.
    pub async fn has_no(&self, name: &str) -> Result<()> {
        self.0.sees_no(&named("row", name).having()).await
    }

    /// Goes to the month before.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn previous(&self) -> Result<()> {
        self.0.press(&named("link", self.0.words().get("month.previous")?)).await
    }

    /// Chooses whose table.
    ///
    /// # Errors
    /// If that person is not there.
    pub async fn of(&self, person: &str) -> Result<()> {
        self.0.choose(&named("radio", person)).await?;
        // The header says whose table it is.
        self.0.sees(&named("text", person)).await
    }

    /// Goes to the funnel: by the page's own way where there is one, else by the frame's.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn funnel(&self) -> Result<FunnelPage<'a>> {
        self.0.press(&named("link", self.0.words().get("nav.funnel")?)).await?;
        FunnelPage::here(self.0).await
    }

    /// Closes the month.
    ///
    /// # Errors
    /// If it cannot be closed.
    pub async fn close(&self) -> Result<()> {
        let words = self.0.words();
        self.0.press(&named("button", words.get("month.close")?)).await?;
        self.0.press(&named("button", words.get("month.close_yes")?).within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await?;
        self.0.sees_no(&named("button", words.get("month.close")?)).await
    }

    /// Waits until the header says that somebody has closed it.
    ///
    /// # Errors
    /// If it does not.
    pub async fn is_closed_by(&self, manager: &str) -> Result<()> {
        self.0.sees(&named("text", manager).starting()).await
    }
}
