//! Tables to take away, for spreadsheets.

/// Writes a table, as RFC 4180 has it, with the mark by which spreadsheets know UTF-8.
///
/// What a person typed must not run as a formula where the table is opened: such a cell begins with an apostrophe.
///
/// # Example: a name that is a formula stays a name
/// ```
/// # use domain::csv::write;
/// let cells = |row: [&str; 2]| row.map(str::to_owned).to_vec();
/// let table = write([cells(["姓名", "说明"]), cells(["=1+1", "说\"好\", 再来"]), cells(["张伟", " -5"])]);
/// assert_eq!(table, "\u{feff}姓名,说明\r\n'=1+1,\"说\"\"好\"\", 再来\"\r\n张伟,' -5\r\n");
/// ```
#[must_use]
pub fn write(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = String::from('\u{feff}');
    for row in rows {
        let cells: Vec<String> = row.iter().map(|it| cell(it)).collect();
        table.push_str(&cells.join(","));
        table.push_str("\r\n");
    }
    table
}

/// A cell as it was before [`write()`] put the apostrophe there.
///
/// # Example: what was written is read, also what begins with an apostrophe of its own
/// ```
/// # use domain::csv::{read, write};
/// for text in ["=1+1", "'=1+1", "'quoted'", "-5", "张伟"] {
///     let table = write([vec![text.to_owned()]]);
///     assert_eq!(read(table.trim_start_matches('\u{feff}').trim_end()), text);
/// }
/// ```
#[must_use]
pub fn read(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|it| would_run(it)).unwrap_or(cell)
}

/// Whether a spreadsheet would take a text for a formula, or [`read`] for one that was kept from it.
fn would_run(text: &str) -> bool {
    let inner = text.trim_start_matches('\'');
    inner.trim_start().starts_with(['=', '+', '-', '@']) || inner.starts_with(['\t', '\r'])
}

fn cell(text: &str) -> String {
    let text = if would_run(text) { format!("'{text}") } else { text.to_owned() };
    let needs_quotes = text.contains([',', '"', '\n', '\r']);
    if needs_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
