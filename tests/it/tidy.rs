//! The repository keeps its own rules. A list of exceptions is a ratchet: it may only get shorter.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what cannot be read fails the test")]

mod dependencies;
mod faults;
mod layout;
mod licences;
mod source;
mod style;
mod words;

use std::fs;
use std::path::Path;
use tests::files;
use walkdir::WalkDir;

/// A file of the repository: its path from the top, and its text.
struct File {
    path: String,
    text: String,
}

/// All files below a folder of the repository with an ending, in order.
fn files(folder: &str, ending: &str) -> Vec<File> {
    let root = files::root();
    let hidden = |it: &Path| {
        it.file_name().is_some_and(|it| ["target", ".git", "node_modules", "data"].iter().any(|name| it == *name))
    };
    let all =
        WalkDir::new(root.join(folder)).sort_by_file_name().into_iter().filter_entry(move |it| !hidden(it.path()));
    all.map(Result::unwrap)
        .filter(|it| it.file_type().is_file() && it.path().to_string_lossy().ends_with(ending))
        .map(|it| {
            let path = it.path().strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            File { path, text: fs::read_to_string(it.path()).unwrap() }
        })
        .collect()
}

/// Fails with all findings at once.
#[track_caller]
fn none(rule: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

/// Lines with their places; what `keep` says of each line is reported.
fn lines(all: &[File], mut keep: impl FnMut(&File, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in all {
        for (number, line) in (1..).zip(file.text.lines()) {
            if keep(file, line) {
                found.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    found
}

/// Compares what is there with the exceptions that are still allowed: none more, and none that has gone.
#[track_caller]
fn ratchet(rule: &str, found: &[String], allowed: &[&str]) {
    let more: Vec<_> = found.iter().filter(|it| !allowed.contains(&it.as_str())).collect();
    let gone: Vec<_> = allowed.iter().filter(|it| !found.iter().any(|found| found == *it)).collect();
    assert!(more.is_empty(), "{rule}: {more:#?}");
    assert!(gone.is_empty(), "{rule}: these are in order now, take them off the list: {gone:#?}");
}

/// A line of Rust without its comment.
fn code(line: &str) -> &str {
    let mut in_text = false;
    let mut before = ' ';
    for (at, it) in line.char_indices() {
        match it {
            '"' if before != '\\' && before != '\'' => in_text = !in_text,
            '/' if before == '/' && !in_text => return line.get(..at - 1).unwrap_or_default(),
            _ => {}
        }
        before = it;
    }
    line
}

#[test]
fn a_comment_is_no_code() {
    assert_eq!(code("let a = \"x // y\"; // z"), "let a = \"x // y\"; ");
    assert_eq!(code("/// doc"), "");
}
