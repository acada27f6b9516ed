//! The monthly table as a workbook: real dates, phones as text, ready to be printed on A4.

pub(crate) mod summary;
pub(crate) mod words;

use super::Asked;
use domain::instant::{Day, Instant};
use domain::level::Level;
use domain::month::{Cell, Row, Scope, Table};
use domain::store::Store;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatPattern, Workbook, Worksheet,
    XlsxError,
};

/// The media type of a workbook.
pub const MEDIA: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A4, by the number that Excel has for it.
const A4: u8 = 9;
/// Where the manager signs.
const REVIEW: &str = "主管审核：____________";
/// The row of the headings.
const HEADINGS: u32 = 3;
/// Columns before the days, and how wide they are: no wider than they must, for all share the width of a sheet.
const BEFORE: [(&str, f64); 9] = [
    ("序号", 4.5),
    ("姓名", 8.0),
    ("电话", 12.0),
    ("车型", 9.5),
    ("颜色", 5.0),
    ("来源", 8.5),
    ("建卡日期", 10.0),
    ("首次级别", 5.0),
    ("上月留存", 5.0),
];
/// How wide a day's column is.
const DAY: f64 = 4.2;
/// Columns after the days.
const AFTER: [(&str, f64); 5] =
    [("月末级别", 5.0), ("预计订车", 10.0), ("战败/无望原因", REASON), ("主管批注", REMARK), ("销售顾问", 8.0)];
const REASON: f64 = 14.0;
const REMARK: f64 = 14.0;
/// How high a line of a row is, in points.
const LINE: f64 = 13.0;
/// The most lines of a row; a workbook knows no row of more than 409 points.
const LINES_MAX: f64 = 31.0;

impl Asked {
    /// The table as a workbook.
    ///
    /// # Errors
    /// If it has more rows than a sheet can hold.
    pub async fn sheet(&self, table: Table) -> anyhow::Result<Vec<u8>> {
        let (settings, zone) = (self.settings.clone(), self.settings.zone(self.now));
        let day = move |at: Instant| zone.day(at);
        let bytes = tokio::task::spawn_blocking(move || workbook(&settings, &table, &day)).await?;
        Ok(bytes?)
    }
}

/// How cells look.
pub(crate) struct Looks {
    pub(crate) title: Format,
    pub(crate) plain: Format,
    pub(crate) heading: Format,
    pub(crate) text: Format,
    /// Text that goes on in the next line rather than be cut by its neighbour.
    long: Format,
    pub(crate) centre: Format,
    date: Format,
    pub(crate) money: Format,
    percent: Format,
    day: Format,
    missed: Format,
    locked: Format,
    outside: Format,
}

impl Looks {
    pub(crate) fn new() -> Self {
        let plain =
            Format::new().set_font_name("Microsoft YaHei").set_font_size(9).set_align(FormatAlign::VerticalCenter);
        let text = plain.clone().set_border(FormatBorder::Hair);
        let centre = text.clone().set_align(FormatAlign::Center);
        let day = centre.clone().set_font_size(8);
        Self {
            title: plain.clone().set_font_size(16).set_bold().set_align(FormatAlign::Center),
            heading: centre
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_border(FormatBorder::Thin)
                .set_background_color(Color::RGB(0x00F0_F0F0)),
            long: text.clone().set_text_wrap(),
            date: centre.clone().set_num_format("yyyy-mm-dd"),
            percent: centre.clone().set_num_format("0%"),
            money: centre.clone().set_num_format("#,##0.00"),
            missed: day.clone().set_bold().set_font_color(Color::RGB(0x00B0_1E1E)),
            locked: day.clone().set_pattern(FormatPattern::LightUp).set_foreground_color(Color::RGB(0x0080_8080)),
            outside: day.clone().set_background_color(Color::RGB(0x00F6_F6F6)),
            plain,
            text,
            centre,
            day,
        }
    }
}

fn workbook(settings: &Store, table: &Table, day: &dyn Fn(Instant) -> Day) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let looks = Looks::new();
    let issued = date(day(table.issued))?;
    workbook.set_properties(&DocProperties::new().set_title("意向客户进度状况表").set_creation_datetime(&issued));
    let sheet = workbook.add_worksheet().set_name("进度状况表")?;
    rows(sheet, settings, table, &table.rows, &table.care, &looks, day)?;
    let sheet = workbook.add_worksheet().set_name("汇总")?;
    summary::write(sheet, settings, table, &looks)?;
    if let Some(it) = table.corrections.as_ref().filter(|it| !it.is_empty()) {
        let sheet = workbook.add_worksheet().set_name("结账后更正")?;
        rows(sheet, settings, table, &it.rows, &it.care, &looks, day)?;
    }
    workbook.save_to_buffer()
}

