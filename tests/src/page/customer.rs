//! A customer's card.

use crate::browser::Browser;
use crate::look::{Look, any, named};
use crate::page::contact::ContactSheet;
use anyhow::Result;

/// A customer's card.
#[derive(Debug)]
pub struct Customer<'a>(&'a Browser);

impl<'a> Customer<'a> {
    /// The card is here, and its history, too.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser, name: &str) -> Result<Self> {
        browser.sees(&named("heading", name)).await?;
        browser.sees(&history(browser)?).await?;
        Ok(Self(browser))
    }

    /// Begins to record a contact.
    ///
    /// # Errors
    /// If the sheet does not open.
    pub async fn contact(&self) -> Result<ContactSheet<'a>> {
        self.0.press(&named("button", self.0.words().get("row.contact")?)).await?;
        self.0.sees(&any("dialog")).await?;
        Ok(ContactSheet::on(self.0))
    }

    /// Opens the sheet that moves the follow-up.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin_move(&self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("customer.moving")?)).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Opens the sheet that confirms the level.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin_confirm(&self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("row.confirm")?)).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Adds a field, by the key of its label, and saves it.
    ///
    /// # Errors
    /// If it cannot be added.
    pub async fn add(&self, key: &str, value: &str) -> Result<()> {
        self.begin_add(key).await?;
        let label = self.0.words().get(key)?;
        self.0.write(&named("textbox", label), value).await?;
        self.save_field().await
    }

    /// Adds a field of a few choices.
    ///
    /// # Errors
    /// If it cannot be added.
    pub async fn add_choice(&self, key: &str, choice: &str) -> Result<()> {
        self.begin_add(key).await?;
        let words = self.0.words();
        self.0.pick(&named("combobox", words.get(key)?), words.get(choice)?).await?;
        self.save_field().await
    }

    /// Begins to add a field.
    ///
    /// # Errors
    /// If it cannot be added.
    pub async fn begin_add(&self, key: &str) -> Result<()> {
        let words = self.0.words();
        self.0.press(&named("button", words.get(key)?).within(named("group", words.get("customer.add")?))).await
    }

    /// Edits a field that is there, and saves it.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn edit(&self, key: &str, value: &str) -> Result<()> {
        let label = self.0.words().get(key)?;
        let edit = self.0.words().with("customer.edit", &[("field", label)])?;
        self.0.press(&named("button", &edit).having()).await?;
        self.0.write(&named("textbox", label), value).await?;
        self.save_field().await
    }

    /// Saves the field that is being edited.
    ///
    /// # Errors
    /// If it is not saved.
    pub async fn save_field(&self) -> Result<()> {
        let save = named("button", self.0.words().get("common.save")?);
        self.0.press(&save).await?;
        self.0.sees_no(&save).await
    }

    /// Waits until a field shows something.
    ///
    /// # Errors
    /// If it does not.
    pub async fn has(&self, key: &str, shown: &str) -> Result<()> {
        let label = self.0.words().get(key)?;
        let edit = self.0.words().with("customer.edit", &[("field", label)])?;
        self.0.sees(&named("button", &format!("{shown}{edit}"))).await
    }

    /// Opens the sheet that applies for F or N.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn begin_apply(&self) -> Result<()> {
        self.0.press(&named("button", self.0.words().get("apply.open")?)).await?;
        self.0.sees(&any("dialog")).await
    }

    /// Applies for F: bought another brand, for a reason named by its key, from a rival.
    ///
    /// # Errors
    /// If it is not taken.
    pub async fn lost(&self, reason: &str, rival: &str) -> Result<()> {
        self.begin_apply().await?;
        let words = self.0.words();
        let brand = named("group", words.get("apply.brand")?);
        self.0.choose(&named("radio", words.get(reason)?).within(brand)).await?;
        self.0.write(&named("textbox", words.get("apply.rival")?), rival).await?;
        self.0.press(&named("button", &words.with("apply.submit", &[("level", words.get("level.f")?)])?)).await?;
        self.0.sees_no(&any("dialog")).await
    }

    /// Waits until the history tells something.
    ///
    /// # Errors
    /// If it does not.
    pub async fn tells(&self, text: &str) -> Result<()> {
        self.0.sees(&self.entry(text)?).await
    }

    /// How many entries of the history tell something, now.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn times(&self, text: &str) -> Result<usize> {
        self.0.count(&self.entry(text)?).await
    }

    /// Waits until no entry tells something.
    ///
    /// # Errors
    /// If one still does.
    pub async fn tells_no(&self, text: &str) -> Result<()> {
        self.0.sees_no(&self.entry(text)?).await
    }

    /// Waits until the card says that it is locked.
    ///
    /// # Errors
    /// If it does not say so.
    pub async fn is_locked(&self) -> Result<()> {
        self.0.sees(&named("text", self.0.words().get("customer.locked_hint")?)).await
    }

    /// Waits until the card does not say that it is locked.
    ///
    /// # Errors
    /// If it still says so.
    pub async fn is_not_locked(&self) -> Result<()> {
        self.0.sees_no(&named("text", self.0.words().get("customer.locked_hint")?)).await
    }

    fn entry(&self, text: &str) -> Result<Look> {
        Ok(named("listitem", text).having().within(history(self.0)?))
    }
}

fn history(browser: &Browser) -> Result<Look> {
    Ok(named("region", browser.words().get("timeline.title")?).starting())
}
