//! How names follow contents.

use super::{rename, sha256};
use crate::site::Files;

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn renamed(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let files = rename(files(list)).unwrap();
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

fn name_of(stem: &str, text: &str, extension: &str) -> String {
    format!("{stem}.{}.{extension}", &sha256(text.as_bytes())[..8])
}

#[test]
fn a_chain_of_references_is_followed_from_its_end() {
    let wasm = name_of("app_bg", "wasm", "wasm");
    let glue = format!("fetch(new URL('{wasm}', import.meta.url))");
    let js = name_of("app", &glue, "js");
    let loader = format!("import('./{js}')");
    let site = renamed(&[
        ("app.js", "fetch(new URL('app_bg.wasm', import.meta.url))"),
        ("app_bg.wasm", "wasm"),
        ("index.html", "<script src=\"/loader.js\">"),
        ("loader.js", "import('./app.js')"),
    ]);
    assert_eq!(
        site,
        [
            (js, glue),
            (wasm, "wasm".to_owned()),
            ("index.html".to_owned(), format!("<script src=\"/{}\">", name_of("loader", &loader, "js"))),
            (name_of("loader", &loader, "js"), loader),
        ]
    );
}

#[test]
fn well_known_names_stay_and_what_they_name_changes() {
    let png = name_of("icons/a", "png", "png");
    let site = renamed(&[("icons/a.png", "png"), ("manifest.webmanifest", "{\"src\":\"/icons/a.png\"}")]);
    assert_eq!(site[1], ("manifest.webmanifest".to_owned(), format!("{{\"src\":\"/{png}\"}}")));
}

#[test]
fn a_name_inside_a_longer_word_is_no_reference() {
    let text = "'myapp.js' app.js 'app.json' './other/app.js'";
    let site = renamed(&[("app.js", "x"), ("sw.js", text)]);
    assert_eq!(site[1].1, text);
}

#[test]
fn the_key_of_an_object_keeps_its_name() {
    let pieces = name_of("pieces", "x", "js");
    let text = "import * as import1 from \"./pieces.js\"\nreturn { \"./pieces.js\": import1 };";
    let site = renamed(&[("app.js", text), ("pieces.js", "x")]);
    assert_eq!(site[0].1, format!("import * as import1 from \"./{pieces}\"\nreturn {{ \"./pieces.js\": import1 }};"));
}

#[test]
fn every_mention_changes_in_every_spelling() {
    let app = name_of("app", "x", "js");
    let site = renamed(&[("app.js", "x"), ("sw.js", "'/app.js' \"./app.js\" `app.js` url(app.js?v) '/app.js'")]);
    assert_eq!(site[1].1, format!("'/{app}' \"./{app}\" `{app}` url({app}?v) '/{app}'"));
}

#[test]
fn a_snippet_refers_within_its_folder() {
    let b = name_of("snippets/x/b", "b", "js");
    let site = renamed(&[("snippets/x/a.js", "import './b.js'"), ("snippets/x/b.js", "b")]);
    assert!(site.contains(&(b.clone(), "b".to_owned())));
    assert!(site.iter().any(|(_, text)| *text == format!("import './{}'", b.trim_start_matches("snippets/x/"))));
}

#[test]
fn a_circle_is_an_error() {
    assert!(rename(files(&[("a.js", "'./b.js'"), ("b.js", "'./a.js'")])).is_err());
}
