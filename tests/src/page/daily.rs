//! The report of a day.

use crate::browser::Browser;
use crate::look::{any, named};
use anyhow::Result;

/// The page of a day.
#[derive(Debug)]
pub struct Daily<'a>(&'a Browser);

impl<'a> Daily<'a> {
    /// The page is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("daily.title")?)).await?;
        browser.at("/daily").await?;
        Ok(Self(browser))
    }

    /// Waits until an advisor stands in the report.
    ///
    /// # Errors
    /// If the advisor does not.
    pub async fn has(&self, advisor: &str) -> Result<()> {
        self.0.sees(&named("row", advisor).starting()).await
    }

    /// Opens the sheet for an instruction to an advisor.
    ///
    /// # Errors
    /// If there is none.
    pub async fn begin(&self, advisor: &str) -> Result<()> {
        self.has(advisor).await?;
        let person = named("region", advisor);
        self.0.press(&named("button", self.0.words().get("daily.instruct")?).within(person)).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Writes an instruction to an advisor.
    ///
    /// # Errors
    /// If it is not taken.
    pub async fn instruct(&self, advisor: &str, text: &str) -> Result<()> {
        self.begin(advisor).await?;
        let words = self.0.words();
        self.0.write(&named("textbox", words.get("daily.instruction")?).within(any("dialog")), text).await?;
        self.0.press(&named("button", words.get("daily.send")?).within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await?;
        self.tells(text).await
    }

    /// Waits until something stands on the page.
    ///
    /// # Errors
    /// If it does not.
    pub async fn tells(&self, text: &str) -> Result<()> {
        self.0.sees(&named("text", text).having()).await
    }
}
