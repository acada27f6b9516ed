//! The words of the screens, from the product's own catalogues.

use crate::files;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;

/// The catalogue of a language.
#[derive(Clone, Debug)]
pub struct Words {
    lang: String,
    all: Value,
}

impl Words {
    /// Reads the catalogue of `zh-CN` or `en`.
    ///
    /// # Errors
    /// If there is none.
    pub fn of(lang: &str) -> Result<Self> {
        let file = files::root().join("app/locales").join(format!("{lang}.json"));
        let text = fs::read_to_string(&file).with_context(|| format!("no words at {}", file.display()))?;
        Ok(Self { lang: lang.to_owned(), all: serde_json::from_str(&text)? })
    }

    /// What the language calls itself.
    ///
    /// # Errors
    /// If the catalogue does not say it.
    pub fn own_name(&self) -> Result<&str> {
        self.get(if self.lang == "en" { "settings.english" } else { "settings.chinese" })
    }

    /// The words under a key, such as `nav.today`.
    ///
    /// # Errors
    /// If there are none.
    pub fn get(&self, key: &str) -> Result<&str> {
        let found = key.split('.').try_fold(&self.all, |it, part| it.get(part));
        found.and_then(Value::as_str).with_context(|| format!("no words for `{key}`"))
    }

    /// The words under a key, with its places filled: by the value, or by the form that its number asks for.
    ///
    /// # Errors
    /// If there are none.
    pub fn with(&self, key: &str, places: &[(&str, &str)]) -> Result<String> {
        let text = self.get(key)?.to_owned();
        let fill = |text: String, (place, value): &(&str, &str)| {
            numbered(&text, place, *value == "1").replace(&format!("{{{place}}}"), value)
        };
        Ok(places.iter().fold(text, fill))
    }
}

/// Chooses between the words for one and for several: `{n|day|days}`.
fn numbered(text: &str, place: &str, is_one: bool) -> String {
    let begins = format!("{{{place}|");
    let mut parts = text.split(begins.as_str());
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (choice, rest) = part.split_once('}').unwrap_or((part, ""));
        let (one, several) = choice.split_once('|').unwrap_or((choice, choice));
        said.push_str(if is_one { one } else { several });
        said.push_str(rest);
    }
    said
}
