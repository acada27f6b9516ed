//! A sheet about one customer, whose name stands in its heading.

use crate::state::engine::use_engine;
use crate::state::sheets::use_sheets;
use crate::ui::sheet::Sheet;
use domain::id::CustomerId;
use leptos::prelude::*;

/// A sheet about one customer; closing it leaves the page beneath.
#[component]
pub fn CustomerSheet(
    /// Who.
    id: CustomerId,
    /// The heading, from the customer's name.
    title: fn(&str) -> String,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let (engine, sheets) = (use_engine(), use_sheets());
    let title = move || engine.row(id).map(|it| title(&it.name)).unwrap_or_default();
    view! {
        <Sheet title=Signal::derive(title) on_closed=move |()| sheets.clear()>
            {children()}
        </Sheet>
    }
}
