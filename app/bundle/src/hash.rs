//! Names every file after its content, so that it may be cached for ever, and follows the names through those who refer to it.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use sha2::{Digest, Sha256};

use crate::site::Files;

/// Files that the world knows by name.
const KEPT: [&str; 5] = ["index.html", "sw.js", "manifest.webmanifest", "robots.txt", "favicon.svg"];

/// The SHA-256 of `bytes`, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Renames `a/b.js` to `a/b.<8 digits>.js`, targets before those who refer to them.
pub fn rename(files: Files) -> Result<Files> {
    let mut waiting: BTreeMap<String, BTreeSet<String>> =
        files.iter().map(|(path, bytes)| (path.clone(), references(path, bytes, &files))).collect();
    let mut names = BTreeMap::new();
    let mut renamed = Files::new();
    while !waiting.is_empty() {
        let (ready, rest): (BTreeMap<_, _>, BTreeMap<_, _>) =
            waiting.into_iter().partition(|(_, targets)| targets.iter().all(|target| names.contains_key(target)));
        ensure!(!ready.is_empty(), "these refer to each other in a circle: {:?}", rest.keys());
        for (path, targets) in ready {
            let bytes = files.get(&path).cloned().unwrap_or_default();
            let bytes = rewrite(&path, bytes, &targets, &names);
            let name = if KEPT.contains(&path.as_str()) { path.clone() } else { hashed(&path, &bytes) };
            names.insert(path, name.clone());
            renamed.insert(name, bytes);
        }
        waiting = rest;
    }
    Ok(renamed)
}

fn hashed(path: &str, bytes: &[u8]) -> String {
    let digest: String = sha256(bytes).chars().take(8).collect();
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{digest}.{extension}"),
        None => format!("{path}.{digest}"),
    }
}

/// The files among `files` that the text under `path` names.
fn references(path: &str, bytes: &[u8], files: &Files) -> BTreeSet<String> {
    let Some(text) = text(path, bytes) else { return BTreeSet::new() };
    let named = |target: &&String| {
        *target != path && spellings(path, target).iter().any(|spelling| find(text, spelling, 0).is_some())
    };
    files.keys().filter(named).cloned().collect()
}

fn rewrite(path: &str, bytes: Vec<u8>, targets: &BTreeSet<String>, names: &BTreeMap<String, String>) -> Vec<u8> {
    let Some(text) = text(path, &bytes) else { return bytes };
    let mut text = text.to_owned();
    for (target, name) in targets.iter().filter_map(|target| Some((target, names.get(target)?))) {
        for (old, new) in spellings(path, target).iter().zip(spellings(path, name)) {
            let mut from = 0;
            while let Some(at) = find(&text, old, from) {
                text.replace_range(at..at + old.len(), &new);
                from = at + new.len();
            }
        }
    }
    text.into_bytes()
}

fn text<'a>(path: &str, bytes: &'a [u8]) -> Option<&'a str> {
    let (_, extension) = path.rsplit_once('.')?;
    let may_refer = ["html", "js", "css", "svg", "webmanifest", "json"].contains(&extension);
    may_refer.then(|| str::from_utf8(bytes).ok()).flatten()
}

/// How the text in `from` may write `target`: from the root, or relative to its own folder.
fn spellings(from: &str, target: &str) -> Vec<String> {
    let folder = from.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut spellings = vec![format!("/{target}")];
    if let Some(relative) = target.strip_prefix(&folder) {
        spellings.extend([format!("./{relative}"), relative.to_owned()]);
    }
    spellings
}

/// Where `text` holds `name` between quotes or brackets, from the byte `from` on; the key of an object refers to nothing: by such
/// a one the WASM asks for its imports.
fn find(text: &str, name: &str, from: usize) -> Option<usize> {
    let starts = |before: &str| before.ends_with(['"', '\'', '`', '(']);
    let ends = |after: &str| after.starts_with(['"', '\'', '`', ')', '#', '?']) && !after.starts_with("\":");
    text.match_indices(name)
        .filter(|(at, _)| *at >= from)
        .find(|(at, _)| {
            let (before, rest) = text.split_at(*at);
            starts(before) && ends(rest.get(name.len()..).unwrap_or_default())
        })
        .map(|(at, _)| at)
}
