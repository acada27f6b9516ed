//! What the tabs of one browser tell each other about one person's store.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// A message between tabs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Tell {
    /// A change was stored: document, bytes.
    Chunk(String, Vec<u8>),
    /// The server has these heads on its disk: document, heads.
    Acked(String, Vec<u8>),
    /// How the tab that keeps the connection stands, in the port's form.
    Status(Vec<u8>),
    /// A tab, by its lease, has something that the disk does not take.
    Holding(String),
    /// It has nothing such any more.
    Released(String),
    /// The store is about to be deleted.
    Closing,
}

/// The channel of one store.
pub(crate) struct Tabs {
    channel: Option<BroadcastChannel>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Tabs {
    /// Joins the channel.
    pub(crate) fn join(name: &str, mut take: impl FnMut(Tell) + 'static) -> Self {
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(tell) = read(&event.data()) {
                take(tell);
            }
        });
        let channel = BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        }
        Self { channel, _heard: heard }
    }

    /// Tells the other tabs.
    pub(crate) fn tell(&self, tell: &Tell) {
        let (kind, doc, bytes) = match tell {
            Tell::Chunk(doc, bytes) => ("chunk", doc.as_str(), bytes.as_slice()),
            Tell::Acked(doc, heads) => ("acked", doc.as_str(), heads.as_slice()),
            Tell::Status(status) => ("status", "", status.as_slice()),
            Tell::Holding(tab) => ("holding", tab.as_str(), [].as_slice()),
            Tell::Released(tab) => ("released", tab.as_str(), [].as_slice()),
            Tell::Closing => ("closing", "", [].as_slice()),
        };
        if let Some(channel) = &self.channel {
            let message = Array::of3(&kind.into(), &doc.into(), &Uint8Array::from(bytes));
            // A closed channel has no listeners to miss it.
            let _ = channel.post_message(&message);
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}

fn read(data: &JsValue) -> Option<Tell> {
    let parts: &Array = data.dyn_ref()?;
    let doc = parts.get(1).as_string()?;
    let bytes = Uint8Array::new(&parts.get(2)).to_vec();
    match parts.get(0).as_string()?.as_str() {
        "chunk" => Some(Tell::Chunk(doc, bytes)),
        "acked" => Some(Tell::Acked(doc, bytes)),
        "status" => Some(Tell::Status(bytes)),
        "holding" => Some(Tell::Holding(doc)),
        "released" => Some(Tell::Released(doc)),
        "closing" => Some(Tell::Closing),
        _ => None,
    }
}
