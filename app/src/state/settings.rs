//! Language, theme and single keys, kept on this device.

use crate::i18n::{self, Lang, t};
use crate::platform::{dom, storage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

const LANG: &str = "genjin.lang";

/// The theme of the screens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The settings of this device.
#[derive(Clone, Copy)]
pub struct Settings {
    lang: RwSignal<Lang>,
    theme: RwSignal<Option<Theme>>,
    shortcuts: RwSignal<bool>,
}

impl Settings {
    /// The language that was chosen on this device.
    pub fn chosen() -> Lang {
        storage::get(LANG).unwrap_or_default()
    }

    /// Reads them and puts them into force; the language is the one whose words are there.
    pub fn load() -> Self {
        let lang = i18n::lang();
        let it = Self {
            lang: RwSignal::new(lang),
            theme: RwSignal::new(storage::get("genjin.theme")),
            shortcuts: RwSignal::new(storage::get("genjin.shortcuts").unwrap_or(true)),
        };
        name_page(lang);
        it
    }

    /// The language; tracked.
    pub fn lang(self) -> Lang {
        self.lang.get()
    }

    /// Changes the language.
    pub fn set_lang(self, lang: Lang) {
        storage::set(LANG, lang);
        spawn_local(async move {
            let lang = i18n::learn(lang).await;
            name_page(lang);
            self.lang.set(lang);
        });
    }

    /// Whether single keys lead somewhere; tracked.
    pub fn shortcuts(self) -> bool {
        self.shortcuts.get()
    }

    /// Whether single keys lead somewhere; untracked. For handlers.
    pub fn shortcuts_now(self) -> bool {
        self.shortcuts.get_untracked()
    }

    /// Switches single keys on or off.
    pub fn set_shortcuts(self, on: bool) {
        storage::set("genjin.shortcuts", on);
        self.shortcuts.set(on);
    }

    /// The theme, none if it follows the device; tracked.
    pub fn theme(self) -> Option<Theme> {
        self.theme.get()
    }

    /// Changes the theme.
    pub fn set_theme(self, theme: Option<Theme>) {
        match theme {
            Some(it) => storage::set("genjin.theme", it),
            None => storage::remove("genjin.theme"),
        }
        let name = theme.map(|it| match it {
            Theme::Light => "light",
            Theme::Dark => "dark",
        });
        dom::set_root_attribute("data-theme", name);
        self.theme.set(theme);
    }
}

/// The settings of this device.
pub fn use_settings() -> Settings {
    use_context().unwrap_or_else(Settings::load)
}

/// What of the page stands outside the app says the language, too.
fn name_page(lang: Lang) {
    dom::set_root_attribute("lang", Some(lang.tag()));
    dom::set_text(".skip-link", t().app.skip);
}
