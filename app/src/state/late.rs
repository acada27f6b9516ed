//! What may wait, so that what was tapped or typed is seen first: for the next paint, or until nothing has changed for a moment.

use crate::platform::dom;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// After so long what waits for a paint comes without one: a page that nobody sees is not painted.
const UNSEEN: Duration = Duration::from_secs(2);

/// Calls once the page has been painted with what is set now.
pub fn after_paint(call: impl FnOnce() + 'static) {
    let painted = Rc::new(RefCell::new(Some(call)));
    let unseen = painted.clone();
    request_animation_frame(move || set_timeout(move || once(&painted), Duration::ZERO));
    set_timeout(move || once(&unseen), UNSEEN);
}

fn once(call: &RefCell<Option<impl FnOnce()>>) {
    let call = call.borrow_mut().take();
    if let Some(call) = call {
        call();
    }
}

/// Whether the page has been painted once with what is set now; what one does not see at first waits for that.
pub fn painted() -> Signal<bool> {
    let is_painted = RwSignal::new(false);
    after_paint(move || {
        is_painted.try_set(true);
    });
    is_painted.into()
}

/// The same call, made no sooner than what is set now has been painted.
pub fn not_before_paint<T: 'static>(call: impl FnMut(T) + 'static) -> impl FnMut(T) + 'static {
    // What has come too early, until it is painted.
    let early = Rc::new(RefCell::new(Some(Vec::new())));
    let call = Rc::new(RefCell::new(call));
    let (held, later) = (early.clone(), call.clone());
    after_paint(move || {
        let all: Vec<T> = held.take().unwrap_or_default();
        all.into_iter().for_each(|it| later.borrow_mut()(it));
    });
    move |it| match early.borrow_mut().as_mut() {
        Some(all) => all.push(it),
        None => call.borrow_mut()(it),
    }
}

/// What is computed from much, a paint after that has changed, so that what it was changed with is answered first; at once as long as there
/// is nothing. Whoever was on something that has gone then is at the heading.
pub fn a_paint_later<T>(changes: impl Fn() + 'static, compute: impl Fn() -> T + Copy + 'static) -> Signal<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    let value = RwSignal::new(untrack(compute));
    // Several changes before a paint are followed at once.
    let waits = StoredValue::new(false);
    let follow = move || {
        if value.is_disposed() {
            return;
        }
        waits.set_value(false);
        let now = untrack(compute);
        if value.with_untracked(|old| *old != now) {
            let had_focus = dom::has_focus_elsewhere();
            value.set(now);
            request_animation_frame(move || {
                if had_focus && !dom::has_focus_elsewhere() {
                    dom::focus("h1");
                }
            });
        }
    };
    let heard = move |(): &(), _: Option<&()>, _: Option<()>| {
        if value.with_untracked(|it| *it == T::default()) {
            follow();
        } else if !waits.get_value() {
            waits.set_value(true);
            after_paint(follow);
        }
    };
    Effect::watch(changes, heard, false);
    value.into()
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
