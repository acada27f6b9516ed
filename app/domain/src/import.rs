//! Importing customers 导入客户: from the cells of a sheet to cards, and from cards to the cells of a sheet 导出.
//!
//! **Invariant:** nothing of a row is lost: it becomes a card whole, or it stays in the sheet of the rejected rows, as it was, with the reason.

use crate::command::Refusal;
use crate::id::{CustomerId, StaffId};
use crate::instant::Instant;
use crate::level::Level;
use crate::phone::normal;
use crate::port::Row;
use crate::store::Store;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod cell;
mod column;
mod heading;
mod plan;
mod record;
mod row;
mod table;
#[cfg(test)]
mod tests;

pub use cell::level;
pub use column::{Column, Language};
pub use plan::{Fault, Plan};
pub use record::{Record, records};
pub use table::{heads, of_view, rejected};

/// The most rows of a sheet: as many customers as a book is made for.
pub const ROWS_MAX: usize = 2_000;
/// The most columns of a sheet.
pub const COLUMNS_MAX: usize = 100;
/// The most characters of a cell, as spreadsheets have it.
pub const CELL_MAX: usize = 32_767;
/// The most bytes of a file.
pub const FILE_MAX: usize = 10 << 20;
/// The most bytes of a file once it is unpacked.
pub const UNPACKED_MAX: u64 = 64 << 20;
/// Cards that are saved with one message: what is shown moves on in between.
pub const AT_ONCE: usize = 100;

/// A sheet of cells, all of them text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; empty where the file has none.
    pub name: String,
    /// The rows that are not empty.
    pub lines: Vec<Line>,
}

/// A row of a sheet.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Line {
    /// Its number, counted from 1, as the spreadsheet shows it.
    pub number: u32,
    /// Its cells; those at the end may be missing.
    pub cells: Vec<String>,
}

impl Sheet {
    /// A sheet of rows one below the other.
    #[must_use]
    pub fn of(rows: Vec<Vec<String>>) -> Self {
        let lines = (1..).zip(rows).map(|(number, cells)| Line { number, cells }).collect();
        Self { name: String::new(), lines }
    }

    /// How many columns it has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.lines.iter().map(|it| it.cells.len()).max().unwrap_or(0)
    }
}

/// Whose numbers the own customers' are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known(BTreeMap<String, (CustomerId, String)>);

impl Known {
    /// The numbers of some customers and of their contact persons.
    #[must_use]
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let mut known = BTreeMap::new();
        for row in rows {
            for number in row.keys.phones.split(' ').chain([row.phone.as_str()]).filter_map(normal) {
                known.entry(number).or_insert_with(|| (row.id, row.name.clone()));
            }
        }
        Self(known)
    }
}

/// What an import must know besides the sheet.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The store's settings.
    pub store: &'a Store,
    /// Now.
    pub now: Instant,
    /// Whose customers they become.
    pub advisor: StaffId,
    /// What all cards of this import have in common.
    pub import: &'a str,
    /// The own customers' numbers.
    pub known: &'a Known,
    /// Whether the store may know a number, by [`crate::phone::Prints`].
    pub may_know: &'a dyn Fn(&str) -> bool,
}

/// What became of a row.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The row's place in [`Sheet::lines`].
    pub line: usize,
    /// The verdict.
    pub verdict: Verdict,
}

/// What becomes of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// A card, and what the person should know of it.
    Ready(Box<crate::fact::Created>, Vec<Remark>),
    /// None, for one reason or several.
    Problems(Vec<Problem>),
    /// None, for somebody has the number already.
    Duplicate(Duplicate),
}

/// What keeps a row from becoming a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Problem {
    /// No card takes what stands in this column.
    Refused(Column, Refusal),
    /// The level is none that anybody knows.
    UnknownLevel,
    /// The customer is delivered, lost or hopeless: that is confirmed step by step and never imported (rules D7, E2).
    Closed(Level),
    /// What stands in this column is not written as a day.
    NotADay(Column),
    /// The day in this column lies before 1990 or after 2099.
    OutOfRange(Column),
    /// The day in this column is still to come.
    InTheFuture(Column),
    /// A formula failed in this column.
    Failed(Column),
}

/// Who has the number already.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Duplicate {
    /// A row above: its number.
    Line(u32),
    /// An own customer, by name.
    Customer(CustomerId, String),
}

/// What a person should know of a row that becomes a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Remark {
    /// Nobody said the level; this is what the expected order date suggests.
    Suggested(Level),
    /// What stands in this column is none of what the card takes: it stands in the note.
    InNote(Column),
    /// The first date has passed; there is another.
    DuePassed,
    /// The store may know the number.
    MayBeKnown,
}

/// Reads the rows below the headings.
///
/// # Example: letters of the trade, a date as it is written, and a number that comes twice
/// ```
/// # use domain::{id::StaffId, import::{Duplicate, Ground, Known, Plan, Sheet, Verdict, read}, instant::Instant, level::Level, store::Store};
/// let rows = [["客户姓名", "手机", "级别"], ["张伟", "138 0000 1234", "H"], ["李梅", "13800001234", "A"]];
/// let sheet = Sheet::of(rows.map(|row| row.map(str::to_owned).to_vec()).to_vec());
/// let (store, known) = (Store::default(), Known::default());
/// let ground = Ground { store: &store, now: Instant::parse("2026-03-01T02:00:00Z").unwrap(),
///     advisor: StaffId::parse("01JQ000000000000000000000A").unwrap(), import: "x", known: &known, may_know: &|_| false };
/// let found = read(&sheet, &Plan::guess(&sheet), ground);
/// assert!(matches!(&found[0].verdict, Verdict::Ready(card, _) if card.level == Level::P1 && card.name == "张伟"));
/// assert_eq!(found[1].verdict, Verdict::Duplicate(Duplicate::Line(2)));
/// ```
#[must_use]
pub fn read(sheet: &Sheet, plan: &Plan, ground: Ground<'_>) -> Vec<Found> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let headings = plan.headings(sheet);
    let mut found = Vec::new();
    let mut ready = 0;
    for (place, line) in sheet.lines.iter().enumerate().skip(plan.head) {
        if line.cells.iter().all(|it| cell::line(it).is_empty()) {
            continue;
        }
        let mut verdict = row::read(plan, &headings, line, ready, ground);
        if let Verdict::Ready(card, _) = &verdict {
            let numbers: Vec<String> = row::numbers(card).filter_map(normal).collect();
            let above = numbers.iter().find_map(|it| seen.get(it)).map(|it| Duplicate::Line(*it));
            let own = || {
                let (id, name) = numbers.iter().find_map(|it| ground.known.0.get(it))?;
                Some(Duplicate::Customer(*id, name.clone()))
            };
            match above.or_else(own) {
                Some(it) => verdict = Verdict::Duplicate(it),
                None => {
                    ready += 1;
                    seen.extend(numbers.into_iter().map(|it| (it, line.number)));
                }
            }
        }
        found.push(Found { line: place, verdict });
    }
    found
}
