//! Reading text with separators: .csv and what spreadsheets call text, in UTF-8, UTF-16 or GBK.

use crate::read::Cells;
use csv::ReaderBuilder;
use domain::import::Sheet;
use domain::port::office::Unreadable;
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;

/// What may stand between cells.
const SEPARATORS: [u8; 4] = *b",\t;|";

/// Reads the table.
pub(crate) fn sheet(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    let text = decoded(bytes)?;
    if text.contains('\0') {
        return Err(Unreadable::Broken);
    }
    let (separator, text, above) = separator(&text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut cells = Cells::default();
    // Cells of several lines make more lines than rows.
    let (mut seen, mut count, mut inner) = (0, above, 0);
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::Broken)?;
        let place = record.position().and_then(|it| usize::try_from(it.byte()).ok()).unwrap_or(seen);
        // A record begins behind the empty lines above it.
        let begin = text.get(place..).map_or(place, |it| place + it.len() - it.trim_start_matches(['\r', '\n']).len());
        count += lines(text.get(seen..begin).unwrap_or_default());
        seen = begin;
        for (column, cell) in record.iter().enumerate() {
            cells.put(count - inner + 1, column, domain::csv::read(cell).to_owned())?;
        }
        inner += record.iter().map(lines).sum::<u32>();
    }
    cells.sheet("").ok_or(Unreadable::Empty)
}

fn lines(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|it| *it == b'\n').count()).unwrap_or(u32::MAX)
}

/// The text: as its mark says, else in UTF-8, else as Chinese spreadsheets have written it for thirty years.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    let strict =
        |encoding: &'static Encoding, bytes| encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => strict(encoding, bytes.get(mark..).unwrap_or_default()),
        None => strict(UTF_8, bytes).or_else(|| strict(GB18030, bytes)),
    };
    text.ok_or(Unreadable::Broken)
}

/// What stands between cells, the table, and how many lines stand above it. Some spreadsheets say it in a line of its own: `sep=;`.
fn separator(text: &str) -> (u8, &str, u32) {
    let first = text.lines().next().unwrap_or_default();
    let said = first.strip_prefix("sep=").and_then(|it| it.bytes().next());
    if let Some(separator) = said.filter(|it| SEPARATORS.contains(it)) {
        return (separator, text.get(first.len()..).unwrap_or_default().trim_start_matches(['\r', '\n']), 1);
    }
    let first = text.lines().find(|it| !it.trim().is_empty()).unwrap_or_default();
    // Of several with as many the first.
    let count = |it: &u8| first.bytes().filter(|byte| byte == it).count();
    (SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b','), text, 0)
}
