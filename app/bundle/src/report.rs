//! What was made and how large it is: lines on the terminal for people, `site.json` for programs.

use std::{fs, io::IsTerminal, path::Path};

use anyhow::Result;
use serde_json::{Value, json};

use crate::{hash::sha256, site::Files};

/// One line of progress on the terminal, in cargo's manner.
pub fn say(verb: &str, text: &str) {
    if std::io::stderr().is_terminal() {
        let colour = if verb == "Error" { 31 } else { 36 };
        eprintln!("\x1b[1;{colour}m{verb:>12}\x1b[0m {text}");
    } else {
        eprintln!("{verb:>12} {text}");
    }
}

/// The content of `site.json`.
pub struct Listing {
    pub build: String,
    pub files: Vec<Listed>,
}

pub struct Listed {
    pub path: String,
    pub sha256: String,
    pub size: usize,
    pub brotli: Option<usize>,
}

impl Listing {
    pub fn new(build: String, files: &Files, siblings: &Files) -> Self {
        let listed = |(path, bytes): (&String, &Vec<u8>)| Listed {
            path: path.clone(),
            sha256: sha256(bytes),
            size: bytes.len(),
            brotli: siblings.get(path).map(Vec::len),
        };
        Self { build, files: files.iter().map(listed).collect() }
    }

    /// The listing of the site that is there already, if it can be read.
    pub fn read(site: &Path) -> Option<Self> {
        let value: Value = serde_json::from_slice(&fs::read(site.join("site.json")).ok()?).ok()?;
        let size = |value: &Value| value.as_u64().and_then(|size| usize::try_from(size).ok());
        let listed = |file: &Value| {
            Some(Listed {
                path: file.get("path")?.as_str()?.to_owned(),
                sha256: file.get("sha256")?.as_str()?.to_owned(),
                size: size(file.get("size")?)?,
                brotli: file.get("brotli").and_then(size),
            })
        };
        let files = value.get("files")?.as_array()?.iter().map(listed).collect::<Option<_>>()?;
        Some(Self { build: value.get("build")?.as_str()?.to_owned(), files })
    }

    pub fn write(&self, site: &Path) -> Result<()> {
        let file = |file: &Listed| json!({ "path": file.path, "sha256": file.sha256, "size": file.size, "brotli": file.brotli });
        let files: Vec<Value> = self.files.iter().map(file).collect();
        let text = serde_json::to_string_pretty(&json!({ "build": self.build, "files": files }))?;
        Ok(fs::write(site.join("site.json"), text + "\n")?)
    }

    /// The sizes by part, and what a first visit costs.
    pub fn print(&self) {
        let part = |path: &str| match path.split('.').next().unwrap_or_default() {
            "app" | "app_bg" | "pieces" | "first" => 0,
            piece if piece.starts_with("split_") || piece.starts_with("chunk_") => 1,
            "engine" | "engine_bg" | "worker" => 2,
            "office" | "office_bg" | "office-worker" => 3,
            "main" => 4,
            _ => 5,
        };
        let rows =
            ["app, first piece", "app, other pieces", "engine", "office", "style", "rest"].into_iter().enumerate();
        for (index, name) in rows {
            self.print_row(name, &|file| part(&file.path) == index);
        }
        self.print_row("together", &|_| true);
    }

    fn print_row(&self, name: &str, chosen: &dyn Fn(&Listed) -> bool) {
        let files = || self.files.iter().filter(|file| chosen(file));
        let raw: usize = files().map(|file| file.size).sum();
        let sent: usize = files().map(|file| file.brotli.unwrap_or(file.size)).sum();
        let row = format!("{:>9} {:>9} brotli  {name}", kilobytes(raw), kilobytes(sent));
        say("", &row);
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{} KB", bytes.div_ceil(1000))
}
