//! Tells the page and the service worker which build they are, and which files belong to it.

#[cfg(test)]
mod tests;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::{hash::sha256, site::Files};

const BUILD: &str = "__BUILD__";
const LIST: &str = "[/* precache */]";
/// Not part of the shell: the worker itself, and what only robots read.
const OUTSIDE: [&str; 2] = ["sw.js", "robots.txt"];

/// Writes the build into `index.html` and `sw.js`, the list of the shell's files into `sw.js`, and returns the build.
///
/// The build is a hash over every file with the place for it still empty.
pub fn stamp(files: &mut Files) -> Result<String> {
    let sums: String = files.iter().map(|(path, bytes)| format!("{} {path}\n", sha256(bytes))).collect();
    let build: String = sha256(sums.as_bytes()).chars().take(12).collect();
    fill(files, "index.html", BUILD, &build)?;
    fill(files, "sw.js", BUILD, &build)?;
    let list = list(files);
    fill(files, "sw.js", LIST, &list)?;
    Ok(build)
}

/// The shell as JSON, one file a line; the page itself goes by the address `/`.
fn list(files: &Files) -> String {
    let shell = files.iter().filter(|(path, _)| !OUTSIDE.contains(&path.as_str()));
    let lines: Vec<String> = shell
        .map(|(path, bytes)| {
            let url = if path == "index.html" { "/".to_owned() } else { format!("/{path}") };
            format!("  {}", json!({ "url": url, "sha256": sha256(bytes), "size": bytes.len() }))
        })
        .collect();
    format!("[\n{},\n]", lines.join(",\n"))
}

/// Puts `value` where the file has `place`, which it must have once.
pub fn fill(files: &mut Files, path: &str, place: &str, value: &str) -> Result<()> {
    let bytes = files.get_mut(path).with_context(|| format!("the site has no {path}"))?;
    let text = str::from_utf8(bytes).with_context(|| format!("{path} is not text"))?;
    ensure!(text.matches(place).count() == 1, "{path} must have {place} once");
    *bytes = text.replace(place, value).into_bytes();
    Ok(())
}
