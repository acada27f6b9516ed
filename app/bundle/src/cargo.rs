//! Runs cargo for the WASM modules and for the server, undisturbed by the cargo that started us.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{report::say, site::Mode};

pub const WASM: &str = "wasm32-unknown-unknown";

/// What a nested cargo may inherit; the rest of `CARGO_*` describes the outer one.
const KEPT: [&str; 9] = [
    "CARGO_HOME",
    "CARGO_HTTP_",
    "CARGO_NET_",
    "CARGO_REGISTR",
    "CARGO_TERM_",
    "CARGO_BUILD_JOBS",
    "CARGO_INCREMENTAL",
    "CARGO_TARGET_DIR",
    "CARGO_BUILD_TARGET_DIR",
];

/// The folder of the workspace.
pub fn root() -> Result<PathBuf> {
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let root = Path::new(&here).ancestors().nth(2).context("app/bundle has no workspace around it")?;
    ensure!(root.join("app/index.html").is_file(), "{} is not the workspace of Genjin", root.display());
    Ok(root.to_owned())
}

/// Adds the WASM target to the toolchain where it is missing.
pub fn ensure_wasm_target(root: &Path) -> Result<()> {
    let output = clean("rustc", root).args(["--print", "target-libdir", "--target", WASM]).output();
    let libraries = String::from_utf8(output.context("rustc does not start")?.stdout)?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    say("Adding", &format!("the target {WASM} to the toolchain"));
    let status = clean("rustup", root).args(["target", "add", WASM]).status();
    ensure!(
        status.is_ok_and(|status| status.success()),
        "the target {WASM} is missing, and `rustup target add {WASM}` failed"
    );
    Ok(())
}

/// Compiles one WASM module and tells where it is.
pub fn wasm(root: &Path, package: &str, profile: &str, mode: Mode) -> Result<PathBuf> {
    // A folder of its own: no waiting for the lock of an editor's or a server's build.
    let target = root.join("target/wasm");
    let mut cargo = cargo(root);
    cargo.args(["build", "-p", package, "--target", WASM, "--target-dir"]).arg(target);
    // Erased views build faster and, at our size, are an eighth smaller (384 → 336 KB brotli, measured). Paths of this machine
    // in panic messages would give each machine another hash. As configuration, not as RUSTFLAGS, which would silence `.cargo/config.toml`.
    let home = std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|it| format!("{it}/.cargo")));
    let home = home.unwrap_or_else(|_| "/nowhere".to_owned());
    let flags = format!(
        "target.{WASM}.rustflags=['--cfg','erase_components','--remap-path-prefix={home}=/cargo','--remap-path-prefix={}=/genjin']",
        root.display()
    );
    cargo.args(["--config", &flags]);
    if mode == Mode::Release {
        cargo.args(["--profile", profile]);
    }
    let name = format!("{package}.wasm");
    let files = artifacts(cargo, package)?;
    files.into_iter().rfind(|file| file.ends_with(&name)).with_context(|| format!("cargo made no {name}"))
}

/// Compiles the server and tells where the binary is.
pub fn server(root: &Path, mode: Mode) -> Result<PathBuf> {
    let mut cargo = cargo(root);
    cargo.args(["build", "-p", "server", "--bin", "genjin"]);
    if mode == Mode::Release {
        cargo.arg("--release");
    }
    let files = artifacts(cargo, "server")?;
    files.into_iter().rfind(|file| file.ends_with("genjin")).context("cargo made no binary `genjin`")
}

/// Runs cargo, its progress on our terminal, and collects the files that it reports.
fn artifacts(mut cargo: Command, package: &str) -> Result<Vec<PathBuf>> {
    say("Building", package);
    cargo.arg("--message-format=json-render-diagnostics").stdout(Stdio::piped());
    let mut child = cargo.spawn().context("cargo does not start")?;
    let stdout = child.stdout.take().context("cargo has no output")?;
    let mut files = Vec::new();
    for line in BufReader::new(stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(&line?) else { continue };
        let names = message.get("filenames").and_then(Value::as_array).into_iter().flatten();
        files.extend(names.filter_map(Value::as_str).map(PathBuf::from));
    }
    if !child.wait()?.success() {
        bail!("`{package}` does not compile");
    }
    Ok(files)
}

fn cargo(root: &Path) -> Command {
    clean(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), root)
}

fn clean(program: &str, root: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root).env_remove("RUSTFLAGS").env_remove("RUSTDOCFLAGS");
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO") && !KEPT.iter().any(|kept| name.starts_with(kept)) {
            command.env_remove(&*name);
        }
    }
    command
}
