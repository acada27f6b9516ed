//! Dragging with a pointer, be it a mouse, a pen or a finger.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

/// Whether it is a mouse, which drags without taking hold of a handle first.
pub fn is_mouse(event: &PointerEvent) -> bool {
    event.pointer_type() == "mouse"
}

/// Whether it began on something that a selector finds, or within it.
pub fn began_on(event: &Event, selector: &str) -> bool {
    event
        .target()
        .and_then(|it| it.dyn_into::<Element>().ok())
        .is_some_and(|it| it.closest(selector).ok().flatten().is_some())
}

/// Gives all that this pointer does, wherever it goes, to whoever listens.
pub fn hold(event: &PointerEvent) {
    if let Some(it) = event.current_target().and_then(|it| it.dyn_into::<Element>().ok()) {
        let _ = it.set_pointer_capture(event.pointer_id());
    }
}

/// Where the pointer is, from the upper left corner of an element, in pixels.
pub fn place(event: &PointerEvent, within: &Element) -> (f64, f64) {
    let corner = within.get_bounding_client_rect();
    (f64::from(event.client_x()) - corner.left(), f64::from(event.client_y()) - corner.top())
}

/// The value of an attribute of what lies under the pointer, or of the nearest around it.
#[expect(clippy::cast_precision_loss, reason = "a screen has fewer than 2^24 pixels")]
pub fn under(event: &PointerEvent, attribute: &str) -> Option<String> {
    let it = document().element_from_point(event.client_x() as f32, event.client_y() as f32)?;
    it.closest(&format!("[{attribute}]")).ok()??.get_attribute(attribute)
}

/// Where the pointer is, from the upper left corner of an element, as parts of its width and of its height.
pub fn share(event: &PointerEvent, within: &Element) -> (f64, f64) {
    let (place, size) = (place(event, within), within.get_bounding_client_rect());
    (place.0 / size.width().max(1.0), place.1 / size.height().max(1.0))
}
