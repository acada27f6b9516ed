//! The wire to the page: values in a compact binary form, in both directions.

use domain::port::office::{FromOffice, ToOffice};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Sends an answer to the page.
pub(crate) fn post(message: &FromOffice) {
    let (Some(scope), Ok(bytes)) = (scope(), postcard::to_allocvec(message)) else { return };
    let array = Uint8Array::from(bytes.as_slice());
    let transfer = Array::of1(&array.buffer());
    // The page may be gone; then nobody needs the answer.
    let _ = scope.post_message_with_transfer(&array, &transfer);
}

/// Listens to the page for as long as the worker lives.
pub(crate) fn listen(mut take: impl FnMut(ToOffice) + 'static) {
    let Some(scope) = scope() else { return };
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(bytes) = event.data().dyn_into::<Uint8Array>() else { return };
        if let Ok(message) = postcard::from_bytes(&bytes.to_vec()) {
            take(message);
        }
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
}
