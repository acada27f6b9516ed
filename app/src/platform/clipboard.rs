//! The clipboard.

use leptos::prelude::{document, window};
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// Copies a text, and tells whether it was copied. Where a page may not write the clipboard by itself, as without encryption, the
/// browser copies what is selected: the text of the area with this id.
pub fn copy(text: &str, area: &str, done: impl FnOnce(bool) + 'static) {
    if !window().is_secure_context() {
        return done(copy_selected(area));
    }
    let written = window().navigator().clipboard().write_text(text);
    let area = area.to_owned();
    spawn_local(async move {
        let is_done = JsFuture::from(written).await.is_ok();
        done(is_done || copy_selected(&area));
    });
}

fn copy_selected(area: &str) -> bool {
    let area = document().get_element_by_id(area).and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok());
    let Some(area) = area else { return false };
    area.select();
    document().dyn_into::<HtmlDocument>().is_ok_and(|it| it.exec_command("copy").unwrap_or(false))
}
