//! Writing workbooks.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Characters that a sheet's name may not have.
const NOT_IN_NAMES: &str = "[]:*?/\\'";
/// The most characters that it may have.
const NAME_MAX: usize = 31;
/// Wide enough for a phone number.
const WIDTH: f64 = 16.0;

/// A workbook of one sheet: headings, and rows below them that stay in order when one scrolls. Every cell is text: phones keep
/// their zeros, and what a person typed never runs as a formula.
pub(crate) fn workbook(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let clean: String = name.chars().filter(|it| !NOT_IN_NAMES.contains(*it)).take(NAME_MAX).collect();
    if !clean.is_empty() {
        sheet.set_name(clean)?;
    }
    let plain = Format::new().set_num_format("@");
    let bold = plain.clone().set_bold();
    let mut widest = 0;
    for (number, row) in (0..).zip(rows) {
        let format = if number == 0 { &bold } else { &plain };
        for (column, text) in (0..).zip(row) {
            sheet.write_string_with_format(number, column, text, format)?;
            widest = widest.max(column);
        }
    }
    sheet.set_column_range_width(0, widest, WIDTH)?;
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}
