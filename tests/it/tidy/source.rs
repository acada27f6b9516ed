//! Rust files: each says what it is for, none grows without end, none hides a warning or a sleeping test.

use super::{code, files, lines, none, ratchet};

/// Split a file rather than let it grow beyond this.
const LONGEST: usize = 400;
/// Files that are longer all the same.
const LONGER: &[&str] = &["server/src/demo/play.rs"];

#[test]
fn each_file_says_first_what_it_is_for() {
    let mute = files("", ".rs").into_iter().filter(|it| !it.text.starts_with("//!") && !it.text.starts_with("#![doc"));
    none("these files do not begin with `//!`", mute.map(|it| it.path).collect());
}

#[test]
fn files_stay_short() {
    let long: Vec<String> =
        files("", ".rs").into_iter().filter(|it| it.text.lines().count() > LONGEST).map(|it| it.path).collect();
    ratchet("files over 400 lines", &long, LONGER);
}

#[test]
fn modules_lie_beside_their_folders() {
    none("`mod.rs` is not our way", files("", "/mod.rs").into_iter().map(|it| it.path).collect());
}

#[test]
fn exceptions_to_lints_have_reasons() {
    let mut found = Vec::new();
    for file in files("", ".rs") {
        for kind in ["allow(", "expect("] {
            for opening in [format!("#[{kind}"), format!("#![{kind}"), format!(", {kind}clippy")] {
                for (at, _) in file.text.match_indices(&opening) {
                    let rest = file.text.get(at..).unwrap_or_default();
                    let attribute = rest.split("]\n").next().unwrap_or_default();
                    let is_text = file.path.contains("/tidy/");
                    if !is_text && !attribute.contains("reason") {
                        found.push(format!("{}: {}", file.path, attribute.lines().next().unwrap_or_default()));
                    }
                }
            }
        }
    }
    none("lints switched off without a reason", found);
}

#[test]
fn no_test_is_put_off() {
    let put_off = ["ignore", "should_panic"].map(|it| format!("#[{it}"));
    let all = files("", ".rs");
    let found = lines(&all, |it, line| {
        !it.path.contains("/tidy/") && put_off.iter().any(|word| code(line).contains(word.as_str()))
    });
    none("tests that do not count", found);
}

#[test]
fn browser_tests_wait_for_conditions_only() {
    let all = files("tests", ".rs");
    let found = lines(&all, |it, line| {
        code(line).contains("sleep(") && it.path != "tests/src/poll.rs" && !it.path.contains("/tidy/")
    });
    none("only `poll` waits for time to pass", found);
}

#[test]
fn only_the_clocks_know_the_time() {
    let words = ["SystemTime::now", "Instant::now()", "Utc::now", "Local::now", "Date::now", "performance.now"];
    // The last one is a stop-watch.
    let clocks = [
        "app/src/platform/time.rs",
        "app/engine/src/clock.rs",
        "server/src/clock.rs",
        "server/src/layers/request_log.rs",
    ];
    let pure = |path: &str| {
        ["app/src/", "app/engine/", "app/domain/", "app/sync/", "server/src/"].iter().any(|it| path.starts_with(it))
    };
    let all = files("", ".rs");
    let found = lines(&all, |it, line| {
        pure(&it.path) && !clocks.contains(&it.path.as_str()) && words.iter().any(|word| code(line).contains(word))
    });
    none("time is an argument", found);
}

#[test]
fn only_platform_touches_the_browser() {
    let words = ["web_sys", "js_sys", "wasm_bindgen::", "gloo_events", "gloo_storage", "gloo_timers"];
    let all = files("app/src", ".rs");
    let found = lines(&all, |it, line| {
        !it.path.starts_with("app/src/platform") && words.iter().any(|word| code(line).contains(word))
    });
    none("the browser is reached through `platform`", found);
}

#[test]
fn sql_lives_with_the_store() {
    let all = files("server/src", ".rs");
    let found = lines(&all, |it, line| {
        code(line).contains("sqlx::")
            && !it.path.starts_with("server/src/store")
            && !it.path.contains("/tests/")
            && it.path != "server/src/tests.rs"
    });
    let allowed = ["server/src/data.rs", "server/src/backup.rs", "server/src/error.rs"];
    none(
        "SQL outside of the store",
        found.into_iter().filter(|it| !allowed.iter().any(|file| it.starts_with(file))).collect(),
    );
}
