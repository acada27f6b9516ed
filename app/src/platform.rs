//! The browser, behind functions in our own words. Nothing outside names `web_sys`, `js_sys` or `wasm_bindgen`.

pub mod clipboard;
pub mod dom;
pub mod drag;
pub mod errors;
pub mod events;
pub mod file;
pub mod office;
pub mod projection;
pub mod sight;
pub mod stamp;
pub mod storage;
pub mod time;
pub mod update;
pub mod worker;
