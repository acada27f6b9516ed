//! Gives a compiled WASM module its JavaScript side, and makes it small.
//!
//! The app is cut into pieces first: the one that starts, and those that it asks for by the functions of `pieces.js`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;
use wasm_encoder::{Module as Kept, RawSection};
use wasm_split_cli_support::Options;
use wasmparser::{Parser, Payload};

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
        let folder = out.join(module.package);
        let wasm = if module.package == "app" { split(&wasm, &folder, mode)? } else { wasm };
        say("Binding", module.package);
        bind(&wasm, &folder, module.package, mode).with_context(|| format!("wasm-bindgen of {}", wasm.display()))?;
        if mode == Mode::Release && has_wasm_opt {
            optimise(&folder.join(format!("{}_bg.wasm", module.package)), module.optimise)?;
        }
        files.extend(read_folder(&folder)?);
    }
    Ok(files)
}

/// Cuts a module into pieces, which go into `folder`, and tells where the one that starts is.
fn split(wasm: &Path, folder: &Path, mode: Mode) -> Result<PathBuf> {
    say("Splitting", "app");
    fs::create_dir_all(folder)?;
    let main = folder.with_extension("wasm");
    let input = fs::read(wasm)?;
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = "./pieces.js";
    options.main_module = "./first.js";
    let made =
        wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}")).context("cutting the app")?;
    if mode == Mode::Release {
        for piece in made.split_modules.iter().filter(|it| it.is_file()) {
            fs::write(piece, without_names(&fs::read(piece)?)?)?;
        }
    }
    Ok(main)
}

/// A module without what only people read; of the first piece wasm-bindgen takes it away.
fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut kept = Kept::new();
    for part in Parser::new(0).parse_all(wasm) {
        let part = part?;
        if matches!(&part, Payload::CustomSection(it) if ["name", "producers"].contains(&it.name())) {
            continue;
        }
        if let Some((id, range)) = part.as_section() {
            let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
            kept.section(&RawSection { id, data: wasm.get(range).context("a section beyond the end")? });
        }
    }
    Ok(kept.finish())
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
        // The pieces of the app share the table of functions.
        .keep_lld_exports(name == "app")
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
