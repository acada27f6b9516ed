//! Where things are: the repository, what was built, and the place for what tests leave.

use anyhow::{Context, Result};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The top of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where cargo builds.
#[must_use]
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |it| root().join(it))
}

/// What tests leave: prepared stores, screenshots of failures.
///
/// # Errors
/// If it cannot be made.
pub fn left() -> Result<PathBuf> {
    let it = target().join("tests");
    fs::create_dir_all(&it)?;
    Ok(it)
}

/// The server's binary.
///
/// # Errors
/// If it was not built.
pub fn genjin() -> Result<PathBuf> {
    let it = env::var_os("GENJIN_BIN").map_or_else(|| target().join("release/genjin"), PathBuf::from);
    fs::metadata(&it).with_context(|| format!("no server at {}: build it first", it.display()))?;
    Ok(it)
}

/// A file of a package from npm, as text.
///
/// # Errors
/// If the packages are not installed.
pub fn npm(path: &str) -> Result<String> {
    let file = target().join("npm/node_modules").join(path);
    fs::read_to_string(&file).with_context(|| format!("no {path} at {}: install the packages first", file.display()))
}

/// Copies a folder.
///
/// # Errors
/// If something cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
