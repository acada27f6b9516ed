//! The manager's desk: the queue, rulings, cards, the pool, the record.

use super::{Failure, post, read, send};
use domain::fact::Ruling;
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::{Day, Instant};
use domain::level::Level;
use domain::view::View;
use gloo_net::http::Request;
use serde::{Deserialize, Serialize};

/// A customer in one of the manager's lists.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Who {
    pub customer: CustomerId,
    pub name: String,
    pub phone_masked: String,
    pub level: Level,
    #[serde(default)]
    pub advisor: Option<StaffId>,
    #[serde(default)]
    pub advisor_name: String,
    pub ruling: Option<FactId>,
}

/// What waits for the manager.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Locks {
    pub as_of: Instant,
    pub locks: Vec<Locked>,
    pub applications: Vec<Application>,
    pub evidence: Vec<Evidence>,
}

/// A locked customer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Locked {
    #[serde(flatten)]
    pub who: Who,
    pub due: Day,
    pub since: Instant,
    pub ground: String,
    pub last_seen: Option<Instant>,
    pub reached: Option<Instant>,
    pub burst: u32,
    pub postponed: u32,
    pub locks: u32,
    pub late: bool,
    pub applied: Option<Level>,
}

/// An application for F or N.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Application {
    #[serde(flatten)]
    pub who: Who,
    pub wanted: Level,
    pub reason: String,
    pub rival: String,
    pub note: String,
    pub at: Instant,
    pub holds_until: Option<Instant>,
    pub locked: bool,
}

/// A customer with contacts that can be honoured.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Evidence {
    #[serde(flatten)]
    pub who: Who,
    pub facts: Vec<FactId>,
}

/// A customer's card.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Card {
    pub view: View,
    pub ruling: Option<FactId>,
    pub evidence: Vec<FactId>,
    pub countable: Vec<FactId>,
}

/// An advisor's customers.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Customers {
    pub as_of: Instant,
    pub advisor_name: String,
    pub customers: Vec<Customer>,
}

/// A customer of an advisor's.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
pub struct Customer {
    pub customer: CustomerId,
    pub name: String,
    pub phone_masked: String,
    pub level: Level,
    pub due: Option<Day>,
    pub lock_at: Option<Instant>,
    pub locked: bool,
    pub unknown_since: Option<Instant>,
    pub last_note: String,
    pub applied: Option<Level>,
}

/// Customers whom nobody owns.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Pool {
    pub as_of: Instant,
    pub claims_left: u32,
    pub customers: Vec<Free>,
}

/// A customer whom nobody owns.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Free {
    #[serde(flatten)]
    pub who: Who,
    pub source: String,
    pub created: Instant,
    pub reached: Option<Instant>,
}

/// A page of the record.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Audit {
    pub lines: Vec<Line>,
    pub people: Vec<Somebody>,
    pub next: Option<i64>,
}

/// A line of the record.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Line {
    pub at: Instant,
    pub name: String,
    pub what: String,
    pub customer: Option<CustomerId>,
    pub customer_name: String,
    /// What else the line is about: a login, a device.
    #[serde(default)]
    pub about: String,
}

/// Who can stand in the record.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Somebody {
    pub staff: StaffId,
    pub name: String,
}

/// Which lines of the record; empty for all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// By whom.
    pub staff: String,
    /// What.
    pub what: String,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    GiveBack,
    HandOver,
    TakeOver,
    Pool,
    Confirm,
    Refuse,
    Revive,
    Honour,
    Count,
}

#[derive(Serialize)]
struct Asked<'a> {
    ruling: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<StaffId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<FactId>,
    note: &'a str,
    after: String,
}

#[derive(Serialize)]
struct Claim {
    after: String,
}

#[derive(Deserialize)]
struct Made {
    ruling: FactId,
}

/// What waits for the manager.
pub async fn locks() -> Result<Locks, Failure> {
    read(send(Request::get("/api/locks")).await?).await
}

/// Rules on a customer, having seen the last ruling; gives the one that stands now.
pub async fn rule(who: &Who, what: &Ruling, note: &str) -> Result<FactId, Failure> {
    let mut asked =
        Asked { ruling: Kind::Pool, due: None, to: None, level: None, fact: None, note, after: seen(who.ruling) };
    asked.ruling = match *what {
        Ruling::GiveBack { due } => {
            asked.due = Some(due);
            Kind::GiveBack
        }
        Ruling::HandOver { to } => {
            asked.to = Some(to);
            Kind::HandOver
        }
        // Who takes over, or claims, is whoever asks.
        Ruling::TakeOver { .. } => Kind::TakeOver,
        Ruling::Claim { .. } => return claim(who).await,
        Ruling::Pool => Kind::Pool,
        Ruling::Confirm { level } => {
            asked.level = Some(level);
            Kind::Confirm
        }
        Ruling::Refuse => Kind::Refuse,
        Ruling::Revive { level } => {
            asked.level = Some(level);
            Kind::Revive
        }
        Ruling::Honour { fact } => {
            asked.fact = Some(fact);
            Kind::Honour
        }
        Ruling::Count { fact } => {
            asked.fact = Some(fact);
            Kind::Count
        }
    };
    let made: Made = read(post(&format!("/api/locks/{}/ruling", who.customer), &asked).await?).await?;
    Ok(made.ruling)
}

async fn claim(who: &Who) -> Result<FactId, Failure> {
    let asked = Claim { after: seen(who.ruling) };
    let made: Made = read(post(&format!("/api/pool/{}/claim", who.customer), &asked).await?).await?;
    Ok(made.ruling)
}

fn seen(ruling: Option<FactId>) -> String {
    ruling.map(|it| it.to_string()).unwrap_or_default()
}

/// Anybody's card; the look is recorded.
pub async fn card(customer: CustomerId) -> Result<Card, Failure> {
    read(send(Request::get(&format!("/api/customers/{customer}"))).await?).await
}

/// An advisor's customers.
pub async fn customers(advisor: StaffId) -> Result<Customers, Failure> {
    read(send(Request::get(&format!("/api/team/{advisor}/customers"))).await?).await
}

/// The pool.
pub async fn pool() -> Result<Pool, Failure> {
    read(send(Request::get("/api/pool")).await?).await
}

/// A page of the record.
pub async fn audit(wanted: &Wanted, before: Option<i64>) -> Result<Audit, Failure> {
    let before = before.map(|it| it.to_string()).unwrap_or_default();
    let parts = [("staff", &wanted.staff), ("what", &wanted.what), ("before", &before)];
    let said = parts.into_iter().filter(|it| !it.1.is_empty()).map(|(key, value)| (key, value.as_str()));
    read(send(Request::get("/api/audit").query(said)).await?).await
}
