//! What the browser keeps for us: small things in localStorage, and whether it promises to keep the documents.

use gloo_storage::{LocalStorage, Storage};
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Reads a small thing; none if it is missing, foreign, or there is no storage.
pub fn get<T: DeserializeOwned>(key: &str) -> Option<T> {
    LocalStorage::get(key).ok()
}

/// Keeps a small thing, if the browser lets us.
pub fn set<T: Serialize>(key: &str, value: T) {
    let _ = LocalStorage::set(key, value);
}

/// Forgets a small thing.
pub fn remove(key: &str) {
    LocalStorage::delete(key);
}

/// Asks the browser to keep the documents even when space is short; none where it cannot say.
pub async fn ask_to_persist() -> Option<bool> {
    call("persist").await
}

/// Whether it has promised so.
pub async fn is_persisted() -> Option<bool> {
    call("persisted").await
}

/// `navigator.storage` is missing in some browsers and on insecure addresses.
async fn call(method: &str) -> Option<bool> {
    let navigator: JsValue = window().navigator().into();
    let storage = Reflect::get(&navigator, &"storage".into()).ok()?;
    if storage.is_falsy() {
        return None;
    }
    let function: Function = Reflect::get(&storage, &method.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = function.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_bool()
}

/// Sixteen random bytes as a number.
pub fn random() -> u128 {
    let mut bytes = [0; 16];
    // Without randomness the milliseconds of the id still tell customers of one device apart.
    let _ = getrandom::fill(&mut bytes);
    u128::from_le_bytes(bytes)
}
