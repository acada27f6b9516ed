//! Spreadsheets: the module of a Web Worker that is started when somebody imports or exports, and thrown away afterwards.
//!
//! **Invariant:** what comes in is foreign: it is measured before it is unpacked, read cell by cell under caps, and whatever
//! is wrong with it is an answer. It knows no customers, no storage and no network.

#[cfg(target_arch = "wasm32")]
mod page;
mod read;
#[cfg(test)]
mod tests;
mod text;
mod workbook;
mod write;

use domain::port::office::{FromOffice, ToOffice, Unreadable};

/// Does what is asked.
#[must_use]
pub fn answer(asked: ToOffice) -> FromOffice {
    match asked {
        ToOffice::Read(bytes) => read::sheet(&bytes).map_or_else(FromOffice::Unreadable, FromOffice::Read),
        ToOffice::Write { name, rows } => {
            write::workbook(&name, &rows).map_or(FromOffice::Unreadable(Unreadable::TooLarge), FromOffice::Written)
        }
    }
}

/// Starts listening to the page.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    page::listen(|asked| page::post(&answer(asked)));
    page::post(&FromOffice::Ready);
}
