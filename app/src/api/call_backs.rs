//! The manager's call-backs, and how the questions of all call-backs came out.

use super::{Failure, check, post, read, send};
use domain::fact::order::{Answer, Call, CalledBack};
use domain::instant::{Day, Instant};
use domain::questionnaire::Scale;
use gloo_net::http::Request;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The call-backs that the manager makes.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct CallBacks {
    pub call_backs: Vec<CallBack>,
    /// How the questions of all call-backs came out.
    pub questions: Vec<Question>,
}

/// How a question of the call-backs came out.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Question {
    pub code: String,
    pub zh: String,
    pub en: String,
    pub scale: Scale,
    pub answers: u32,
    /// How many answers suggest a complaint.
    pub low: u32,
    pub average: Option<f64>,
}

/// A call-back that the manager is to make.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
pub struct CallBack {
    pub order: String,
    pub call: Call,
    pub due: Day,
    pub tried: u32,
    pub name: String,
    pub phone: String,
    pub model: String,
    pub delivered: Option<Instant>,
    pub advisor_name: String,
}

#[derive(Serialize)]
struct Called<'a> {
    call: Call,
    answer: Answer,
    note: &'a str,
    scores: &'a BTreeMap<String, u8>,
    said: &'a BTreeMap<String, String>,
}

/// The call-backs that the manager makes.
pub async fn call_backs(days: u16) -> Result<CallBacks, Failure> {
    read(send(Request::get(&format!("/api/call-backs?days={days}"))).await?).await
}

/// The manager has called.
pub async fn record_call_back(called: &CalledBack) -> Result<(), Failure> {
    let CalledBack { order, call, answer, note, scores, said, .. } = called;
    let body = Called { call: *call, answer: *answer, note, scores, said };
    check(post(&format!("/api/call-backs/{order}"), &body).await?).await.map(|_| ())
}
