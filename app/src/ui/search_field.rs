//! A field in which one searches: the glass stands in it, the label is for screen readers.

use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// A field in which one searches.
#[component]
pub fn SearchField(
    /// What is searched for.
    label: &'static str,
    /// The input.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="search-field">
            <span class="visually-hidden">{label}</span>
            <Icon name=IconName::Search />
            {children()}
        </label>
    }
}
