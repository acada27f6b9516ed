//! The frame around all pages: ways, the sync chip, the toast.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use crate::page::audit::Audit;
use crate::page::customers::Customers;
use crate::page::locks::Locks;
use crate::page::month::MonthPage;
use crate::page::new_customer::NewCustomer;
use crate::page::pool::Pool;
use crate::page::settings::Settings;
use crate::page::team::Team;
use crate::page::today::Today;
use crate::poll::until;
use anyhow::{Context, Result};

/// The frame around all pages.
#[derive(Clone, Copy, Debug)]
pub struct Shell<'a>(&'a Browser);

impl<'a> Shell<'a> {
    /// One is in.
    ///
    /// # Errors
    /// If one is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("navigation", browser.words().get("nav.label")?)).await?;
        Ok(Self(browser))
    }

    /// Goes to the day.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn today(self) -> Result<Today<'a>> {
        self.go("nav.today").await?;
        Today::here(self.0).await
    }

    /// Goes to the customers.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn customers(self) -> Result<Customers<'a>> {
        self.go("nav.customers").await?;
        Customers::here(self.0).await
    }

    /// Goes to a new card.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn new_customer(self) -> Result<NewCustomer<'a>> {
        self.go("nav.new_customer").await?;
        let page = NewCustomer::here(self.0).await?;
        // Who comes to a page is taken to its heading: what is written before is lost on a slow one.
        self.0.has_focus(&named("heading", self.0.words().get("new_customer.title")?)).await?;
        Ok(page)
    }

    /// Goes to the team.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn team(self) -> Result<Team<'a>> {
        self.go("nav.team").await?;
        Team::here(self.0).await
    }

    /// Goes to the locks.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn locks(self) -> Result<Locks<'a>> {
        self.go("nav.locks").await?;
        Locks::here(self.0).await
    }

    /// Goes to the pool.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn pool(self) -> Result<Pool<'a>> {
        self.customers().await?;
        self.0.press(&named("link", self.0.words().get("nav.pool")?).within(any("main"))).await?;
        Pool::here(self.0).await
    }

    /// Goes to the record.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn audit(self) -> Result<Audit<'a>> {
        self.go("nav.audit").await?;
        Audit::here(self.0).await
    }

    /// Goes to the month, from the frame or, on a manager's phone, from the page of the team.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn month(self) -> Result<MonthPage<'a>> {
        self.0.press(&named("link", self.0.words().get("nav.month")?)).await?;
        MonthPage::here(self.0).await
    }

    /// Goes to the settings.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn settings(self) -> Result<Settings<'a>> {
        self.go("nav.settings").await?;
        Settings::here(self.0).await
    }

    async fn go(self, key: &str) -> Result<()> {
        let words = self.0.words();
        self.0.press(&named("link", words.get(key)?).within(named("navigation", words.get("nav.label")?))).await
    }

    /// Waits until the browser holds the whole app, so that it opens without a network.
    ///
    /// # Errors
    /// If it does not come to hold it.
    pub async fn opens_offline(self) -> Result<()> {
        let script = "return !!navigator.serviceWorker?.controller;";
        let held = until("the offline shell", async || Ok((self.0.script(script).await? == true).then_some(()))).await;
        held.with_context(|| self.0.name().to_owned())
    }

    /// Waits until the chip says that the server has everything.
    ///
    /// # Errors
    /// If it does not say so.
    pub async fn all_is_uploaded(self) -> Result<()> {
        let said = self.0.words().with("sync.uploaded", &[("time", "")])?;
        self.chip(&said).await
    }

    /// Waits until the chip says something.
    ///
    /// # Errors
    /// If it does not say so.
    pub async fn chip(self, said: &str) -> Result<()> {
        self.0.sees(&self.chip_look(said)?).await
    }

    /// What the chip says now.
    ///
    /// # Errors
    /// If there is no chip.
    pub async fn chip_says(self) -> Result<String> {
        self.0.text(&self.chip_look("")?).await
    }

    /// Opens the sheet that tells all of storage and upload.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn open_sync(self) -> Result<()> {
        self.0.press(&self.chip_look("")?).await?;
        self.0.sees(&named("dialog", self.0.words().get("sync.title")?)).await
    }

    fn chip_look(self, said: &str) -> Result<Look> {
        let label = self.0.words().get("sync.label")?;
        Ok(named("button", &format!("{label}{said}")).starting())
    }

    /// Closes the open sheet.
    ///
    /// # Errors
    /// If there is none.
    pub async fn close_sheet(self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("common.close")?).within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await
    }

    /// Waits until the toast says something.
    ///
    /// # Errors
    /// If it does not say so.
    pub async fn toast(self, said: &str) -> Result<()> {
        self.0.sees(&named("status", said).having()).await
    }

    /// Takes back what was just done.
    ///
    /// # Errors
    /// If it cannot be taken back.
    pub async fn undo(self) -> Result<()> {
        let words = self.0.words();
        self.0.press(&named("button", words.get("common.undo")?).within(any("toast"))).await?;
        self.toast(words.get("common.undone")?).await
    }
}
