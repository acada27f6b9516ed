//! The worked examples of `rules/*.txt`: text in, text out. `rules/README.md` tells the notation.

mod answer;
mod daily;
mod facts;
mod floor;
mod funnel;
mod imports;
mod month;
mod orders;
mod words;

use std::fmt::Write as _;
use std::path::Path;
use words::Words;

/// Runs all cases of a file of the rules and compares; with `UPDATE_EXPECT=1` writes what came out.
#[track_caller]
pub(crate) fn check(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(file);
    let text = std::fs::read_to_string(&path).expect("a file of the rules");
    let (rewritten, failures) = run(file, &text);
    #[expect(clippy::disallowed_methods, reason = "the same switch as expect-test's")]
    let update = std::env::var("UPDATE_EXPECT").is_ok_and(|it| it == "1");
    if update {
        std::fs::write(&path, rewritten).expect("the file can be written");
    } else if !failures.is_empty() {
        panic!("\n{failures}");
    }
}

/// Runs the cases of a text: the text with every answer as it came out, and what was expected otherwise.
fn run(file: &str, text: &str) -> (String, String) {
    let (mut rewritten, mut failures) = (String::new(), String::new());
    let (mut claim, mut asked, mut case) = (String::new(), None, facts::Case::default());
    for (number, line) in text.lines().enumerate() {
        let mut out = line.to_owned();
        let place = format!("{file}:{}", number + 1);
        if let Some(title) = line.strip_prefix("# ") {
            (claim, case) = (title.to_owned(), facts::Case::default());
        } else if let Some(expected) = line.strip_prefix("=> ") {
            let question: String = asked.take().unwrap_or_else(|| panic!("{place}: an answer without a question"));
            let got = answer::answer(&case, &mut Words::of(&question, &place));
            if got != expected {
                let _ =
                    writeln!(failures, "{place}: {claim}\n  {question}\n  expected  {expected}\n  got       {got}\n");
            }
            out = format!("=> {got}");
        } else if answer::is_question(line) {
            asked = Some(line.to_owned());
        } else if !line.trim().is_empty() && !line.starts_with("//") {
            case.read(&mut Words::of(line, &place));
        }
        rewritten.push_str(&out);
        rewritten.push('\n');
    }
    assert!(asked.is_none(), "{file}: the last question has no answer");
    (rewritten, failures)
}
