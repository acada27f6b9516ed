//! What others have written and we ship: under which licence, from where, and how often.
//!
//! Advisories are not asked for here: they need a network. `cargo audit` or `cargo deny check advisories` does it by hand.

use super::{none, ratchet};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use tests::files as places;

/// What the product is made for.
const TARGETS: [&str; 2] = ["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"];
/// Licences under which a crate may be part of it. Of those that ask for more than a notice only MPL-2.0, for crates that are used as they are.
const LICENCES: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];
/// Where crates come from.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";
/// Crates that nobody is to bring in: TLS by C libraries of the machine, and what has found a better successor.
const BANNED: [&str; 6] = ["failure", "git2", "native-tls", "openssl", "openssl-sys", "structopt"];
/// What is shipped in more than one version. May only get shorter.
const TWICE: &[&str] = &[
    "base64",
    "block-buffer",
    "const-oid",
    "convert_case",
    "cpufeatures",
    "crypto-common",
    "digest",
    "embedded-io",
    "foldhash",
    "getrandom",
    "gloo-net",
    "gloo-utils",
    "hashbrown",
    "itertools",
    "rand",
    "rand_chacha",
    "rand_core",
    "sha2",
    "syn",
    "thiserror",
    "thiserror-impl",
];

/// What is shipped: each crate's name and version, with its licence and source.
fn shipped() -> BTreeMap<(String, String), (String, String)> {
    let mut found = BTreeMap::new();
    for target in TARGETS {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let arguments = ["metadata", "--offline", "--format-version", "1", "--filter-platform", target];
        let output = Command::new(cargo).args(arguments).current_dir(places::root()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let packages: BTreeMap<String, Value> =
            list(&metadata["packages"]).into_iter().map(|it| (text(&it, "id"), it)).collect();
        let of = |node: &Value| {
            let normal = |it: &Value| list(&it["dep_kinds"]).iter().any(|it| it["kind"] == Value::Null);
            list(&node["deps"]).iter().filter(|it| normal(it)).map(|it| text(it, "pkg")).collect::<Vec<_>>()
        };
        let edges: BTreeMap<String, Vec<String>> =
            list(&metadata["resolve"]["nodes"]).iter().map(|it| (text(it, "id"), of(it))).collect();
        let products = ["server", "app", "engine", "office"];
        let ours = packages.iter().filter(|it| it.1["source"].is_null() && products.contains(&&*text(it.1, "name")));
        let mut open: Vec<String> = ours.map(|it| it.0.clone()).collect();
        let mut seen: BTreeSet<String> = open.iter().cloned().collect();
        while let Some(id) = open.pop() {
            open.extend(edges[&id].iter().filter(|it| seen.insert((*it).clone())).cloned());
        }
        for id in seen {
            let it = &packages[&id];
            if !it["source"].is_null() {
                found.insert((text(it, "name"), text(it, "version")), (text(it, "license"), text(it, "source")));
            }
        }
    }
    assert!(found.len() > 200, "{} crates", found.len());
    found
}

/// Whether an expression can be met by licences that may be had: one of each `OR`, all of each `AND`.
fn can_be_met(expression: &str) -> bool {
    let plain = expression.replace(" / ", " OR ").replace('/', " OR ");
    if let Some(rest) = plain.strip_prefix('(')
        && let Some((inside, after)) = rest.split_once(')')
    {
        return match after.trim_start() {
            "" => can_be_met(inside),
            after if after.starts_with("OR ") => can_be_met(inside) || can_be_met(&after[3..]),
            after => can_be_met(inside) && after.strip_prefix("AND ").is_some_and(can_be_met),
        };
    }
    plain.split(" OR ").any(|it| it.split(" AND ").all(|it| LICENCES.contains(&it.trim())))
}

#[test]
fn an_expression_is_met_by_one_of_each_choice_and_all_of_each_list() {
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("", false),
        ("GPL-3.0 OR MIT", true),
        ("MIT AND GPL-3.0", false),
        ("Unlicense/MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("(GPL-3.0 OR AGPL-3.0) OR MIT", true),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", true),
    ] {
        assert_eq!(can_be_met(expression), met, "{expression}");
    }
}

#[test]
fn every_crate_that_is_shipped_has_a_licence_that_we_can_meet_and_comes_from_the_registry() {
    let all = shipped();
    let unmet = all.iter().filter(|it| !can_be_met(&it.1.0));
    none(
        "licences that are not on the list",
        unmet.map(|((name, _), (licence, _))| format!("{name}: {licence}")).collect(),
    );
    let elsewhere = all.iter().filter(|it| it.1.1 != SOURCE);
    none("crates from elsewhere", elsewhere.map(|((name, _), (_, source))| format!("{name}: {source}")).collect());
    let banned = all.keys().filter(|it| BANNED.contains(&it.0.as_str())).map(|it| it.0.clone());
    none("crates that are not to come in", banned.collect());
}

#[test]
fn few_crates_are_shipped_twice() {
    let mut versions: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in shipped().into_keys() {
        *versions.entry(name).or_default() += 1;
    }
    let twice: Vec<String> = versions.into_iter().filter(|it| it.1 > 1).map(|it| it.0).collect();
    ratchet("crates in more than one version", &twice, TWICE);
}
