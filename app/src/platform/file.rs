//! Files that the page gives to the person, and those that the person gives to the page.

use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, File, HtmlAnchorElement, HtmlInputElement, Url};

/// Saves a text as a file, where the browser keeps what is downloaded.
pub fn save(name: &str, kind: &str, text: &str) {
    let _ = offer(name, kind, &text.into());
}

/// Saves bytes as a file.
pub fn save_bytes(name: &str, kind: &str, bytes: &[u8]) {
    let _ = offer(name, kind, &Uint8Array::from(bytes));
}

fn offer(name: &str, kind: &str, part: &JsValue) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(part), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}

/// A file that somebody picked.
pub struct Picked {
    /// Its name.
    pub name: String,
    file: File,
}

impl Picked {
    /// The file of a field in which somebody picked one; the field is empty again, so that the same file can be picked once more.
    pub fn take(event: &Event) -> Option<Self> {
        let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
        let file = field.files()?.get(0)?;
        field.set_value("");
        Some(Self { name: file.name(), file })
    }

    /// Its bytes, if it has at most so many.
    ///
    /// # Errors
    /// None if it has more; else the browser's text, if it cannot be read.
    pub async fn bytes(&self, most: usize) -> Result<Vec<u8>, Option<String>> {
        #[expect(clippy::cast_precision_loss, reason = "a few megabytes")]
        if self.file.size() > most as f64 {
            return Err(None);
        }
        let read = JsFuture::from(self.file.array_buffer()).await;
        let buffer = read.map_err(|it| Some(format!("{it:?}")))?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }
}
