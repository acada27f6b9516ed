//! Web Locks: what only one tab of this browser may do or have.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

fn manager() -> Option<JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &JsValue::from_str("navigator")).ok()?;
    Reflect::get(&navigator, &JsValue::from_str("locks")).ok().filter(|it| !it.is_undefined() && !it.is_null())
}

/// Takes a lock for as long as the worker lives; false if somebody has it. Without Web Locks there is nobody else.
pub(crate) async fn try_take(name: &str) -> bool {
    take(name, true).await
}

/// Waits for a lock and keeps it for as long as the worker lives.
pub(crate) async fn wait(name: &str) {
    take(name, false).await;
}

async fn take(name: &str, if_available: bool) -> bool {
    let Some(manager) = manager() else { return true };
    let name = JsValue::from_str(name);
    let taken = Promise::new(&mut |resolve, reject| {
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let got = !lock.is_null() && !lock.is_undefined();
            let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::from_bool(got));
            // A promise that never settles keeps the lock.
            if got { Promise::new(&mut |_, _| {}).into() } else { JsValue::UNDEFINED }
        });
        let options = js_sys::Object::new();
        let set = Reflect::set(&options, &JsValue::from_str("ifAvailable"), &JsValue::from_bool(if_available));
        let request = Reflect::get(&manager, &JsValue::from_str("request")).and_then(JsCast::dyn_into::<Function>);
        let asked = set.and(request).and_then(|request| request.call3(&manager, &name, &options, &granted));
        if asked.is_err() {
            let _ = reject.call0(&JsValue::UNDEFINED);
        }
    });
    JsFuture::from(taken).await.ok().and_then(|it| it.as_bool()).unwrap_or(true)
}
