//! Which arguments the server gets.

use std::path::Path;

use super::arguments;

fn check(extra: &str, environment: &str, expected: &str) {
    let extra: Vec<String> = extra.split_whitespace().map(str::to_owned).collect();
    let given = arguments(Path::new("/w"), &extra, |name| environment == name);
    assert_eq!(given.join(" "), expected);
}

#[test]
fn the_demo_store_on_the_usual_port_is_the_default() {
    check("", "", "serve --demo --listen 127.0.0.1:8080 --data /w/target/demo-data");
    check("--now 2026-03-02", "", "serve --demo --listen 127.0.0.1:8080 --data /w/target/demo-data --now 2026-03-02");
}

#[test]
fn what_the_user_says_replaces_the_default() {
    check("--listen 127.0.0.1:9 --data d", "", "serve --demo --listen 127.0.0.1:9 --data d");
    check("--data=d", "GENJIN_LISTEN", "serve --demo --data=d");
}

#[test]
fn a_database_needs_no_folder() {
    check("--database-url postgres://x", "", "serve --demo --listen 127.0.0.1:8080 --database-url postgres://x");
}
