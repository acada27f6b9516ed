//! The socket to the server, and when to try again.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

/// What happens on a socket.
pub(crate) enum Happened {
    /// It is open.
    Opened,
    /// A frame came.
    Frame(Vec<u8>),
    /// It is closed, with a code.
    Closed(u16),
}

/// A socket; dropping it closes it without a word.
pub(crate) struct Socket {
    socket: WebSocket,
    _opened: Closure<dyn FnMut()>,
    _frame: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    /// Opens a socket to the server that this page came from.
    pub(crate) fn open(take: impl Fn(Happened) + Clone + 'static) -> Result<Self, JsValue> {
        let socket = WebSocket::new(&url())?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let (opened, frame) = (take.clone(), take.clone());
        let opened = Closure::<dyn FnMut()>::new(move || opened(Happened::Opened));
        let frame = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() {
                frame(Happened::Frame(Uint8Array::new(&buffer).to_vec()));
            }
        });
        let closed =
            Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| take(Happened::Closed(event.code())));
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(frame.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Ok(Self { socket, _opened: opened, _frame: frame, _closed: closed })
    }

    /// Bytes that have not left yet.
    pub(crate) fn waiting(&self) -> u32 {
        self.socket.buffered_amount()
    }

    /// Sends a frame; if the socket is not open the close event will say so.
    pub(crate) fn send(&self, frame: &[u8]) {
        let _ = self.socket.send_with_u8_array(frame);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}

fn url() -> String {
    let location = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("location")).unwrap_or_default();
    let part = |name: &str| {
        js_sys::Reflect::get(&location, &JsValue::from_str(name)).ok().and_then(|it| it.as_string()).unwrap_or_default()
    };
    let scheme = if part("protocol") == "https:" { "wss" } else { "ws" };
    format!("{scheme}://{}/sync", part("host"))
}

/// How long to wait before the next attempt, in milliseconds: doubling from one second to thirty, with jitter.
pub(crate) fn back_off(attempt: u32, random: u128) -> u32 {
    let longest = 1_000_u32.saturating_mul(1 << attempt.min(5)).min(30_000);
    let jitter = u32::try_from(random % 1_000).unwrap_or_default();
    longest / 2 + longest / 2 * jitter / 1_000
}

/// Whether the server answers that nobody is signed in. No answer is not that answer.
pub(crate) async fn is_signed_out() -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<web_sys::WorkerGlobalScope>() else { return false };
    let answer = wasm_bindgen_futures::JsFuture::from(scope.fetch_with_str("/api/session")).await;
    answer.ok().and_then(|it| it.dyn_into::<web_sys::Response>().ok()).is_some_and(|it| it.status() == 401)
}
