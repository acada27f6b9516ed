//! A field of a card, edited in place: a tap, the new value, saved. Two values of one field are both shown; one tap chooses.

use super::editor::Editor;
use super::section::add_id;
use crate::i18n::t;
use crate::parts::doing::use_doing;
use crate::platform::dom;
use crate::state::engine::use_engine;
use crate::state::update::use_update;
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::words;
use domain::card::CardField;
use domain::command::Command;
use domain::phone::is_number;
use domain::port::Card;
use leptos::prelude::*;
use std::sync::Arc;

/// A field of a card.
#[component]
pub fn CardFieldRow(
    /// Its name in facts.
    name: String,
    /// The card.
    card: Memo<Option<Arc<Card>>>,
    /// The field that is being added.
    adding: RwSignal<Option<String>>,
) -> impl IntoView {
    let (engine, doing) = (use_engine(), use_doing());
    let field = {
        let name = name.clone();
        Memo::new(move |_| card.get().and_then(|it| it.view.fields.get(&name).cloned()).unwrap_or_default())
    };
    let known = CardField::of(&name);
    let is_new = adding.with_untracked(|it| it.as_deref() == Some(name.as_str()));
    let edits = RwSignal::new(is_new);
    use_update().guard(Signal::derive(move || edits.get()));
    let label = words::field(&name).to_owned();
    // Tags and codes are letters, digits, dots and underscores: a dot would end a selector.
    let id = format!("field-{}", name.replace('.', "-"));
    if is_new {
        let id = id.clone();
        request_animation_frame(move || dom::focus(&format!("#{id}")));
    }
    // A number is shown whole when somebody wants to see it, which is written down first.
    let is_whole = RwSignal::new(false);
    let hides = {
        let name = name.clone();
        Memo::new(move |_| !is_whole.get() && is_number(&name, field.read().value()))
    };
    let reveal = {
        let name = name.clone();
        move |after: Box<dyn FnOnce()>| {
            let Some(id) = card.get_untracked().map(|it| it.view.id) else { return };
            doing.note(Command::Reveal(id, name.clone()), move || {
                is_whole.try_set(true);
                after();
            });
        }
    };
    let masked = {
        let name = name.clone();
        move || {
            let (card, field) = (card.get(), field.read());
            let say = if hides.get() { words::masked } else { words::value };
            engine.store.with(|store| say(store, card.as_ref().map(|it| &it.view), &name, field.value()))
        }
    };
    let shown = {
        let name = name.clone();
        move |value: &str| {
            let card = card.get();
            engine.store.with(|store| words::value(store, card.as_ref().map(|it| &it.view), &name, value))
        }
    };
    let close = {
        let id = id.clone();
        move || {
            edits.try_set(false);
            adding.try_set(None);
            // What was taken away, or not added after all, is a button to add again.
            let to = match known {
                Some(field) => format!("#{id}-value, #{}", add_id(field)),
                None => format!("#{id}-value"),
            };
            request_animation_frame(move || dom::focus(&to));
        }
    };
    let set = {
        let (name, close) = (name.clone(), close.clone());
        Callback::new(move |value: String| {
            if value == field.read_untracked().value() && field.read_untracked().values.len() < 2 {
                return close();
            }
            let Some(id) = card.get_untracked().map(|it| it.view.id) else { return };
            let said = t().customer.saved(&words::field(&name));
            let close = close.clone();
            doing.run(Command::Edit(id, name.clone(), value), said, move |_| close());
        })
    };
    let cancel = Callback::new(move |()| close());
    let begin = {
        let (id, reveal) = (id.clone(), reveal.clone());
        move |_| {
            let id = id.clone();
            let open = move || {
                edits.try_set(true);
                request_animation_frame(move || dom::focus(&format!("#{id}")));
            };
            if hides.get_untracked() { reveal(Box::new(open)) } else { open() }
        }
    };
    let show_label = t().customer.show(&label);
    // The button goes when the number is there: who pressed it goes on at the number.
    let number = format!("#{id}-value");
    let show = move || {
        (hides.get() && !edits.get()).then(|| {
            let (reveal, number) = (reveal.clone(), number.clone());
            let press = move |_| {
                let number = number.clone();
                reveal(Box::new(move || request_animation_frame(move || dom::focus(&number))));
            };
            view! {
                <button
                    type="button"
                    class="fields__show"
                    aria-label=show_label.clone()
                    on:click=press
                >
                    <Icon name=IconName::Eye />
                </button>
            }
        })
    };
    let conflict = {
        let shown = shown.clone();
        move || {
            let values = field.get().values;
            let choices: Vec<(String, String)> = values.into_iter().map(|it| (shown(&it.1), it.1)).collect();
            (choices.len() > 1).then(|| {
                let choose = move |(said, value): (String, String)| {
                    let label = if said.is_empty() {
                        t().customer.choose_nothing.to_owned()
                    } else {
                        t().customer.choose(&said)
                    };
                    view! { <Button label=label on_press=move |()| set.run(value.clone()) /> }
                };
                view! {
                    <Notice tone=Tone::Warning text=t().customer.conflict.to_owned()>
                        <div class="cluster">{choices.into_iter().map(choose).collect_view()}</div>
                    </Notice>
                }
            })
        }
    };
    let name_of_button = t().customer.edit(&label);
    let value_id = format!("{id}-value");
    view! {
        <div class="fields__field">
            <p class="fields__label">{label}</p>
            <Show
                when=move || edits.get()
                fallback=move || {
                    let (begin, masked, label, id) = (begin.clone(), masked.clone(), name_of_button.clone(), value_id.clone());
                    view! {
                        <button type="button" class="fields__value" id=id on:click=begin>
                            <span>{masked}</span>
                            <span class="visually-hidden">{label}</span>
                            <Icon name=IconName::Edit />
                        </button>
                    }
                }
            >
                <Editor id=id.clone() name=name.clone() card=card value=field.read_untracked().value().to_owned() set=set cancel=cancel />
            </Show>
            {show}
            <ErrorText text=doing.error />
            {conflict}
        </div>
    }
}

/// Saves or leaves what is edited.
#[component]
pub fn EditorFoot(
    /// Leaves it.
    cancel: Callback<()>,
    /// Takes the whole away, where that can be done.
    #[prop(optional_no_strip)]
    remove: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="cluster">
            <button type="submit" class="button" data-variant="primary">
                {t().common.save}
            </button>
            <Button label=t().common.cancel.to_owned() loudness=Loudness::Quiet on_press=cancel />
            {remove.map(|it| view! { <Button label=t().customer.remove.to_owned() loudness=Loudness::Quiet on_press=it /> })}
        </div>
    }
}
