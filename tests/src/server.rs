//! The real server: the release binary with the demo team, on a port and a store of its own; or one of several on a database.

use crate::files;
use crate::program::{Program, listens};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
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
    options: Options,
    program: Option<Program>,
}

/// How a server is run, besides.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Arguments.
    pub arguments: Vec<OsString>,
    /// What is in its environment.
    pub environment: Vec<(&'static str, &'static str)>,
}

impl Server {
    /// Starts a server on a copy of the prepared demo store, its clock at `now`.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(now: &str) -> Result<Self> {
        Self::start_with(now, Options::default())
    }

    /// Starts one that is run in another way.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start_with(now: &str, options: Options) -> Result<Self> {
        let folder = TempDir::new()?;
        let data = folder.path().join("data");
        files::copy(&prepared(now)?, &data)?;
        let mut it = Self { folder, store: in_folder(&data), port: 0, now: now.to_owned(), options, program: None };
        it.run(Some(now))?;
        Ok(it)
    }

    /// Starts a server beside others on a database that has accounts already, its clock at `now`.
    ///
    /// # Errors
    /// If it does not start.
    pub fn node(database: &str, now: &str) -> Result<Self> {
        let store = ["--database-url".to_owned(), database.to_owned()];
        let (folder, options) = (TempDir::new()?, Options::default());
        let mut it = Self { folder, store, port: 0, now: now.to_owned(), options, program: None };
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
        let mut command = serve(&self.store, self.port, &self.now)?;
        command.args(&self.options.arguments).envs(self.options.environment.iter().copied());
        let mut program = Program::start(&mut command, &log)?;
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

    /// Runs the program beside it on the same store, for one of its other commands; gives what it says if it succeeds.
    ///
    /// # Errors
    /// If it fails; the reason is what it said.
    pub fn command(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(files::genjin()?);
        let done = command.args(arguments).arg("--data").arg(self.data()).output()?;
        let said =
            String::from_utf8_lossy(if done.status.success() { &done.stdout } else { &done.stderr }).into_owned();
        if done.status.success() { Ok(said) } else { bail!("{}", said.trim()) }
    }

    /// Lets no file of it grow beyond a size, as if the disk were full; or lifts that.
    ///
    /// # Errors
    /// If it does not run, or the system refuses.
    pub fn fill_disk(&self, beyond: Option<u64>) -> Result<()> {
        let limit = beyond.map_or_else(|| "unlimited".to_owned(), |it| it.to_string());
        let arguments = ["--pid".to_owned(), self.pid()?.to_string(), format!("--fsize={limit}:")];
        let done = Command::new("prlimit").args(arguments).output()?;
        if done.status.success() { Ok(()) } else { bail!("{}", String::from_utf8_lossy(&done.stderr)) }
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
    // A file that may not grow is to be an error, as a full disk is one, and not a signal.
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(files::genjin()?);
    command.args(["serve", "--demo", "--listen", &format!("127.0.0.1:{port}"), "--now", now]).args(store);
    Ok(command)
}

fn in_folder(data: &Path) -> [String; 2] {
    ["--data".to_owned(), data.to_string_lossy().into_owned()]
}

fn greeting(said: &str) -> Option<u16> {
    let (line, _) = said.split_once("://127.0.0.1:")?.1.split_once('\n')?;
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
