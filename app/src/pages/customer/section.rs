//! A part of the card: what is there, edited in place, and what can be added by a tap.

use super::field::CardFieldRow;
use crate::clock::use_clock;
use crate::i18n::t;
use crate::platform::storage;
use crate::ui::icon::{Icon, IconName};
use crate::ui::notice::{Notice, Tone};
use crate::words;
use domain::card::{self, CardField, Form, Section};
use domain::id::CustomerId;
use domain::port::Card;
use leptos::prelude::*;
use std::sync::Arc;

/// A part of the card.
#[component]
pub fn CardSection(
    /// Which.
    section: Section,
    /// The card.
    card: Memo<Option<Arc<Card>>>,
    /// What stands before the fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let clock = use_clock();
    // The field that is being added: it is not on the card yet.
    let adding = RwSignal::new(None::<String>);
    let there = Memo::new(move |_| card.get().map(|it| filled(&it, section)).unwrap_or_default());
    let shown = move || {
        let mut names = there.get();
        names.extend(adding.get().filter(|it| !names.contains(it)));
        names
    };
    let addable = move || {
        let there = there.get();
        let can = |it: &CardField| it.is_several() || !there.iter().any(|name| name == it.code());
        CardField::ALL
            .into_iter()
            .filter(|it| it.section() == section && it.form() != Form::Consent)
            .filter(can)
            .collect::<Vec<_>>()
    };
    let add = move |field: CardField| {
        let name = if field.is_several() {
            field.another(CustomerId::new(clock.exact(), storage::random()))
        } else {
            field.code().to_owned()
        };
        adding.set(Some(name));
    };
    let chip = move |field: CardField| {
        let label = words::addable(field);
        view! {
            <button type="button" class="fields__add" id=add_id(field) on:click=move |_| add(field)>
                <Icon name=IconName::Add />
                <span>{label}</span>
            </button>
        }
    };
    let lacks_contact =
        Memo::new(move |_| section == Section::Who && card.get().is_some_and(|it| card::lacks_contact(&it.view)));
    let id = match section {
        Section::Who => "card-who",
        Section::Intention => "card-intention",
        Section::Background => "card-background",
    };
    view! {
        <section class="panel stack customer__facts" aria-labelledby=id>
            <h2 class="panel__title" id=id>
                {words::section(section)}
            </h2>
            {children.map(|it| it())}
            <div class="fields">
                <For each=shown key=|name| name.clone() let:name>
                    <CardFieldRow name=name card=card adding=adding />
                </For>
            </div>
            <Show when=move || lacks_contact.get()>
                <Notice tone=Tone::Warning text=t().customer.contact_needed.to_owned() />
            </Show>
            <div class="fields__more" role="group" aria-label=t().customer.add>
                {move || addable().into_iter().map(chip).collect_view()}
            </div>
        </section>
    }
}

/// The names of a section's fields that have something, in the order of the card.
fn filled(card: &Card, section: Section) -> Vec<String> {
    let fields = CardField::ALL.into_iter().filter(|it| it.section() == section && it.form() != Form::Consent);
    let mut names: Vec<String> = fields.flat_map(|it| card::names(&card.view, it)).collect();
    // What this version does not know stands with what else is known.
    if section == Section::Background {
        let unknown = card.view.fields.iter().filter(|it| CardField::of(it.0).is_none() && !it.1.value().is_empty());
        names.extend(unknown.map(|it| it.0.clone()));
    }
    names
}

/// The id of the button that adds a field.
pub fn add_id(field: CardField) -> String {
    let code = if field == CardField::Number { "number" } else { field.code() };
    format!("add-{code}")
}
