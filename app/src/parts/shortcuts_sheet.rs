//! Which keys lead where, and the switch that turns the single ones off.

use crate::i18n::t;
use crate::parts::shortcuts::KEYS;
use crate::state::settings::use_settings;
use crate::state::sheets::use_sheets;
use crate::ui::sheet::Sheet;
use leptos::prelude::*;

/// What opens the palette; it is no single key and cannot be switched off.
const COMMAND: &str = "Ctrl K";

/// The sheet of the keys.
#[component]
pub fn ShortcutsSheet() -> impl IntoView {
    let (settings, sheets) = (use_settings(), use_sheets());
    let it = &t().shortcuts;
    let does = move |key: &'static str| match key {
        "/" => it.search,
        "n" => it.new_customer,
        "t" => it.today,
        "c" => it.customers,
        _ => it.this,
    };
    let line = move |key: &'static str, does: &'static str| {
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
                <dl class="shortcuts-sheet__lines">{line(COMMAND, it.palette)} {KEYS.map(|key| line(key, does(key))).collect_view()}</dl>
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
