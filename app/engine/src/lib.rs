//! The engine: the module of the Web Worker that owns the documents, the device's storage and the socket.
//!
//! **Invariant:** a change is on this device's disk before it is sent, and called uploaded only when the server has said so.
#![cfg(target_arch = "wasm32")]

mod boot;
mod clock;
mod disk;
mod engine;
mod idb;
mod locks;
mod page;
mod readings;
mod socket;
mod tabs;

use domain::port::{FromEngine, ToEngine};
use wasm_bindgen::prelude::*;

/// Starts listening to the page.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        page::post(&FromEngine::Trouble(domain::port::Trouble::Broken(info.to_string())));
    }));
    page::listen(|message| match message {
        ToEngine::Open(session) => boot::open(session),
        other => engine::hear(other),
    });
    page::post(&FromEngine::Ready);
}
