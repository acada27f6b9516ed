//! The import of customers.

use crate::browser::Browser;
use crate::look::named;
use anyhow::Result;

/// The page on which customers are imported.
#[derive(Debug)]
pub struct Import<'a>(&'a Browser);

impl<'a> Import<'a> {
    /// The page is here.
    ///
    /// # Errors
    /// If it is not.
    pub async fn here(browser: &'a Browser) -> Result<Self> {
        browser.sees(&named("heading", browser.words().get("import.title")?)).await?;
        browser.at("/import").await?;
        Ok(Self(browser))
    }

    /// Picks a file of these bytes, as the browser's own dialog would.
    ///
    /// # Errors
    /// If there is no field for it.
    pub async fn pick(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.0.sees(&named("heading", self.0.words().get("import.file")?)).await?;
        let script = format!(
            "const field = document.querySelector('input[type=file]'); const files = new DataTransfer();
            files.items.add(new File([new Uint8Array({bytes:?})], '{name}')); field.files = files.files;
            field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        );
        self.0.script(&script).await.map(drop)
    }

    /// Says what a column holds: its heading, and the key of the choice.
    ///
    /// # Errors
    /// If there is no such column.
    pub async fn column(&self, heading: &str, key: &str) -> Result<()> {
        self.0.pick(&named("combobox", heading), self.0.words().get(key)?).await
    }

    /// Looks at what would become of the rows.
    ///
    /// # Errors
    /// If the columns are not in order.
    pub async fn preview(&self) -> Result<()> {
        let words = self.0.words();
        self.0.press(&named("button", words.get("import.to_preview")?)).await?;
        self.0.sees(&named("heading", words.get("import.preview")?)).await
    }

    /// Looks at a part of the rows: the key of its name, and how many there are.
    ///
    /// # Errors
    /// If there are not so many.
    pub async fn part(&self, key: &str, count: usize) -> Result<()> {
        let name = self.0.words().with(key, &[("n", &count.to_string())])?;
        self.0.choose(&named("radio", &name)).await
    }

    /// Waits until a row tells something.
    ///
    /// # Errors
    /// If none does.
    pub async fn tells(&self, said: &str) -> Result<()> {
        self.0.sees(&named("listitem", said).having()).await
    }

    /// Imports so many, and waits until they are saved.
    ///
    /// # Errors
    /// If they are not.
    pub async fn save(&self, count: usize) -> Result<()> {
        let (words, n) = (self.0.words(), count.to_string());
        self.0.press(&named("button", &words.with("import.submit", &[("n", &n)])?)).await?;
        self.0.sees(&named("button", words.get("import.again")?)).await
    }

    /// Undoes the one import that can be undone, and waits until it says so.
    ///
    /// # Errors
    /// If there is none.
    pub async fn undo(&self) -> Result<()> {
        let undo = named("button", self.0.words().get("import.undo")?);
        self.0.press(&undo).await?;
        self.0.sees(&named("button", self.0.words().get("common.cancel")?)).await?;
        self.0.press(&undo).await
    }
}
