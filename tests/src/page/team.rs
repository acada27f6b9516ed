//! The team.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use crate::poll::until;
use anyhow::{Context, Result};

/// The page of the team.
#[derive(Debug)]
pub struct Team<'a>(&'a Browser);

impl<'a> Team<'a> {
    /// The page is here, and live.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("team.title")?)).await?;
        let it = Self(browser);
        it.is_live().await?;
        Ok(it)
    }

    /// Waits until the figures come by themselves.
    ///
    /// # Errors
    /// If they do not.
    pub async fn is_live(&self) -> Result<()> {
        self.0.sees(&named("status", self.0.words().get("team.live")?)).await
    }

    /// The number of an advisor's customers at a level.
    ///
    /// # Errors
    /// If the advisor is not in the table.
    pub async fn level(&self, advisor: &str, code: &str) -> Result<u32> {
        let row = self.0.find(&self.row(advisor)?).await?;
        let script = "const [row, code] = arguments;
            const part = [...row.querySelectorAll('li')].find((it) => it.textContent.trim().startsWith(code));
            return Number(part?.textContent.trim().slice(code.length) ?? 0);";
        let number = self.0.driver().execute(script, vec![row.to_json()?, code.into()]).await?;
        u32::try_from(number.json().as_u64().context("a number")?).context("a small number")
    }

    /// Waits until an advisor has so many customers at a level.
    ///
    /// # Errors
    /// If it does not become so.
    pub async fn comes_to(&self, advisor: &str, code: &str, number: u32) -> Result<()> {
        let what = format!("{number} {code} of {advisor}");
        let mut last = None;
        let came = until(&what, async || {
            last = Some(self.level(advisor, code).await?);
            Ok((last == Some(number)).then_some(()))
        });
        came.await.with_context(|| format!("{} sees {last:?}", self.0.name()))
    }

    /// The number of an advisor's deliveries of the month.
    ///
    /// # Errors
    /// If the advisor is not in the table.
    pub async fn deliveries(&self, advisor: &str) -> Result<u32> {
        let row = self.0.find(&self.row(advisor)?).await?;
        let script = "const [row, label] = arguments;
            return Number([...row.cells].find((it) => it.dataset.label === label)?.textContent.trim());";
        let label = self.0.words().get("team.deliveries")?;
        let number = self.0.driver().execute(script, vec![row.to_json()?, label.into()]).await?;
        u32::try_from(number.json().as_u64().context("a number")?).context("a small number")
    }

    /// Waits until an advisor has so many deliveries of the month.
    ///
    /// # Errors
    /// If it does not become so.
    pub async fn deliveries_come_to(&self, advisor: &str, number: u32) -> Result<()> {
        let what = format!("{number} deliveries of {advisor}");
        until(&what, async || Ok((self.deliveries(advisor).await? == number).then_some(()))).await
    }

    /// Goes to an advisor's customers.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn customers_of(&self, advisor: &str) -> Result<()> {
        self.0.press(&named("link", advisor).within(self.row(advisor)?)).await?;
        self.0.sees(&named("heading", &self.0.words().with("team.customers_of", &[("name", advisor)])?)).await
    }

    /// Hands all customers of an advisor over to colleagues, whose names are said, and waits until it is done.
    ///
    /// # Errors
    /// If it is not done.
    pub async fn hand_over(&self, advisor: &str, to: &[&str]) -> Result<()> {
        self.customers_of(advisor).await?;
        let words = self.0.words();
        self.0.press(&named("button", words.get("hand_over.button")?)).await?;
        let dialog = || any("dialog");
        for name in to {
            self.0.choose(&named("checkbox", name).starting().within(dialog())).await?;
            self.0.sees(&named("text", name).having().within(named("region", words.get("hand_over.plan")?))).await?;
        }
        self.0.write(&named("textbox", words.get("hand_over.note")?).within(dialog()), "离职").await?;
        let submit = words.get("hand_over.submit")?.split('{').next().unwrap_or_default().trim();
        self.0.press(&named("button", submit).starting().within(dialog())).await?;
        self.0.sees(&named("text", words.get("hand_over.done")?).within(dialog())).await
    }

    /// Sets a target of the present month for the advisor who stands first.
    ///
    /// # Errors
    /// If it is not set.
    pub async fn target(&self, key: &str, number: &str) -> Result<()> {
        let words = self.0.words();
        self.0.press(&named("button", words.get("target.button")?)).await?;
        let dialog = || any("dialog");
        self.0.write(&named("textbox", words.get(key)?).within(dialog()), number).await?;
        self.0.press(&named("button", words.get("common.save")?).within(dialog())).await?;
        let saved = words.get("target.saved")?.split('{').next().unwrap_or_default().trim();
        self.0.sees(&named("status", saved).starting().within(dialog())).await
    }

    fn row(&self, advisor: &str) -> Result<Look> {
        Ok(named("row", advisor).starting().within(named("region", self.0.words().get("team.title")?)))
    }
}
