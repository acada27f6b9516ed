//! The board of customers.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use crate::page::shell::Shell;
use anyhow::Result;

/// The board.
#[derive(Debug)]
pub struct Board<'a>(&'a Browser);

impl<'a> Board<'a> {
    /// Goes there from the list of the customers.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn open(shell: Shell<'a>, browser: &'a Browser) -> Result<Self> {
        shell.customers().await?;
        browser.choose(&named("radio", browser.words().get("customers.board")?)).await?;
        Self::here(browser).await
    }

    /// The board is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("board.title")?)).await?;
        browser.at("/customers/board").await?;
        Ok(Self(browser))
    }

    /// Narrows it to one customer.
    ///
    /// # Errors
    /// If one cannot search.
    pub async fn search(&self, name: &str) -> Result<()> {
        self.0.write(&named("textbox", self.0.words().get("customers.search")?), name).await?;
        self.0.sees(&named("status", &self.0.words().with("customers.count", &[("n", "1")])?)).await
    }

    /// Waits until a customer stands in a column.
    ///
    /// # Errors
    /// If the customer does not.
    pub async fn shows(&self, name: &str, level: &str) -> Result<()> {
        self.0.sees(&named("heading", name).within(column(level))).await
    }

    /// Drags a customer's card to a column.
    ///
    /// # Errors
    /// If it cannot be dragged.
    pub async fn drag(&self, name: &str, level: &str) -> Result<()> {
        self.0.drag(&self.handle(name)?, &column(level)).await
    }

    /// Opens the sheet that moves a customer without dragging.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin_move(&self, name: &str) -> Result<()> {
        self.0.press(&self.handle(name)?).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Moves a customer by the sheet; the focus is on the card's button again, in its new column.
    ///
    /// # Errors
    /// If the customer is not moved.
    pub async fn move_to(&self, name: &str, level: &str) -> Result<()> {
        self.begin_move(name).await?;
        self.0.press(&named("button", level).starting().within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await?;
        self.shows(name, level).await?;
        self.0.has_focus(&self.handle(name)?).await
    }

    /// Waits until it says why a customer stays, by the key of the rule.
    ///
    /// # Errors
    /// If it does not say so.
    pub async fn refuses(&self, name: &str, rule: &str) -> Result<()> {
        let words = self.0.words();
        let why = words.with("board.refused", &[("name", name), ("why", words.get(rule)?)])?;
        self.0.sees(&named("alert", &why).having()).await
    }

    fn handle(&self, name: &str) -> Result<Look> {
        Ok(named("button", &self.0.words().with("board.move_to", &[("name", name)])?))
    }
}

fn column(level: &str) -> Look {
    named("region", level).starting()
}
