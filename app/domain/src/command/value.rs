//! What may stand in a field of the card.

use super::{LINE_MAX, NAME_MAX, Refusal, TEXT_MAX};
use crate::card::{self, CardField, Form};
use crate::view::View;

pub(crate) fn name(value: &str) -> Result<(), Refusal> {
    if value.trim().is_empty() {
        return Err(Refusal::NameMissing);
    }
    if value.chars().count() > NAME_MAX {
        return Err(Refusal::NameTooLong);
    }
    Ok(())
}

pub(crate) fn phone(value: &str) -> Result<(), Refusal> {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let clean = value.chars().all(|it| it.is_ascii_digit() || "+- ()（）".contains(it));
    if clean && (5..=20).contains(&digits) { Ok(()) } else { Err(Refusal::PhoneWrong) }
}

/// Whether a field takes a value, whoever's card it is.
pub(crate) fn field_value(field: &str, to: &str) -> Result<(), Refusal> {
    let Some(field) = CardField::of(field) else { return text(to) };
    match field.form() {
        Form::Name => name(to),
        Form::Phone => phone(to),
        Form::Number | Form::Contact | Form::Choice(_) | Form::Consent | Form::Referrer if to.is_empty() => Ok(()),
        Form::Number => phone(to),
        Form::Contact => {
            let contact = card::Contact::parse(to).ok_or(Refusal::NameMissing)?;
            name(&contact.name)?;
            line(&contact.relation)?;
            if contact.phone.is_empty() { Ok(()) } else { phone(&contact.phone) }
        }
        Form::Referrer => name(&card::Referrer::parse(to).ok_or(Refusal::NameMissing)?.name),
        Form::Choice(codes) if codes.contains(&to) => Ok(()),
        Form::Choice(_) => Err(Refusal::NotAChoice),
        Form::Consent => {
            let consent = card::Consent::parse(to).ok_or(Refusal::NotAChoice)?;
            text(&consent.wording)
        }
        Form::Line | Form::Source | Form::Channel => line(to),
        Form::Text => text(to),
    }
}

/// Whether a value fits what the card already says.
pub(crate) fn fits(view: &View, field: &str, to: &str) -> Result<(), Refusal> {
    match CardField::of(field) {
        Some(CardField::Channel) if !to.is_empty() => {
            let ways = [CardField::Phone, CardField::Number, CardField::Wechat];
            let is_way = CardField::of(to).is_some_and(|it| ways.contains(&it));
            if is_way && !view.field(to).is_empty() { Ok(()) } else { Err(Refusal::NotAChoice) }
        }
        // Nobody sends oneself.
        Some(CardField::Referrer) if card::Referrer::parse(to).is_some_and(|it| it.customer == Some(view.id)) => {
            Err(Refusal::NotAChoice)
        }
        Some(CardField::Contact) if to.is_empty() => {
            let is_company = view.field(CardField::Category.code()) == "company";
            let is_last = card::names(view, CardField::Contact) == [field];
            if is_company && is_last { Err(Refusal::ContactNeeded) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

pub(crate) fn line(value: &str) -> Result<(), Refusal> {
    if value.chars().count() > LINE_MAX { Err(Refusal::LineTooLong) } else { Ok(()) }
}

pub(crate) fn text(value: &str) -> Result<(), Refusal> {
    if value.chars().count() > TEXT_MAX { Err(Refusal::TextTooLong) } else { Ok(()) }
}
