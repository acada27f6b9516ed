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

    /// The words under a key, with its places filled.
    ///
    /// # Errors
    /// If there are none.
    pub fn with(&self, key: &str, places: &[(&str, &str)]) -> Result<String> {
        let text = self.get(key)?.to_owned();
        Ok(places.iter().fold(text, |text, (place, value)| {
            let text = text.replace(&format!("{{{place}}}"), value);
            in_number(&text, place, value)
        }))
    }
}

/// Puts the form that a number asks for into `{place|one|other}`.
fn in_number(text: &str, place: &str, value: &str) -> String {
    let form = || {
        let (before, rest) = text.split_once(&format!("{{{place}|"))?;
        let (forms, after) = rest.split_once('}')?;
        let (one, other) = forms.split_once('|')?;
        Some((before, if value == "1" { one } else { other }, after))
    };
    match form() {
        Some((before, form, after)) => format!("{before}{form}{}", in_number(after, place, value)),
        None => text.to_owned(),
    }
}
