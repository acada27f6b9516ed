//! The server's JSON interface: sign-in, the team, the deliveries, and whose a number is; each desk's part stands below.

pub mod call_backs;
pub mod daily;
pub mod desk;
pub mod handover;
pub mod house;
pub mod reception;
pub mod staff;

use domain::funnel::{Report, Span};
use domain::instant::{Day, Instant};
use domain::month::{Month, Scope, Table};
use domain::target::Goals;
use gloo_net::http::{Request, RequestBuilder, Response};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// Why an answer did not come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The server was not reached.
    Unreached,
    /// It answered with an error.
    Said {
        /// Its code.
        code: String,
        /// Seconds after which it may be tried again.
        retry_after: Option<u64>,
        /// What it says besides.
        more: Box<More>,
    },
}

/// What an error says besides its code.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default)]
pub struct More {
    /// Why the rules forbid a ruling, by the word of `domain::ruling::Objection`.
    pub objection: Option<String>,
    /// The ruling that came first.
    pub ruling: Option<Standing>,
    /// How many there can be.
    pub most: Option<u32>,
}

/// A ruling that stands.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Standing {
    pub by_name: String,
    pub what: String,
    pub at: Instant,
}

impl Failure {
    /// Whether the server wants a new sign-in.
    pub fn is_signed_out(&self) -> bool {
        matches!(self, Self::Said { code, .. } if code == "signed_out")
    }

    fn said(code: &str) -> Self {
        Self::Said { code: code.to_owned(), retry_after: None, more: Box::default() }
    }
}

/// Who works here, as the server answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Me {
    pub user: String,
    pub login: String,
    pub name: String,
    pub role: String,
    #[serde(default)]
    pub store: String,
    #[serde(default)]
    pub book: String,
    #[serde(default)]
    pub desk: String,
    #[serde(default)]
    pub house: String,
    #[serde(default)]
    pub now: Option<Instant>,
    #[serde(default)]
    pub device: Option<Device>,
}

/// The device, as the server knows it; the secret only when it has just enrolled.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Device {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// The team's progress.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Team {
    #[serde(default)]
    pub store: String,
    pub as_of: Instant,
    pub advisors: Vec<Advisor>,
}

/// An advisor's figures.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Advisor {
    pub id: String,
    pub name: String,
    pub levels: BTreeMap<String, u32>,
    pub due_today: u32,
    pub done_today: u32,
    pub due_tomorrow: u32,
    pub overdue: u32,
    pub locked: u32,
    pub unknown: u32,
    pub unknown_since: Option<Instant>,
    pub unconfirmed: u32,
    pub unconfirmed_late: u32,
    pub new_this_month: u32,
    pub orders: u32,
    pub test_drives: u32,
    pub orders_signed: u32,
    pub deliveries: u32,
    pub moved: Moved,
    pub goals: Goals,
    pub days_at_work: u32,
    pub periods_due: u32,
    pub periods_done: u32,
    pub timeliness: Option<u32>,
    pub last_seen: Option<Instant>,
    pub online: bool,
    pub unsynced: bool,
}

/// How prospects moved this month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Moved {
    pub up: u32,
    pub down: u32,
    #[serde(rename = "in")]
    pub entered: u32,
    #[serde(rename = "out")]
    pub left: u32,
}

#[derive(Deserialize)]
struct Published {
    prints: String,
}

/// Whose customer a number is.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Whose {
    /// Whether the store has a customer with this number.
    pub known: bool,
    /// The owner's name; none in the pool.
    #[serde(default)]
    pub owner_name: Option<String>,
}

/// The orders that wait for finance, and what was decided.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Deliveries {
    pub as_of: Instant,
    pub awaiting: Vec<Delivery>,
    pub decided: Vec<Delivery>,
}

/// An order, as finance sees it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
pub struct Delivery {
    pub order: String,
    pub customer_name: String,
    pub model: String,
    pub colour: String,
    pub price: u64,
    pub deposit: u64,
    pub vin: String,
    pub agreed: Option<Day>,
    pub spot: bool,
    pub advisor_name: String,
    pub requested: Option<Instant>,
    pub decision: Option<Decision>,
}

/// What finance decided.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
pub struct Decision {
    pub number: Option<String>,
    pub reason: String,
    pub by_name: String,
    pub at: Instant,
}

/// What finance can decide.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Approve.
    Approve,
    /// Refuse.
    Refuse,
}

#[derive(Serialize)]
struct Decide<'a> {
    decision: Verdict,
    reason: &'a str,
}

