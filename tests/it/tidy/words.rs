//! Words: all of them in the catalogues, in both languages.

use super::{code, files, lines, none};
use serde_json::Value;
use std::collections::BTreeSet;

/// Names that read the same in every language: they are shown where no language is chosen yet.
const NAMES: [&str; 0] = [];

#[test]
fn the_app_holds_no_words() {
    let all = files("app/src", ".rs");
    let found = lines(&all, |_, line| {
        let line = code(line);
        line.chars().any(is_chinese) && !NAMES.iter().any(|it| line.contains(it))
    });
    none("words outside of app/locales", found);
}

fn is_chinese(it: char) -> bool {
    matches!(it, '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}

#[test]
fn both_languages_say_the_same_things() {
    let keys = |lang: &str| {
        let file = files("app/locales", &format!("{lang}.json")).pop().unwrap();
        let mut found = BTreeSet::new();
        collect(&serde_json::from_str(&file.text).unwrap(), String::new(), &mut found);
        found
    };
    let (chinese, english) = (keys("zh-CN"), keys("en"));
    none("only in one language", chinese.symmetric_difference(&english).cloned().collect());
}

fn collect(value: &Value, path: String, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, it)| collect(it, format!("{path}.{key}"), found)),
        _ => {
            found.insert(path);
        }
    }
}

#[test]
fn no_words_are_left_over() {
    let code: String = files("app/src", ".rs").into_iter().map(|it| it.text).collect();
    let file = files("app/locales", "zh-CN.json").pop().unwrap();
    let mut keys = BTreeSet::new();
    collect(&serde_json::from_str(&file.text).unwrap(), String::new(), &mut keys);
    let unused = keys.into_iter().filter(|it| {
        let key = it.rsplit('.').next().unwrap_or_default();
        !code.contains(&format!(".{key}"))
    });
    none("words that nobody says", unused.collect());
}
