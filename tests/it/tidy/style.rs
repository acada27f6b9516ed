//! Styles: no colour and no pixel outside the tokens, no direction that another script turns around, one file for each component.

use super::{code, files, lines, none};
use std::collections::BTreeSet;

const PHYSICAL: [&str; 22] = [
    "width:",
    "height:",
    "min-width:",
    "min-height:",
    "max-width:",
    "max-height:",
    "left:",
    "right:",
    "top:",
    "bottom:",
    "margin-left:",
    "margin-right:",
    "margin-top:",
    "margin-bottom:",
    "padding-left:",
    "padding-right:",
    "padding-top:",
    "padding-bottom:",
    "border-left:",
    "border-right:",
    "border-top:",
    "border-bottom:",
];
const COLOURS: [&str; 7] = ["rgb(", "rgba(", "hsl(", "oklch(", "lab(", "lch(", "color("];
/// Styles of what is drawn without a component of `ui`: frames before the app runs, the mark, parts that know customers.
const WITHOUT_UI: [&str; 8] =
    ["boot", "brand", "contact-sheet", "customer-row", "judge-sheet", "level-choice", "move-sheet", "sync-sheet"];

#[test]
fn colours_and_pixels_are_tokens() {
    let all = files("style", ".css");
    let found = lines(&all, |it, line| {
        let line = line.split("/*").next().unwrap_or_default();
        if it.path == "style/tokens.css" || line.trim_start().starts_with('*') {
            return false;
        }
        let literal = COLOURS.iter().any(|it| {
            line.match_indices(it).any(|(at, _)| {
                let is_word = line
                    .get(..at)
                    .and_then(|it| it.chars().next_back())
                    .is_some_and(|it| it.is_alphanumeric() || it == '-');
                !is_word && !line.contains("from var(")
            })
        });
        has_hex(line) || literal || pixels(line)
    });
    none("colours and pixels outside style/tokens.css", found);
}

fn has_hex(line: &str) -> bool {
    line.split_once(':').is_some_and(|(_, value)| {
        value.match_indices('#').any(|(at, _)| {
            value.get(at + 1..).is_some_and(|it| it.chars().take_while(char::is_ascii_hexdigit).count() >= 3)
        })
    })
}

fn pixels(line: &str) -> bool {
    line.match_indices("px").any(|(at, _)| {
        let number: String = line
            .get(..at)
            .unwrap_or_default()
            .chars()
            .rev()
            .take_while(|it| it.is_ascii_digit() || *it == '.')
            .collect();
        !number.is_empty() && number != "1"
    })
}

#[test]
fn directions_are_logical() {
    let all = files("style", ".css");
    let found = lines(&all, |_, line| {
        let line = line.trim_start();
        PHYSICAL.iter().any(|it| line.starts_with(it))
    });
    none("physical properties", found);
}

#[test]
fn nothing_is_styled_in_place() {
    let mut all = files("app/src", ".rs");
    all.extend(files("app", "index.html"));
    none(
        "`style=` in the page, which the content policy forbids",
        lines(&all, |_, line| code(line).contains(" style=\"")),
    );
}

#[test]
fn nothing_is_important() {
    let all = files("style", ".css");
    let found = lines(&all, |it, line| {
        line.contains("!important")
            && !["style/print.css", "style/reset.css", "style/tokens.css"].contains(&it.path.as_str())
    });
    none("`!important` outside print and reduced motion", found);
}

#[test]
fn components_and_their_styles_have_one_name() {
    let stem = |path: &str| {
        path.rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default().replace('_', "-")
    };
    let components: BTreeSet<String> =
        files("app/src/ui", ".rs").iter().chain(&files("app/src/parts", ".rs")).map(|it| stem(&it.path)).collect();
    let found = files("style/components", ".css").into_iter().filter(|it| {
        let name = stem(&it.path);
        !components.contains(&name) && !WITHOUT_UI.contains(&name.as_str())
    });
    none("styles of no component", found.map(|it| it.path).collect());
    let styles: BTreeSet<String> = files("style/components", ".css").iter().map(|it| stem(&it.path)).collect();
    let bare = files("app/src/ui", ".rs")
        .into_iter()
        .filter(|it| it.text.contains("class=\"") && !styles.contains(&stem(&it.path)));
    none("components without a style", bare.map(|it| it.path).collect());
}

#[test]
fn all_styles_are_imported() {
    let main = files("style", "main.css").pop().unwrap().text;
    let lost = files("style", ".css").into_iter().filter(|it| {
        let name = it.path.strip_prefix("style/").unwrap();
        name != "main.css" && !main.contains(&format!("\"{name}\""))
    });
    none("styles that main.css does not import", lost.map(|it| it.path).collect());
}
