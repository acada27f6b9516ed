//! The words for what an import finds.

use super::{meaning, refusal};
use crate::i18n::t;
use domain::command::Refusal;
use domain::import::{CELL_MAX, COLUMNS_MAX, Column, Duplicate, FILE_MAX, Problem, ROWS_MAX, Remark};
use domain::port::office::Unreadable;

/// What a column holds.
pub fn column(column: Column) -> &'static str {
    let (it, import) = (&t().field, &t().import);
    match column {
        Column::Name => it.name,
        Column::Phone => it.phone,
        Column::Number => it.number,
        Column::Level => import.level,
        Column::Expected => t().customer.expected,
        Column::Due => import.due,
        Column::Reached => import.reached,
        Column::Source => it.source,
        Column::Model => it.model,
        Column::Colour => it.colour,
        Column::Trim => it.trim,
        Column::Budget => it.budget,
        Column::Purpose => it.purpose,
        Column::Payment => it.payment,
        Column::Purchase => it.purchase,
        Column::TradeIn => it.trade_in,
        Column::Plate => it.plate,
        Column::Rivals => it.rivals,
        Column::Decider => it.decider,
        Column::Wechat => it.wechat,
        Column::Category => it.category,
        Column::ContactName => it.contact_name,
        Column::ContactRelation => it.contact_relation,
        Column::ContactPhone => it.contact_phone,
        Column::Address => it.address,
        Column::Showroom => it.showroom,
        Column::Campaign => it.campaign,
        Column::Industry => it.industry,
        Column::Since => it.since,
        Column::Note => it.note,
        Column::Rest => import.rest,
        Column::Skip => import.skip,
    }
}

/// What keeps a row from becoming a card.
pub fn problem(problem: Problem) -> String {
    let it = &t().import;
    match problem {
        // These say themselves what is missing.
        Problem::Refused(Column::Name, why @ (Refusal::NameMissing | Refusal::NameTooLong)) => refusal(why),
        Problem::Refused(Column::Phone, Refusal::PhoneWrong) => refusal(Refusal::PhoneWrong),
        Problem::Refused(place, why) => it.at(&column(place), &refusal(why)),
        Problem::UnknownLevel => it.unknown_level.to_owned(),
        Problem::Closed(level) => it.closed(&level, &meaning(level)),
        Problem::NotADay(place) => it.at(&column(place), &it.not_a_day),
        Problem::OutOfRange(place) => it.at(&column(place), &it.out_of_range),
        Problem::InTheFuture(place) => it.at(&column(place), &it.in_the_future),
        Problem::Failed(place) => it.at(&column(place), &it.failed),
    }
}

/// Who has the number already.
pub fn duplicate(duplicate: &Duplicate) -> String {
    match duplicate {
        Duplicate::Line(number) => t().import.twin_line(number),
        Duplicate::Customer(_, name) => t().import.twin(name),
    }
}

/// What a person should know of a row that becomes a card.
pub fn remark(remark: Remark) -> String {
    let it = &t().import;
    match remark {
        Remark::Suggested(level) => it.suggested(&level),
        Remark::InNote(place) => it.in_note(&column(place)),
        Remark::DuePassed => it.due_passed.to_owned(),
        Remark::MayBeKnown => it.may_be_known.to_owned(),
    }
}

/// Why a file cannot be read, and what one can do.
pub fn unreadable(why: Unreadable) -> String {
    let it = &t().import;
    match why {
        Unreadable::TooLarge => it.too_large(&(FILE_MAX >> 20)),
        Unreadable::TooManyRows => it.too_many_rows(&ROWS_MAX),
        Unreadable::TooManyColumns => it.too_many_columns(&COLUMNS_MAX),
        Unreadable::CellTooLong(row) => it.cell_too_long(&CELL_MAX, &row),
        Unreadable::Empty => it.empty.to_owned(),
        Unreadable::Broken => it.broken.to_owned(),
        Unreadable::Old => it.old.to_owned(),
    }
}
