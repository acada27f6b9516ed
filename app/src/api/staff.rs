//! The people of a store, and their devices.

use super::{Failure, check, post, read, send};
use domain::instant::Instant;
use gloo_net::http::Request;
use serde::Deserialize;
use serde_json::json;

/// Somebody of the store.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
pub struct Person {
    pub id: String,
    pub login: String,
    pub name: String,
    pub role: String,
    pub disabled: bool,
    /// Whether one may change this account.
    pub yours: bool,
    /// Open customers whom this person owns.
    pub customers: u32,
    pub devices: Vec<Enrolled>,
}

/// A device of somebody.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
pub struct Enrolled {
    pub id: String,
    pub name: String,
    pub enrolled: Instant,
    pub seen: Option<Instant>,
    pub revoked: bool,
}

#[derive(Deserialize)]
struct Everybody {
    people: Vec<Person>,
}

#[derive(Deserialize)]
struct Told {
    password: String,
}

/// Everybody.
pub async fn everybody() -> Result<Vec<Person>, Failure> {
    read::<Everybody>(send(Request::get("/api/staff")).await?).await.map(|it| it.people)
}

/// Makes an account; its password is told once.
pub async fn add(login: &str, name: &str, role: &str) -> Result<String, Failure> {
    let new = json!({ "login": login, "name": name, "role": role });
    read::<Told>(post("/api/staff", &new).await?).await.map(|it| it.password)
}

/// Gives somebody a new password; it is told once.
pub async fn reset_password(person: &str) -> Result<String, Failure> {
    read::<Told>(post(&format!("/api/staff/{person}/password"), &json!({})).await?).await.map(|it| it.password)
}

/// Lets somebody in or out.
pub async fn disable(person: &str, disabled: bool) -> Result<(), Failure> {
    check(post(&format!("/api/staff/{person}"), &json!({ "disabled": disabled })).await?).await.map(drop)
}

/// Gives somebody another name.
pub async fn rename(person: &str, name: &str) -> Result<(), Failure> {
    check(post(&format!("/api/staff/{person}"), &json!({ "name": name })).await?).await.map(drop)
}

/// Takes a device's right to sync.
pub async fn revoke(device: &str) -> Result<(), Failure> {
    check(post(&format!("/api/devices/{device}/revoke"), &json!({})).await?).await.map(drop)
}
