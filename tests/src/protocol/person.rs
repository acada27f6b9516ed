//! Somebody who has signed in.

use super::http::ask;
use crate::server::Server;
use anyhow::{Context, Result};
use domain::id::{DeviceId, StaffId};
use domain::instant::Instant;
use serde::Deserialize;
use serde_json::{Value, json};
use sync::docid::DocId;

/// The password of the demo team.
pub const PASSWORD: &str = "genjin-demo";

/// An enrolled device and its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// The first part of its actor ids.
    pub id: DeviceId,
    /// What it shows at sign-in.
    pub secret: String,
}

/// Somebody who has signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// The server: host and port.
    pub address: String,
    /// The session.
    pub cookie: String,
    /// The device, if there is one.
    pub device: Option<Enrolled>,
    /// What the server has said.
    pub session: Session,
}

/// The answer to a sign-in.
#[derive(Clone, Debug, Deserialize)]
pub struct Session {
    /// Staff id.
    pub user: StaffId,
    /// URL of the book.
    pub book: String,
    /// URL of the desk.
    pub desk: String,
    /// URL of the house.
    pub house: String,
    /// The server's clock.
    pub now: Instant,
}

/// Host and port of a server.
#[must_use]
pub fn address(server: &Server) -> String {
    server.url("").replace("http://", "")
}

impl Person {
    /// Signs in with no device.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn enter(address: &str, login: &str) -> Result<Self> {
        Self::sign_in(address, json!({"login": login, "password": PASSWORD}), None).await
    }

    /// Signs in and enrols a device.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn enrol(address: &str, login: &str, password: &str) -> Result<Self> {
        let body = json!({"login": login, "password": password, "device": {"name": "a test"}});
        Self::sign_in(address, body, None).await
    }

    /// Signs in on a device that was enrolled before.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn again(address: &str, login: &str, password: &str, device: Enrolled) -> Result<Self> {
        let shown = json!({"id": device.id, "secret": device.secret});
        Self::sign_in(address, json!({"login": login, "password": password, "device": shown}), Some(device)).await
    }

    async fn sign_in(address: &str, body: Value, device: Option<Enrolled>) -> Result<Self> {
        let answer = ask(address, "POST", "/api/session", None, Some(&body)).await?;
        let cookie = answer.cookie.clone().unwrap_or_default();
        let said = answer.good().context("the sign-in was refused")?;
        let text = |key: &str| said.get("device").and_then(|it| it.get(key)).and_then(Value::as_str);
        let enrolled = text("id").zip(text("secret"));
        let device =
            enrolled.map(|(id, secret)| Enrolled { id: DeviceId(id.to_owned()), secret: secret.to_owned() }).or(device);
        Ok(Self { address: address.to_owned(), cookie, device, session: serde_json::from_value(said)? })
    }

    /// Reads a resource.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn get(&self, path: &str) -> Result<Value> {
        ask(&self.address, "GET", path, Some(&self.cookie), None).await?.good()
    }

    /// Asks for something to be done.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        ask(&self.address, "POST", path, Some(&self.cookie), Some(body)).await?.good()
    }

    /// Signs out.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn sign_out(&self) -> Result<()> {
        ask(&self.address, "DELETE", "/api/session", Some(&self.cookie), None).await?.good().map(drop)
    }

    /// The device, which must be there.
    ///
    /// # Errors
    /// If it is not.
    pub fn enrolled(&self) -> Result<&Enrolled> {
        self.device.as_ref().context("no device")
    }
}

/// The document of an automerge URL.
///
/// # Errors
/// If it is none.
pub fn document(url: &str) -> Result<DocId> {
    url.strip_prefix("automerge:").and_then(DocId::parse).with_context(|| format!("no document: {url}"))
}
