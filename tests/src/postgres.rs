//! A cluster of PostgreSQL for one test, and accounts in it.

use crate::files;
use crate::program::free_port;
use crate::protocol::person::PASSWORD;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// Starts a cluster, says its folder, and ends it with its input.
const SCRIPT: &str = include_str!("../../server/src/tests/cluster.sh");

/// The variable of the script that has it listen to the network as well.
const TLS_PORT: &str = "TLS_PORT";

/// A cluster; dropping it ends it and leaves nothing of it.
#[derive(Debug)]
pub struct Cluster {
    child: Child,
    open: Option<ChildStdin>,
    /// The URL of its database.
    pub url: String,
}

impl Cluster {
    /// Starts one that need not survive anything.
    ///
    /// # Errors
    /// If PostgreSQL is not installed.
    pub fn start() -> Result<Self> {
        Self::start_with(&[])
    }

    /// Starts one that writes to the disk what it commits, as somebody runs it.
    ///
    /// # Errors
    /// If PostgreSQL is not installed.
    pub fn in_earnest() -> Result<Self> {
        Self::start_with(&[("AS_IN_EARNEST", "yes")])
    }

    /// Starts one to which nobody on the network speaks without TLS, with these files; gives its port, too.
    ///
    /// # Errors
    /// If PostgreSQL is not installed, or the files cannot be read.
    pub fn with_tls(certificate: &Path, key: &Path) -> Result<(Self, u16)> {
        let port = free_port()?;
        let (certificate, key) = (fs::read_to_string(certificate)?, fs::read_to_string(key)?);
        let variables = [(TLS_PORT, &*port.to_string()), ("TLS_CERTIFICATE", &*certificate), ("TLS_KEY", &*key)];
        Ok((Self::start_with(&variables)?, port))
    }

    fn start_with(variables: &[(&str, &str)]) -> Result<Self> {
        // PostgreSQL does not run for root: there it runs for the user whom Debian's package has made.
        let is_root = fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0);
        let mut command = Command::new(if is_root { "setpriv" } else { "sh" });
        if is_root {
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "sh"]);
        }
        command
            .args(["-c", SCRIPT])
            .envs(variables.iter().copied())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().context("cannot start a shell for PostgreSQL")?;
        let open = child.stdin.take();
        let mut folder = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut folder)?;
        let port = variables.iter().find(|it| it.0 == TLS_PORT).map_or(String::new(), |it| format!("&port={}", it.1));
        let url = format!("postgres://genjin@localhost/postgres?host={}{port}", folder.trim());
        let it = Self { child, open, url };
        ensure!(!folder.trim().is_empty(), "no cluster of PostgreSQL: `tests/run protocol` installs it");
        Ok(it)
    }

    /// Makes an account with the password of the demo team.
    ///
    /// # Errors
    /// If the server's program does not.
    pub fn account(&self, login: &str, role: &str) -> Result<()> {
        let options = ["--login", login, "--name", login, "--role", role, "--store", "滨江店", "--password-stdin"];
        let mut command = Command::new(files::genjin()?);
        command.args(["user", "add", "--database-url", &self.url]).args(options).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::null()).spawn()?;
        child.stdin.take().context("no input")?.write_all(format!("{PASSWORD}\n").as_bytes())?;
        ensure!(child.wait()?.success(), "no account for {login}");
        Ok(())
    }

    /// The size of its database, in bytes.
    ///
    /// # Errors
    /// If PostgreSQL's own client does not say it.
    pub fn size(&self) -> Result<u64> {
        Ok(self.ask("SELECT pg_database_size(current_database())")?.parse()?)
    }

    /// What PostgreSQL's own client is told.
    ///
    /// # Errors
    /// If there is none.
    pub fn ask(&self, sql: &str) -> Result<String> {
        let said = Command::new("psql").args([self.url.as_str(), "-Atc", sql]).output()?;
        Ok(String::from_utf8(said.stdout)?.trim().to_owned())
    }

    /// Checks that every change has its hash, and that the facts are what the changes say.
    ///
    /// # Errors
    /// If it is not so.
    pub fn verify(&self) -> Result<()> {
        let said = Command::new(files::genjin()?).args(["verify", "--database-url", &self.url]).output()?;
        ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.open.take());
        let _ = self.child.wait();
    }
}
