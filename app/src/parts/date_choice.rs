//! Choosing a day: chips for the likely ones, and a field for any other.

use crate::format;
use crate::i18n::t;
use crate::state::customers::use_today;
use domain::instant::Day;
use leptos::prelude::*;

/// Chooses a day.
#[component]
pub fn DateChoice(
    /// The id of the field, and the name of the chips.
    id: &'static str,
    /// What is chosen.
    #[prop(into)]
    legend: String,
    /// Days from today, and what each chip says.
    quick: Vec<(i64, String)>,
    /// The chosen day.
    value: RwSignal<Option<Day>>,
    /// What no choice means; without it the chosen chip can only be changed.
    #[prop(optional, into)]
    none: Option<String>,
    /// The earliest day.
    #[prop(into)]
    min: Signal<Day>,
) -> impl IntoView {
    let today = use_today();
    let chip = move |(days, label): (i64, String)| {
        let day = move || today.day().plus(days);
        view! {
            <label class="chips__chip">
                <input
                    type="radio"
                    class="chips__input"
                    name=id
                    prop:checked=move || value.get() == Some(day())
                    on:change=move |_| value.set(Some(day()))
                />
                <span>{label} <small class="chips__note">{move || format::short_day(day(), today.day())}</small></span>
            </label>
        }
    };
    let clear = none.map(|label| {
        view! {
            <label class="chips__chip">
                <input
                    type="radio"
                    class="chips__input"
                    name=id
                    prop:checked=move || value.get().is_none()
                    on:change=move |_| value.set(None)
                />
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="chips">
            <legend class="chips__legend">{legend}</legend>
            <div class="chips__row">
                {clear} {quick.into_iter().map(chip).collect_view()}
                <label class="chips__date">
                    <span class="visually-hidden">{t().common.other_day}</span>
                    <input
                        class="field__input"
                        type="date"
                        id=id
                        min=move || min.get().to_string()
                        prop:value=move || value.get().map(|it| it.to_string()).unwrap_or_default()
                        on:change=move |event| value.set(Day::parse(&event_target_value(&event)))
                    />
                </label>
            </div>
        </fieldset>
    }
}
