//! Questions about rows of an imported sheet.

use super::facts::Case;
use super::words::{Words, show_day, staff};
use crate::fact::Created;
use crate::import::{Column, Ground, Known, Plan, Problem, Remark, Sheet, Verdict, level, read};

/// `letter <text>`.
pub(super) fn letter(words: &mut Words) -> String {
    level(&words.need()).map_or_else(|| "unknown".to_owned(), |it| it.to_string())
}

/// `row <today> <heading> "value" …`: what becomes of the row below these headings.
pub(super) fn row(case: &Case, words: &mut Words) -> String {
    let today = words.day();
    let (mut heads, mut cells) = (Vec::new(), Vec::new());
    while words.peek().is_some() {
        heads.push(words.need());
        cells.push(words.quoted());
    }
    let sheet = Sheet::of(vec![heads, cells]);
    let (store, known) = (case.store(), Known::default());
    let now = case.zone.start_of(today);
    let ground = Ground { store: &store, now, advisor: staff("li"), import: "x", known: &known, may_know: &|_| false };
    match read(&sheet, &Plan::guess(&sheet), ground).first().map(|it| &it.verdict) {
        Some(Verdict::Ready(card, remarks)) => ready(card, remarks),
        Some(Verdict::Problems(problems)) => {
            let all: Vec<String> = problems.iter().map(|it| problem(*it)).collect();
            format!("rejected: {}", all.join(", "))
        }
        Some(Verdict::Duplicate(_)) => "duplicate".into(),
        None => "nothing".into(),
    }
}

fn ready(card: &Created, remarks: &[Remark]) -> String {
    let mut said = vec![format!("{} {} {}", card.name, card.phone, card.level)];
    said.extend(card.due.map(|it| format!("due {}", show_day(it))));
    said.extend(card.expected.map(|it| format!("expected {}", show_day(it))));
    said.extend(Some(&card.source).filter(|it| !it.is_empty()).map(|it| format!("from {it}")));
    said.extend(card.fields.iter().map(|it| format!("{} {}", it.0, it.1)));
    said.extend(Some(&card.note).filter(|it| !it.is_empty()).map(|it| format!("note {}", it.replace('\n', " / "))));
    said.extend(remarks.iter().map(|it| match it {
        Remark::Suggested(_) => "level suggested".to_owned(),
        Remark::InNote(column) => format!("{} in the note", heading(*column)),
        Remark::DuePassed => "due has passed".to_owned(),
        Remark::MayBeKnown => "may be known".to_owned(),
    }));
    said.join("; ")
}

fn problem(problem: Problem) -> String {
    match problem {
        Problem::Refused(column, refusal) => format!("{} {refusal:?}", heading(column)),
        Problem::UnknownLevel => "no such level".into(),
        Problem::Closed(level) => format!("{level} is not imported"),
        Problem::NotADay(column) => format!("{} is no day", heading(column)),
        Problem::OutOfRange(column) => format!("{} is out of range", heading(column)),
        Problem::InTheFuture(column) => format!("{} is in the future", heading(column)),
        Problem::Failed(column) => format!("{} has failed", heading(column)),
    }
}

fn heading(column: Column) -> &'static str {
    column.heading(crate::import::Language::Chinese)
}
