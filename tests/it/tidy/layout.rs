//! Where things lie.

use super::files;
use std::collections::BTreeSet;
use std::fs;
use tests::files as places;

const TOP: [&str; 11] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
    "app",
    "server",
    "style",
    "public",
];
/// Made, not kept.
const MADE: [&str; 3] = ["target", "data", "genjin-data"];

#[test]
fn the_top_holds_what_one_must_see_first() {
    let allowed = |it: &str| {
        it.starts_with('.') || it.starts_with("LICENSE") || it == "tests" || TOP.contains(&it) || MADE.contains(&it)
    };
    let found = fs::read_dir(places::root()).unwrap().map(|it| it.unwrap().file_name().to_string_lossy().into_owned());
    let more: Vec<String> = found.filter(|it| !allowed(it)).collect();
    assert!(more.is_empty(), "the top of the repository holds more: {more:?}");
}

#[test]
fn migrations_are_numbered_without_gaps() {
    let mut databases = BTreeSet::new();
    let all = files("server/migrations", ".sql");
    for file in &all {
        databases.insert(file.path.split('/').nth(2).unwrap().to_owned());
    }
    assert!(!databases.is_empty());
    for database in databases {
        let below = format!("server/migrations/{database}/");
        let names = all.iter().filter_map(|it| it.path.strip_prefix(&below));
        for (number, name) in (1..).zip(names) {
            assert!(name.starts_with(&format!("{number:04}_")), "{below}{name} should have the number {number:04}");
        }
    }
}

#[test]
fn packages_are_named_after_their_folders() {
    for file in files("", "/Cargo.toml").into_iter().filter(|it| it.text.contains("[package]")) {
        let folder = file.path.rsplit('/').nth(1).unwrap_or_default();
        assert!(
            file.text.contains(&format!("name = \"{folder}\"")),
            "{}: the package has another name than its folder",
            file.path
        );
    }
}
