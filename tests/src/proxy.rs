//! Stands between browsers and the server, and can pretend that the site has a newer build.

use anyhow::{Context, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A running proxy.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    newer: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Starts a proxy for a server, given as `127.0.0.1:port`.
    ///
    /// # Errors
    /// If there is no port for it.
    pub async fn start(server: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let newer = Arc::new(AtomicBool::new(false));
        let (server, is_newer) = (server.to_owned(), newer.clone());
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, is_newer) = (server.clone(), is_newer.clone());
                // A connection that breaks is the browser's to notice.
                tokio::spawn(async move { drop(pass(client, &server, is_newer.load(Ordering::Relaxed)).await) });
            }
        });
        Ok(Self { port, newer, task })
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on the site has a newer build.
    pub fn publish(&self) {
        self.newer.store(true, Ordering::Relaxed);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Passes one request on; each has a connection of its own.
async fn pass(mut client: TcpStream, server: &str, is_newer: bool) -> Result<()> {
    let mut read = Vec::new();
    let end = loop {
        if let Some(at) = read.windows(4).position(|it| it == b"\r\n\r\n") {
            break at;
        }
        if client.read_buf(&mut read).await? == 0 {
            return Ok(());
        }
    };
    let head = String::from_utf8_lossy(read.get(..end).unwrap_or_default()).into_owned();
    let rest = read.get(end..).unwrap_or_default();
    let is_shell = is_newer && head.starts_with("GET /sw.js ");
    let mut upstream = TcpStream::connect(server).await?;
    upstream.write_all(rewritten(&head, is_shell).as_bytes()).await?;
    upstream.write_all(rest).await?;
    if is_shell {
        let mut answer = Vec::new();
        upstream.read_to_end(&mut answer).await?;
        client.write_all(&renamed(answer)?).await?;
        client.shutdown().await?;
    } else {
        copy_bidirectional(&mut client, &mut upstream).await?;
    }
    Ok(())
}

fn rewritten(head: &str, is_shell: bool) -> String {
    let has = |line: &str, name: &str| line.to_lowercase().starts_with(name);
    if head.lines().any(|it| has(it, "upgrade:")) {
        return head.to_owned();
    }
    let dropped: &[&str] =
        if is_shell { &["connection:", "accept-encoding:", "if-none-match:"] } else { &["connection:"] };
    let kept = head.split("\r\n").filter(|line| !dropped.iter().any(|it| has(line, it)));
    format!("{}\r\nConnection: close", kept.collect::<Vec<_>>().join("\r\n"))
}

/// Gives the shell another build of the same length.
fn renamed(answer: Vec<u8>) -> Result<Vec<u8>> {
    let text = String::from_utf8(answer)?;
    let (_, rest) = text.split_once("const BUILD = '").context("the shell names its build")?;
    let (build, _) = rest.split_once('\'').context("the shell names its build")?;
    let newer: String = build.chars().rev().map(|it| if it == '0' { 'f' } else { '0' }).collect();
    Ok(text.replace(&format!("const BUILD = '{build}'"), &format!("const BUILD = '{newer}'")).into_bytes())
}
