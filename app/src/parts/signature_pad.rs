//! A box to sign in, with a finger, a pen or a mouse.

use crate::platform::drag;
use domain::ink::{self, HEIGHT, Point, WIDTH};
use leptos::prelude::*;
use leptos::{ev, html};

/// The frame of everything that is drawn in a signature's box.
pub fn frame() -> String {
    format!("0 0 {WIDTH} {HEIGHT}")
}

/// A box to sign in. Its strokes are what a pointer left; [`ink::Ink::of`] makes a signature of them.
#[component]
pub fn SignaturePad(
    /// What has been drawn.
    strokes: RwSignal<Vec<Vec<Point>>>,
    /// What the box is for.
    #[prop(into)]
    label: Signal<String>,
    /// The id of what describes it.
    described: &'static str,
) -> impl IntoView {
    let pad = NodeRef::<html::Div>::new();
    // The pointer that draws; a second one, such as the ball of the hand, draws nothing.
    let drawing = StoredValue::new(None::<i32>);
    let place = move |event: &ev::PointerEvent| {
        let (x, y) = pad.get_untracked().map(|it| drag::share(event, &it))?;
        Some(Point { x: unit(x, WIDTH), y: unit(y, HEIGHT) })
    };
    let begin = move |event: ev::PointerEvent| {
        if event.button() != 0 || drawing.get_value().is_some() {
            return;
        }
        let Some(at) = place(&event) else { return };
        event.prevent_default();
        drag::hold(&event);
        drawing.set_value(Some(event.pointer_id()));
        strokes.update(|all| all.push(vec![at]));
    };
    let follow = move |event: ev::PointerEvent| {
        if drawing.get_value() != Some(event.pointer_id()) {
            return;
        }
        let Some(at) = place(&event) else { return };
        strokes.update(|all| {
            if let Some(stroke) = all.last_mut().filter(|it| it.last() != Some(&at)) {
                stroke.push(at);
            }
        });
    };
    let end = move |event: ev::PointerEvent| {
        if drawing.get_value() == Some(event.pointer_id()) {
            drawing.set_value(None);
        }
    };
    // The browser takes the pointer away where it was no stroke, such as the ball of a hand.
    let give_up = move |event: ev::PointerEvent| {
        if drawing.get_value() == Some(event.pointer_id()) {
            drawing.set_value(None);
            strokes.update(|all| drop(all.pop()));
        }
    };
    view! {
        <div
            class="signature-pad"
            node_ref=pad
            role="img"
            aria-label=label
            aria-describedby=described
            on:pointerdown=begin
            on:pointermove=follow
            on:pointerup=end
            on:pointercancel=give_up
        >
            <svg class="signature-pad__ink" viewBox=frame() aria-hidden="true">
                <path d=move || strokes.with(|it| ink::path(it)) />
            </svg>
        </div>
    }
}

/// A part of a side, 0 to 1, in units of the box.
#[expect(clippy::cast_possible_truncation, reason = "a share of a few hundred units, wherever the pointer is")]
fn unit(share: f64, side: i32) -> i32 {
    (share * f64::from(side)).round() as i32
}
