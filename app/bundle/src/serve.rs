//! Starts the server that carries the site, with the demo store unless told otherwise.

#[cfg(test)]
mod tests;

use std::{os::unix::process::CommandExt, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{
    cargo,
    report::say,
    site::{self, Mode},
};

/// Builds the server in release, which embeds `target/site`, and becomes it.
pub fn run(root: &Path, extra: &[String]) -> Result<()> {
    let genjin = cargo::server(root, Mode::Release)?;
    say("Starting", "the server");
    let error = Command::new(&genjin).args(arguments(root, extra, |name| std::env::var_os(name).is_some())).exec();
    Err(error).with_context(|| format!("{} does not start", genjin.display()))
}

/// `serve` with our defaults, less those that `extra` or the environment decide, and with `extra`.
pub fn arguments(root: &Path, extra: &[String], in_environment: impl Fn(&str) -> bool) -> Vec<String> {
    let given = |flag: &str| {
        let named = |argument: &String| argument.split('=').next() == Some(flag);
        let variable = format!("GENJIN_{}", flag.trim_start_matches('-').replace('-', "_").to_uppercase());
        extra.iter().any(named) || in_environment(&variable)
    };
    let data = site::folder(root).with_file_name("demo-data").to_string_lossy().into_owned();
    let mut arguments = vec!["serve".to_owned()];
    if !given("--demo") {
        arguments.push("--demo".to_owned());
    }
    if !given("--listen") {
        arguments.extend(["--listen", "127.0.0.1:8080"].map(str::to_owned));
    }
    if !given("--data") && !given("--database-url") {
        arguments.extend(["--data".to_owned(), data]);
    }
    arguments.extend_from_slice(extra);
    arguments
}
