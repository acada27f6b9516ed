//! Handing over everybody whom an advisor owns.

use super::{Failure, post, read, send};
use domain::handover::{Leaving, Plan, Receiver, Share};
use domain::id::{FactId, StaffId};
use domain::level::Level;
use gloo_net::http::Request;
use serde::{Deserialize, Serialize};

/// What would go, and to whom it could.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Offer {
    pub advisor_name: String,
    pub customers: Vec<Item>,
    pub receivers: Vec<Candidate>,
}

/// A customer who would go.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Item {
    #[serde(flatten)]
    pub leaving: Leaving,
    pub name: String,
    pub ruling: Option<FactId>,
}

/// Somebody who can receive customers.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Candidate {
    #[serde(flatten)]
    pub receiver: Receiver,
    pub name: String,
    pub locked: u32,
}

/// What a receiver got.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Received {
    pub staff: StaffId,
    #[serde(flatten)]
    pub share: Share,
}

#[derive(Deserialize)]
struct Done {
    received: Vec<Received>,
}

#[derive(Serialize)]
struct Asked<'a> {
    going: Vec<Going>,
    note: &'a str,
}

#[derive(Serialize)]
struct Going {
    customer: domain::id::CustomerId,
    to: StaffId,
    level: Level,
    after: Option<FactId>,
}

/// What would go.
pub async fn offer(advisor: StaffId) -> Result<Offer, Failure> {
    read(send(Request::get(&url(advisor))).await?).await
}

/// Hands everybody over as planned, having seen the offer; gives what each receiver got.
pub async fn hand_over(advisor: StaffId, seen: &[Item], plan: &Plan, note: &str) -> Result<Vec<Received>, Failure> {
    let going = seen.iter().filter_map(|it| {
        let Leaving { customer, level, .. } = it.leaving;
        Some(Going { customer, to: *plan.get(&customer)?, level, after: it.ruling })
    });
    let asked = Asked { going: going.collect(), note };
    read::<Done>(post(&url(advisor), &asked).await?).await.map(|it| it.received)
}

fn url(advisor: StaffId) -> String {
    format!("/api/team/{advisor}/hand-over")
}
