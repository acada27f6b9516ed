//! What the page and the service worker are told.

use super::stamp;
use crate::{hash::sha256, site::Files};

fn site(css: &str) -> Files {
    [
        ("index.html", "<meta content=\"__BUILD__\">"),
        ("main.css", css),
        ("robots.txt", ""),
        ("sw.js", "const BUILD = '__BUILD__';\nconst FILES = [/* precache */];"),
    ]
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .into()
}

#[test]
fn page_and_worker_carry_the_build_and_the_worker_lists_the_shell() {
    let mut files = site("css");
    let build = stamp(&mut files).unwrap();
    let index = format!("<meta content=\"{build}\">");
    assert_eq!(files["index.html"], index.as_bytes());
    let expected = format!(
        "const BUILD = '{build}';\nconst FILES = [\n  {{\"sha256\":\"{}\",\"size\":{},\"url\":\"/\"}},\n  {{\"sha256\":\"{}\",\"size\":3,\"url\":\"/main.css\"}},\n];",
        sha256(index.as_bytes()),
        index.len(),
        sha256(b"css"),
    );
    assert_eq!(str::from_utf8(&files["sw.js"]).unwrap(), expected);
}

#[test]
fn the_same_files_are_the_same_build_and_another_byte_is_another() {
    let build = |css| stamp(&mut site(css)).unwrap();
    assert_eq!(build("a"), build("a"));
    assert_ne!(build("a"), build("b"));
}

#[test]
fn a_lost_placeholder_is_an_error() {
    let mut files = site("css");
    files.insert("sw.js".to_owned(), b"const BUILD = 1;".to_vec());
    assert!(stamp(&mut files).is_err());
}
