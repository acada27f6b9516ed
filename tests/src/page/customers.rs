//! The customers.

use crate::browser::Browser;
use crate::look::named;
use crate::page::customer::Customer;
use anyhow::Result;

/// The page of the customers.
#[derive(Debug)]
pub struct Customers<'a>(&'a Browser);

impl<'a> Customers<'a> {
    /// The page is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("customers.title")?)).await?;
        browser.at("/customers").await?;
        Ok(Self(browser))
    }

    /// Searches a customer and opens the card.
    ///
    /// # Errors
    /// If there is no such customer.
    pub async fn open(self, name: &str) -> Result<Customer<'a>> {
        self.search(name).await?;
        self.0.press(&named("link", name)).await?;
        Customer::here(self.0, name).await
    }

    /// Writes into the search field.
    ///
    /// # Errors
    /// If there is none.
    pub async fn search(&self, text: &str) -> Result<()> {
        self.0.write(&named("textbox", self.0.words().get("customers.search")?), text).await
    }
}
