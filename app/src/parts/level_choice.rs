//! Choosing a level: five radios with their meaning, the suggested one marked.

use crate::i18n::t;
use crate::ui::level_badge::{LevelBadge, level_key};
use crate::words;
use domain::level::Level;
use leptos::prelude::*;

/// Chooses a level from P0 to P4.
#[component]
pub fn LevelChoice(
    /// The name of the group.
    name: &'static str,
    /// What is chosen.
    #[prop(into)]
    legend: String,
    /// The level that is on.
    #[prop(into)]
    value: Signal<Option<Level>>,
    /// The suggested level.
    #[prop(into)]
    suggested: Signal<Option<Level>>,
    /// Whether P4 is closed: a walk-in with clear intention is first judged hotter.
    #[prop(into)]
    floor: Signal<bool>,
    /// Called with the chosen level.
    #[prop(into)]
    on_choose: Callback<Level>,
) -> impl IntoView {
    let option = move |level: Level| {
        let closed = move || floor.get() && level == Level::P4;
        view! {
            <label class="level-choice__option" data-level=level_key(level)>
                <input
                    type="radio"
                    class="chips__input"
                    name=name
                    disabled=closed
                    prop:checked=move || value.get() == Some(level)
                    on:change=move |_| on_choose.run(level)
                />
                <span class="level-choice__face">
                    <LevelBadge level=level />
                    <span class="level-choice__meaning">{words::meaning(level)}</span>
                    <Show when=move || suggested.get() == Some(level)>
                        <span class="level-choice__mark">{t().suggest.mark}</span>
                    </Show>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="level-choice">
            <legend class="chips__legend">{legend}</legend>
            <div class="level-choice__options">{Level::OPEN.into_iter().map(option).collect_view()}</div>
        </fieldset>
    }
}
