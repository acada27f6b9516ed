//! Gives a compiled WASM module its JavaScript side, and makes it small.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    cargo,
    report::say,
    site::{Files, Mode, read_folder},
};

struct Module {
    package: &'static str,
    profile: &'static str,
    optimise: &'static str,
}

/// The screens are wanted small, the engine fast, and what reads spreadsheets small again: the profiles in `Cargo.toml` and the
/// levels of wasm-opt agree on that.
const MODULES: [Module; 3] = [
    Module { package: "app", profile: "wasm-release", optimise: "-Oz" },
    Module { package: "engine", profile: "wasm-engine", optimise: "-O3" },
    Module { package: "office", profile: "wasm-release", optimise: "-Oz" },
];

/// Compiles and binds the modules: of each `app.js`, `app_bg.wasm` and the like, and their snippets.
pub fn modules(root: &Path, mode: Mode) -> Result<Files> {
    cargo::ensure_wasm_target(root)?;
    let mut files = Files::new();
    let out = root.join("target/wasm/bindgen");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let has_wasm_opt = Command::new("wasm-opt").arg("--version").output().is_ok();
    if mode == Mode::Release && !has_wasm_opt {
        say("Skipping", "wasm-opt, which is not on the path; it would save little");
    }
    for module in MODULES {
        let wasm = cargo::wasm(root, module.package, module.profile, mode)?;
        say("Binding", module.package);
        let folder = out.join(module.package);
        bind(&wasm, &folder, module.package, mode).with_context(|| format!("wasm-bindgen of {}", wasm.display()))?;
        if mode == Mode::Release && has_wasm_opt {
            optimise(&folder.join(format!("{}_bg.wasm", module.package)), module.optimise)?;
        }
        files.extend(read_folder(&folder)?);
    }
    Ok(files)
}

fn bind(wasm: &Path, folder: &Path, name: &str, mode: Mode) -> Result<()> {
    let small = mode == Mode::Release;
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .debug(!small)
        // The names of functions are two fifths of the module; wasm-opt gains a thousandth after that.
        .remove_name_section(small)
        .remove_producers_section(small)
        .generate(folder)
}

/// Runs wasm-opt with the features that rustc's WASM uses and every browser has.
fn optimise(wasm: &Path, level: &str) -> Result<()> {
    let features =
        ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];
    let features = features.map(|feature| format!("--enable-{feature}"));
    say("Optimising", "with wasm-opt");
    // Where the module lies, only what belongs to the site may lie.
    let smaller = std::env::temp_dir().join(format!("genjin-{}.wasm", std::process::id()));
    let status = Command::new("wasm-opt").arg(level).args(features).arg(wasm).arg("-o").arg(&smaller).status();
    if status.is_ok_and(|status| status.success()) {
        fs::copy(&smaller, wasm)?;
        fs::remove_file(&smaller)?;
    } else {
        say("Warning", "wasm-opt failed; the module stays as compiled");
    }
    Ok(())
}
