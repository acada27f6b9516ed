//! A server of its own for measurements, over a file or a database: people without a demo team, and a clock that can be set.

use crate::files;
use crate::postgres::Cluster;
use crate::program::{Program, listens};
use crate::protocol::device::Device;
use crate::protocol::person::{PASSWORD, Person};
use crate::protocol::usage;
use anyhow::{Context, Result, ensure};
use domain::instant::Instant;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The server that is measured.
#[derive(Debug)]
pub struct Server {
    folder: TempDir,
    cluster: Option<Cluster>,
    program: Option<Program>,
    /// Its host and port, while it runs.
    pub address: String,
}

impl Server {
    /// A server over an empty folder; it does not run.
    ///
    /// # Errors
    /// If there is no place for a folder.
    pub fn new() -> Result<Self> {
        Ok(Self { folder: TempDir::new()?, cluster: None, program: None, address: String::new() })
    }

    /// A server over an empty database of PostgreSQL; it does not run.
    ///
    /// # Errors
    /// If PostgreSQL is not installed.
    pub fn on_postgres() -> Result<Self> {
        Ok(Self { cluster: Some(Cluster::in_earnest()?), ..Self::new()? })
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Where everything is kept, as the server's program is told.
    fn place(&self, command: &mut Command) {
        match &self.cluster {
            Some(cluster) => command.args(["--database-url", &cluster.url]),
            None => command.arg("--data").arg(self.data()),
        };
    }

    /// Makes an advisor; the server does not run.
    ///
    /// # Errors
    /// If the account cannot be made.
    pub fn hire(&self, login: &str) -> Result<()> {
        self.hire_as(login, "advisor")
    }

    /// Makes somebody of a role; the server does not run.
    ///
    /// # Errors
    /// If the account cannot be made.
    pub fn hire_as(&self, login: &str, role: &str) -> Result<()> {
        let mut command = Command::new(files::genjin()?);
        command.args(["user", "add", "--role", role, "--store", "负载", "--password-stdin"]);
        command.args(["--login", login, "--name", login]);
        self.place(&mut command);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        writeln!(child.stdin.take().context("no input")?, "{PASSWORD}")?;
        ensure!(child.wait()?.success(), "{login} was not hired");
        Ok(())
    }

    /// Starts it, anew if it runs, so that its memory is fresh; by the machine's clock, or by one that starts at `now`.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(&mut self, now: Option<Instant>) -> Result<()> {
        self.stop()?;
        let mut command = Command::new(files::genjin()?);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        self.place(&mut command);
        if let Some(now) = now {
            // Where somebody has been hired, `--demo` adds nobody: it only lets the clock be set.
            command.args(["--demo", "--now", &now.to_string()]);
        }
        let log = self.folder.path().join("log");
        let before = fs::read(&log).map(|it| it.len()).unwrap_or_default();
        let mut program = Program::start(&mut command, &log)?;
        let port = program.says("its address", |said| {
            let (line, _) = said.get(before..)?.split_once("http://127.0.0.1:")?.1.split_once('\n')?;
            line.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u16>().ok()
        })?;
        listens(port)?;
        self.address = format!("127.0.0.1:{port}");
        self.program = Some(program);
        Ok(())
    }

    /// Stops it in order, if it runs.
    ///
    /// # Errors
    /// If it does not end.
    pub fn stop(&mut self) -> Result<()> {
        self.program.take().map_or(Ok(()), |mut it| it.stop())
    }

    fn pid(&self) -> Result<u32> {
        Ok(self.program.as_ref().context("the server does not run")?.pid())
    }

    /// The processor time that it has used, in milliseconds.
    ///
    /// # Errors
    /// If it does not run.
    pub fn cpu(&self) -> Result<u64> {
        usage::cpu(self.pid()?)
    }

    /// Its resident memory, in bytes.
    ///
    /// # Errors
    /// If it does not run.
    pub fn memory(&self) -> Result<u64> {
        usage::memory(self.pid()?)
    }

    /// The size of the store, which has been closed.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn stored(&self) -> Result<u64> {
        if let Some(cluster) = &self.cluster {
            return cluster.size();
        }
        let mut all = 0;
        for entry in walkdir::WalkDir::new(self.data()) {
            let entry = entry?;
            if entry.file_type().is_file() {
                all += entry.metadata()?.len();
            }
        }
        Ok(all)
    }

    /// A new device of somebody.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn device(&self, login: &str) -> Result<Device> {
        Device::of(Person::enrol(&self.address, login, PASSWORD).await?)
    }
}
