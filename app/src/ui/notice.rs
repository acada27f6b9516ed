//! A message in the page: something to know, to heed, or that failed.

use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// How grave a notice is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// To know.
    #[default]
    Info,
    /// To heed.
    Warning,
    /// It failed.
    Error,
}

impl Tone {
    const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A message in the page.
#[component]
pub fn Notice(
    /// How grave it is.
    #[prop(optional)]
    tone: Tone,
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// Actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let icon = if tone == Tone::Info { IconName::Note } else { IconName::Warning };
    view! {
        <div class="notice" data-tone=tone.name() role=(tone == Tone::Error).then_some("alert")>
            <Icon name=icon />
            <p class="notice__text">{text}</p>
            {children.map(|it| it())}
        </div>
    }
}

/// Shows an error while there is one; screen readers hear it come.
#[component]
pub fn ErrorText(
    /// The error, empty if there is none.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || {
                let text = text.get();
                (!text.is_empty())
                    .then(|| {
                        view! {
                            <div class="notice" data-tone="error">
                                <Icon name=IconName::Warning />
                                <p class="notice__text">{text}</p>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
