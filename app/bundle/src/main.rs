//! Makes the site: `app`, `engine` and `office` as WASM, the styles, the icons and the service worker, hashed and compressed, in
//! `target/site`; then, if asked, starts the server that carries it.

mod bindgen;
mod cargo;
mod compress;
mod css;
mod hash;
mod precache;
mod report;
mod serve;
mod site;
mod watch;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "usage: cargo site | cargo serve [arguments of `genjin serve`] | cargo dev [the same]";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::say("Error", &format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.skip_while(|argument| argument == "--").collect();
    let root = cargo::root()?;
    match (command.as_str(), rest.is_empty()) {
        ("site", true) => site::release(&root),
        ("serve", _) => {
            site::release(&root)?;
            serve::run(&root, &rest)
        }
        ("dev", _) => watch::run(&root, &rest),
        _ => bail!(USAGE),
    }
}
