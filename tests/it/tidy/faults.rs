//! The list of faults names tests that there are; and what protects from markup cannot be gone around.

use super::{code, files, lines, none};
use tests::files as places;

/// What looks like the name of a test: words in small letters, joined.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|it| {
        it.matches('_').count() > 1 && it.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
    })
}

#[test]
fn the_faults_that_are_said_to_be_played_are_played() {
    let text = std::fs::read_to_string(places::root().join("tests/README.md")).unwrap();
    let all: String = files("", ".rs").into_iter().map(|it| it.text).collect();
    let named: Vec<&str> = names(&text).collect();
    assert!(named.len() > 50, "{} tests are named", named.len());
    let missing = named.into_iter().filter(|it| !all.contains(&format!("fn {it}()")));
    none("tests/README.md names tests that are not there", missing.map(str::to_owned).collect());
}

/// Text becomes text nodes. The two exceptions empty an element.
#[test]
fn nothing_writes_html() {
    let words = ["inner_html", "outer_html", "insert_adjacent", "document.write", "innerHTML", "outerHTML", "eval("];
    let all: Vec<_> = files("app", ".rs").into_iter().chain(files("public", ".js")).collect();
    let found = lines(&all, |_, line| {
        let code = code(line);
        words.iter().any(|it| code.contains(it)) && !code.contains("set_inner_html(\"\")")
    });
    none("markup is made from text here", found);
}
