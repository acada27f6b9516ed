//! Chips: one of several, or any of several; real radios and checkboxes underneath.

use leptos::prelude::*;

/// One of several.
#[component]
pub fn ChipChoice<T>(
    /// The name of the group, unique on the page.
    name: &'static str,
    /// What is chosen.
    #[prop(into)]
    legend: String,
    /// Only screen readers get the legend.
    #[prop(optional)]
    hide_legend: bool,
    /// The choices and what they say.
    #[prop(into)]
    options: Signal<Vec<(T, String)>>,
    /// The one that is on.
    #[prop(into)]
    value: Signal<T>,
    /// Called with the chosen one.
    #[prop(into)]
    on_choose: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    // The part that is the same for every `T` is compiled once.
    let labels = Memo::new(move |_| options.with(|all| all.iter().map(|it| it.1.clone()).collect::<Vec<_>>()));
    let chosen = Memo::new(move |_| value.with(|on| options.with(|all| all.iter().position(|it| it.0 == *on))));
    let choose = Callback::new(move |index: usize| {
        let picked = options.with_untracked(|all| all.get(index).map(|it| it.0.clone()));
        if let Some(it) = picked {
            on_choose.run(it);
        }
    });
    radios(name, legend, hide_legend, labels, chosen, choose)
}

fn radios(
    name: &'static str,
    legend: String,
    hide_legend: bool,
    labels: Memo<Vec<String>>,
    chosen: Memo<Option<usize>>,
    choose: Callback<usize>,
) -> AnyView {
    // A chip stays while its words change, as counts do at each letter of a search.
    let count = Memo::new(move |_| labels.read().len());
    let chip = move |index: usize| {
        let label = move || labels.with(|all| all.get(index).cloned());
        view! {
            <label class="chips__chip">
                <input
                    type="radio"
                    class="chips__input"
                    name=name
                    prop:checked=move || chosen.get() == Some(index)
                    on:change=move |_| choose.run(index)
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="chips">
            <legend class="chips__legend" class:visually-hidden=hide_legend>
                {legend}
            </legend>
            <div class="chips__row">{move || (0..count.get()).map(chip).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// Any of several.
#[component]
pub fn ChipTicks(
    /// What is ticked.
    #[prop(into)]
    legend: String,
    /// The codes and what they say.
    options: Vec<(String, String)>,
    /// The codes that are on.
    value: RwSignal<Vec<String>>,
) -> impl IntoView {
    let chip = move |(code, label): (String, String)| {
        let mine = code.clone();
        let toggle = move |_| {
            value.update(|all| match all.iter().position(|it| *it == code) {
                Some(index) => {
                    all.remove(index);
                }
                None => all.push(code.clone()),
            });
        };
        view! {
            <label class="chips__chip">
                <input
                    type="checkbox"
                    class="chips__input"
                    prop:checked=move || value.read().contains(&mine)
                    on:change=toggle
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="chips">
            <legend class="chips__legend">{legend}</legend>
            <div class="chips__row">{options.into_iter().map(chip).collect_view()}</div>
        </fieldset>
    }
}
