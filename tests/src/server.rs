//! The real server: the release binary with the demo team, on a port and a store of its own; or one of several on a database.

use crate::files;
use crate::program::{Program, listens};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;
use tempfile::TempDir;

/// A server that can be ended and started again on the same store and port.
#[derive(Debug)]
pub struct Server {
    folder: TempDir,
    /// Where its store is, as the command line says it.
    store: [String; 2],
    port: u16,
    /// Without it the demo's clock would be the machine's, and all sessions would have run out long ago.
    now: String,
    program: Option<Program>,
}

impl Server {
    /// Starts a server on a copy of the prepared demo store, its clock at `now`.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(now: &str) -> Result<Self> {
        let folder = TempDir::new()?;
        let data = folder.path().join("data");
        files::copy(&prepared(now)?, &data)?;
        let mut it = Self { folder, store: in_folder(&data), port: 0, now: now.to_owned(), program: None };
        it.run(Some(now))?;
        Ok(it)
    }

    /// Starts a server beside others on a database that has accounts already, its clock at `now`.
    ///
    /// # Errors
    /// If it does not start.
    pub fn node(database: &str, now: &str) -> Result<Self> {
        let store = ["--database-url".to_owned(), database.to_owned()];
        let mut it = Self { folder: TempDir::new()?, store, port: 0, now: now.to_owned(), program: None };
        it.run(Some(now))?;
        Ok(it)
    }

    /// Starts it again on its store and port; the demo's clock goes on from `now`, or from where it was.
    ///
    /// # Errors
    /// If it does not start.
    pub fn run(&mut self, now: Option<&str>) -> Result<()> {
        if let Some(now) = now {
            now.clone_into(&mut self.now);
        }
        let log = self.folder.path().join("log");
        let before = fs::read(&log).map(|it| it.len()).unwrap_or_default();
        let mut program = Program::start(&mut serve(&self.store, self.port, &self.now)?, &log)?;
        self.port = program.says("the server's greeting", |said| greeting(said.get(before..)?))?;
        listens(self.port)?;
        self.program = Some(program);
        Ok(())
    }

    /// Ends it as a power cut does.
    ///
    /// # Errors
    /// If it does not run.
    pub fn kill9(&mut self) -> Result<()> {
        self.program.take().context("the server does not run")?.kill9()
    }

    /// Ends it in order.
    ///
    /// # Errors
    /// If it does not run, or does not end.
    pub fn stop(&mut self) -> Result<()> {
        self.program.take().context("the server does not run")?.stop()
    }

    /// Its process id.
    ///
    /// # Errors
    /// If it does not run.
    pub fn pid(&self) -> Result<u32> {
        Ok(self.program.as_ref().context("the server does not run")?.pid())
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The folder of its store.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// All that it has said.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read(self.folder.path().join("log")).map(|it| String::from_utf8_lossy(&it).into_owned()).unwrap_or_default()
    }
}

fn serve(store: &[String; 2], port: u16, now: &str) -> Result<Command> {
    let mut command = Command::new(files::genjin()?);
    command.args(["serve", "--demo", "--listen", &format!("127.0.0.1:{port}"), "--now", now]).args(store);
    Ok(command)
}

fn in_folder(data: &Path) -> [String; 2] {
    ["--data".to_owned(), data.to_string_lossy().into_owned()]
}

fn greeting(said: &str) -> Option<u16> {
    let (line, _) = said.split_once("http://127.0.0.1:")?.1.split_once('\n')?;
    // The accounts follow the address; the last one shows that all has been said.
    said.contains("genjin-demo").then(|| line.trim().parse().ok()).flatten()
}

/// The demo store at a moment, made once for each build of the server.
fn prepared(now: &str) -> Result<PathBuf> {
    let left = files::left()?;
    let binary = fs::metadata(files::genjin()?)?;
    let age = binary.modified()?.duration_since(UNIX_EPOCH)?.as_millis();
    let moment: String = now.chars().filter(char::is_ascii_alphanumeric).collect();
    let folder = left.join(format!("demo-{moment}-{age}"));
    let lock = File::create(left.join("demo.lock"))?;
    lock.lock()?;
    if folder.exists() {
        return Ok(folder);
    }
    forget_older(&left, &moment)?;
    let making = TempDir::new_in(&left)?;
    let data = making.path().join("data");
    let mut program = Program::start(&mut serve(&in_folder(&data), 0, now)?, &making.path().join("log"))?;
    program.says("the demo team", greeting)?;
    program.stop()?;
    if !data.exists() {
        bail!("the server has left no store");
    }
    fs::rename(data, &folder)?;
    Ok(folder)
}

fn forget_older(left: &Path, moment: &str) -> Result<()> {
    for entry in fs::read_dir(left)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&format!("demo-{moment}-")) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
