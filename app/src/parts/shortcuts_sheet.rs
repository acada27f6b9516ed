//! Which single keys lead where, and the switch that turns them off.

use crate::i18n::t;
use crate::parts::shortcuts::KEYS;
use crate::state::settings::use_settings;
use crate::state::sheets::use_sheets;
use crate::ui::sheet::Sheet;
use leptos::prelude::*;

/// The sheet of the single keys.
#[component]
pub fn ShortcutsSheet() -> impl IntoView {
    let (settings, sheets) = (use_settings(), use_sheets());
    let it = &t().shortcuts;
    let line = move |key: &'static str| {
        let does = match key {
            "/" => it.search,
            "n" => it.new_customer,
            "t" => it.today,
            "c" => it.customers,
            _ => it.this,
        };
        view! {
            <div class="shortcuts-sheet__line">
                <dt>
                    <kbd class="shortcuts-sheet__key">{key}</kbd>
                </dt>
                <dd>{does}</dd>
            </div>
        }
    };
    view! {
        <Sheet title=it.title.to_owned() on_closed=move |()| sheets.clear()>
            <div class="stack">
                <dl class="shortcuts-sheet__lines">{KEYS.map(line).collect_view()}</dl>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || settings.shortcuts()
                        on:change=move |event| settings.set_shortcuts(event_target_checked(&event))
                    />
                    <span>
                        {it.on} <small class="check__note">{it.on_hint}</small>
                    </span>
                </label>
            </div>
        </Sheet>
    }
}
