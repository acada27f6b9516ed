//! One of many, where chips would fill the page: a native list that opens.

use leptos::prelude::*;

/// One of many.
#[component]
pub fn Select(
    /// The id of the list.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// Keys and what they say; the first one is the usual one.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The key that is on.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the chosen key.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let options = Memo::new(move |_| options.get());
    // An option stays while its words change, as counts do at each letter of a search.
    let keys = Memo::new(move |_| options.with(|all| all.iter().map(|it| it.0.clone()).collect::<Vec<_>>()));
    let option = move |(index, key): (usize, String)| {
        let label = move || options.with(|all| all.get(index).map(|it| it.1.clone()));
        let mine = key.clone();
        view! {
            <option value=key prop:selected=move || value.read() == mine>
                {label}
            </option>
        }
    };
    let is_set = move || options.with(|all| value.with(|on| all.first().is_some_and(|it| it.0 != *on)));
    view! {
        <div class="select" data-set=move || is_set().then_some("")>
            <label class="select__label" for=id.clone()>
                {label}
            </label>
            <select class="select__list" id=id on:change=move |event| on_choose.run(event_target_value(&event))>
                {move || keys.get().into_iter().enumerate().map(option).collect_view()}
            </select>
        </div>
    }
}
