//! Who may know whom.

use super::{code, files, lines, none};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use tests::files as places;

/// Crates below `domain`, itself not counted. May only get smaller.
const BELOW_DOMAIN: usize = 18;
/// Crates that `domain` names itself.
const OF_DOMAIN: [&str; 7] = ["chrono", "chrono-tz", "serde", "serde_json", "siphasher", "thiserror", "ulid"];

/// The direct dependencies of each package of ours that are not only for tests.
fn direct() -> BTreeMap<String, BTreeSet<String>> {
    let output = cargo(&["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&output).unwrap();
    let text = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
    let of = |package: &Value| {
        let all = package["dependencies"].as_array().unwrap().iter();
        all.filter(|it| it["kind"] != "dev").map(|it| text(it, "name")).collect()
    };
    metadata["packages"].as_array().unwrap().iter().map(|it| (text(it, "name"), of(it))).collect()
}

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(arguments).current_dir(places::root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Everything of ours, and what it names, that a package reaches.
fn reached(direct: &BTreeMap<String, BTreeSet<String>>, package: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![package.to_owned()];
    while let Some(one) = open.pop() {
        for next in direct.get(&one).into_iter().flatten() {
            if found.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    found
}

#[track_caller]
fn never(package: &str, others: &[&str]) {
    let reached = reached(&direct(), package);
    let found: Vec<_> = others.iter().filter(|it| reached.contains(**it)).collect();
    assert!(found.is_empty(), "{package} must not reach {found:?}");
}

#[test]
fn arrows_point_one_way() {
    never("domain", &["app", "sync", "engine", "office", "bundle", "server", "tests"]);
    never("sync", &["app", "engine", "office", "bundle", "server", "tests"]);
    never("engine", &["app", "office", "bundle", "server", "tests"]);
    never("office", &["app", "sync", "engine", "bundle", "server", "tests", "automerge"]);
    never("app", &["sync", "engine", "office", "bundle", "server", "tests", "automerge"]);
    never("server", &["app", "engine", "office", "bundle", "tests"]);
    never("bundle", &["app", "domain", "sync", "engine", "office", "server", "tests"]);
    never("tests", &["app", "server", "engine", "office", "bundle"]);
}

/// What reads and writes spreadsheets is fetched apart: neither the first paint nor the engine waits for it.
#[test]
fn spreadsheets_are_the_offices() {
    for package in ["app", "engine", "domain", "sync"] {
        never(package, &["calamine", "rust_xlsxwriter", "csv", "encoding_rs", "zip"]);
    }
    never("office", &["gloo-net", "gloo-storage", "indexed_db_futures", "getrandom"]);
}

#[test]
fn domain_is_pure() {
    never(
        "domain",
        &[
            "tokio",
            "automerge",
            "web-sys",
            "js-sys",
            "wasm-bindgen",
            "leptos",
            "axum",
            "sqlx",
            "rand",
            "getrandom",
            "futures",
        ],
    );
    let direct = direct();
    let more: Vec<_> = direct["domain"].iter().filter(|it| !OF_DOMAIN.contains(&it.as_str())).collect();
    assert!(more.is_empty(), "domain names more than it needs: {more:?}");
    let tree = cargo(&["tree", "--offline", "-p", "domain", "-e", "normal,no-proc-macro", "--prefix", "none"]);
    let below: BTreeSet<&str> =
        tree.lines().filter_map(|it| it.split(' ').next()).filter(|it| !it.is_empty() && *it != "domain").collect();
    assert!(below.len() <= BELOW_DOMAIN, "{} crates below domain: {below:?}", below.len());
}

#[test]
fn sync_has_no_clock_and_no_network() {
    never("sync", &["tokio", "web-sys", "js-sys", "wasm-bindgen", "gloo-net", "axum", "getrandom", "samod"]);
}

#[test]
fn automerge_is_wrapped() {
    let others: Vec<_> =
        direct().into_iter().filter(|(name, all)| name != "sync" && all.contains("automerge")).map(|it| it.0).collect();
    assert!(others.is_empty(), "only sync may name automerge: {others:?}");
    let all = files("app/sync/src", ".rs");
    let found = lines(&all, |it, line| {
        let line = code(line).trim_start();
        line.starts_with("pub ") && line.contains("automerge::") && it.path != "app/sync/src/replica.rs"
    });
    none("automerge's types in sync's interface", found);
}
