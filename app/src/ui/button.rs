//! A button, with an icon if it has one.

use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// How loud a button is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Loudness {
    /// The one thing to do here.
    Primary,
    /// Something one may do.
    #[default]
    Plain,
    /// Something at the margin.
    Quiet,
    /// Something that cannot be taken back.
    Danger,
}

impl Loudness {
    /// The value of `data-variant`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Plain => "plain",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

/// A button that does something.
#[component]
pub fn Button(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How loud it is.
    #[prop(optional)]
    loudness: Loudness,
    /// The icon before the label.
    #[prop(optional)]
    icon: Option<IconName>,
    /// Whether it is at work; it then does nothing.
    #[prop(optional, into)]
    busy: Option<Signal<bool>>,
) -> impl IntoView {
    let press = move |_| {
        if !busy.is_some_and(|it| it.get_untracked()) {
            on_press.run(());
        }
    };
    view! {
        <button
            type="button"
            class="button"
            data-variant=loudness.name()
            aria-busy=busy.map(|it| move || it.get().then_some("true"))
            on:click=press
        >
            {icon.map(|it| view! { <Icon name=it /> })}
            <span class="button__label">{label}</span>
        </button>
    }
}

/// The button that sends its form.
#[component]
pub fn Submit(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is at work.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <button type="submit" class="button" data-variant="primary" aria-busy=move || busy.get().then_some("true")>
            <span class="button__label">{label}</span>
        </button>
    }
}
