//! What may wait, so that what was tapped or typed is seen first: for the next paint, or until nothing has changed for a moment.

use leptos::prelude::*;
use std::time::Duration;

/// Calls once the page has been painted with what is set now.
pub fn after_paint(call: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(call, Duration::ZERO));
}

/// The same value, once it has not changed for a while; at first at once.
pub fn rested<T: Clone + PartialEq + Send + Sync + 'static>(of: Memo<T>, pause: Duration) -> Signal<T> {
    let value = RwSignal::new(of.get_untracked());
    let changes = StoredValue::new(0_u32);
    let follow = move |_: &(), _: Option<&()>, _: Option<()>| {
        let change = changes.get_value().wrapping_add(1);
        changes.set_value(change);
        let settle = move || {
            let is_last = changes.try_get_value() == Some(change);
            let is_new = |it: &T| value.try_with_untracked(|old| old != it) == Some(true);
            if let Some(now) = of.try_get_untracked().filter(|it| is_last && is_new(it)) {
                value.try_set(now);
            }
        };
        set_timeout(settle, pause);
    };
    Effect::watch(move || of.track(), follow, false);
    value.into()
}
