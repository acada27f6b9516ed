//! What is about to come into sight.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::js_sys::Array;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// How far from the edge of the screen something is near, as a part of its height.
const MARGIN: &str = "25%";

/// Watches whether an element comes near what is seen; dropping it ends that.
pub struct Sight {
    observer: IntersectionObserver,
    _call: Closure<dyn FnMut(Array, IntersectionObserver)>,
}

impl Sight {
    /// Calls when the element is near, and again as long as it still is after what the call has done.
    pub fn watch(element: Element, call: impl Fn() + 'static) -> Option<Self> {
        let target = element.clone();
        let call = Closure::new(move |entries: Array, observer: IntersectionObserver| {
            let is_near = |it: &IntersectionObserverEntry| it.is_intersecting();
            if entries.iter().filter_map(|it| it.dyn_into().ok()).any(|it| is_near(&it)) {
                call();
                // It tells changes only, and how things stand when it begins.
                observer.unobserve(&target);
                observer.observe(&target);
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(MARGIN);
        let observer = IntersectionObserver::new_with_options(call.as_ref().unchecked_ref(), &options).ok()?;
        observer.observe(&element);
        Some(Self { observer, _call: call })
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
