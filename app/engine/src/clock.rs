//! The device's clocks; the only place of the engine that reads them.

use domain::instant::Instant;
use wasm_bindgen::{JsCast, JsValue};

/// The wall clock of the device, uncorrected.
pub(crate) fn wall() -> Instant {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
    Instant(js_sys::Date::now() as i64)
}

/// A reading that never steps back, in milliseconds.
pub(crate) fn mono() -> u64 {
    let performance = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("performance"));
    let now = performance.ok().and_then(|it| it.dyn_into::<web_sys::Performance>().ok()).map_or(0.0, |it| it.now());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never negative, never that large")]
    {
        now as u64
    }
}

/// Random bits for an id.
pub(crate) fn random() -> u128 {
    let mut bytes = [0; 16];
    // Without the browser's randomness the clock must do: ids only have to differ.
    if getrandom::fill(&mut bytes).is_err() {
        bytes = u128::from(mono()).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).to_le_bytes();
    }
    u128::from_le_bytes(bytes)
}
