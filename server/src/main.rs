//! The program `genjin`.

use clap::Parser;
use server::cli::Cli;
use std::io::IsTerminal;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[cfg(unix)]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Who says little unless `GENJIN_LOG` names them: the CRDT describes whole documents, which costs half of an edit.
const QUIET: &str = "sqlx=warn,automerge=warn";

/// What is logged.
fn filter() -> EnvFilter {
    let said = std::env::var("GENJIN_LOG").unwrap_or_else(|_| "info".to_owned());
    EnvFilter::try_new(format!("{QUIET},{said}")).unwrap_or_else(|_| EnvFilter::new(format!("{QUIET},info")))
}

/// What went wrong and why, each reason once: errors of libraries often name theirs themselves.
fn tell(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for reason in error.chain().map(ToString::to_string) {
        if !said.contains(&reason) {
            let between = if said.is_empty() { "" } else { ": " };
            said = format!("{said}{between}{reason}");
        }
    }
    said
}

#[tokio::main]
async fn main() -> ExitCode {
    let colours = std::io::stderr().is_terminal();
    // A log that cannot be written, as on a full disk, must not fail what it would tell of.
    let log = tracing_subscriber::fmt().log_internal_errors(false);
    let log = log.with_env_filter(filter()).with_writer(std::io::stderr).with_ansi(colours);
    match std::env::var("GENJIN_LOG_FORMAT").as_deref() {
        Ok("json") => log.json().flatten_event(true).init(),
        Ok(_) | Err(_) => log.init(),
    }
    match server::admin::run(Cli::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", tell(&error));
            ExitCode::FAILURE
        }
    }
}
