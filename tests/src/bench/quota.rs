//! A limit of the processor over a whole browser, its workers too (the developer tools' own throttling leaves workers alone).
//!
//! Where this process may make a control group, the kernel keeps the limit. Elsewhere all processes are stopped and continued
//! by turns: then several of them may run at once while they run, so that the limit is one of time and not of one processor.

use crate::program::descendants;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The length, in microseconds, of the periods over which a group's share is counted.
const PERIOD: u64 = 10_000;
/// How long stopped processes run, in milliseconds, before they are stopped again.
const TURN: u64 = 10;

/// Processes whose share of the processor can be set.
#[derive(Debug)]
pub struct Quota {
    parent: u32,
    means: Means,
    percent: Option<u32>,
    turns: Option<(Sender<()>, JoinHandle<()>)>,
}

#[derive(Debug)]
enum Means {
    /// A control group; whether it is of the second version.
    Group(PathBuf, bool),
    /// Signals that stop and continue.
    Signals,
}

impl Quota {
    /// Takes hold of all that a process has started; not of the process itself.
    ///
    /// # Errors
    /// If the processes cannot be found.
    pub fn over(parent: u32) -> Result<Self> {
        let means = group(parent).map_or(Means::Signals, |(path, second)| Means::Group(path, second));
        if let Means::Group(path, _) = &means {
            for pid in descendants(parent)? {
                // One that has just ended needs no limit; what the others start is in their group from the first.
                let _ = fs::write(path.join("cgroup.procs"), pid.to_string());
            }
        }
        Ok(Self { parent, means, percent: None, turns: None })
    }

    /// How the limit is kept.
    #[must_use]
    pub fn means(&self) -> String {
        match &self.means {
            Means::Group(_, second) => {
                let version = if *second { 2 } else { 1 };
                format!("a control group (version {version}, periods of {} ms)", PERIOD / 1_000)
            }
            Means::Signals => format!("signals that let it run for {TURN} ms at a time, on any number of processors"),
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
            Means::Signals => {
                if let Some((end, turns)) = self.turns.take() {
                    drop(end);
                    // It has only signals to send, and sends them on its way out, too.
                    let _ = turns.join();
                }
                let parent = self.parent;
                self.turns = percent.map(|percent| {
                    let (end, ended) = channel();
                    let stopped = Duration::from_millis(
                        TURN * u64::from(100_u32.saturating_sub(percent)) / u64::from(percent.max(1)),
                    );
                    let goes_on = move |pause| ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout);
                    (end, thread::spawn(move || take_turns(parent, stopped, goes_on)))
                });
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

/// Stops and continues all that a process has started, until it is told not to go on.
fn take_turns(parent: u32, stopped: Duration, goes_on: impl Fn(Duration) -> bool) {
    let signal = |name: &str, all: &[u32]| {
        let pids = all.iter().map(u32::to_string);
        // One that has ended in between needs no signal.
        let _ = Command::new("kill").arg(name).args(pids).stderr(Stdio::null()).status();
    };
    let mut all = descendants(parent).unwrap_or_default();
    loop {
        signal("-STOP", &all);
        // Who has been started since is looked for while nobody runs: it takes some milliseconds.
        let began = Instant::now();
        let known = std::mem::replace(&mut all, descendants(parent).unwrap_or_default());
        let fresh: Vec<u32> = all.iter().filter(|it| !known.contains(it)).copied().collect();
        if !fresh.is_empty() {
            signal("-STOP", &fresh);
        }
        let continues = goes_on(stopped.saturating_sub(began.elapsed()));
        signal("-CONT", &all);
        if !continues || !goes_on(Duration::from_millis(TURN)) {
            return;
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