/// One sheet of rows, with what stands above them.
fn rows(
    sheet: &mut Worksheet,
    settings: &Store,
    table: &Table,
    open: &[Row],
    care: &[Row],
    looks: &Looks,
    day: &dyn Fn(Instant) -> Day,
) -> Result<(), XlsxError> {
    let team = table.advisor == Scope::Team;
    let after = AFTER.iter().take(if team { AFTER.len() } else { AFTER.len() - 1 });
    let days: Vec<String> = (1..=table.days).map(|it| it.to_string()).collect();
    let columns: Vec<(&str, f64)> =
        BEFORE.iter().copied().chain(days.iter().map(|it| (it.as_str(), DAY))).chain(after.copied()).collect();
    let last = u16::try_from(columns.len()).unwrap_or(1) - 1;
    sheet.merge_range(0, 0, 0, last, "意向客户进度状况表", &looks.title)?;
    sheet.set_row_height(0, 24)?;
    sheet.write_with_format(1, 0, header(table, day), &looks.plain)?;
    sheet.write_with_format(2, 0, words::LEGEND, &looks.plain)?;
    for (column, (title, width)) in (0..).zip(&columns) {
        sheet.write_with_format(HEADINGS, column, *title, &looks.heading)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_row_height(HEADINGS, 2.0 * LINE)?;
    let mut at = HEADINGS + 1;
    for it in open {
        row(sheet, at, settings, it, table, looks)?;
        at += 1;
    }
    if !care.is_empty() {
        sheet.merge_range(at, 0, at, last, "售后关系的维护", &looks.heading)?;
        at += 1;
        for it in care {
            row(sheet, at, settings, it, table, looks)?;
            at += 1;
        }
    }
    sheet.set_freeze_panes(HEADINGS + 1, 2)?;
    sheet.set_repeat_rows(0, HEADINGS)?;
    print(sheet, REVIEW);
    Ok(())
}

/// How a sheet is printed; `signed` stands at the foot of each page.
pub(crate) fn print(sheet: &mut Worksheet, signed: &str) {
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.2, 0.3);
    sheet.set_footer(format!("&L&A&C第 &P 页，共 &N 页&R{signed}"));
}

/// A row of headings; gives the row below.
pub(crate) fn header_row(sheet: &mut Worksheet, at: u32, titles: &[&str], looks: &Looks) -> Result<u32, XlsxError> {
    for (column, title) in (0..).zip(titles) {
        sheet.write_string_with_format(at, column, *title, &looks.heading)?;
    }
    Ok(at + 1)
}

fn header(table: &Table, day: &dyn Fn(Instant) -> Day) -> String {
    let review = table
        .closed
        .as_ref()
        .map_or_else(|| "____________（未结账）".to_owned(), |it| format!("{} {}", it.by_name, day(it.at)));
    let advisor = if table.advisor == Scope::Team { "全体" } else { &table.advisor_name };
    let (month, store, issued) = (table.month, &table.store, day(table.issued));
    format!("月份：{month}　销售顾问：{advisor}　制表单位：{store}　建表日期：{issued}　主管审核：{review}")
}

fn row(
    sheet: &mut Worksheet,
    at: u32,
    settings: &Store,
    it: &Row,
    table: &Table,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let code = |level: Option<Level>| level.map_or("", Level::code);
    sheet.write_with_format(at, 0, it.no, &looks.centre)?;
    let texts: [&str; 5] = [&it.name, &it.phone, &it.model, &it.colour, words::source(settings, &it.source)];
    for (column, text) in (1..).zip(texts) {
        sheet.write_string_with_format(at, column, text, &looks.text)?;
    }
    sheet.write_datetime_with_format(at, 6, date(it.created)?, &looks.date)?;
    sheet.write_string_with_format(at, 7, it.first.code(), &looks.centre)?;
    sheet.write_string_with_format(at, 8, code(it.carried), &looks.centre)?;
    let mut column = 9;
    for day in 1..=table.days {
        let cell = it.days.get(&day).copied().unwrap_or_default();
        let held = it.held.iter().any(|(from, to)| (*from..=*to).contains(&day));
        sheet.write_string_with_format(at, column, words::cell(&cell), look(&cell, held, looks))?;
        column += 1;
    }
    let end = it.gone.map_or(code(it.end), words::gone);
    sheet.write_string_with_format(at, column, end, &looks.centre)?;
    match it.expected {
        Some(expected) => sheet.write_datetime_with_format(at, column + 1, date(expected)?, &looks.date)?,
        None => sheet.write_blank(at, column + 1, &looks.date)?,
    };
    let reason = words::applied(settings, it);
    // Not every program makes a row higher by itself when a text goes on in the next line.
    sheet.set_row_height(at, LINE * lines(&reason, REASON).max(lines(&it.remark, REMARK)))?;
    sheet.write_string_with_format(at, column + 2, reason, &looks.long)?;
    sheet.write_string_with_format(at, column + 3, &it.remark, &looks.long)?;
    if table.advisor == Scope::Team {
        sheet.write_string_with_format(at, column + 4, &it.advisor_name, &looks.text)?;
    }
    Ok(())
}

/// How many lines a text takes in a column of that width: a Chinese character is as wide as two digits, at most.
fn lines(text: &str, width: f64) -> f64 {
    let wide = |line: &str| line.chars().map(|it| if it.is_ascii() { 1.0 } else { 2.0 }).sum::<f64>();
    text.lines().map(|it| (wide(it) / width).ceil().max(1.0)).sum::<f64>().clamp(1.0, LINES_MAX)
}

fn look<'a>(cell: &Cell, held: bool, looks: &'a Looks) -> &'a Format {
    if cell.missed {
        &looks.missed
    } else if cell.locked {
        &looks.locked
    } else if held {
        &looks.day
    } else {
        &looks.outside
    }
}

/// A day, as a workbook has it.
pub(crate) fn date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = day.ymd();
    let small = |it: u32| u8::try_from(it).unwrap_or(1);
    // A workbook knows no day before 1900.
    ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(1900).max(1900), small(month), small(day))
}
