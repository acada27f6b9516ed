//! What a process uses, as the kernel says.

use anyhow::{Context, Result};
use std::fs;

/// Its resident memory, in bytes.
///
/// # Errors
/// If it does not run.
pub fn memory(pid: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).context("no memory")?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes * 1024)
}

/// The processor time that it has used, in milliseconds; counted in hundredths of a second.
///
/// # Errors
/// If it does not run.
pub fn cpu(pid: u32) -> Result<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name before may hold anything; after it come the numbers.
    let (_, numbers) = stat.rsplit_once(')').context("no numbers")?;
    let ticks = numbers.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    ticks.sum::<Result<u64, _>>().map(|it| it * 10).context("no ticks")
}
