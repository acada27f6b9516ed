//! The people of the store, and their devices.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use anyhow::{Context, Result};

/// The page of the people.
#[derive(Debug)]
pub struct Staff<'a>(&'a Browser);

impl<'a> Staff<'a> {
    /// The page is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("staff.title")?)).await?;
        browser.at("/staff").await?;
        Ok(Self(browser))
    }

    /// Waits until somebody stands there with a login.
    ///
    /// # Errors
    /// If nobody does.
    pub async fn shows(&self, name: &str, login: &str) -> Result<()> {
        self.0.sees(&named("text", login).having().within(Self::row(name))).await
    }

    /// Makes an account for an advisor and gives the password that is told.
    ///
    /// # Errors
    /// If none is made.
    pub async fn add(&self, login: &str, name: &str) -> Result<String> {
        let words = self.0.words();
        self.0.press(&named("button", words.get("staff.add")?)).await?;
        let dialog = || any("dialog");
        self.0.write(&named("textbox", words.get("sign_in.login")?).within(dialog()), login).await?;
        self.0.write(&named("textbox", words.get("field.name")?).within(dialog()), name).await?;
        self.submit("staff.add").await?;
        self.0.sees(&named("text", &words.with("staff.told", &[("login", login)])?)).await?;
        let told = self.0.script("return document.querySelector('.staff__password').innerText;").await?;
        Ok(told.as_str().context("a password")?.to_owned())
    }

    /// Opens the sheet of an action about somebody.
    ///
    /// # Errors
    /// If there is no such action.
    pub async fn begin(&self, name: &str, key: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get(key)?).within(Self::row(name))).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Does what the open sheet is for.
    ///
    /// # Errors
    /// If it is not done.
    pub async fn submit(&self, key: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get(key)?).within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await
    }

    fn row(name: &str) -> Look {
        named("article", name).starting()
    }
}
