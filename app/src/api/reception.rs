//! The reception's register.

use super::{Failure, check, post, read, send};
use domain::instant::Instant;
use domain::reception::{Out, Purpose};
use gloo_net::http::Request;
use serde::Deserialize;
use serde_json::json;

/// A day's register.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Register {
    pub as_of: Instant,
    pub arrivals: Vec<Arrival>,
    pub turn: Vec<Turn>,
    pub cards: Vec<Card>,
    pub total: u32,
    pub first: u32,
    pub captured: u32,
    pub here: u32,
    pub capture_rate: Option<u32>,
}

/// An arrival.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
pub struct Arrival {
    pub id: String,
    pub at: Instant,
    pub left: Option<Instant>,
    pub party: u32,
    pub purpose: String,
    pub again: bool,
    pub name: String,
    pub advisor_name: String,
    pub customer: Option<String>,
    pub customer_name: String,
}

/// Somebody's place in the turn order.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Turn {
    pub advisor: String,
    pub name: String,
    pub out: Option<Out>,
}

/// A card that was made on the day.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Card {
    pub customer: String,
    pub name: String,
    pub advisor_name: String,
    pub bound: bool,
}

/// Somebody who arrives.
#[derive(Clone, Debug)]
pub struct Coming {
    pub party: u32,
    pub purpose: Purpose,
    pub again: bool,
    pub name: String,
    pub phone: String,
    /// Who is to receive; none for whose turn it is.
    pub advisor: Option<String>,
}

/// Today's register.
pub async fn register() -> Result<Register, Failure> {
    read(send(Request::get("/api/reception")).await?).await
}

/// Registers an arrival.
pub async fn arrive(it: &Coming) -> Result<(), Failure> {
    let body = json!({
        "party": it.party, "purpose": it.purpose, "again": it.again, "name": it.name, "phone": it.phone, "advisor": it.advisor,
    });
    check(post("/api/reception", &body).await?).await.map(drop)
}

/// The party has left.
pub async fn leave(arrival: &str) -> Result<(), Failure> {
    check(post(&format!("/api/reception/{arrival}"), &json!({ "left": true })).await?).await.map(drop)
}

/// Binds an arrival to a card.
pub async fn bind(arrival: &str, customer: &str) -> Result<(), Failure> {
    check(post(&format!("/api/reception/{arrival}"), &json!({ "customer": customer })).await?).await.map(drop)
}
