//! The record.

use crate::browser::Browser;
use crate::look::{Look, named};
use crate::poll::until;
use anyhow::Result;

/// The page of the record.
#[derive(Debug)]
pub struct Audit<'a>(&'a Browser);

impl<'a> Audit<'a> {
    /// The page is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("audit.title")?)).await?;
        Ok(Self(browser))
    }

    /// Shows one kind only.
    ///
    /// # Errors
    /// If there is no such kind.
    pub async fn only(&self, key: &str) -> Result<()> {
        let words = self.0.words();
        self.0.pick(&named("combobox", words.get("audit.what")?), words.get(key)?).await
    }

    /// Takes the table away, and gives what is in the file.
    ///
    /// # Errors
    /// If no file comes.
    pub async fn take_away(&self) -> Result<String> {
        let listen = "const make = URL.createObjectURL;
            URL.createObjectURL = (blob) => { blob.text().then((it) => { window.taken = it; }); return make.call(URL, blob); };";
        self.0.script(listen).await?;
        self.0.press(&named("button", self.0.words().get("audit.take_away")?)).await?;
        let taken = until("the table", async || {
            let text = self.0.script("return window.taken ?? '';").await?.as_str().unwrap_or_default().to_owned();
            Ok((!text.is_empty()).then_some(text))
        });
        taken.await
    }

    /// Waits until a line says who did what about whom.
    ///
    /// # Errors
    /// If none does.
    pub async fn tells(&self, who: &str, key: &str, whom: &str) -> Result<()> {
        self.0.sees(&self.line(who, key, whom)?).await
    }

    /// Waits until no line says so.
    ///
    /// # Errors
    /// If one does.
    pub async fn tells_no(&self, who: &str, key: &str, whom: &str) -> Result<()> {
        self.0.sees_no(&self.line(who, key, whom)?).await
    }

    fn line(&self, who: &str, key: &str, whom: &str) -> Result<Look> {
        Ok(named("row", &format!("{who}{}{whom}", self.0.words().get(key)?)).having())
    }
}
