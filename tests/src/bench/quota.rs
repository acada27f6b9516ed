//! A limit of the processor over a whole browser, its workers too (the developer tools' own throttling leaves workers alone).
//!
//! Where this process may make a control group, the kernel keeps the limit; elsewhere the program `cpulimit` stops and continues the processes.

use crate::program::Program;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The length, in microseconds, of the periods over which a group's share is counted.
const PERIOD: u64 = 10_000;

/// Processes whose share of the processor can be set.
#[derive(Debug)]
pub struct Quota {
    leader: u32,
    means: Means,
    percent: Option<u32>,
    limiter: Option<Program>,
    log: TempDir,
}

#[derive(Debug)]
enum Means {
    /// A control group; whether it is of the second version.
    Group(PathBuf, bool),
    Limiter,
}

impl Quota {
    /// Takes hold of all that a process has started; not of the process itself.
    ///
    /// # Errors
    /// If there is no means to limit them.
    pub fn over(parent: u32) -> Result<Self> {
        let leader = children(parent)?.first().copied().context("it has started nothing")?;
        let means = group(parent).map_or(Means::Limiter, |(path, second)| Means::Group(path, second));
        match &means {
            Means::Group(path, _) => {
                for pid in descendants(parent)? {
                    // One that has just ended needs no limit.
                    let _ = fs::write(path.join("cgroup.procs"), pid.to_string());
                }
            }
            Means::Limiter if Command::new("cpulimit").arg("--help").output().is_err() => {
                bail!("no control group may be made here, and there is no `cpulimit` (apt-get install cpulimit)");
            }
            Means::Limiter => {}
        }
        Ok(Self { leader, means, percent: None, limiter: None, log: TempDir::new()? })
    }

    /// How the limit is kept.
    #[must_use]
    pub fn means(&self) -> String {
        match &self.means {
            Means::Group(_, second) => {
                format!("a control group (version {}, periods of {} ms)", if *second { 2 } else { 1 }, PERIOD / 1_000)
            }
            Means::Limiter => "cpulimit, which stops and continues the processes".to_owned(),
        }
    }

    /// Limits them, all together, to a share of one processor; or not at all.
    ///
    /// # Errors
    /// If that cannot be set.
    pub fn set(&mut self, percent: Option<u32>) -> Result<()> {
        if self.percent == percent {
            return Ok(());
        }
        self.percent = percent;
        match &self.means {
            Means::Group(path, second) => {
                let share = percent.map(|it| PERIOD * u64::from(it) / 100);
                if *second {
                    let share = share.map_or_else(|| "max".to_owned(), |it| it.to_string());
                    fs::write(path.join("cpu.max"), format!("{share} {PERIOD}"))?;
                } else {
                    fs::write(path.join("cpu.cfs_period_us"), PERIOD.to_string())?;
                    let share = share.map_or_else(|| "-1".to_owned(), |it| it.to_string());
                    fs::write(path.join("cpu.cfs_quota_us"), share)?;
                }
            }
            Means::Limiter => {
                if let Some(mut limiter) = self.limiter.take() {
                    limiter.stop()?;
                }
                if let Some(percent) = percent {
                    let mut command = Command::new("cpulimit");
                    command.args(["--include-children", &format!("--limit={percent}")]);
                    command.arg(format!("--pid={}", self.leader));
                    self.limiter = Some(Program::start(&mut command, &self.log.path().join("log"))?);
                }
            }
        }
        Ok(())
    }
}

impl Drop for Quota {
    fn drop(&mut self) {
        let _ = self.set(None);
        if let Means::Group(path, _) = &self.means {
            // A group is given up when nobody is in it any more.
            let all = fs::read_to_string(path.join("cgroup.procs")).unwrap_or_default();
            let parent = path.parent().unwrap_or(path).join("cgroup.procs");
            for pid in all.lines() {
                let _ = fs::write(&parent, pid);
            }
            let _ = fs::remove_dir(path);
        }
    }
}

/// Makes a group for the children of a process, where that is allowed; and whether it is of the second version.
fn group(parent: u32) -> Option<(PathBuf, bool)> {
    let root = Path::new("/sys/fs/cgroup");
    let name = format!("genjin-bench-{parent}");
    let second = fs::read_to_string(root.join("cgroup.subtree_control")).is_ok_and(|it| it.contains("cpu"));
    let roots = [(second, root.to_owned()), (false, root.join("cpu")), (false, root.join("cpu,cpuacct"))];
    roots.into_iter().find_map(|(second, root)| {
        let file = if second { "cpu.max" } else { "cpu.cfs_quota_us" };
        let path = root.join(&name);
        fs::create_dir(&path).ok()?;
        if path.join(file).exists() {
            return Some((path, second));
        }
        let _ = fs::remove_dir(&path);
        None
    })
}

/// All that a process has started, and what those have started.
fn descendants(pid: u32) -> Result<Vec<u32>> {
    let mut all = children(pid)?;
    let mut next = 0;
    while let Some(pid) = all.get(next).copied() {
        all.extend(children(pid)?);
        next += 1;
    }
    Ok(all)
}

fn children(parent: u32) -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Some(pid) = entry?.file_name().to_str().and_then(|it| it.parse::<u32>().ok()) else { continue };
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        // The name before may hold anything; after it come the state and the parent.
        let of = stat.rsplit_once(')').and_then(|it| it.1.split_whitespace().nth(1)?.parse::<u32>().ok());
        if of == Some(parent) {
            found.push(pid);
        }
    }
    found.sort_unstable();
    Ok(found)
}
