//! Signing in.

use crate::browser::Browser;
use crate::look::named;
use crate::page::shell::Shell;
use anyhow::Result;

/// The password of the demo's people.
pub const PASSWORD: &str = "genjin-demo";

/// The page on which one signs in.
#[derive(Debug)]
pub struct SignIn<'a>(&'a Browser);

impl<'a> SignIn<'a> {
    /// Opens the app for the first time; it asks who is there, in the language that one chooses.
    ///
    /// # Errors
    /// If it does not.
    pub async fn open(browser: &'a Browser) -> Result<Self> {
        browser.open("/").await?;
        let language = named("button", browser.words().own_name()?);
        browser.sees(&language).await?;
        // Where the language is on already, pressing would only draw the form anew under one's fingers.
        if browser.count(&named("heading", browser.words().get("sign_in.title")?)).await? == 0 {
            browser.press(&language).await?;
        }
        Self::here(browser).await
    }

    /// The page is here already.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("sign_in.title")?)).await?;
        Ok(Self(browser))
    }

    /// Signs in and waits until one is in.
    ///
    /// # Errors
    /// If one is not let in.
    pub async fn enter(self, login: &str) -> Result<Shell<'a>> {
        self.try_with(login, PASSWORD).await?;
        Shell::here(self.0).await
    }

    /// Fills the form and sends it.
    ///
    /// # Errors
    /// If the form is not there.
    pub async fn try_with(&self, login: &str, password: &str) -> Result<()> {
        let words = self.0.words();
        self.0.write(&named("textbox", words.get("sign_in.login")?), login).await?;
        self.0.write(&named("textbox", words.get("sign_in.password")?), password).await?;
        self.0.press(&named("button", words.get("sign_in.submit")?)).await
    }
}