#[derive(Serialize)]
struct Credentials<'a> {
    login: &'a str,
    password: &'a str,
    device: &'a Device,
}

#[derive(Serialize)]
struct FirstRun<'a> {
    token: &'a str,
    store: &'a str,
    name: &'a str,
    login: &'a str,
    password: &'a str,
}

#[derive(Deserialize)]
struct Refused {
    errors: Vec<Problem>,
}

#[derive(Deserialize)]
struct Problem {
    code: String,
    #[serde(default)]
    retry_after: Option<u64>,
    #[serde(flatten)]
    more: More,
}

/// Signs in.
pub async fn sign_in(login: &str, password: &str, device: &Device) -> Result<Me, Failure> {
    read(post("/api/session", &Credentials { login, password, device }).await?).await
}

/// Who is signed in.
pub async fn session() -> Result<Me, Failure> {
    read(send(Request::get("/api/session")).await?).await
}

/// Signs out.
pub async fn sign_out() -> Result<(), Failure> {
    check(send(Request::delete("/api/session")).await?).await.map(|_| ())
}

/// Names the store and its first manager.
pub async fn set_up(token: &str, store: &str, name: &str, login: &str, password: &str) -> Result<(), Failure> {
    check(post("/api/setup", &FirstRun { token, store, name, login, password }).await?).await.map(|_| ())
}

/// The team's progress.
pub async fn team() -> Result<Team, Failure> {
    read(send(Request::get("/api/team")).await?).await
}

/// The orders that wait for finance.
pub async fn deliveries() -> Result<Deliveries, Failure> {
    read(send(Request::get("/api/deliveries")).await?).await
}

/// Decides on an order.
pub async fn decide_delivery(order: &str, decision: Verdict, reason: &str) -> Result<Decision, Failure> {
    read(post(&format!("/api/deliveries/{order}/decision"), &Decide { decision, reason }).await?).await
}

/// The fingerprints of the store's numbers, as text.
pub async fn phone_prints() -> Result<String, Failure> {
    read::<Published>(send(Request::get("/api/phones")).await?).await.map(|it| it.prints)
}

/// Whose customer a number is. It is recorded that one has asked.
pub async fn whose_phone(phone: &str) -> Result<Whose, Failure> {
    read(post("/api/phones", &serde_json::json!({ "phone": phone })).await?).await
}

/// The monthly table of an advisor, or of the team.
pub async fn month(month: Month, scope: Scope) -> Result<Table, Failure> {
    read(send(Request::get(&month_url(month, scope, ""))).await?).await
}

/// The funnel and the key figures of an advisor, or of the team.
pub async fn funnel(span: Span, scope: Scope) -> Result<Report, Failure> {
    read(send(Request::get(&funnel_url(span, scope, ""))).await?).await
}

/// The address of a funnel and its key figures, in one of their forms.
pub fn funnel_url(span: Span, scope: Scope, form: &str) -> String {
    format!("/api/funnel{form}?from={}&to={}&advisor={scope}", span.from(), span.to())
}

/// Closes a month.
pub async fn close_month(month: Month, scope: Scope) -> Result<Table, Failure> {
    read(post(&month_url(month, scope, "/close"), &()).await?).await
}

/// The address of a monthly table, in one of its forms.
pub fn month_url(month: Month, scope: Scope, form: &str) -> String {
    format!("/api/months/{month}/{scope}{form}")
}

/// Reads what an event carries.
pub fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

async fn post(url: &str, body: &impl Serialize) -> Result<Response, Failure> {
    let request = Request::post(url).json(body).map_err(|_| Failure::Unreached)?;
    request.send().await.map_err(|_| Failure::Unreached)
}

async fn send(request: RequestBuilder) -> Result<Response, Failure> {
    request.send().await.map_err(|_| Failure::Unreached)
}

async fn check(response: Response) -> Result<Response, Failure> {
    if response.ok() {
        return Ok(response);
    }
    let status = response.status();
    let problem = response.json::<Refused>().await.ok().and_then(|it| it.errors.into_iter().next());
    Err(match problem {
        Some(it) => Failure::Said { code: it.code, retry_after: it.retry_after, more: Box::new(it.more) },
        None if status == 401 => Failure::said("signed_out"),
        // A proxy that answers for a server that is down.
        None if matches!(status, 502..=504) => Failure::Unreached,
        None => Failure::said("internal"),
    })
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let response = check(response).await?;
    response.json().await.map_err(|_| Failure::said("internal"))
}
