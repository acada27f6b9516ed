//! The independent peer in JavaScript (`tests/js/peer.mjs`), told what to do.

use crate::files;
use crate::protocol::person::Person;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// A folder with a script, among the installed packages that it imports.
///
/// # Errors
/// If the packages are not installed.
pub fn script(text: &str) -> Result<TempDir> {
    let packages = files::target().join("npm");
    if !packages.join("node_modules").exists() {
        bail!("no packages in {}: `tests/run protocol` installs them", packages.display());
    }
    let folder = TempDir::new_in(packages)?;
    fs::write(folder.path().join("it.mjs"), text)?;
    Ok(folder)
}

/// A program in JavaScript that ends with its value.
#[must_use]
pub fn node(script: &Path) -> Command {
    let mut it = Command::new("node");
    it.arg(script.join("it.mjs")).kill_on_drop(true);
    it
}

/// A peer.
pub struct Peer {
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    _child: Child,
    _folder: TempDir,
}

impl Peer {
    /// Starts a peer that knows nobody yet.
    ///
    /// # Errors
    /// If there is no `node`, or its packages are not installed.
    pub fn start() -> Result<Self> {
        let folder = script(include_str!("../../js/peer.mjs"))?;
        let mut child =
            node(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot start node")?;
        let input = child.stdin.take().context("no input")?;
        let output = BufReader::new(child.stdout.take().context("no output")?).lines();
        Ok(Self { input, output, _child: child, _folder: folder })
    }

    /// Starts a peer that has joined with a person's session.
    ///
    /// # Errors
    /// If the server does not let it in.
    pub async fn of(person: &Person) -> Result<Self> {
        let mut it = Self::start()?;
        it.open(person).await?;
        Ok(it)
    }

    /// Joins with a person's session, and storage that outlives a [`Peer::close`].
    ///
    /// # Errors
    /// If the server does not let it in.
    pub async fn open(&mut self, person: &Person) -> Result<()> {
        let url = format!("ws://{}/sync", person.address);
        let said = self.ask(json!({"do": "open", "url": url, "cookie": person.cookie, "storage": "own"})).await?;
        if said.get("joined") != Some(&Value::Bool(true)) {
            bail!("not let in: {said}");
        }
        Ok(())
    }

    /// Gives a command and waits for the answer.
    ///
    /// # Errors
    /// If the command fails.
    pub async fn ask(&mut self, command: Value) -> Result<Value> {
        self.input.write_all(format!("{command}\n").as_bytes()).await?;
        let line = self.output.next_line().await?.with_context(|| format!("the peer has ended at {command}"))?;
        let mut answer: Value = serde_json::from_str(&line)?;
        match answer.get("error") {
            Some(error) => bail!("{command}: {}", error.as_str().unwrap_or_default()),
            None => Ok(answer.get_mut("ok").map(Value::take).unwrap_or_default()),
        }
    }

    /// Asks for a document; whether the server has it for us.
    ///
    /// # Errors
    /// If the peer fails.
    pub async fn find(&mut self, url: &str) -> Result<bool> {
        Ok(self.ask(json!({"do": "find", "url": url})).await?.get("state") == Some(&json!("ready")))
    }

    /// Finds a book and writes in it as a device from now on.
    ///
    /// # Errors
    /// If the server does not have it for us.
    pub async fn find_to_write(&mut self, url: &str, actor: &str) -> Result<()> {
        if !self.find(url).await? {
            bail!("{url} is unavailable");
        }
        self.ask(json!({"do": "actor", "url": url, "actor": actor})).await?;
        Ok(())
    }

    /// Writes a fact.
    ///
    /// # Errors
    /// If the peer fails.
    pub async fn put(&mut self, url: &str, key: &str, text: &str) -> Result<()> {
        self.ask(json!({"do": "put", "url": url, "facts": {key: text}})).await?;
        Ok(())
    }

    /// Waits until a document has a fact.
    ///
    /// # Errors
    /// If it does not get it in time.
    pub async fn has(&mut self, url: &str, key: &str) -> Result<()> {
        self.ask(json!({"do": "has", "url": url, "keys": [key]})).await?;
        Ok(())
    }

    /// Waits until the server has said that it holds all.
    ///
    /// # Errors
    /// If it does not in time.
    pub async fn uploaded(&mut self, url: &str) -> Result<()> {
        self.ask(json!({"do": "uploaded", "url": url})).await?;
        Ok(())
    }

    /// The text of a fact.
    ///
    /// # Errors
    /// If the peer fails, or has no such fact.
    pub async fn text(&mut self, url: &str, key: &str) -> Result<String> {
        let facts = self.ask(json!({"do": "facts", "url": url})).await?;
        let text = facts.get(key).and_then(Value::as_str).with_context(|| format!("no fact {key}"))?;
        Ok(text.to_owned())
    }

    /// Leaves; what is stored stays.
    ///
    /// # Errors
    /// If the peer fails.
    pub async fn close(&mut self) -> Result<()> {
        self.ask(json!({"do": "close"})).await.map(drop)
    }
}
