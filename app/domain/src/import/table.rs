//! Sheets to take away: the own customers, and the rows of an import that became no cards.

use super::heading::REASON;
use super::{Column, Language, Plan, Sheet, cell};
use crate::card::{self, CardField, Contact, Form};
use crate::instant::{Day, Instant};
use crate::store::Store;
use crate::view::View;

/// The headings of an export.
#[must_use]
pub fn heads(language: Language) -> Vec<String> {
    Column::CARD.iter().map(|it| it.heading(language).to_owned()).collect()
}

/// A customer as a row below [`heads`]; an import of it gives the same card.
///
/// One contact person and every number go along. Consent, ticked signals and the history stay: they are the card's own.
#[must_use]
pub fn of_view(view: &View, store: &Store, language: Language, now: Instant) -> Vec<String> {
    let zone = store.zone(now);
    let day = |it: Option<Day>| it.map(|it| it.to_string()).unwrap_or_default();
    let contact = card::names(view, CardField::Contact).first().and_then(|it| Contact::parse(view.field(it)));
    let contact = contact.unwrap_or_default();
    let cell = |column: Column| match column {
        Column::Name => view.field(CardField::Name.code()).to_owned(),
        Column::Phone => view.field(CardField::Phone.code()).to_owned(),
        Column::Number => {
            let names = card::names(view, CardField::Number);
            names.iter().map(|it| view.field(it)).collect::<Vec<_>>().join("、")
        }
        Column::Level => view.level.code().to_owned(),
        Column::Expected => day(view.expected),
        Column::Due => day(view.follow_up.map(|it| it.due)),
        Column::Reached => day(view.reached.map(|it| zone.day(it))),
        Column::Source => source(store, view.field(CardField::Source.code()), language),
        Column::ContactName => contact.name.clone(),
        Column::ContactRelation => contact.relation.clone(),
        Column::ContactPhone => contact.phone.clone(),
        Column::Note => view.field(CardField::Note.code()).to_owned(),
        Column::Rest | Column::Skip => String::new(),
        Column::Model
        | Column::Colour
        | Column::Trim
        | Column::Budget
        | Column::Purpose
        | Column::Payment
        | Column::Purchase
        | Column::TradeIn
        | Column::Plate
        | Column::Rivals
        | Column::Decider
        | Column::Wechat
        | Column::Category
        | Column::Address
        | Column::Showroom
        | Column::Campaign
        | Column::Industry
        | Column::Since => column.field().map(|it| value(view, it, language)).unwrap_or_default(),
    };
    Column::CARD.into_iter().map(cell).collect()
}

/// The rows of an import that became no cards, as they were, each with its reason behind it.
///
/// Put right, the sheet can be imported again: the column of the reasons is known and left out.
#[must_use]
pub fn rejected(
    sheet: &Sheet,
    plan: &Plan,
    language: Language,
    reasons: impl IntoIterator<Item = (usize, String)>,
) -> Vec<Vec<String>> {
    let width = sheet.width();
    let [chinese, english] = REASON;
    let reason = match language {
        Language::Chinese => chinese,
        Language::English => english,
    };
    let wide = |cells: &[String], last: &str| {
        let cells = (0..width).map(|it| cells.get(it).cloned().unwrap_or_default());
        cells.chain([last.to_owned()]).collect::<Vec<_>>()
    };
    let rows = reasons.into_iter().filter_map(|(place, why)| Some(wide(&sheet.lines.get(place)?.cells, &why)));
    std::iter::once(wide(&plan.headings(sheet), reason)).chain(rows).collect()
}

fn value(view: &View, field: CardField, language: Language) -> String {
    let value = view.field(field.code());
    let place = match language {
        Language::Chinese => 0,
        Language::English => 1,
    };
    if matches!(field.form(), Form::Choice(_)) { cell::word(value, place).to_owned() } else { value.to_owned() }
}

fn source(store: &Store, code: &str, language: Language) -> String {
    let Some(source) = store.sources.iter().find(|it| it.code == code) else { return code.to_owned() };
    match language {
        Language::Chinese => source.zh.clone(),
        Language::English if source.en.is_empty() => source.zh.clone(),
        Language::English => source.en.clone(),
    }
}
