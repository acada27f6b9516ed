//! Server-sent events, and what the browser says of its own.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventSource, InputEvent, MessageEvent};

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
