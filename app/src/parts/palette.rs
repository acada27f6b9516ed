//! Searching and going anywhere from one field: customers, what to do with them, and pages. A combobox in a sheet.
//!
//! While an input method composes, the letters search already, but Enter and the arrows are the input method's.

mod entries;

use crate::i18n::t;
use crate::platform::{dom, events};
use crate::state::sheets::{Open, use_sheets};
use crate::ui::icon::Icon;
use crate::ui::level_badge::LevelBadge;
use crate::ui::search_field::SearchField;
use crate::ui::sheet::{Sheet, use_closer};
use entries::{Act, Entry, Kind, entries};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The id of the field.
const FIELD: &str = "palette-field";
/// The id of the list.
const LIST: &str = "palette-list";

/// Listens to Ctrl K, or ⌘ K, while the frame stands.
#[component]
pub fn PaletteKey() -> impl IntoView {
    let sheets = use_sheets();
    let keys = events::Keys::listen_with_control("k", move || {
        if !sheets.is_open_now() {
            sheets.open(Open::Palette);
        }
    });
    let keys = StoredValue::new_local(Some(keys));
    on_cleanup(move || keys.update_value(|it| *it = None));
}

/// The sheet in which one searches and goes.
#[component]
pub fn PaletteSheet() -> impl IntoView {
    let sheets = use_sheets();
    view! {
        <Sheet title=t().palette.title.to_owned() on_closed=move |()| sheets.clear()>
            <Body />
        </Sheet>
    }
}

#[component]
fn Body() -> impl IntoView {
    let (sheets, closer) = (use_sheets(), use_closer());
    let navigate = use_navigate();
    let typed = RwSignal::new(String::new());
    let found = entries(typed.into());
    let chosen = RwSignal::new(0_usize);
    // What was found may be shorter than what was chosen from.
    let active = Memo::new(move |_| chosen.get().min(found.read().len().saturating_sub(1)));
    // The heading of the sheet has the focus when it opens.
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            request_animation_frame(|| dom::focus(&format!("#{FIELD}")));
        }
    });
    let act = Callback::new(move |index: usize| {
        let Some(entry) = found.with_untracked(|all| all.get(index).cloned()) else { return };
        match entry.act {
            Act::Go(address) => {
                closer.close();
                navigate(&address, NavigateOptions::default());
            }
            Act::Open(sheet) => sheets.open(sheet),
        }
    });
    let step = move |by: isize| {
        let count = found.read_untracked().len();
        if count > 0 {
            let next = (active.get_untracked() + count).saturating_add_signed(by) % count;
            chosen.set(next);
            dom::bring(&option_id(next));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if events::is_of_input_method(&event) {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "Enter" => act.run(active.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let input = move |event: ev::Event| {
        chosen.set(0);
        typed.set(event_target_value(&event));
    };
    let is_empty = Memo::new(move |_| found.read().is_empty());
    view! {
        <div class="stack palette">
            <SearchField label=t().palette.field>
                <input
                    type="text"
                    id=FIELD
                    class="field__input"
                    role="combobox"
                    aria-expanded=move || if is_empty.get() { "false" } else { "true" }
                    aria-controls=LIST
                    aria-autocomplete="list"
                    aria-activedescendant=move || (!is_empty.get()).then(|| option_id(active.get()))
                    placeholder=t().palette.field_hint
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    on:input=input
                    on:keydown=key
                />
            </SearchField>
            <p class="visually-hidden" role="status">
                {move || t().palette.count(&found.read().len())}
            </p>
            <div id=LIST role="listbox" aria-label=t().palette.results>
                {Kind::ALL.map(|kind| view! { <Group kind=kind found=found active=active act=act /> }).into_iter().collect_view()}
            </div>
            <Show when=move || is_empty.get()>
                <p>{t().palette.none}</p>
            </Show>
            <p class="palette__hint">{t().palette.keys_hint}</p>
        </div>
    }
}

/// What was found of one kind.
#[component]
fn Group(kind: Kind, found: Memo<Vec<Entry>>, active: Memo<usize>, act: Callback<usize>) -> impl IntoView {
    let own = Memo::new(move |_| {
        found.with(|all| all.iter().cloned().enumerate().filter(|it| it.1.kind == kind).collect::<Vec<_>>())
    });
    let title = format!("palette-{}", kind.key());
    let option = move |(index, entry): (usize, Entry)| {
        view! {
            <div
                role="option"
                class="palette__option"
                id=option_id(index)
                aria-selected=move || if active.get() == index { "true" } else { "false" }
                // The field keeps the focus.
                on:mousedown=move |event| event.prevent_default()
                on:click=move |_| act.run(index)
            >
                {match entry.level {
                    Some(level) => view! { <LevelBadge level=level /> }.into_any(),
                    None => view! { <Icon name=entry.icon /> }.into_any(),
                }} <span class="palette__label">{entry.label}</span>
                {(!entry.note.is_empty()).then(|| view! { <span class="palette__note">{entry.note}</span> })}
            </div>
        }
    };
    move || {
        let own = own.get();
        (!own.is_empty()).then(|| {
            view! {
                <div role="group" aria-labelledby=title.clone()>
                    <div class="palette__kind" role="presentation" id=title.clone()>
                        {kind.name()}
                    </div>
                    {own.into_iter().map(option).collect_view()}
                </div>
            }
        })
    }
}

fn option_id(index: usize) -> String {
    format!("palette-option-{index}")
}
