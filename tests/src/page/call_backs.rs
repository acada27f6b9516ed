//! The manager's call-backs, and what customers have answered.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use crate::poll::until;
use anyhow::{Context, Result};

/// The page of the manager's call-backs.
#[derive(Debug)]
pub struct CallBacks<'a>(&'a Browser);

impl<'a> CallBacks<'a> {
    /// The page is here, with what customers have answered.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("call_back.managers")?)).await?;
        browser.sees(&named("heading", browser.words().get("questionnaire.results")?)).await?;
        Ok(Self(browser))
    }

    /// The customer who is to be called first.
    ///
    /// # Errors
    /// If there is nobody to call.
    pub async fn first(&self) -> Result<String> {
        self.0.sees(&any("article")).await?;
        let name = self.0.script("return document.querySelector('article h2').textContent;").await?;
        Ok(name.as_str().context("a name")?.to_owned())
    }

    /// Begins to record a call.
    ///
    /// # Errors
    /// If the sheet does not open.
    pub async fn begin(&self, name: &str) -> Result<()> {
        let row = named("article", name).starting();
        self.0.press(&named("button", self.0.words().get("call_back.record")?).within(row)).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Gives a score to a question.
    ///
    /// # Errors
    /// If it is not asked, or has no such score.
    pub async fn score(&self, question: &str, score: &str) -> Result<()> {
        let group = named("group", question).starting().within(any("dialog"));
        self.0.choose(&named("radio", score).within(group)).await
    }

    /// Says what came of the call, by the key of the words, and waits until that is recorded.
    ///
    /// # Errors
    /// If it is not.
    pub async fn answer(&self, key: &str) -> Result<()> {
        self.0.press(&named("button", self.0.words().get(key)?).within(any("dialog"))).await?;
        self.0.sees_no(&any("dialog")).await
    }

    /// How many have answered a question.
    ///
    /// # Errors
    /// If it does not stand among the results.
    pub async fn answers(&self, question: &str) -> Result<u32> {
        let text = self.0.text(&self.line(question)?).await?;
        let digits = |it: &str| it.split(|it: char| !it.is_ascii_digit()).find_map(|it| it.parse().ok());
        text.lines().next_back().and_then(digits).with_context(|| format!("a number in {text}"))
    }

    /// Waits until so many have answered a question.
    ///
    /// # Errors
    /// If it does not come to that.
    pub async fn answers_come_to(&self, question: &str, number: u32) -> Result<()> {
        let what = format!("{number} answers to {question}");
        until(&what, async || Ok((self.answers(question).await? == number).then_some(()))).await
    }

    fn line(&self, question: &str) -> Result<Look> {
        let part = named("region", self.0.words().get("questionnaire.results")?);
        Ok(named("listitem", question).starting().within(part))
    }
}
