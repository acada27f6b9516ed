//! The way from sources to `target/site`, with the files in memory until the last step.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use crate::{
    bindgen, compress, css, hash, precache,
    report::{Listing, say},
};

/// Files by path; sorted, so that the same sources give the same site.
pub type Files = BTreeMap<String, Vec<u8>>;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Release,
    Dev,
}

/// Makes the site that is shipped.
pub fn release(root: &Path) -> Result<()> {
    // First what is quick, so that a mistake in it is told before the compiler has run for minutes.
    let mut files = statics(root)?;
    files.extend(bindgen::modules(root, Mode::Release)?);
    let mut files = hash::rename(files)?;
    let build = precache::stamp(&mut files)?;
    let site = folder(root);
    let previous = Listing::read(&site);
    if previous.as_ref().is_some_and(|previous| previous.build == build && intact(&site, &files, previous)) {
        say("Unchanged", &format!("target/site, build {build}"));
        return Ok(());
    }
    let siblings = compress::siblings(&files, &site, previous.as_ref())?;
    let listing = Listing::new(build, &files, &siblings);
    publish(&site, &files, &siblings, &listing)?;
    listing.print();
    say("Made", &format!("target/site, build {}", listing.build));
    Ok(())
}

/// Makes the site of the development loop: names as they are, nothing compressed, no offline shell, and a script that reloads.
///
/// `version` is what that script compares.
pub fn dev(root: &Path, modules: &Files, version: &str) -> Result<()> {
    let mut files = modules.clone();
    files.extend(statics(root)?);
    files.insert("dev.js".to_owned(), include_bytes!("../assets/dev.js").to_vec());
    files.insert("sw.js".to_owned(), include_bytes!("../assets/sw.js").to_vec());
    files.insert("dev-version".to_owned(), version.as_bytes().to_vec());
    precache::fill(&mut files, "index.html", "__BUILD__", "dev")?;
    let script = "  <script type=\"module\" src=\"/dev.js\"></script>\n</head>";
    precache::fill(&mut files, "index.html", "</head>", script)?;
    let none = Files::new();
    publish(&folder(root), &files, &none, &Listing::new("dev".to_owned(), &files, &none))
}

pub fn folder(root: &Path) -> PathBuf {
    root.join("target/site")
}

/// All that needs no compiler: the page, `public/` and the style sheet.
fn statics(root: &Path) -> Result<Files> {
    let mut files = read_folder(&root.join("public"))?;
    files.insert("index.html".to_owned(), fs::read(root.join("app/index.html"))?);
    files.insert("main.css".to_owned(), css::bundle(&root.join("style"))?.into_bytes());
    Ok(files)
}

/// Every file below `folder`, by its path from there; hidden ones stay behind.
pub fn read_folder(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let visible = |entry: &walkdir::DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder)?.to_str().context("a file's name is not UTF-8")?;
            files.insert(path.replace('\\', "/"), fs::read(entry.path())?);
        }
    }
    if files.is_empty() {
        bail!("{} is empty", folder.display());
    }
    Ok(files)
}

/// Whether the folder holds exactly these bytes and their compressed siblings already.
fn intact(site: &Path, files: &Files, listing: &Listing) -> bool {
    let same = |(path, bytes): (&String, &Vec<u8>)| fs::read(site.join(path)).is_ok_and(|held| held == *bytes);
    let compressed = listing.files.iter().filter(|file| file.brotli.is_some());
    files.iter().all(same) && compressed.into_iter().all(|file| site.join(format!("{}.br", file.path)).is_file())
}

/// Writes the site beside the old one and puts it in its place, so that nobody sees half of it.
fn publish(site: &Path, files: &Files, siblings: &Files, listing: &Listing) -> Result<()> {
    let (new, old) = (site.with_extension("new"), site.with_extension("old"));
    for rest in [&new, &old] {
        if rest.exists() {
            fs::remove_dir_all(rest)?;
        }
    }
    for (path, bytes) in files {
        write(&new.join(path), bytes)?;
    }
    for (path, bytes) in siblings {
        write(&new.join(format!("{path}.br")), bytes)?;
    }
    listing.write(&new)?;
    if site.exists() {
        fs::rename(site, &old)?;
    }
    fs::rename(&new, site)?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().context("a file without a folder")?;
    fs::create_dir_all(folder).and_then(|()| fs::write(path, bytes)).with_context(|| format!("{}", path.display()))
}
