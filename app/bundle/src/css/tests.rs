//! What becomes of a style sheet.

use anyhow::{Result, bail};

use super::{inline, minify};

fn read(name: &str) -> Result<String> {
    Ok(match name {
        "base.css" => "body {\n  margin: 0;\n}\n".to_owned(),
        "print.css" => "nav { display: none; }".to_owned(),
        "nested.css" => "@import \"base.css\";".to_owned(),
        _ => bail!("{name} is not there"),
    })
}

#[test]
fn comments_and_white_space_go_and_meaning_stays() {
    let css = "/* a */\n.a > .b ,\n.c { color : red ; /* why */ padding: calc(1px + 2px)\n  0; }\n\n";
    assert_eq!(minify(css), ".a > .b,.c{color : red;padding: calc(1px + 2px) 0}");
}

#[test]
fn strings_and_escapes_are_left_alone() {
    let css = r#".a::before { content: "  /* no */ \" ; } "; } .w-1\/2 { color: red; }"#;
    assert_eq!(minify(css), r#".a::before{content: "  /* no */ \" ; } "}.w-1\/2{color: red}"#);
}

#[test]
fn a_pseudo_class_of_a_descendant_stays_one() {
    assert_eq!(minify(".a :hover {color: red}"), ".a :hover{color: red}");
}

#[test]
fn imports_stand_in_their_layers_and_media() {
    let main = "/* order */ @layer base, print;\n@import url(\"base.css\") layer(base);\n@import url(\"print.css\") layer(print) print;\n";
    assert_eq!(
        inline(main, read).unwrap(),
        "@layer base,print;@layer base{body{margin: 0}}@media print{@layer print{nav{display: none}}}"
    );
}

#[test]
fn a_rule_in_main_a_nested_import_and_a_missing_file_are_errors() {
    for main in ["body { margin: 0 }", "@import url(\"nested.css\") layer(a);", "@import url(\"x.css\") layer(a);"] {
        assert!(inline(main, read).is_err(), "{main}");
    }
}
