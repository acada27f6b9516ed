//! A newer build that waits, and letting it in.

use gloo_events::EventListener;
use js_sys::{Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, ServiceWorkerRegistration};

/// A registration with a newer build that waits.
pub struct Waiting(ServiceWorkerRegistration);

/// Calls back whenever a newer build waits.
pub fn on_waiting(call: impl Fn(Waiting) + 'static) {
    EventListener::new(&window(), "genjin-update", move |event| {
        let detail = event.dyn_ref::<CustomEvent>().map(CustomEvent::detail);
        if let Some(registration) = detail.and_then(|it| it.dyn_into().ok()) {
            call(Waiting(registration));
        }
    })
    .forget();
}

impl Waiting {
    /// Lets the newer build take over and loads the page anew.
    pub fn activate(&self) {
        let Some(waiting) = self.0.waiting() else { return super::dom::reload() };
        EventListener::once(&window().navigator().service_worker(), "controllerchange", |_| super::dom::reload())
            .forget();
        let message = Object::new();
        let _ = Reflect::set(&message, &"type".into(), &"activate".into());
        let _ = waiting.post_message(&message);
    }
}
