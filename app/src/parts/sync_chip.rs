//! The sync chip: what is on the server, what is only here, and why. A word and a picture, never colour alone.

use crate::format;
use crate::i18n::t;
use crate::state::customers::use_today;
use crate::state::engine::use_engine;
use crate::state::session::use_session;
use crate::state::sheets::{Open, use_sheets};
use crate::ui::icon::{Icon, IconName};
use domain::port::{Link, Trouble};
use leptos::prelude::*;

/// What the chip says: a key for the style, a picture, and the words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// The value of `data-sync`.
    pub key: &'static str,
    /// The picture.
    pub icon: IconName,
    /// The words.
    pub text: String,
}

/// How it stands, in a few words; tracked.
pub fn said() -> Said {
    let (engine, session, today) = (use_engine(), use_session(), use_today());
    let it = &t().sync;
    let say = |key, icon, text: &str| Said { key, icon, text: text.to_owned() };
    let Some(status) = engine.sync.get() else {
        return say("busy", IconName::Cloud, it.opening);
    };
    if session.is_expired() {
        return say("bad", IconName::Key, &with_count(it.signed_out, status.unsent));
    }
    let is_stuck = || engine.troubles.read().iter().any(|it| matches!(it, Trouble::NotSaved(..)));
    if status.unsaved > 0 && is_stuck() {
        return say("bad", IconName::Warning, &it.not_saved(&status.unsaved));
    }
    if status.unsaved > 0 {
        return say("busy", IconName::CloudUp, it.saving);
    }
    match status.link {
        Link::SignedOut => say("bad", IconName::Key, &with_count(it.signed_out, status.unsent)),
        Link::Refused => say("bad", IconName::Warning, &with_count(it.refused, status.unsent)),
        Link::TooOld => say("bad", IconName::Refresh, &with_count(it.too_old, status.unsent)),
        Link::ElsewhereLive if status.unsent == 0 => say("good", IconName::Tabs, it.elsewhere),
        Link::Offline(_) if status.unsent == 0 => say("off", IconName::CloudOff, it.offline),
        Link::Offline(_) => Said { key: "off", icon: IconName::CloudOff, text: it.offline_n(&status.unsent) },
        Link::Live | Link::Connecting | Link::ElsewhereLive if status.unsent > 0 => {
            Said { key: "busy", icon: IconName::CloudUp, text: it.unsent(&status.unsent) }
        }
        Link::Connecting => say("busy", IconName::Cloud, it.connecting),
        Link::Live | Link::ElsewhereLive => match status.uploaded {
            Some(at) => {
                let text = it.uploaded(&format::time(at, today.zone()));
                Said { key: "good", icon: IconName::Cloud, text }
            }
            None => say("good", IconName::Cloud, it.live),
        },
    }
}

fn with_count(text: &str, unsent: u32) -> String {
    if unsent == 0 { text.to_owned() } else { format!("{text} · {unsent}") }
}

/// The chip; it opens the sheet that tells more.
#[component]
pub fn SyncChip() -> impl IntoView {
    let sheets = use_sheets();
    let shown = Memo::new(|_| said());
    view! {
        <button
            type="button"
            class="sync-chip"
            data-sync=move || shown.read().key
            on:click=move |_| sheets.open(Open::Sync)
        >
            {move || view! { <Icon name=shown.read().icon /> }}
            <span class="visually-hidden">{t().sync.label}</span>
            <span>{move || shown.read().text.clone()}</span>
        </button>
    }
}
