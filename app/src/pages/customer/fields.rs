//! The fields of a card, edited in place: a tap, the new value, saved. Two values of one field are both shown; one tap chooses.

use crate::i18n::{of_store, t};
use crate::parts::doing::use_doing;
use crate::platform::dom;
use crate::state::engine::use_engine;
use crate::state::update::use_update;
use crate::ui::button::{Button, Loudness};
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::words;
use domain::command::Command;
use domain::port::Card;
use domain::view::Field;
use leptos::prelude::*;
use std::sync::Arc;

const FIELDS: [&str; 7] = ["name", "phone", "source", "model", "wechat", "address", "note"];

/// The fields of a card.
#[component]
pub fn Fields(
    /// The card.
    card: Memo<Option<Arc<Card>>>,
) -> impl IntoView {
    let one = move |name: &'static str| {
        let field = Memo::new(move |_| card.get().and_then(|it| it.view.fields.get(name).cloned()).unwrap_or_default());
        view! { <EditableField name=name field=field card=card /> }
    };
    view! { <div class="fields">{FIELDS.into_iter().map(one).collect_view()}</div> }
}

#[component]
fn EditableField(name: &'static str, field: Memo<Field>, card: Memo<Option<Arc<Card>>>) -> impl IntoView {
    let (engine, doing) = (use_engine(), use_doing());
    let edits = RwSignal::new(false);
    let draft = RwSignal::new(String::new());
    use_update().guard(Signal::derive(move || edits.get()));
    let label = words::field(name).to_owned();
    let input_id = format!("field-{name}");
    let shown = move |value: &str| {
        if name == "source" {
            engine.store.with(|store| words::source(store, value).to_owned())
        } else {
            value.to_owned()
        }
    };
    let set = move |value: String| {
        let Some(id) = card.get_untracked().map(|it| it.view.id) else { return };
        let said = t().customer.saved(&words::field(name));
        doing.run(Command::Edit(id, name.to_owned(), value), said, move |_| {
            edits.try_set(false);
        });
    };
    let begin = {
        let input_id = input_id.clone();
        move |_| {
            draft.set(field.read_untracked().value().to_owned());
            edits.set(true);
            let input_id = input_id.clone();
            request_animation_frame(move || dom::focus(&format!("#{input_id}")));
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let value = draft.get_untracked().trim().to_owned();
        if value == field.read_untracked().value() { edits.set(false) } else { set(value) }
    };
    let input = {
        let (id, label) = (input_id.clone(), label.clone());
        move || {
            let (id, label) = (id.clone(), label.clone());
            match name {
                "source" => {
                    let options = engine.store.with_untracked(|store| {
                        store.sources.iter().map(|it| (it.code.clone(), of_store(&it.zh, &it.en).to_owned())).collect::<Vec<_>>()
                    });
                    let option = |(code, name): (String, String)| {
                        let on = code == draft.get_untracked();
                        view! { <option value=code selected=on>{name}</option> }
                    };
                    view! {
                        <select class="field__input" id=id aria-label=label on:change=move |event| set(event_target_value(&event))>
                            {draft.read_untracked().is_empty().then(|| view! { <option value="" selected=true></option> })}
                            {options.into_iter().map(option).collect_view()}
                        </select>
                    }
                    .into_any()
                }
                "note" => view! { <textarea class="field__input" id=id aria-label=label rows="3" bind:value=draft></textarea> }.into_any(),
                _ => {
                    let kind = if name == "phone" { "tel" } else { "text" };
                    view! { <input class="field__input" id=id aria-label=label type=kind autocomplete="off" bind:value=draft /> }.into_any()
                }
            }
        }
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            edits.set(false);
        }
    };
    let conflict = move || {
        let values = field.get().values;
        (values.len() > 1).then(|| {
            let choose = move |value: String| {
                let label = t().customer.choose(&shown(&value));
                view! { <Button label=label on_press=move |()| set(value.clone()) /> }
            };
            view! {
                <Notice tone=Tone::Warning text=t().customer.conflict.to_owned()>
                    <div class="cluster">{values.into_iter().map(|it| choose(it.1)).collect_view()}</div>
                </Notice>
            }
        })
    };
    let name_of_button = t().customer.edit(&label);
    view! {
        <div class="fields__field">
            <p class="fields__label">{label}</p>
            <Show
                when=move || edits.get()
                fallback=move || {
                    let begin = begin.clone();
                    let label = name_of_button.clone();
                    view! {
                        <button type="button" class="fields__value" data-empty=move || field.read().value().is_empty().then_some("") on:click=begin>
                            <span>{move || Some(shown(field.read().value())).filter(|it| !it.is_empty()).unwrap_or_else(|| t().customer.add.to_owned())}</span>
                            <span class="visually-hidden">{label}</span>
                            <Icon name=IconName::Edit />
                        </button>
                    }
                }
            >
                <form class="fields__form" on:submit=submit on:keydown=keys>
                    {input.clone()}
                    <div class="cluster">
                        <button type="submit" class="button" data-variant="primary">
                            {t().common.save}
                        </button>
                        <Button label=t().common.cancel.to_owned() loudness=Loudness::Quiet on_press=move |()| edits.set(false) />
                    </div>
                </form>
            </Show>
            <ErrorText text=doing.error />
            {conflict}
        </div>
    }
}
