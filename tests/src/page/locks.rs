//! What waits for the manager.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use crate::page::ruling::RulingSheet;
use crate::poll::until;
use anyhow::{Context, Result};

/// The page of the locks.
#[derive(Debug)]
pub struct Locks<'a>(&'a Browser);

impl<'a> Locks<'a> {
    /// The page is here, and live.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("locks.title")?)).await?;
        let it = Self(browser);
        it.is_live().await?;
        Ok(it)
    }

    /// Waits until the queue comes by itself.
    ///
    /// # Errors
    /// If it does not.
    pub async fn is_live(&self) -> Result<()> {
        self.0.sees(&named("status", self.0.words().get("team.live")?)).await
    }

    /// Looks at one advisor's only, as soon as something of theirs waits.
    ///
    /// # Errors
    /// If nothing does.
    pub async fn of(&self, advisor: &str) -> Result<()> {
        let script = format!(
            "return [...document.querySelectorAll('select option')].some((it) => it.text.startsWith('{advisor}'));"
        );
        let is_there = until("an advisor among those whom something waits of", async || {
            Ok((self.0.script(&script).await? == true).then_some(()))
        });
        is_there.await.with_context(|| self.0.name().to_owned())?;
        self.0.pick(&named("combobox", self.0.words().get("team.advisor")?), advisor).await
    }

    /// Waits until a customer is in the queue.
    ///
    /// # Errors
    /// If the customer is not.
    pub async fn has(&self, name: &str) -> Result<()> {
        self.0.sees(&Self::row(name)).await
    }

    /// Waits until a customer is not in the queue.
    ///
    /// # Errors
    /// If the customer still is.
    pub async fn has_no(&self, name: &str) -> Result<()> {
        self.0.sees_no(&Self::row(name)).await
    }

    /// Waits until a lock stands in the queue on a ground.
    ///
    /// # Errors
    /// If it does not.
    pub async fn stands(&self, name: &str, ground: &str) -> Result<()> {
        self.0.sees(&named("text", ground).having().within(Self::article(name))).await
    }

    /// Waits until somebody is in the queue, and gives the name of the first.
    ///
    /// # Errors
    /// If the queue stays empty.
    pub async fn first(&self) -> Result<String> {
        let script = "return document.querySelector('article h2')?.textContent.trim() ?? '';";
        let name = until("a customer in the queue", async || {
            let name = self.0.script(script).await?.as_str().unwrap_or_default().to_owned();
            Ok((!name.is_empty()).then_some(name))
        });
        name.await.with_context(|| self.0.name().to_owned())
    }

    /// Goes to the applications that wait.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn applications(&self) -> Result<()> {
        self.show("locks.applications").await
    }

    /// Goes to the contacts that came late.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn evidence(&self) -> Result<()> {
        self.show("locks.evidence").await
    }

    async fn show(&self, key: &str) -> Result<()> {
        self.0.choose(&named("radio", self.0.words().get(key)?).starting()).await
    }

    /// Opens the sheet in which one rules on a customer.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn rule(&self, name: &str) -> Result<RulingSheet<'a>> {
        let rule = named("button", self.0.words().get("ruling.rule")?).within(Self::article(name));
        self.0.press(&rule).await?;
        RulingSheet::here(self.0).await
    }

    /// Picks several, and opens the sheet in which one rules on all of them.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn rule_on(&self, names: &[&str]) -> Result<RulingSheet<'a>> {
        let words = self.0.words();
        self.pick(names).await?;
        let bar = named("group", words.get("customers.pick")?);
        self.0.press(&named("button", words.get("ruling.rule")?).within(bar)).await?;
        RulingSheet::here(self.0).await
    }

    /// Picks several.
    ///
    /// # Errors
    /// If one is not there.
    pub async fn pick(&self, names: &[&str]) -> Result<()> {
        let words = self.0.words();
        self.0.press(&named("button", words.get("customers.pick")?)).await?;
        for name in names {
            self.0.choose(&named("checkbox", &words.with("customers.pick_one", &[("name", name)])?)).await?;
        }
        Ok(())
    }

    /// Opens the sheet in which one decides on an application.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn review(&self, name: &str) -> Result<()> {
        let review = named("button", self.0.words().get("ruling.review")?).within(Self::article(name));
        self.0.press(&review).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Refuses an application: not without a reason.
    ///
    /// # Errors
    /// If it is not taken.
    pub async fn refuse(&self, name: &str, reason: &str) -> Result<()> {
        self.review(name).await?;
        let words = self.0.words();
        let refuse = named("button", words.get("ruling.refuse")?);
        self.0.press(&refuse).await?;
        self.0.sees(&named("alert", words.get("ruling.reason_missing")?).having()).await?;
        self.0.write(&named("textbox", words.get("ruling.decide_note")?), reason).await?;
        self.0.press(&refuse).await?;
        self.0.sees_no(&any("dialog")).await
    }

    /// Goes to the card of a customer.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn card(&self, name: &str) -> Result<()> {
        self.0.press(&named("link", name).within(Self::article(name))).await?;
        self.0.sees(&named("region", self.0.words().get("timeline.title")?).starting()).await
    }

    fn row(name: &str) -> Look {
        named("heading", name)
    }

    /// The row whose text has the name; demo names are unlike each other.
    fn article(name: &str) -> Look {
        named("article", name).having()
    }
}
