//! The wire to the page: values in a compact binary form, in both directions.

use domain::port::{FromEngine, ToEngine};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

thread_local! {
    /// What is sent together; none if each is sent by itself.
    static TOGETHER: RefCell<Option<Vec<FromEngine>>> = const { RefCell::new(None) };
}

/// Sends all messages that something posts as one.
pub(crate) fn together(run: impl FnOnce()) {
    TOGETHER.with(|all| *all.borrow_mut() = Some(Vec::new()));
    run();
    let all = TOGETHER.with(RefCell::take).unwrap_or_default();
    if !all.is_empty() {
        post(&FromEngine::Together(all));
    }
}

/// Sends a message to the page.
pub(crate) fn post(message: &FromEngine) {
    let is_kept = TOGETHER.with(|all| all.borrow_mut().as_mut().map(|it| it.push(message.clone())).is_some());
    if is_kept {
        return;
    }
    let (Some(scope), Ok(bytes)) = (scope(), postcard::to_allocvec(message)) else { return };
    let array = Uint8Array::from(bytes.as_slice());
    let transfer = Array::of1(&array.buffer());
    // The page may be gone; then nobody needs the message.
    let _ = scope.post_message_with_transfer(&array, &transfer);
}

/// Listens to the page for as long as the worker lives.
pub(crate) fn listen(mut take: impl FnMut(ToEngine) + 'static) {
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
