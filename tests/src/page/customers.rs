//! The customers.

use crate::browser::Browser;
use crate::look::named;
use crate::page::customer::Customer;
use crate::page::import::Import;
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

    /// Waits until the list shows a customer.
    ///
    /// # Errors
    /// If it does not.
    pub async fn shows(&self, name: &str) -> Result<()> {
        self.0.sees(&named("link", name)).await
    }

    /// Waits until the list does not show a customer.
    ///
    /// # Errors
    /// If it still does.
    pub async fn shows_no(&self, name: &str) -> Result<()> {
        self.0.sees_no(&named("link", name)).await
    }

    /// Searches a customer whom nobody finds here.
    ///
    /// # Errors
    /// If somebody is found.
    pub async fn lacks(&self, name: &str) -> Result<()> {
        self.search(name).await?;
        self.0.sees(&named("button", self.0.words().get("customers.clear")?)).await
    }

    /// Looks at what they want to buy.
    ///
    /// # Errors
    /// If one cannot.
    pub async fn look_at_intentions(&self) -> Result<()> {
        self.0.choose(&named("radio", self.0.words().get("customers.intentions")?)).await
    }

    /// Narrows or sorts by one of the lists, named by the keys of its label and of what is picked.
    ///
    /// # Errors
    /// If there is no such list.
    pub async fn by(&self, list: &str, option: &str) -> Result<()> {
        self.0.pick(&named("combobox", self.0.words().get(list)?), option).await
    }

    /// Begins to pick, and picks some.
    ///
    /// # Errors
    /// If they cannot be picked.
    pub async fn pick(&self, names: &[&str]) -> Result<()> {
        let words = self.0.words();
        self.0.press(&named("button", words.get("customers.pick")?)).await?;
        for name in names {
            self.0.choose(&named("checkbox", &words.with("customers.pick_one", &[("name", name)])?)).await?;
        }
        let count = names.len().to_string();
        self.0.sees(&named("status", &words.with("customers.picked", &[("n", &count)])?)).await
    }

    /// Opens the ways in and out of the list.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn exchange(&self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("customers.exchange")?)).await
    }

    /// Goes to the import.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn import(self) -> Result<Import<'a>> {
        self.exchange().await?;
        self.0.press(&named("link", self.0.words().get("import.way")?)).await?;
        Import::here(self.0).await
    }

    /// Writes into the search field.
    ///
    /// # Errors
    /// If there is none.
    pub async fn search(&self, text: &str) -> Result<()> {
        let field = named("textbox", self.0.words().get("customers.search")?);
        // What is there goes by hand first: the page hears of it, and does not put it back while one writes on.
        self.0.write(&field, "").await?;
        if text.is_empty() { Ok(()) } else { self.0.write(&field, text).await }
    }
}
