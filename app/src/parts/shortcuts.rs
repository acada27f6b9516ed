//! Single keys that lead somewhere. They do nothing while one writes, composes or has a sheet open, and can be switched off.

use crate::platform::{dom, events};
use crate::routes::href;
use crate::state::settings::use_settings;
use crate::state::sheets::{Open, use_sheets};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The id of the field in which one searches.
pub const SEARCH: &str = "search";

/// A key, and what its line in the sheet says.
pub const KEYS: [&str; 5] = ["/", "n", "t", "c", "?"];

/// Listens while the frame of an advisor's pages stands.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let (settings, sheets) = (use_settings(), use_sheets());
    let navigate = use_navigate();
    let go = move |address: &str| navigate(address, NavigateOptions::default());
    let keys = events::Keys::listen(move |key| {
        if !settings.shortcuts_now() || sheets.is_open_now() {
            return false;
        }
        match key {
            "/" => {
                if !dom::is_there(&format!("#{SEARCH}")) {
                    go(href::customers());
                }
                // The heading of a new page takes the focus in the frame after it stands there.
                later(3);
            }
            "n" => go(href::new_customer()),
            "t" => go(href::today()),
            "c" => go(href::customers()),
            "?" => sheets.open(Open::Shortcuts),
            _ => return false,
        }
        true
    });
    let keys = StoredValue::new_local(Some(keys));
    on_cleanup(move || keys.update_value(|it| *it = None));
}

/// Focuses the search field some frames later.
fn later(frames: u32) {
    request_animation_frame(move || match frames {
        0 => dom::focus(&format!("#{SEARCH}")),
        _ => later(frames - 1),
    });
}
