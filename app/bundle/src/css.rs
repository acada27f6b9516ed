//! Makes one style sheet of `style/main.css` and the files that it imports, each in its layer.

#[cfg(test)]
mod tests;

use std::{fs, path::Path};

use anyhow::{Context, Result, bail, ensure};

/// The style sheet of the site, from the folder `style`.
pub fn bundle(folder: &Path) -> Result<String> {
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).with_context(|| format!("{}", path.display()))
    };
    inline(&read("main.css")?, read)
}

/// `main` with every import replaced by what `read` finds under its name.
pub fn inline(main: &str, read: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut sheet = String::new();
    for statement in minify(main).split(';').map(str::trim).filter(|statement| !statement.is_empty()) {
        if let Some(import) = statement.strip_prefix("@import") {
            let import = Import::parse(import).with_context(|| format!("in main.css: {statement}"))?;
            let css = minify(&read(import.file)?);
            ensure!(!css.contains("@import"), "{}: only main.css imports", import.file);
            sheet.push_str(&import.wrap(&css));
        } else if statement.starts_with("@layer ") && !statement.contains('{') {
            sheet.push_str(statement);
            sheet.push(';');
        } else {
            bail!("main.css holds the order of the layers and imports, not: {statement}");
        }
    }
    Ok(sheet)
}

struct Import<'a> {
    file: &'a str,
    layer: Option<&'a str>,
    media: &'a str,
}

impl<'a> Import<'a> {
    /// Reads `url("x.css") layer(y) print`; layer and media may be missing.
    fn parse(text: &'a str) -> Result<Self> {
        let text = text.trim();
        let text = text.strip_prefix("url(").unwrap_or(text);
        let (file, rest) = text
            .strip_prefix('"')
            .and_then(|text| text.split_once('"'))
            .context("a file in double quotes is missing")?;
        let rest = rest.strip_prefix(')').unwrap_or(rest).trim();
        let (layer, media) = match rest.strip_prefix("layer(") {
            Some(rest) => rest.split_once(')').map(|(layer, media)| (Some(layer), media)).context("`)` is missing")?,
            None => (None, rest),
        };
        Ok(Self { file, layer, media: media.trim() })
    }

    fn wrap(&self, css: &str) -> String {
        let css = self.layer.map_or_else(|| css.to_owned(), |layer| format!("@layer {layer}{{{css}}}"));
        if self.media.is_empty() { css } else { format!("@media {}{{{css}}}", self.media) }
    }
}

/// `css` without comments and without the white space that means nothing.
pub fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut chars = css.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' | '\'' => {
                out.push(char);
                copy_string(&mut chars, char, &mut out);
            }
            '/' if chars.peek() == Some(&'*') => {
                chars.next();
                let mut last = ' ';
                while let Some(next) = chars.next_if(|next| last != '*' || *next != '/') {
                    last = next;
                }
                chars.next();
                space(&mut out);
            }
            '\\' => {
                out.push(char);
                out.extend(chars.next());
            }
            '{' | '}' | ';' | ',' => {
                if out.ends_with(' ') {
                    out.pop();
                }
                if char == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(char);
            }
            _ if char.is_ascii_whitespace() => space(&mut out),
            _ => out.push(char),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn copy_string(chars: &mut impl Iterator<Item = char>, quote: char, out: &mut String) {
    while let Some(char) = chars.next() {
        out.push(char);
        if char == quote {
            return;
        }
        if char == '\\' {
            out.extend(chars.next());
        }
    }
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(['{', '}', ';', ',', ' ']) {
        out.push(' ');
    }
}
