//! A line that somebody pastes or speaks, understood: “张先生 13800001234 看了轩逸 来店”.
//!
//! **Invariant:** nothing of the line is lost: what is not understood is the note.

use crate::search::digits;
use crate::store::Store;

#[cfg(test)]
mod tests;

/// What a line says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pasted {
    /// Name.
    pub name: String,
    /// Phone, its digits and a plus before them.
    pub phone: String,
    /// WeChat.
    pub wechat: String,
    /// Code of a source of the store.
    pub source: String,
    /// A model that the store's customers think of.
    pub model: String,
    /// Everything else.
    pub note: String,
}

/// Words before a value in forms and messages, and what they announce.
const LABELS: [(&str, Label); 17] = [
    ("姓名", Label::Name),
    ("客户姓名", Label::Name),
    ("客户", Label::Name),
    ("name", Label::Name),
    ("联系电话", Label::Phone),
    ("电话", Label::Phone),
    ("手机号", Label::Phone),
    ("手机", Label::Phone),
    ("phone", Label::Phone),
    ("mobile", Label::Phone),
    ("微信号", Label::Wechat),
    ("微信", Label::Wechat),
    ("wechat", Label::Wechat),
    ("来源", Label::Source),
    ("source", Label::Source),
    ("备注", Label::Note),
    ("note", Label::Note),
];

/// How people call the sources that every store begins with; a store's own names are known besides.
const SOURCES: [(&str, &str); 25] = [
    ("来店", "showroom"),
    ("到店", "showroom"),
    ("进店", "showroom"),
    ("来电", "showroom"),
    ("展厅", "showroom"),
    ("自然到店", "showroom"),
    ("walk-in", "showroom"),
    ("推荐", "referral"),
    ("转介绍", "referral"),
    ("朋友介绍", "referral"),
    ("朋友推荐", "referral"),
    ("基盘", "owner_base"),
    ("老客户", "owner_base"),
    ("保客", "owner_base"),
    ("内部情报", "inside"),
    ("员工", "staff"),
    ("车展", "exhibition"),
    ("展会", "exhibition"),
    ("外展", "exhibition"),
    ("网络", "online"),
    ("线上", "online"),
    ("抖音", "online"),
    ("懂车帝", "online"),
    ("汽车之家", "online"),
    ("易车", "online"),
];

/// Forms of address that end a name.
const TITLES: [&str; 11] = ["先生", "女士", "小姐", "太太", "师傅", "老师", "老板", "经理", "医生", "总", "姐"];
/// What a short word begins with that tells of something rather than somebody.
const VERBS: &str = "看想来约要预已试问去买换打电加发给在有没不对比等意的首全分置刚今明后昨周下上白黑红蓝灰银";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Name,
    Phone,
    Wechat,
    Source,
    Note,
}

/// Reads a line; `models` are those that the store's customers think of.
///
/// # Example: name, phone, source and model are found wherever they stand
/// ```
/// # use domain::{paste::{Pasted, read}, store::{Source, Store}};
/// let source = Source { code: "showroom".into(), zh: "展厅来店".into(), en: "Showroom".into() };
/// let store = Store { sources: vec![source], ..Store::default() };
/// let pasted = read("张先生 13800001234 看了轩逸 来店", &store, &["轩逸".into()]);
/// assert_eq!((pasted.name.as_str(), pasted.phone.as_str()), ("张先生", "13800001234"));
/// assert_eq!((pasted.source.as_str(), pasted.model.as_str(), pasted.note.as_str()), ("showroom", "轩逸", "看了轩逸"));
/// ```
#[must_use]
pub fn read(line: &str, store: &Store, models: &[String]) -> Pasted {
    let mut pasted = Pasted::default();
    let mut rest: Vec<String> = Vec::new();
    let mut label = None;
    for word in words(line) {
        if let Some(found) = LABELS.iter().find(|it| it.0 == word.to_lowercase()) {
            label = Some(found.1);
            continue;
        }
        match label.take() {
            Some(Label::Name) if pasted.name.is_empty() || is_given(&pasted.name, &word) => {
                pasted.name = format!("{} {word}", pasted.name).trim().to_owned();
                // Latin names have several words.
                label = Some(Label::Name);
            }
            Some(Label::Wechat) if pasted.wechat.is_empty() => pasted.wechat = word,
            Some(Label::Note) => rest.push(word),
            given => {
                if pasted.phone.is_empty() && is_phone(&word, given == Some(Label::Phone)) {
                    pasted.phone = phone(&word);
                } else if let Some(code) = source(&word, store).filter(|_| pasted.source.is_empty()) {
                    pasted.source = code;
                } else {
                    rest.push(word);
                }
            }
        }
    }
    if pasted.name.is_empty() {
        pasted.name = take_name(&mut rest);
    }
    pasted.note = rest.join(" ");
    pasted.model = models.iter().find(|it| pasted.note.contains(it.as_str())).cloned().unwrap_or_default();
    pasted
}

