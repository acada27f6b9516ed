//! Writing workbooks.

use domain::instant::Day;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// Characters that a sheet's name may not have.
const NOT_IN_NAMES: &str = "[]:*?/\\'";
/// The most characters that it may have.
const NAME_MAX: usize = 31;
/// The least and the most digits that are as wide as a column; what is longer goes on in the next line.
const WIDTHS: (usize, usize) = (6, 40);
/// How high a line is, in points.
const LINE: usize = 15;
/// The most lines of a row; a spreadsheet knows no row of more than 409 points.
const LINES_MAX: usize = 27;
/// A4, by the number that Excel has for it.
const A4: u8 = 9;

/// A workbook of one sheet: headings, and rows below them that stay in order when one scrolls. Dates are dates; every other cell is
/// text: phones keep their zeros, and what a person typed never runs as a formula. Columns are as wide as what stands in them.
pub(crate) fn workbook(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let clean: String = name.chars().filter(|it| !NOT_IN_NAMES.contains(*it)).take(NAME_MAX).collect();
    if !clean.is_empty() {
        sheet.set_name(clean)?;
    }
    let plain = Format::new().set_num_format("@").set_align(FormatAlign::Top).set_text_wrap();
    let bold = plain.clone().set_bold();
    let day = plain.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left);
    let widths = widths(rows);
    for (number, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(row) {
            match date(text).filter(|_| number > 0) {
                Some(it) => sheet.write_datetime_with_format(number, column, it, &day)?,
                None if number == 0 => sheet.write_string_with_format(number, column, text, &bold)?,
                None => sheet.write_string_with_format(number, column, text, &plain)?,
            };
        }
        let lines = row.iter().zip(&widths).map(|(text, width)| lines(text, *width)).max().unwrap_or(1);
        if lines > 1 {
            sheet.set_row_height(number, narrow(lines.min(LINES_MAX) * LINE))?;
        }
    }
    for (column, width) in (0..).zip(&widths) {
        sheet.set_column_width(column, narrow(*width))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    print(sheet)?;
    book.save_to_buffer()
}

/// Two sheets of A4 side by side, with the headings and the first column on each.
fn print(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(2, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_repeat_columns(0, 0)?;
    sheet.set_footer("&L&A&R&P / &N");
    Ok(())
}

/// How wide each column is, in digits.
fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widest = |column: usize| {
        rows.iter().filter_map(|it| it.get(column)).flat_map(|it| it.lines()).map(width).max().unwrap_or_default()
    };
    // Two digits are left free between what stands in one column and in the next.
    (0..columns).map(|it| (widest(it) + 2).clamp(WIDTHS.0, WIDTHS.1)).collect()
}

/// How wide a line is, in digits: a Chinese character takes two, and so, to be safe, does everything that is not ASCII.
fn width(line: &str) -> usize {
    line.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum()
}

/// How many lines a text takes in a column. Many characters are a little wider than two digits, and not every line is full.
fn lines(text: &str, column: usize) -> usize {
    let of = |line: &str| match width(line) + 2 {
        wide if wide <= column => 1,
        wide => (wide + wide / 10).div_ceil(column),
    };
    text.lines().map(of).sum::<usize>().max(1)
}

/// A date that is written as the app writes it; spreadsheets reckon rightly from March 1900 on.
fn date(text: &str) -> Option<ExcelDateTime> {
    let (year, month, day) = Day::parse(text)?.ymd();
    let year = u16::try_from(year).ok().filter(|it| *it > 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
