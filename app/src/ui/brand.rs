//! The mark of the product.

use leptos::prelude::*;

/// The mark: a tick that follows through into the next round; the dot is the next appointment.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <svg class="brand" viewBox="0 0 512 512" aria-hidden="true" focusable="false">
            <rect class="brand__ground" width="512" height="512" rx="116" />
            <path class="brand__path" d="M190 256L240 306L334 186A40 40 0 0 0 322 126A148 148 0 1 0 370 343" />
            <circle class="brand__dot" cx="398" cy="256" r="36" />
        </svg>
    }
}
