//! Brotli beside every file that gains by it, at the best quality: it is paid once here instead of at each request.

use std::{fs, io::Write, path::Path};

use anyhow::{Context, Result, anyhow};

use crate::{
    hash::sha256,
    report::{Listing, say},
    site::Files,
};

const QUALITY: u32 = 11;
/// 4 MiB of window: more than any file of ours.
const WINDOW: u32 = 22;
const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// The compressed siblings of `files`, under the same paths; what `previous` compressed already is taken from `site`.
pub fn siblings(files: &Files, site: &Path, previous: Option<&Listing>) -> Result<Files> {
    let known = |path: &str, bytes: &[u8]| {
        let sum = sha256(bytes);
        let same = previous?.files.iter().any(|file| file.path == path && file.sha256 == sum && file.brotli.is_some());
        same.then(|| fs::read(site.join(format!("{path}.br"))).ok()).flatten()
    };
    say("Compressing", "the site");
    std::thread::scope(|scope| {
        let tasks: Vec<_> = files
            .iter()
            .filter(|(path, _)| path.rsplit_once('.').is_some_and(|(_, end)| COMPRESSIBLE.contains(&end)))
            .map(|(path, bytes)| {
                let task = move || known(path, bytes).map_or_else(|| brotli(bytes), Ok);
                (path, bytes.len(), scope.spawn(task))
            })
            .collect();
        let mut siblings = Files::new();
        for (path, size, task) in tasks {
            let compressed = task.join().map_err(|_| anyhow!("the compressor panicked"))?;
            let compressed = compressed.with_context(|| format!("compressing {path}"))?;
            if compressed.len() < size {
                siblings.insert(path.clone(), compressed);
            }
        }
        Ok(siblings)
    })
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 << 10, QUALITY, WINDOW);
    writer.write_all(bytes)?;
    writer.flush()?;
    Ok(writer.into_inner())
}
