//! The toast: one polite live region for the whole app, with an undo beside it.

use crate::i18n::t;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// Long enough to read it and to reach for the undo.
const STAYS: Duration = Duration::from_secs(10);

/// Not a `Callback`: the toast outlives whoever asked for it.
type Undo = Arc<dyn Fn() + Send + Sync>;

#[derive(Clone)]
struct Shown {
    number: u32,
    text: String,
    undo: Option<Undo>,
}

/// The place for toasts.
#[derive(Clone, Copy)]
pub struct Toasts(RwSignal<Option<Shown>>, StoredValue<u32>);

impl Toasts {
    /// No toast.
    pub fn none() -> Self {
        Self(RwSignal::new(None), StoredValue::new(0))
    }

    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None);
    }

    /// Says something that can be taken back.
    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.show(text.into(), Some(Arc::new(undo)));
    }

    fn show(self, text: String, undo: Option<Undo>) {
        let number = self.1.get_value().wrapping_add(1);
        self.1.set_value(number);
        self.0.set(Some(Shown { number, text, undo }));
        let hide = move || {
            if self.0.read_untracked().as_ref().is_some_and(|it| it.number == number) {
                self.0.set(None);
            }
        };
        set_timeout(hide, STAYS);
    }
}

/// The place for toasts.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(Toasts::none)
}

/// The toast.
#[component]
pub fn Toast() -> impl IntoView {
    let Toasts(shown, _) = use_toasts();
    let text = move || shown.read().as_ref().map(|it| it.text.clone()).unwrap_or_default();
    let undo = move || shown.read().as_ref().and_then(|it| it.undo.clone());
    let press = move |_| {
        let undo = undo();
        shown.set(None);
        if let Some(undo) = undo {
            undo();
        }
    };
    view! {
        <div class="toast" data-shown=move || shown.read().is_some().then_some("")>
            <p class="toast__text" role="status">
                {text}
            </p>
            <Show when=move || undo().is_some()>
                <button type="button" class="toast__undo" on:click=press>
                    {t().common.undo}
                </button>
            </Show>
        </div>
    }
}
