//! The words of the screens, in the language that is on. The catalogue is made from `locales` when the app is built.

use serde::{Deserialize, Serialize};
use std::fmt::{Display, Write as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

mod catalogue {
    //! Made by `build.rs`.
    use super::fill;
    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
}
pub use catalogue::Catalogue;
pub(crate) use catalogue::EN;
use catalogue::ZH_CN;

/// A language of the screens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Lang {
    /// The tag, as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

/// The language of tables that are taken away.
pub fn of_tables() -> domain::import::Language {
    match lang() {
        Lang::Chinese => domain::import::Language::Chinese,
        Lang::English => domain::import::Language::English,
    }
}

static ENGLISH: AtomicBool = AtomicBool::new(false);
/// They come in a piece of their own: few read them.
static ENGLISH_WORDS: OnceLock<&'static Catalogue> = OnceLock::new();

/// Fetches the words of a language and sets it for all that is drawn from now on; the language that is on in the end.
pub async fn learn(lang: Lang) -> Lang {
    if lang == Lang::English && ENGLISH_WORDS.get().is_none() {
        match crate::pieces::words().await {
            Ok(words) => {
                let _ = ENGLISH_WORDS.set(words);
            }
            Err(_) => return self::lang(),
        }
    }
    speak(lang);
    lang
}

fn speak(lang: Lang) {
    ENGLISH.store(lang == Lang::English, Ordering::Relaxed);
}

/// The language that is on.
pub fn lang() -> Lang {
    if ENGLISH.load(Ordering::Relaxed) { Lang::English } else { Lang::Chinese }
}

/// The words.
pub fn t() -> &'static Catalogue {
    match lang() {
        Lang::Chinese => &ZH_CN,
        Lang::English => ENGLISH_WORDS.get().copied().unwrap_or(&ZH_CN),
    }
}

/// One of two wordings that the store's settings carry.
pub fn of_store<'a>(zh: &'a str, en: &'a str) -> &'a str {
    match lang() {
        Lang::English if !en.is_empty() => en,
        Lang::Chinese | Lang::English => zh,
    }
}

/// Fills `{name}` with a value and `{name|one|other}` with the form that its number asks for.
fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut pieces = text.split('{');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (inner, after) = piece.split_once('}').unwrap_or((piece, ""));
        let mut parts = inner.split('|');
        let name = parts.next().unwrap_or_default();
        if let Some((_, value)) = values.iter().find(|it| it.0 == name) {
            match (parts.next(), parts.next()) {
                (Some(one), Some(other)) => out.push_str(if value.to_string() == "1" { one } else { other }),
                _ => {
                    let _ = write!(out, "{value}");
                }
            }
        }
        out.push_str(after);
    }
    out
}
