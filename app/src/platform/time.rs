//! The device's clock and timers. Only `clock` reads the time.

use gloo_events::EventListener;
use leptos::prelude::{document, window};

/// Milliseconds since 1970, by the device's clock.
pub fn now() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are whole and far below 2^53")]
    let now = js_sys::Date::now() as i64;
    now
}

/// Calls back whenever the page comes to sight, for as long as it lives.
pub fn on_visible(call: impl Fn() + 'static) {
    let document = document();
    EventListener::new(&document.clone(), "visibilitychange", move |_| {
        if !document.hidden() {
            call();
        }
    })
    .forget();
}

/// Calls back whenever the page leaves the sight, for as long as it lives.
pub fn on_hidden(call: impl Fn() + 'static) {
    let document = document();
    EventListener::new(&document.clone(), "visibilitychange", move |_| {
        if document.hidden() {
            call();
        }
    })
    .forget();
}

/// Calls back when the page is hidden for good, and reloads it if it comes back from the browser's memory.
pub fn on_leave(call: impl Fn() + 'static) {
    EventListener::new(&window(), "pagehide", move |_| call()).forget();
    EventListener::new(&window(), "pageshow", |event| {
        let persisted = js_sys::Reflect::get(event, &"persisted".into()).is_ok_and(|it| it.is_truthy());
        if persisted {
            super::dom::reload();
        }
    })
    .forget();
}
