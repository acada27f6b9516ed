//! The calendar of the coming weeks.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use anyhow::Result;

/// The page of the coming weeks.
#[derive(Debug)]
pub struct Calendar<'a>(&'a Browser);

impl<'a> Calendar<'a> {
    /// Goes there.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn open(browser: &'a Browser) -> Result<Self> {
        browser.open("/calendar").await?;
        browser.sees(&named("heading", browser.words().get("calendar.title")?)).await?;
        browser.sees(&any("table")).await?;
        Ok(Self(browser))
    }

    /// Looks at a day, which is named by the beginning of what it says.
    ///
    /// # Errors
    /// If there is no such day.
    pub async fn look_at(&self, day: &str) -> Result<()> {
        self.0.press(&named("button", day).starting().within(any("table"))).await?;
        self.0.sees(&panel(day)).await
    }

    /// Waits until some day is marked with something.
    ///
    /// # Errors
    /// If none is.
    pub async fn marks(&self, said: &str) -> Result<()> {
        self.0.sees(&named("button", said).having().within(any("table"))).await
    }

    /// Waits until a customer stands on the day that is looked at.
    ///
    /// # Errors
    /// If the customer does not.
    pub async fn shows(&self, name: &str, day: &str) -> Result<()> {
        self.0.sees(&named("heading", name).within(panel(day))).await
    }

    /// Opens the sheet that postpones a customer of the day, or brings the follow-up forward.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin_move(&self, name: &str) -> Result<()> {
        let row = named("article", name).having();
        self.0.press(&named("button", self.0.words().get("row.moving")?).within(row)).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Opens the sheet that takes the weeks away.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin_take_away(&self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("calendar.take_away")?)).await?;
        self.0.sees(&any("dialog")).await
    }
}

fn panel(day: &str) -> Look {
    named("region", day).starting()
}
