//! What stands where nothing is.

use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// An empty place that says why, and what one can do.
#[component]
pub fn Empty(
    /// Its picture.
    icon: IconName,
    /// What it says.
    #[prop(into)]
    title: String,
    /// What one can do.
    #[prop(optional, into)]
    text: String,
    /// Actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon />
            <p class="empty__title">{title}</p>
            {(!text.is_empty()).then(|| view! { <p class="empty__text">{text}</p> })}
            {children.map(|it| it())}
        </div>
    }
}
