//! What is shown while a piece of the app is on its way, and when it cannot be had.

use crate::i18n::t;
use crate::pieces::Lost;
use crate::platform::dom;
use crate::ui::button::{Button, Loudness};
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// What a piece hands over, when it is there.
pub type Arrival<T> = Pin<Box<dyn Future<Output = Result<T, Lost>>>>;

#[derive(Clone, Copy)]
enum State<T> {
    Waiting,
    There(T),
    Lost,
}

/// Draws with what a piece hands over: at once if it is there, else as soon as it has come.
pub fn arriving<T>(ask: fn() -> Arrival<T>, draw: impl Fn(T) -> AnyView + Send + 'static) -> AnyView
where
    T: Copy + Send + Sync + 'static,
{
    if let Some(it) = now(ask) {
        return draw(it);
    }
    let state = RwSignal::new(State::Waiting);
    spawn_local(async move {
        let came = ask().await;
        // Whoever waited may have gone elsewhere.
        state.try_set(came.map_or(State::Lost, State::There));
    });
    let shown = move || match state.get() {
        State::Waiting => view! { <p class="visually-hidden" role="status">{t().common.opening}</p> }.into_any(),
        State::There(it) => draw(it),
        State::Lost => lost(),
    };
    shown.into_any()
}

/// What is handed over if nothing has to be waited for.
fn now<T>(ask: fn() -> Arrival<T>) -> Option<T> {
    match ask().as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => it.ok(),
        Poll::Pending => None,
    }
}

fn lost() -> AnyView {
    view! {
        <Notice tone=Tone::Error text=t().broken.lost.to_owned()>
            <Button label=t().broken.reload.to_owned() loudness=Loudness::Primary on_press=|()| dom::reload() />
        </Notice>
    }
    .into_any()
}
