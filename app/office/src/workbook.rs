//! Reading workbooks: .xlsx.

use crate::read::Cells;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use domain::import::{Sheet, UNPACKED_MAX};
use domain::port::office::Unreadable;
use std::io::{Cursor, Read, copy, sink};
use zip::ZipArchive;

/// The last day that a spreadsheet can count, in days.
const LAST_DAY: f64 = 2_958_466.0;

/// Reads the first sheet in which something stands; one that can be seen, if there is one.
pub(crate) fn sheet(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    measure(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    let mut sheets = book.sheets_metadata().to_vec();
    sheets.retain(|it| it.typ == SheetType::WorkSheet);
    sheets.sort_by_key(|it| it.visible != SheetVisible::Visible);
    for it in &sheets {
        if let Some(found) = cells(&mut book, &it.name)?.sheet(&it.name) {
            return Ok(found);
        }
    }
    Err(Unreadable::Empty)
}

/// Unpacks everything into nothing, so that what is read afterwards is known to have an end.
fn measure(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    let mut left = UNPACKED_MAX;
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).map_err(|_| Unreadable::Broken)?;
        let size = copy(&mut file.by_ref().take(left + 1), &mut sink()).map_err(|_| Unreadable::Broken)?;
        left = left.checked_sub(size).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Cells, Unreadable> {
    let mut found = Cells::default();
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| Unreadable::Broken)?;
    while let Some(cell) = reader.next_cell().map_err(|_| Unreadable::Broken)? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).map_err(|_| Unreadable::TooManyColumns)?;
        found.put(row.saturating_add(1), column, text(cell.get_value()))?;
    }
    Ok(found)
}

/// What a cell shows, as plain as possible; of a formula what it came to when the file was saved.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::Bool(it) => if *it { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(moment) => date(moment),
    }
}

/// A phone number that somebody typed as a number has no point.
fn decimal(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

fn date(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() || !(0.0..LAST_DAY).contains(&days) {
        return decimal(days);
    }
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute) == (0, 0) { date } else { format!("{date} {hour:02}:{minute:02}") }
}
