//! The words for the fields of a card and what stands in them.

use super::source;
use crate::i18n::t;
use domain::card::{CardField, Consent, Contact, Form, Referrer, Section};
use domain::store::Store;
use domain::view::View;

/// The name of a card's field, as facts name it.
pub fn field(name: &str) -> &str {
    match CardField::of(name) {
        Some(known) => label(known),
        None => name,
    }
}

fn label(field: CardField) -> &'static str {
    let it = &t().field;
    match field {
        CardField::Name => it.name,
        CardField::Category => it.category,
        CardField::Phone => it.phone,
        CardField::Number => it.number,
        CardField::Wechat => it.wechat,
        CardField::Channel => it.channel,
        CardField::Contact => it.contact,
        CardField::Address => it.address,
        CardField::Model => it.model,
        CardField::Colour => it.colour,
        CardField::Trim => it.trim,
        CardField::Budget => it.budget,
        CardField::Purpose => it.purpose,
        CardField::Payment => it.payment,
        CardField::Purchase => it.purchase,
        CardField::TradeIn => it.trade_in,
        CardField::Plate => it.plate,
        CardField::Rivals => it.rivals,
        CardField::Decider => it.decider,
        CardField::Source => it.source,
        CardField::Referrer => it.referrer,
        CardField::Showroom => it.showroom,
        CardField::Campaign => it.campaign,
        CardField::Industry => it.industry,
        CardField::Since => it.since,
        CardField::Note => it.note,
        CardField::Consent => it.consent,
    }
}

/// What adding a field is called.
pub fn addable(field: CardField) -> &'static str {
    label(field)
}

/// A part of the card.
pub fn section(section: Section) -> &'static str {
    let it = &t().section;
    match section {
        Section::Who => it.who,
        Section::Intention => it.intention,
        Section::Background => it.background,
    }
}

/// One of the codes that a field takes.
pub fn code(code: &str) -> &str {
    let it = &t().choice;
    match code {
        "person" => it.person,
        "company" => it.company,
        "cash" => it.cash,
        "instalment" => it.instalment,
        "new" => it.new,
        "additional" => it.additional,
        "replacement" => it.replacement,
        other => other,
    }
}

/// What stands in a field of codes.
pub fn choice(field: CardField, value: &str) -> &str {
    if matches!(field.form(), Form::Choice(_)) { code(value) } else { value }
}

/// What stands in a field.
pub fn value(store: &Store, view: Option<&View>, name: &str, value: &str) -> String {
    let Some(field) = CardField::of(name) else { return value.to_owned() };
    if value.is_empty() {
        return String::new();
    }
    match field.form() {
        Form::Source => source(store, value).to_owned(),
        Form::Choice(_) => code(value).to_owned(),
        Form::Contact => Contact::parse(value).map_or_else(|| value.to_owned(), |it| person(&it)),
        Form::Referrer => Referrer::parse(value).map(|it| it.name).unwrap_or_default(),
        Form::Channel => view.map_or_else(|| label_of(value).to_owned(), |it| way(it, value)),
        Form::Consent => Consent::parse(value).map_or_else(|| value.to_owned(), |_| t().consent.is_given.to_owned()),
        Form::Name | Form::Phone | Form::Number | Form::Line | Form::Text => value.to_owned(),
    }
}

/// What stands in a field, with its number masked.
pub fn masked(store: &Store, view: Option<&View>, name: &str, shown: &str) -> String {
    value(store, view, name, &domain::phone::masked_in(name, shown))
}

fn label_of(name: &str) -> &str {
    match CardField::of(name) {
        Some(known) => label(known),
        None => name,
    }
}

/// A way to reach a customer: what it is, and the number.
pub fn way(view: &View, name: &str) -> String {
    let value = view.field(name);
    let is_number = matches!(CardField::of(name), Some(CardField::Phone | CardField::Number));
    let shown = if is_number { domain::phone::masked(value) } else { value.to_owned() };
    format!("{} {shown}", label_of(name)).trim().to_owned()
}

fn person(contact: &Contact) -> String {
    [&contact.name, &contact.relation, &contact.phone]
        .into_iter()
        .filter(|it| !it.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" · ")
}
