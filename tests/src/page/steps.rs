//! The steps of the sale on a customer's card.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use anyhow::Result;

/// The steps of the sale on a customer's card.
#[derive(Debug)]
pub struct Steps<'a>(&'a Browser);

impl<'a> Steps<'a> {
    /// The section is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        let it = Self(browser);
        browser.sees(&it.section()?).await?;
        Ok(it)
    }

    /// Waits until the customer stands at a step, by its name.
    ///
    /// # Errors
    /// If it does not come to that.
    pub async fn stands_at(&self, step: &str) -> Result<()> {
        let heading = named("text", step).within(self.section()?);
        self.0.sees(&heading).await
    }

    /// Ticks an item of the check-list, and waits until the history tells it.
    ///
    /// # Errors
    /// If there is none.
    pub async fn tick(&self, check: &str) -> Result<()> {
        self.0.choose(&named("checkbox", check).within(self.section()?)).await?;
        self.0.sees(&named("listitem", check).having().within(self.history()?)).await
    }

    /// Moves on to a step, by its name.
    ///
    /// # Errors
    /// If it is not the next one.
    pub async fn on_to(&self, step: &str) -> Result<()> {
        let next = self.0.words().with("steps.next", &[("step", step)])?;
        self.0.press(&named("button", &next).within(self.section()?)).await?;
        self.stands_at(step).await
    }

    /// Waits until the next step is this one, by its name.
    ///
    /// # Errors
    /// If it does not come to that.
    pub async fn leads_to(&self, step: &str) -> Result<()> {
        let next = self.0.words().with("steps.next", &[("step", step)])?;
        self.0.sees(&named("button", &next).within(self.section()?)).await
    }

    /// Records a test drive and what the customer liked.
    ///
    /// # Errors
    /// If it is not saved.
    pub async fn drive(&self, model: &str, liked: &str) -> Result<()> {
        self.begin("drive.record").await?;
        self.fill(&[("order.model", model), ("drive.liked", liked)]).await?;
        self.submit("drive.save").await
    }

    /// Gives a quotation, in yuan.
    ///
    /// # Errors
    /// If it is not saved.
    pub async fn quote(&self, model: &str, price: &str, insurance: &str) -> Result<()> {
        self.begin("quote.record").await?;
        self.fill(&[("order.model", model), ("quote.price", price), ("quote.insurance", insurance)]).await?;
        self.submit("quote.save").await
    }

    /// Opens a sheet by the button of that key.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin(&self, key: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get(key)?).within(self.section()?)).await?;
        self.0.sees(&any("dialog")).await
    }

    async fn fill(&self, fields: &[(&str, &str)]) -> Result<()> {
        for (key, value) in fields {
            self.0.write(&named("textbox", self.0.words().get(key)?), value).await?;
        }
        Ok(())
    }

    async fn submit(&self, key: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get(key)?).within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await
    }

    fn section(&self) -> Result<Look> {
        Ok(named("region", self.0.words().get("steps.title")?))
    }

    fn history(&self) -> Result<Look> {
        Ok(named("region", self.0.words().get("timeline.title")?).starting())
    }
}
