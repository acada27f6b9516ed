//! A new card.

use crate::browser::Browser;
use crate::look::named;
use crate::page::customer::Customer;
use crate::poll::until;
use anyhow::Result;

/// The page on which a card is made.
#[derive(Debug)]
pub struct NewCustomer<'a>(&'a Browser);

impl<'a> NewCustomer<'a> {
    /// The page is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("new_customer.title")?)).await?;
        Ok(Self(browser))
    }

    /// Writes who it is.
    ///
    /// # Errors
    /// If there are no such fields.
    pub async fn who(self, name: &str, phone: &str) -> Result<Self> {
        let words = self.0.words();
        self.0.write(&named("textbox", words.get("field.name")?), name).await?;
        self.0.write(&named("textbox", words.get("field.phone")?), phone).await?;
        Ok(self)
    }

    /// How the list of owners names one of them.
    ///
    /// # Errors
    /// If no car was delivered to any of the advisor's customers.
    pub async fn an_owner(&self) -> Result<String> {
        until("an owner to choose", async || {
            let first = self.0.script("return document.querySelector('#referrer-list option')?.value;").await?;
            Ok(first.as_str().map(str::to_owned))
        })
        .await
    }

    /// Writes who sent them.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn sent_by(self, who: &str) -> Result<Self> {
        self.0.write(&named("textbox", self.0.words().get("field.referrer")?), who).await?;
        Ok(self)
    }

    /// Pastes a line that says it all.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn line(self, text: &str) -> Result<Self> {
        let words = self.0.words();
        self.0.write(&named("textbox", words.get("new_customer.line")?), text).await?;
        self.0.sees(&named("status", words.get("new_customer.line_understood")?)).await?;
        Ok(self)
    }

    /// The customer agrees that personal data are kept.
    ///
    /// # Errors
    /// If it cannot be ticked.
    pub async fn agrees(self) -> Result<Self> {
        self.0.choose(&named("checkbox", self.0.words().get("consent.ask")?).starting()).await?;
        Ok(self)
    }

    /// An online lead, due tomorrow.
    ///
    /// # Errors
    /// If it cannot be chosen.
    pub async fn online_lead(self) -> Result<Self> {
        let words = self.0.words();
        let origin = named("group", words.get("new_customer.origin")?);
        self.0.choose(&named("radio", words.get("new_customer.online")?).within(origin)).await?;
        Ok(self)
    }

    /// Chooses the level.
    ///
    /// # Errors
    /// If it cannot be chosen.
    pub async fn level(self, code: &str) -> Result<Self> {
        self.0.choose(&named("radio", code).starting()).await?;
        Ok(self)
    }

    /// Saves the card and comes to it.
    ///
    /// # Errors
    /// If it is not saved.
    pub async fn save(self, name: &str) -> Result<Customer<'a>> {
        self.submit().await?;
        Customer::here(self.0, name).await
    }

    /// Presses the button, whatever comes of it.
    ///
    /// # Errors
    /// If there is none.
    pub async fn submit(&self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("new_customer.submit")?)).await
    }
}
