//! What stands in a cell: cleaned, and read as a level, a day, a number or a choice.

use crate::card::{CardField, Form};
use crate::instant::Day;
use crate::level::Level;
use crate::search::plain;

/// The first and the last year in which something of a customer can have happened or be expected.
const YEARS: [i32; 2] = [1990, 2099];
/// How a spreadsheet shows a formula that failed.
const FAILURES: [&str; 9] =
    ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!"];
/// Words for the codes that a field takes, in Chinese and in English; the first two are those of an export.
const CHOICES: [(&str, &[&str]); 7] = [
    ("person", &["个人", "Person", "私人", "个人客户", "individual", "private"]),
    ("company", &["公司", "Company", "企业", "单位", "公司客户", "business"]),
    ("cash", &["全款", "Cash", "现金", "一次性", "一次性付款", "fullpayment"]),
    ("instalment", &["分期", "Instalments", "贷款", "按揭", "分期付款", "金融", "loan", "finance", "installment"]),
    ("new", &["新购", "First car", "首购", "first"]),
    ("additional", &["增购", "Additional", "再购"]),
    ("replacement", &["换购", "Replacement", "置换"]),
];

/// One line: without control characters, each run of blanks as one.
pub(super) fn line(cell: &str) -> String {
    let seen = |it: char| if it.is_control() { ' ' } else { it };
    let text: String = cell.chars().filter(|it| !is_unseen(*it)).map(seen).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines: without other control characters and without blanks at the ends.
pub(super) fn text(cell: &str) -> String {
    let cell = cell.replace("\r\n", "\n").replace('\r', "\n");
    let seen = |it: &char| (*it == '\n' || !it.is_control()) && !is_unseen(*it);
    let text: String = cell.chars().map(|it| if it == '\t' { ' ' } else { it }).filter(seen).collect();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Marks that programs leave around text and that nobody sees; what joins the parts of an emoji stays.
fn is_unseen(it: char) -> bool {
    matches!(it, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a formula failed here.
pub(super) fn has_failed(cell: &str) -> bool {
    FAILURES.contains(&cell.trim())
}

/// A number as it is written, in plain digits; a number cell of a spreadsheet may end with `.0`.
pub(super) fn phone(cell: &str) -> String {
    let text = line(&plain(cell));
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// The numbers of a cell: people set several apart by commas, strokes and lines.
pub(super) fn phones(cell: &str) -> Vec<String> {
    crate::card::several(cell).into_iter().map(phone).filter(|it| !it.is_empty()).collect()
}

/// A level: its code, or a letter of the trade \[T\].
///
/// The letters are O, H, A, B, C for P0 to P4, D for a delivered customer, F1 for a lost and F2 or L for a hopeless one.
#[must_use]
pub fn level(cell: &str) -> Option<Level> {
    let word: String = plain(cell).to_uppercase().chars().filter(|it| !it.is_whitespace()).collect();
    let word = word.split('(').next().unwrap_or_default();
    let word = ["级别", "级", "类"].iter().find_map(|it| word.strip_suffix(it)).unwrap_or(word);
    match word {
        "O" => Some(Level::P0),
        "H" => Some(Level::P1),
        "A" => Some(Level::P2),
        "B" => Some(Level::P3),
        "C" => Some(Level::P4),
        "D" | "交车" | "已交车" => Some(Level::PD),
        "F1" | "战败" => Some(Level::F),
        "F2" | "L" | "无望" => Some(Level::N),
        code => Level::parse(code),
    }
}

/// Why a cell is no day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoDay {
    /// It is not written as one.
    Form,
    /// It lies before 1990 or after 2099.
    Range,
}

/// A day: `2026-03-01`, `2026/3/1`, `2026.3.1`, `2026年3月1日`, `20260301`, each with a time of day behind it if need be, or a spreadsheet's count of days.
pub(super) fn day(cell: &str) -> Result<Day, NoDay> {
    let text = plain(cell);
    let text = text.trim();
    let is_count = |it: &&str| it.len() == 5 && it.bytes().all(|it| it.is_ascii_digit());
    if let Some(count) = text.strip_suffix(".0").or(Some(text)).filter(is_count) {
        // Spreadsheets count from the second last day of 1899, since they take 1900 for a leap year.
        let count = count.parse().map_err(|_| NoDay::Form)?;
        let first = Day::new(1899, 12, 30).ok_or(NoDay::Form)?;
        return within(first.plus(count));
    }
    let date = text.split([' ', 't']).next().unwrap_or_default();
    let parts: Vec<&str> = if date.len() == 8 && date.bytes().all(|it| it.is_ascii_digit()) {
        [date.get(..4), date.get(4..6), date.get(6..)].into_iter().flatten().collect()
    } else {
        let apart = |it: char| "-/.年月日号".contains(it);
        date.trim_end_matches(['日', '号']).split(apart).collect()
    };
    let [year, month, day] = parts.as_slice() else { return Err(NoDay::Form) };
    if year.len() != 4 {
        return Err(NoDay::Form);
    }
    let number = |it: &str| it.parse::<u32>().map_err(|_| NoDay::Form);
    let year = i32::try_from(number(year)?).map_err(|_| NoDay::Form)?;
    within(Day::new(year, number(month)?, number(day)?).ok_or(NoDay::Form)?)
}

fn within(day: Day) -> Result<Day, NoDay> {
    let [first, last] = YEARS;
    if (first..=last).contains(&day.ymd().0) { Ok(day) } else { Err(NoDay::Range) }
}

/// The code that a field takes for a word.
pub(super) fn choice(field: CardField, word: &str) -> Option<&'static str> {
    let word: String = plain(word).chars().filter(|it| !it.is_whitespace()).collect();
    let is_word = |it: &str| plain(it).replace(' ', "") == word;
    let found =
        CHOICES.iter().find(|it| codes(field).contains(&it.0) && (it.0 == word || it.1.iter().any(|it| is_word(it))));
    found.map(|it| it.0)
}

/// The word of an export for a code, by the place of its language; the code itself, if there is none.
pub(super) fn word(code: &str, place: usize) -> &str {
    CHOICES.iter().find(|it| it.0 == code).and_then(|it| it.1.get(place)).copied().unwrap_or(code)
}

const fn codes(field: CardField) -> &'static [&'static str] {
    if let Form::Choice(codes) = field.form() { codes } else { &[] }
}
