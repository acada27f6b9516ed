//! The yardsticks: a page with nothing in it but forty lines of plain HTML, the same with React, and one that answers a key and a tap with
//! nothing between it and the browser; from a server that does nothing else.

use crate::files;
use anyhow::Result;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const HTML: &str = "text/html; charset=utf-8";
/// Pages are asked for at each visit, a framework once.
const SCRIPT: &str = "text/javascript; charset=utf-8\r\ncache-control: max-age=31536000, immutable";

/// Path, how it is to be taken, and what is there.
type Files = Vec<(&'static str, &'static str, String)>;

/// Serves the bare page, below `/react` the same with React, and below `/floor` the one that answers, for as long as the program runs;
/// gives their address.
///
/// # Errors
/// If there is no port, or the packages from npm are not installed.
pub async fn serve() -> Result<String> {
    // Decision: React 18, the last that comes as a file for browsers. It is smaller than its successors, so the yardstick is no longer.
    let files: Arc<Files> = Arc::new(vec![
        ("/", HTML, include_str!("bare.html").to_owned()),
        ("/floor", HTML, include_str!("floor.html").to_owned()),
        ("/react", HTML, include_str!("react.html").to_owned()),
        ("/react.js", SCRIPT, files::npm("react/umd/react.production.min.js")?),
        ("/react-dom.js", SCRIPT, files::npm("react-dom/umd/react-dom.production.min.js")?),
    ]);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A browser that has gone away asks for nothing.
            let files = Arc::clone(&files);
            tokio::spawn(async move { drop(answer(stream, &files).await) });
        }
    });
    Ok(address)
}

async fn answer(mut stream: TcpStream, files: &Files) -> Result<()> {
    let mut asked = [0; 4096];
    let count = stream.read(&mut asked).await?;
    let head = String::from_utf8_lossy(asked.get(..count).unwrap_or_default()).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    let (status, kind, body) = match files.iter().find(|it| it.0 == path) {
        Some((_, kind, body)) => ("200 OK", *kind, body.as_str()),
        None => ("404 Not Found", HTML, ""),
    };
    // The pages of the product have this, and with it a process of their own: so do those they are compared with.
    let opener = "cross-origin-opener-policy: same-origin";
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\n{opener}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    Ok(stream.write_all(answer.as_bytes()).await?)
}
