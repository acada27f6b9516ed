//! Server-sent events, and what the browser says of its own.

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventSource, InputEvent, KeyboardEvent, MessageEvent};

/// An open stream; dropping it closes it.
pub struct Events {
    source: EventSource,
    _listeners: Vec<EventListener>,
}

/// What a stream tells.
pub enum Told {
    /// The connection stands.
    Open,
    /// It broke; the browser tries again.
    Lost,
    /// An event, and what it carries.
    Data(String),
}

impl Events {
    /// Opens a stream and listens for events of these names.
    pub fn open(url: &str, names: &[&'static str], tell: impl Fn(Told) + Clone + 'static) -> Option<Self> {
        let source = EventSource::new(url).ok()?;
        let (opened, lost) = (tell.clone(), tell.clone());
        let mut listeners = vec![
            EventListener::new(&source, "open", move |_| opened(Told::Open)),
            EventListener::new(&source, "error", move |_| lost(Told::Lost)),
        ];
        for name in names {
            let tell = tell.clone();
            listeners.push(EventListener::new(&source, *name, move |event| {
                if let Some(text) = event.dyn_ref::<MessageEvent>().and_then(|it| it.data().as_string()) {
                    tell(Told::Data(text));
                }
            }));
        }
        Some(Self { source, _listeners: listeners })
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Whether an input method is composing: what it has so far is not what the person means yet.
pub fn is_composing(event: &Event) -> bool {
    event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing)
}

/// Whether a key is an input method's: some browsers say so, others give it the code 229.
pub fn is_of_input_method(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Listens to keys that are meant for the page; dropping it ends that.
pub struct Keys {
    _listener: EventListener,
}

impl Keys {
    /// Calls back with a key pressed alone, where nobody writes or composes; true if it was used.
    pub fn listen(call: impl Fn(&str) -> bool + 'static) -> Self {
        let heard = move |event: &Event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            let alone = !(key.ctrl_key() || key.meta_key() || key.alt_key() || key.is_composing() || key.repeat());
            if alone && !event.default_prevented() && !writes(event) && call(&key.key()) {
                event.prevent_default();
            }
        };
        let options = EventListenerOptions::enable_prevent_default();
        Self { _listener: EventListener::new_with_options(&document(), "keydown", options, heard) }
    }

    /// Calls back with a letter pressed together with control or command, also where somebody writes; the browser does not get it.
    pub fn listen_with_control(letter: &'static str, call: impl Fn() + 'static) -> Self {
        let heard = move |event: &Event| {
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            let with = (key.ctrl_key() || key.meta_key()) && !key.alt_key() && !key.shift_key() && !key.is_composing();
            if with && key.key().eq_ignore_ascii_case(letter) {
                event.prevent_default();
                if !key.repeat() {
                    call();
                }
            }
        };
        let options = EventListenerOptions::enable_prevent_default();
        Self { _listener: EventListener::new_with_options(&document(), "keydown", options, heard) }
    }
}

/// Whether an event comes from something in which one writes or chooses.
fn writes(event: &Event) -> bool {
    let within = "input, textarea, select, [contenteditable]";
    event
        .target()
        .and_then(|it| it.dyn_into::<Element>().ok())
        .is_some_and(|it| it.closest(within).ok().flatten().is_some())
}
