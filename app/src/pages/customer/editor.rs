//! What a field of the card is written with: a line, a text, a list, or the three lines of a contact person.

use super::field::EditorFoot;
use crate::i18n::{of_store, t};
use crate::parts::referrer_field::{ReferrerField, text_of, value_of};
use crate::state::customers::offered;
use crate::state::engine::use_engine;
use crate::words;
use domain::card::{self, CardField, Contact, Form};
use domain::catalogue::Kind;
use domain::port::Card;
use leptos::prelude::*;
use std::sync::Arc;

/// What a field is written with.
#[component]
pub fn Editor(
    /// The id of the first input.
    id: String,
    /// The field's name in facts.
    name: String,
    /// The card.
    card: Memo<Option<Arc<Card>>>,
    /// The value before.
    value: String,
    /// Sets another value.
    set: Callback<String>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    let form = CardField::of(&name).map_or(Form::Text, CardField::form);
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            cancel.run(());
        }
    };
    let body = match form {
        Form::Contact => view! { <ContactEditor id=id value=value set=set cancel=cancel /> }.into_any(),
        Form::Referrer => view! { <ReferrerEditor id=id value=value set=set cancel=cancel /> }.into_any(),
        Form::Choice(_) | Form::Source | Form::Channel => {
            let options = choices(form, card.get_untracked().as_deref());
            let label = words::field(&name).to_owned();
            view! { <ListEditor id=id label=label options=options value=value set=set cancel=cancel /> }.into_any()
        }
        Form::Name | Form::Phone | Form::Number | Form::Line | Form::Text | Form::Consent => {
            view! { <LineEditor id=id name=name form=form value=value set=set cancel=cancel /> }.into_any()
        }
    };
    view! {
        <div class="fields__form" on:keydown=keys>
            {body}
        </div>
    }
}

#[component]
fn LineEditor(
    id: String,
    name: String,
    form: Form,
    value: String,
    set: Callback<String>,
    cancel: Callback<()>,
) -> impl IntoView {
    let draft = RwSignal::new(value);
    let label = words::field(&name).to_owned();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        set.run(draft.get_untracked().trim().to_owned());
    };
    let kind = match CardField::of(&name) {
        Some(CardField::Model) => Some(Kind::Model),
        Some(CardField::Colour) => Some(Kind::Colour),
        Some(CardField::Campaign) => Some(Kind::Campaign),
        Some(CardField::Rivals) => Some(Kind::Rival),
        _ => None,
    };
    let list = kind.map(|_| format!("{id}-list"));
    let choices = kind.map(|it| offered(use_engine(), it));
    let offered = list.clone().zip(choices).map(|(list, choices)| {
        let option = |(value, said): (String, String)| view! { <option value=value>{said}</option> };
        view! { <datalist id=list>{choices.into_iter().map(option).collect_view()}</datalist> }
    });
    let input = if form == Form::Text {
        view! { <textarea class="field__input" id=id aria-label=label rows="3" bind:value=draft></textarea> }.into_any()
    } else {
        let kind = if matches!(form, Form::Phone | Form::Number) { "tel" } else { "text" };
        view! { <input class="field__input" id=id aria-label=label type=kind list=list autocomplete="off" bind:value=draft /> }.into_any()
    };
    view! {
        <form class="stack" on:submit=submit>
            {input}
            {offered}
            <EditorFoot cancel=cancel remove=None />
        </form>
    }
}

#[component]
fn ListEditor(
    id: String,
    label: String,
    options: Vec<(String, String)>,
    value: String,
    set: Callback<String>,
    cancel: Callback<()>,
) -> impl IntoView {
    let draft = RwSignal::new(value);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        set.run(draft.get_untracked());
    };
    let option = move |(code, name): (String, String)| {
        let on = code == draft.get_untracked();
        view! { <option value=code selected=on>{name}</option> }
    };
    view! {
        <form class="stack" on:submit=submit>
            <select class="field__input" id=id aria-label=label on:change=move |event| draft.set(event_target_value(&event))>
                <option value="">{t().timeline.nothing}</option>
                {options.into_iter().map(option).collect_view()}
            </select>
            <EditorFoot cancel=cancel remove=None />
        </form>
    }
}

#[component]
fn ReferrerEditor(id: String, value: String, set: Callback<String>, cancel: Callback<()>) -> impl IntoView {
    let engine = use_engine();
    let before = text_of(engine, &value);
    let draft = RwSignal::new(before.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // Who is no own customer any more stays linked while nobody writes another name.
        let unchanged = draft.with_untracked(|it| *it == before);
        set.run(if unchanged { value.clone() } else { value_of(engine, &draft.read_untracked()) });
    };
    view! {
        <form class="stack" on:submit=submit>
            <ReferrerField id=id value=draft />
            <EditorFoot cancel=cancel remove=None />
        </form>
    }
}

#[component]
fn ContactEditor(id: String, value: String, set: Callback<String>, cancel: Callback<()>) -> impl IntoView {
    let is_new = value.is_empty();
    let before = Contact::parse(&value).unwrap_or_default();
    let (name, relation, phone) =
        (RwSignal::new(before.name), RwSignal::new(before.relation), RwSignal::new(before.phone));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = |it: RwSignal<String>| it.get_untracked().trim().to_owned();
        set.run(Contact { name: text(name), relation: text(relation), phone: text(phone) }.value());
    };
    let line = |id: String, label: &'static str, kind: &'static str, value: RwSignal<String>| {
        let own = id.clone();
        view! {
            <div class="field">
                <label class="field__label" for=id>
                    {label}
                </label>
                <input class="field__input" id=own type=kind autocomplete="off" bind:value=value />
            </div>
        }
    };
    let remove = (!is_new).then(|| Callback::new(move |()| set.run(String::new())));
    view! {
        <form class="stack" on:submit=submit>
            {line(id.clone(), t().field.contact_name, "text", name)}
            {line(format!("{id}-relation"), t().field.contact_relation, "text", relation)}
            {line(format!("{id}-phone"), t().field.contact_phone, "tel", phone)}
            <EditorFoot cancel=cancel remove=remove />
        </form>
    }
}

/// What a field can be, and what that says.
fn choices(form: Form, card: Option<&Card>) -> Vec<(String, String)> {
    match form {
        Form::Choice(codes) => codes.iter().map(|it| ((*it).to_owned(), words::code(it).to_owned())).collect(),
        Form::Source => use_engine().store.with_untracked(|store| {
            store.sources.iter().map(|it| (it.code.clone(), of_store(&it.zh, &it.en).to_owned())).collect()
        }),
        Form::Channel => {
            let Some(card) = card else { return Vec::new() };
            let ways = [CardField::Phone, CardField::Number, CardField::Wechat].into_iter();
            let names = ways.flat_map(|it| card::names(&card.view, it));
            names.map(|it| (it.clone(), words::way(&card.view, &it))).collect()
        }
        _ => Vec::new(),
    }
}
