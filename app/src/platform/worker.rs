//! The engine's worker, as a pipe of binary messages.

use domain::port::{FromEngine, ToEngine};
use gloo_events::EventListener;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, WorkerOptions, WorkerType};

/// The running worker; dropping it ends it, and gives back all that it has locked.
pub struct Worker {
    worker: web_sys::Worker,
    /// Not a method: what makes messages of it belongs to the piece that starts the worker.
    say: Box<dyn Fn(&ToEngine)>,
    _listeners: [EventListener; 2],
}

/// What the worker tells.
pub enum Heard {
    /// A message of the engine.
    Said(Box<FromEngine>),
    /// It could not be started, or stopped with an error.
    Failed(String),
}

impl Worker {
    /// Starts the engine; `hear` gets all that it says.
    ///
    /// # Errors
    /// The browser's text, if it starts no workers.
    pub fn start(url: &str, hear: impl Fn(Heard) + Clone + 'static) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(url, &options).map_err(|it| text(&it))?;
        let tell = hear.clone();
        let messages = EventListener::new(&worker, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let bytes = Uint8Array::new(&event.data()).to_vec();
            match postcard::from_bytes(&bytes) {
                Ok(said) => tell(Heard::Said(Box::new(said))),
                Err(error) => tell(Heard::Failed(error.to_string())),
            }
        });
        let errors = EventListener::new(&worker, "error", move |event| {
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default();
            hear(Heard::Failed(message));
        });
        let to = worker.clone();
        let say = move |message: &ToEngine| {
            let Ok(bytes) = postcard::to_allocvec(message) else { return };
            let array = Uint8Array::from(bytes.as_slice());
            let _ = to.post_message_with_transfer(&array, &Array::of1(&array.buffer()));
        };
        Ok(Self { worker, say: Box::new(say), _listeners: [messages, errors] })
    }

    /// Sends a message.
    pub fn send(&self, message: &ToEngine) {
        (self.say)(message);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn text(value: &JsValue) -> String {
    value.dyn_ref::<js_sys::Error>().map_or_else(String::new, |it| String::from(it.message()))
}
