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
            let text = text.replace(&format!("{{{place}}}"), value);
            let opening = format!("{{{place}|");
            let Some((before, rest)) = text.split_once(&opening) else { return text };
            let Some((forms, after)) = rest.split_once('}') else { return text.clone() };
            let (one, other) = forms.split_once('|').unwrap_or((forms, forms));
            format!("{before}{}{after}", if *value == "1" { one } else { other })
        };
        Ok(places.iter().fold(text, fill))
    }
}
