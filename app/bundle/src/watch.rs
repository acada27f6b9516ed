//! The development loop: watches the sources, makes again what they touch, and lets the open pages know.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::mpsc::{Receiver, channel},
    thread::sleep,
    time::Duration,
};

use anyhow::{Context, Result};
use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::{
    bindgen, cargo,
    report::say,
    serve,
    site::{self, Files, Mode},
};

/// An editor saves in several steps: what comes within this time is one change.
const QUIET: Duration = Duration::from_millis(150);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// A style sheet: pages swap it without losing their state.
    Style,
    /// The page, or something that is copied.
    Static,
    /// What is compiled to WASM.
    Wasm,
    Server,
}

/// Builds all, starts the server as a child and goes on until it is interrupted.
pub fn run(root: &Path, extra: &[String]) -> Result<()> {
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(sender)?;
    for folder in ["app", "style", "public", "server"] {
        let folder = root.join(folder);
        watcher.watch(&folder, RecursiveMode::Recursive).with_context(|| format!("watching {}", folder.display()))?;
    }
    let mut dev = Dev::new(root, extra);
    let mut parts = BTreeSet::from([Part::Wasm, Part::Server]);
    loop {
        if let Err(error) = dev.make(&parts) {
            say("Error", &format!("{error:#}"));
        }
        say("Watching", "for changes");
        parts = next(root, &changes)?;
    }
}

struct Dev<'a> {
    root: &'a Path,
    extra: &'a [String],
    modules: Option<Files>,
    version: u64,
    server: Option<Child>,
}

impl<'a> Dev<'a> {
    fn new(root: &'a Path, extra: &'a [String]) -> Self {
        let version = fs::read_to_string(site::folder(root).join("dev-version")).unwrap_or_default();
        let version = version.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0);
        Self { root, extra, modules: None, version, server: None }
    }

    fn make(&mut self, parts: &BTreeSet<Part>) -> Result<()> {
        if parts.contains(&Part::Wasm) || self.modules.is_none() {
            self.modules = None;
            self.modules = Some(bindgen::modules(self.root, Mode::Dev)?);
        }
        let restarts = parts.contains(&Part::Server) || self.server.is_none();
        if restarts {
            let genjin = cargo::server(self.root, Mode::Dev)?;
            self.stop();
            self.publish("page")?;
            self.server = Some(self.start(&genjin)?);
        } else {
            let only_style = parts.iter().all(|part| *part == Part::Style);
            self.publish(if only_style { "style" } else { "page" })?;
        }
        Ok(())
    }

    /// `change` tells open pages whether to swap the style sheet or to load anew.
    fn publish(&mut self, change: &str) -> Result<()> {
        self.version += 1;
        let none = Files::new();
        site::dev(self.root, self.modules.as_ref().unwrap_or(&none), &format!("{} {change}", self.version))
    }

    fn start(&self, genjin: &Path) -> Result<Child> {
        say("Starting", "the server");
        let arguments = serve::arguments(self.root, self.extra, |name| std::env::var_os(name).is_some());
        Command::new(genjin).args(arguments).arg("--dev").spawn().context("the server does not start")
    }

    /// Asks the server to end, and ends it if it does not.
    fn stop(&mut self) {
        let Some(mut server) = self.server.take() else { return };
        let asked = Command::new("kill").arg(server.id().to_string()).status().is_ok();
        for _ in 0..30 {
            if !asked || !matches!(server.try_wait(), Ok(None)) {
                break;
            }
            sleep(Duration::from_millis(100));
        }
        if server.kill().and_then(|()| server.wait()).is_err() {
            say("Warning", "the old server could not be ended");
        }
    }
}

/// Waits for a change that matters, and for the quiet after it.
fn next(root: &Path, changes: &Receiver<notify::Result<Event>>) -> Result<BTreeSet<Part>> {
    let mut parts = BTreeSet::new();
    while parts.is_empty() {
        let mut event = Some(changes.recv().context("the watcher has ended")?);
        while let Some(Ok(change)) = event {
            // Reading is no change.
            if !matches!(change.kind, EventKind::Access(_)) {
                parts.extend(change.paths.iter().flat_map(|path| touched(root, path)));
            }
            event = changes.recv_timeout(QUIET).ok();
        }
    }
    Ok(parts)
}

/// What must be made again when `path` changes.
fn touched(root: &Path, path: &Path) -> Vec<Part> {
    let path: PathBuf = path.strip_prefix(root).unwrap_or(path).to_owned();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with('.') || name.ends_with('~') || path.starts_with("app/bundle") {
        return Vec::new();
    }
    match path {
        _ if path.starts_with("style") => vec![Part::Style],
        _ if path.starts_with("public") || path.ends_with("index.html") => vec![Part::Static],
        _ if path.starts_with("server") => vec![Part::Server],
        _ if path.starts_with("app/domain") || path.starts_with("app/sync") => vec![Part::Wasm, Part::Server],
        _ if path.starts_with("app") => vec![Part::Wasm],
        _ => Vec::new(),
    }
}
