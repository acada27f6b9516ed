//! Reading a file, whatever it is called: what it begins with tells what it is.

use crate::{text, workbook};
use domain::import::{CELL_MAX, COLUMNS_MAX, FILE_MAX, Line, ROWS_MAX, Sheet};
use domain::port::office::Unreadable;
use std::collections::BTreeMap;

/// A packed file, as .xlsx is one.
const ZIP: &[u8] = b"PK";
/// A compound file: .xls, and whatever a password seals.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
/// Rows above the customers: the headings, and what is above them.
const HEAD: usize = 10;

/// Reads the first sheet in which something stands.
pub(crate) fn sheet(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    if bytes.len() > FILE_MAX {
        Err(Unreadable::TooLarge)
    } else if bytes.starts_with(COMPOUND) {
        Err(Unreadable::Old)
    } else if bytes.starts_with(ZIP) {
        workbook::sheet(bytes)
    } else {
        text::sheet(bytes)
    }
}

/// The cells of a sheet, as they come; those that are empty take no room.
#[derive(Default)]
pub(crate) struct Cells(BTreeMap<u32, Vec<String>>);

impl Cells {
    /// Puts a text into the cell of a row, counted from 1, and a column, counted from 0.
    pub(crate) fn put(&mut self, row: u32, column: usize, text: String) -> Result<(), Unreadable> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if text.chars().count() > CELL_MAX {
            return Err(Unreadable::CellTooLong(row));
        }
        if column >= COLUMNS_MAX {
            return Err(Unreadable::TooManyColumns);
        }
        let cells = self.0.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
        if self.0.len() > ROWS_MAX + HEAD { Err(Unreadable::TooManyRows) } else { Ok(()) }
    }

    /// The sheet, if anything stands in it.
    pub(crate) fn sheet(self, name: &str) -> Option<Sheet> {
        let lines: Vec<Line> = self.0.into_iter().map(|(number, cells)| Line { number, cells }).collect();
        (!lines.is_empty()).then(|| Sheet { name: name.to_owned(), lines })
    }
}
