//! The heading of a page: it names the window and takes the focus when one comes here.

use crate::i18n::t;
use crate::platform::dom;
use leptos::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// The first page keeps the focus where the browser has it.
static ARRIVED: AtomicBool = AtomicBool::new(false);

/// The heading of a page.
#[component]
pub fn Heading(
    /// What it says; also the window's title.
    #[prop(into)]
    text: Signal<String>,
    /// Only for screen readers.
    #[prop(optional)]
    hidden: bool,
) -> impl IntoView {
    Effect::new(move |_| dom::set_title(&format!("{} · {}", text.get(), t().app.name)));
    Effect::new(move |before: Option<()>| {
        if before.is_none() && ARRIVED.swap(true, Ordering::Relaxed) {
            dom::scroll_to_start();
            // Only when this page stands there and the one before is gone; who writes already is not torn from the field.
            request_animation_frame(|| {
                if !dom::is_in_field() {
                    dom::focus("h1");
                }
            });
        }
    });
    view! { <h1 class="heading" class:visually-hidden=hidden tabindex="-1">{text}</h1> }
}
