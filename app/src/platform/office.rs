//! The module for spreadsheets: a worker for one question, thrown away with the answer.

use domain::port::office::{FromOffice, ToOffice};
use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ErrorEvent, MessageEvent, WorkerOptions, WorkerType};

/// How long a file may keep the worker, in milliseconds: the largest takes a few seconds on a slow tablet.
const PATIENCE: u32 = 60_000;

/// Asks, and waits for the answer; the page goes on meanwhile.
///
/// # Errors
/// The browser's text, if the module does not start, breaks, or does not answer.
pub async fn ask(asked: &ToOffice) -> Result<FromOffice, String> {
    let url = super::dom::meta("genjin-office").unwrap_or_default();
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = web_sys::Worker::new_with_options(&url, &options).map_err(|it| text(&it))?;
    let answered = answer(&worker, asked).await;
    worker.terminate();
    answered
}

async fn answer(worker: &web_sys::Worker, asked: &ToOffice) -> Result<FromOffice, String> {
    match next(worker, None).await? {
        FromOffice::Ready => {}
        early => return Ok(early),
    }
    let bytes = postcard::to_allocvec(asked).map_err(|it| it.to_string())?;
    next(worker, Some(&bytes)).await
}

/// What the worker says next, after something was said to it.
async fn next(worker: &web_sys::Worker, say: Option<&[u8]>) -> Result<FromOffice, String> {
    let mut patience = None;
    let said = Promise::new(&mut |resolve, reject| {
        worker.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&reject));
        patience = Some(Timeout::new(PATIENCE, move || {
            // A settled promise does not mind.
            let _ = reject.call0(&JsValue::NULL);
        }));
    });
    if let Some(bytes) = say {
        let array = Uint8Array::from(bytes);
        worker.post_message_with_transfer(&array, &Array::of1(&array.buffer())).map_err(|it| text(&it))?;
    }
    let event = JsFuture::from(said).await;
    drop(patience);
    let event: MessageEvent = event.map_err(|it| text(&it))?.unchecked_into();
    postcard::from_bytes(&Uint8Array::new(&event.data()).to_vec()).map_err(|it| it.to_string())
}

fn text(value: &JsValue) -> String {
    let of_event = value.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
    of_event.or_else(|| value.dyn_ref::<js_sys::Error>().map(|it| String::from(it.message()))).unwrap_or_default()
}
