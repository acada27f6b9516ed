//! The last resort: a panic stops the WASM, so the page says so by itself and offers to load anew.

use leptos::prelude::document;
use std::panic::PanicHookInfo;

/// Puts the panic hook in place.
pub fn install() {
    std::panic::set_hook(Box::new(show));
}

fn show(info: &PanicHookInfo<'_>) {
    let detail = info.to_string();
    web_sys::console::error_1(&detail.clone().into());
    let words = &crate::i18n::t().broken;
    let Some(body) = document().body() else { return };
    let element = |tag: &str, class: &str, text: &str| {
        let it = document().create_element(tag).ok()?;
        it.set_class_name(class);
        it.set_text_content(Some(text));
        Some(it)
    };
    let Some(page) = element("div", "boot", "") else { return };
    let _ = page.set_attribute("role", "alert");
    let _ = page.set_attribute("data-state", "failed");
    let build = super::dom::meta("genjin-build").unwrap_or_default();
    let parts = [
        element("p", "boot-name", words.title),
        element("p", "boot-note", words.safe),
        element("a", "boot-reload", words.reload),
        element("p", "boot-detail", &format!("{detail} · {build}")),
    ];
    for part in parts.into_iter().flatten() {
        if part.tag_name() == "A" {
            let _ = part.set_attribute("href", "/");
            // The router is gone with the WASM; its click handler must not see this link.
            let _ = part.set_attribute("rel", "external");
        }
        let _ = page.append_child(&part);
    }
    body.set_inner_html("");
    let _ = body.append_child(&page);
}
