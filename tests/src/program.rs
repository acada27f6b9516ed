//! A program that a test has started, with all that it has started in turn.

use crate::poll::until_blocking;
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const START: Duration = Duration::from_secs(60);
const STOP: Duration = Duration::from_secs(20);

/// A running program; dropping it ends it and its children.
#[derive(Debug)]
pub struct Program {
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts a program in a process group of its own; what it says goes to the end of a file.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let file = File::options().create(true).append(true).open(log)?;
        command.process_group(0).stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        let child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
        Ok(Self { child, log: log.to_owned() })
    }

    /// Waits until it has said something.
    ///
    /// # Errors
    /// If it ends before, or does not say it in time.
    pub fn says<T>(&mut self, what: &str, read: impl Fn(&str) -> Option<T>) -> Result<T> {
        until_blocking(what, START, || {
            let said = self.said();
            if let Some(it) = read(&said) {
                return Ok(Some(it));
            }
            match self.child.try_wait()? {
                Some(status) => anyhow::bail!("ended with {status} before {what}:\n{said}"),
                None => Ok(None),
            }
        })
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// All that it has said.
    #[must_use]
    pub fn said(&self) -> String {
        std::fs::read(&self.log).map(|it| String::from_utf8_lossy(&it).into_owned()).unwrap_or_default()
    }

    /// Ends it with no chance to tidy up, as a power cut does.
    ///
    /// # Errors
    /// If it cannot be ended.
    pub fn kill9(&mut self) -> Result<()> {
        self.signal("-KILL")?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end, and waits until it has.
    ///
    /// # Errors
    /// If it does not end in time.
    pub fn stop(&mut self) -> Result<()> {
        self.signal("-TERM")?;
        until_blocking("a program to end", STOP, || Ok(self.child.try_wait()?))?;
        Ok(())
    }

    fn signal(&mut self, signal: &str) -> Result<()> {
        if self.child.try_wait()?.is_none() {
            let group = format!("-{}", self.child.id());
            Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status()?;
        }
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Children may outlive their parent, so the group is ended in any case.
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on.
///
/// # Errors
/// If there is none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Waits until somebody listens on a port.
///
/// # Errors
/// If nobody does in time.
pub fn listens(port: u16) -> Result<()> {
    until_blocking("a port to open", START, || Ok(TcpStream::connect(("127.0.0.1", port)).ok().map(drop)))
}

/// All that a process has started, and what those have started.
///
/// # Errors
/// If the processes cannot be listed.
pub fn descendants(pid: u32) -> Result<Vec<u32>> {
    let mut pairs = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Some(pid) = entry?.file_name().to_str().and_then(|it| it.parse::<u32>().ok()) else { continue };
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        // The name before may hold anything; after it come the state and the parent.
        let parent = stat.rsplit_once(')').and_then(|it| it.1.split_whitespace().nth(1)?.parse::<u32>().ok());
        pairs.extend(parent.map(|it| (it, pid)));
    }
    let mut all = vec![pid];
    let mut next = 0;
    while let Some(pid) = all.get(next).copied() {
        all.extend(pairs.iter().filter(|it| it.0 == pid).map(|it| it.1));
        next += 1;
    }
    all.remove(0);
    Ok(all)
}
