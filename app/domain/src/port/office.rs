//! What the screens and the module for spreadsheets say to each other: one question, one answer, then it is thrown away.

use crate::import::Sheet;
use serde::{Deserialize, Serialize};

/// From the screens.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ToOffice {
    /// Read the first sheet of a file that has something in it: .xlsx, or text with separators.
    Read(Vec<u8>),
    /// Make a workbook of one sheet, all of it text.
    Write {
        /// The sheet's name.
        name: String,
        /// The headings and the rows below them.
        rows: Vec<Vec<String>>,
    },
}

/// The answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FromOffice {
    /// The module runs and listens.
    Ready,
    /// What was read.
    Read(Sheet),
    /// The workbook's bytes.
    Written(Vec<u8>),
    /// The file cannot be read; nothing happened to it or to anything else.
    Unreadable(Unreadable),
}

/// Why a file cannot be read. Each is a sentence on the screen that says what one can do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Unreadable {
    /// It has more bytes than [`crate::import::FILE_MAX`], packed, or than [`crate::import::UNPACKED_MAX`], unpacked.
    TooLarge,
    /// It has more rows than [`crate::import::ROWS_MAX`].
    TooManyRows,
    /// It has more columns than [`crate::import::COLUMNS_MAX`].
    TooManyColumns,
    /// A cell has more characters than [`crate::import::CELL_MAX`]: the number of its row.
    CellTooLong(u32),
    /// There is nothing in it.
    Empty,
    /// It is damaged, or no table at all.
    Broken,
    /// It is sealed with a password, or of the kind .xls of before 2007.
    Old,
}
