//! A table of people and their figures: rows on wide screens, a card for each on narrow ones.

use leptos::prelude::*;

/// A table of people and their figures.
#[component]
pub fn PeopleTable(
    /// The class of the page that it stands on.
    class: &'static str,
    /// What is in it.
    label: &'static str,
    /// Caption, head, body and foot.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("people-table {class}") role="region" aria-label=label tabindex="0">
            <table>{children()}</table>
        </div>
    }
}
