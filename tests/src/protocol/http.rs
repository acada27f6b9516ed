//! Requests, one connection each.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// The cookie that it sets.
    pub cookie: Option<String>,
    /// Its body; null if that is no JSON.
    pub body: Value,
}

impl Answer {
    /// The body of a success.
    ///
    /// # Errors
    /// If it is none.
    pub fn good(self) -> Result<Value> {
        ensure!((200..300).contains(&self.status), "{} {}", self.status, self.body);
        Ok(self.body)
    }
}

/// Asks a server at an address like `127.0.0.1:8080`.
///
/// # Errors
/// If there is no answer.
pub async fn ask(
    address: &str,
    method: &str,
    path: &str,
    cookie: Option<&str>,
    body: Option<&Value>,
) -> Result<Answer> {
    send(address, method, path, cookie, &body.map(Value::to_string).unwrap_or_default()).await
}

/// Asks with any text for a body, whether it is JSON or not.
///
/// # Errors
/// If there is no answer.
pub async fn send(address: &str, method: &str, path: &str, cookie: Option<&str>, body: &str) -> Result<Answer> {
    let answer = exchange(address, method, path, cookie, body).await?;
    read(&answer).with_context(|| format!("no answer to {method} {path}"))
}

/// Reads what is no JSON: the body of an answer, whatever its status.
///
/// # Errors
/// If there is no answer.
pub async fn text(address: &str, path: &str) -> Result<String> {
    let answer = exchange(address, "GET", path, None, "").await?;
    let (_, body) = answer.split_once("\r\n\r\n").with_context(|| format!("no answer to {path}"))?;
    Ok(body.to_owned())
}

async fn exchange(address: &str, method: &str, path: &str, cookie: Option<&str>, body: &str) -> Result<String> {
    let cookie = cookie.map(|it| format!("cookie: {it}\r\n")).unwrap_or_default();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\naccept: application/json\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n{cookie}\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn read(answer: &str) -> Option<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let cookie = head.lines().find_map(|it| {
        let (name, value) = it.split_once(": ")?;
        let value = name.eq_ignore_ascii_case("set-cookie").then_some(value)?;
        value.split(';').next().map(str::to_owned)
    });
    Some(Answer { status, cookie, body: serde_json::from_str(body).unwrap_or_default() })
}
