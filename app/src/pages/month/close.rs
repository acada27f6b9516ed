//! The manager's signature under a month, asked for once more before it is given.

use super::who;
use crate::api;
use crate::format;
use crate::i18n::t;
use crate::ui::button::{Button, Loudness};
use crate::ui::notice::ErrorText;
use crate::ui::sheet::{Sheet, use_closer};
use crate::words;
use domain::month::Table;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The button that closes a month, and its question.
#[component]
pub fn Close(
    /// The table that is on the screen.
    table: Arc<Table>,
    /// Called once it is closed.
    #[prop(into)]
    on_closed: Callback<()>,
) -> impl IntoView {
    let asks = RwSignal::new(false);
    let table = StoredValue::new(table);
    view! {
        <Button label=t().month.close.to_owned() on_press=move |()| asks.set(true) />
        <Show when=move || asks.get()>
            <Sheet
                title=t().month.close_title(&format::month(table.read_value().month))
                on_closed=move |()| {
                    asks.try_set(false);
                }
            >
                <Question table=table.get_value() on_closed=on_closed />
            </Sheet>
        </Show>
    }
}

#[component]
fn Question(table: Arc<Table>, on_closed: Callback<()>) -> impl IntoView {
    let closer = use_closer();
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let (month, scope) = (table.month, table.advisor);
    let close = move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::close_month(month, scope).await {
                Ok(_) => {
                    closer.close();
                    on_closed.run(());
                }
                Err(failure) => {
                    error.try_set(words::failure(&failure));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <p>{t().month.close_text(&who(&table))}</p>
        <ErrorText text=error />
        <div class="cluster">
            <Button label=t().month.close_yes.to_owned() loudness=Loudness::Primary busy=busy on_press=close />
            <Button label=t().common.cancel.to_owned() on_press=move |()| closer.close() />
        </div>
    }
}
