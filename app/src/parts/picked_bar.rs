//! What one can do with the picked customers.

use crate::i18n::t;
use crate::state::selection::use_selection;
use crate::ui::button::{Button, Loudness};
use domain::id::CustomerId;
use leptos::prelude::*;

/// Whom one has picked, of whom one can pick, and what to do with them.
#[component]
pub fn PickedBar(
    /// Who can be picked.
    #[prop(into)]
    ids: Signal<Vec<CustomerId>>,
    /// What can be done, once somebody is picked.
    children: ChildrenFn,
) -> impl IntoView {
    let selection = use_selection();
    let children = StoredValue::new(children);
    let count = Memo::new(move |_| selection.all().len());
    let all_picked = move || ids.with(|ids| !ids.is_empty() && ids.iter().all(|it| selection.has(*it)));
    view! {
        <Show when=move || selection.is_on()>
            <div class="picked-bar" role="group" aria-label=t().customers.pick>
                <p role="status">{move || t().customers.picked(&count.get())}</p>
                <Button
                    label=Signal::derive(move || {
                        if all_picked() { t().customers.pick_none.to_owned() } else { t().customers.pick_all(&ids.read().len()) }
                    })
                    loudness=Loudness::Quiet
                    on_press=move |()| selection.toggle_all(&ids.read_untracked())
                />
                <Show when=move || { count.get() > 0 }>{children.with_value(|it| it())}</Show>
                <Button label=t().common.cancel.to_owned() on_press=move |()| selection.stop() />
            </div>
        </Show>
    }
}
