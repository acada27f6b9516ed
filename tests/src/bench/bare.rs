//! The yardsticks: a page with nothing in it but forty lines of plain HTML, and one that answers a key and a tap with nothing between it
//! and the browser; from a server that does nothing else.

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const PAGE: &str = include_str!("bare.html");
const FLOOR: &str = include_str!("floor.html");

/// Serves the bare page, and below `/floor` the one that answers, for as long as the program runs; gives their address.
///
/// # Errors
/// If there is no port.
pub async fn serve() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A browser that has gone away asks for nothing.
            tokio::spawn(async move { drop(answer(stream).await) });
        }
    });
    Ok(address)
}

async fn answer(mut stream: TcpStream) -> Result<()> {
    let mut asked = [0; 4096];
    let count = stream.read(&mut asked).await?;
    let head = String::from_utf8_lossy(asked.get(..count).unwrap_or_default()).into_owned();
    let (status, body) = match head.split(' ').nth(1) {
        Some("/") => ("200 OK", PAGE),
        Some("/floor") => ("200 OK", FLOOR),
        _ => ("404 Not Found", ""),
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    Ok(stream.write_all(answer.as_bytes()).await?)
}
