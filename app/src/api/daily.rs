//! The daily reports, the manager's instructions, and the targets of a month.

use super::{Failure, check, post, read, send};
use domain::daily::{Daily, Figures};
use domain::id::StaffId;
use domain::instant::{Day, Instant};
use domain::instruction::Instruction;
use domain::month::Month;
use domain::target::Goals;
use gloo_net::http::Request;
use serde::Deserialize;
use serde_json::json;

/// A day of all advisors.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Report {
    pub day: Day,
    pub store: String,
    pub as_of: Instant,
    pub advisors: Vec<Of>,
    pub total: Figures,
}

/// An advisor's day.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Of {
    #[serde(flatten)]
    pub daily: Daily,
    pub instructions: Vec<Instruction>,
}

/// The targets of a month.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Targets {
    pub month: Month,
    pub advisors: Vec<TargetsOf>,
}

/// Somebody's targets.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct TargetsOf {
    pub staff: StaffId,
    pub name: String,
    pub goals: Goals,
    pub former: Vec<Former>,
}

/// What was set before.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Former {
    pub at: Instant,
    pub goals: Goals,
}

/// A day of those whom one may see.
pub async fn daily(day: Day) -> Result<Report, Failure> {
    read(send(Request::get(&format!("/api/daily/{day}"))).await?).await
}

/// Writes an instruction to an advisor for a day.
pub async fn instruct(day: Day, advisor: StaffId, text: &str) -> Result<(), Failure> {
    let new = json!({ "day": day, "advisor": advisor, "text": text });
    check(post("/api/instructions", &new).await?).await.map(drop)
}

/// The targets of a month.
pub async fn targets(month: Month) -> Result<Targets, Failure> {
    read(send(Request::get(&format!("/api/targets/{month}"))).await?).await
}

/// Sets somebody's targets of a month; what is none is not set.
pub async fn set_targets(month: Month, staff: StaffId, goals: Goals) -> Result<(), Failure> {
    let Goals { cards, test_drives, orders, deliveries } = goals;
    let new = json!({
        "staff": staff, "cards": cards, "test_drives": test_drives, "orders": orders, "deliveries": deliveries,
    });
    check(post(&format!("/api/targets/{month}"), &new).await?).await.map(drop)
}
