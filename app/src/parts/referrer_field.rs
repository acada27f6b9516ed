//! Who sent a customer 转介绍人: an own owner from the list, or any name.

use crate::i18n::t;
use crate::state::engine::{Engine, use_engine};
use domain::card::Referrer;
use domain::id::CustomerId;
use domain::phone::masked;
use leptos::prelude::*;

/// Own customers to whom a car was delivered, each as one line that tells two of a name apart; tracked.
fn owners(engine: Engine) -> Vec<(String, CustomerId, String)> {
    engine.rows.with(|rows| {
        let owners = rows.values().filter(|it| it.delivered && !it.sample);
        owners.map(|it| (format!("{} {}", it.name, masked(&it.phone)), it.id, it.name.clone())).collect()
    })
}

/// The value of the field for what stands in the input: an owner's line is that owner, anything else a name.
pub fn value_of(engine: Engine, text: &str) -> String {
    let text = text.trim();
    let known = untrack(|| owners(engine)).into_iter().find(|it| it.0 == text);
    let (customer, name) = known.map_or_else(|| (None, text.to_owned()), |it| (Some(it.1), it.2));
    Referrer { customer, name }.value()
}

/// What stands in the input for a value of the field.
pub fn text_of(engine: Engine, value: &str) -> String {
    let Some(referrer) = Referrer::parse(value) else { return String::new() };
    let known = untrack(|| owners(engine)).into_iter().find(|it| Some(it.1) == referrer.customer);
    known.map_or(referrer.name, |it| it.0)
}

/// The field, with the owners to choose from.
#[component]
pub fn ReferrerField(
    /// The id of the input.
    #[prop(into)]
    id: String,
    /// What stands in it.
    value: RwSignal<String>,
) -> impl IntoView {
    let engine = use_engine();
    let all = Memo::new(move |_| owners(engine));
    let (list, hint) = (format!("{id}-list"), format!("{id}-hint"));
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {t().field.referrer}
            </label>
            <input
                class="field__input"
                id=id
                type="text"
                autocomplete="off"
                list=list.clone()
                aria-describedby=hint.clone()
                bind:value=value
            />
            <datalist id=list>
                <For each=move || all.get() key=|it| it.clone() let:owner>
                    <option value=owner.0></option>
                </For>
            </datalist>
            <p class="field__hint" id=hint>
                {t().referral.hint}
            </p>
        </div>
    }
}
