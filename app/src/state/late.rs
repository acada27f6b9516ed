//! What may wait for the next paint, so that what was tapped or typed is seen first.

use leptos::prelude::*;
use std::time::Duration;

/// Calls once the page has been painted with what is set now.
pub fn after_paint(call: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(call, Duration::ZERO));
}

/// The same value, one paint later; at first at once.
pub fn late<T: Clone + PartialEq + Send + Sync + 'static>(of: Memo<T>) -> Signal<T> {
    let value = RwSignal::new(of.get_untracked());
    let follow = move |_: &(), _: Option<&()>, _: Option<()>| {
        after_paint(move || {
            let is_new = |it: &T| value.try_with_untracked(|old| old != it) == Some(true);
            if let Some(now) = of.try_get_untracked().filter(is_new) {
                value.try_set(now);
            }
        });
    };
    Effect::watch(move || of.track(), follow, false);
    value.into()
}