/// Whether a text has the form of a whole line, and not only of a name: there is a number in it.
#[must_use]
pub fn is_line(text: &str) -> bool {
    words(text).iter().any(|it| is_phone(it, false))
}

/// The words of a line; a phone number is one word even where blanks and dashes divide it, and where letters touch it.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut text = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let in_number = |it: char| it.is_ascii_digit() || ('０'..='９').contains(&it) || "+- ()（）\u{a0}".contains(it);
        let run = rest.get(..rest.find(|it| !in_number(it)).unwrap_or(rest.len())).unwrap_or_default();
        if is_phone(run.trim(), false) {
            words.extend(parts(&text));
            words.push(run.trim().to_owned());
            text.clear();
            rest = rest.get(run.len()..).unwrap_or_default();
        } else if let Some(one) = run.split_whitespace().next().filter(|it| is_phone(it, false)) {
            // Another number follows.
            words.extend(parts(&text));
            words.push(one.to_owned());
            text.clear();
            let end = run.find(one).unwrap_or_default() + one.len();
            rest = rest.get(end..).unwrap_or_default();
        } else {
            // What is no number goes on until the next blank, or to where a number may begin.
            let step = if run.is_empty() {
                first.len_utf8()
            } else {
                run.find(char::is_whitespace).map_or(run.len(), |it| it + 1)
            };
            text.push_str(rest.get(..step).unwrap_or_default());
            rest = rest.get(step..).unwrap_or_default();
        }
    }
    words.extend(parts(&text));
    words
}

/// The words of a text without numbers.
fn parts(text: &str) -> Vec<String> {
    let apart = |it: char| it.is_whitespace() || it.is_control() || "，,、；;。|｜/：:【】".contains(it);
    text.split(apart).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn phone(word: &str) -> String {
    let plus = if word.trim_start().starts_with('+') { "+" } else { "" };
    format!("{plus}{}", digits(word))
}

/// Eleven digits from 1, a number with its area, or one with a country before it; whatever is said to be one.
fn is_phone(word: &str, is_said: bool) -> bool {
    if word.chars().any(char::is_alphabetic) {
        return false;
    }
    let digits = digits(word);
    let is_date = word.split('-').map(str::len).eq([4, 2, 2]);
    let is_mobile = digits.len() == 11 && digits.starts_with('1');
    let has_area = (10..=12).contains(&digits.len()) && digits.starts_with('0');
    let has_country = (8..=15).contains(&digits.len()) && word.starts_with('+');
    let is_local = (7..=8).contains(&digits.len());
    !is_date && (is_mobile || has_area || has_country || is_local || (is_said && (5..=20).contains(&digits.len())))
}

pub(crate) fn source(word: &str, store: &Store) -> Option<String> {
    let known = |code: &str| store.sources.iter().find(|it| it.code == code).map(|it| it.code.clone());
    let lower = word.to_lowercase();
    let own = store.sources.iter().find(|it| lower == it.zh.to_lowercase() || lower == it.en.to_lowercase());
    own.map(|it| it.code.clone()).or_else(|| SOURCES.iter().find(|it| it.0 == lower).and_then(|it| known(it.1)))
}

/// The word that is most like a name: one with a form of address, else the first that can be one.
fn take_name(rest: &mut Vec<String>) -> String {
    let titled = rest.iter().position(|it| {
        (2..=12).contains(&it.chars().count())
            && TITLES.iter().any(|title| it.ends_with(title))
            && !begins_with_verb(it)
    });
    let Some(place) = titled.or_else(|| rest.iter().position(|it| can_be_name(it))) else { return String::new() };
    let name = rest.remove(place);
    // Latin names have several words.
    let mut name = name;
    while rest.get(place).is_some_and(|it| is_given(&name, it)) {
        name = format!("{name} {}", rest.remove(place));
    }
    name
}

/// Whether a word goes on with a name in Latin letters.
fn is_given(name: &str, word: &str) -> bool {
    let is_name = |it: &str| it.split(' ').all(|it| is_latin(it) && it.starts_with(|it: char| it.is_ascii_uppercase()));
    is_name(name) && is_name(word) && name.split(' ').count() < 4
}

fn is_latin(word: &str) -> bool {
    word.chars().all(|it| it.is_ascii_alphabetic() || "'-.".contains(it))
}

fn can_be_name(word: &str) -> bool {
    let count = word.chars().count();
    let is_chinese = word.chars().all(|it| ('\u{3400}'..='\u{9fff}').contains(&it) || it == '·');
    (is_chinese && (2..=4).contains(&count) && !begins_with_verb(word)) || (is_latin(word) && count > 1)
}

fn begins_with_verb(word: &str) -> bool {
    word.chars().next().is_some_and(|it| VERBS.contains(it))
}
