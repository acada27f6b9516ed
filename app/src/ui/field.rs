//! A labelled field for text, with its hint and its error.

use leptos::prelude::*;

/// A field of one line.
#[component]
pub fn Field(
    /// The id of the input.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// Its text.
    value: RwSignal<String>,
    /// `text`, `password`, `tel`, `date`, …
    #[prop(default = Signal::stored("text"), into)]
    kind: Signal<&'static str>,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// A word of help.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it, empty if nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// The latest value of a date.
    #[prop(optional, into)]
    max: Signal<String>,
    /// The earliest value of a date.
    #[prop(optional, into)]
    min: Signal<String>,
    /// What one may pick instead of typing: values, and what each says beside it.
    #[prop(optional)]
    choices: Vec<(String, String)>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let has_hint = !hint.is_empty();
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || match (has_hint, error.read().is_empty()) {
            (_, false) => Some(error_id.clone()),
            (true, true) => Some(hint_id.clone()),
            (false, true) => None,
        }
    };
    let list = (!choices.is_empty()).then(|| format!("{id}-list"));
    let offered = list.clone().map(|list| {
        let option = |(value, said): (String, String)| view! { <option value=value>{said}</option> };
        view! { <datalist id=list>{choices.into_iter().map(option).collect_view()}</datalist> }
    });
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {label}
            </label>
            <input
                class="field__input"
                id=id
                name=id
                type=move || kind.get()
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                aria-required=required.then_some("true")
                aria-invalid=move || (!error.read().is_empty()).then_some("true")
                aria-describedby=described
                max=move || Some(max.get()).filter(|it| !it.is_empty())
                min=move || Some(min.get()).filter(|it| !it.is_empty())
                list=list
                bind:value=value
            />
            {offered}
            {has_hint.then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <p class="field__error" id=error_id hidden=move || error.read().is_empty()>
                {error}
            </p>
        </div>
    }
}

/// A field of several lines.
#[component]
pub fn TextArea(
    /// The id of the input.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// Its text.
    value: RwSignal<String>,
    /// Lines shown.
    #[prop(default = 2)]
    rows: u32,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {label}
            </label>
            <textarea class="field__input" id=id rows=rows bind:value=value></textarea>
        </div>
    }
}
