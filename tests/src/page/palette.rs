//! The field from which one searches and goes anywhere.

use crate::browser::Browser;
use crate::look::{Look, named};
use anyhow::Result;
use thirtyfour::Key;

/// The open palette.
#[derive(Debug)]
pub struct Palette<'a>(&'a Browser);

impl<'a> Palette<'a> {
    /// Opens it with the keyboard; the field has the focus.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn by_key(browser: &'a Browser) -> Result<Self> {
        let control = browser.driver().action_chain().key_down(Key::Control);
        control.send_keys("k").key_up(Key::Control).perform().await?;
        Self::here(browser).await
    }

    /// Opens it from the bar.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn by_button(browser: &'a Browser) -> Result<Self> {
        browser.press(&named("button", browser.words().get("palette.open")?)).await?;
        Self::here(browser).await
    }

    async fn here(browser: &'a Browser) -> Result<Self> {
        browser.has_focus(&named("textbox", browser.words().get("palette.field")?)).await?;
        Ok(Self(browser))
    }

    /// Types, and waits until something is offered.
    ///
    /// # Errors
    /// If it is not.
    pub async fn finds(&self, typed: &str, label: &str) -> Result<()> {
        self.0.keys(typed).await?;
        self.0.sees(&option(label)).await
    }

    /// Takes what is chosen.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn enter(self) -> Result<()> {
        self.0.keys(Key::Enter).await
    }
}

fn option(label: &str) -> Look {
    named("option", label).having()
}
