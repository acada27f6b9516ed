//! What a store sets for itself.

use super::{Failure, check, post, read, send};
use domain::calendar::Span;
use domain::catalogue::{Catalogue, Item, Kind, Listed};
use domain::instant::{Day, Instant};
use domain::store::Source;
use gloo_net::http::Request;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// What a store has set.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct House {
    pub today: Day,
    /// From when on the policy holds; none if it always has.
    pub since: Option<Instant>,
    /// From when on former versions held, newest first.
    pub versions: Vec<Instant>,
    /// The numbers of the policy, by the names of `domain::policy::check`.
    pub numbers: BTreeMap<String, i64>,
    pub overdue_out_of_turn: bool,
    pub closed: Vec<Span>,
    pub leave: Vec<Leave>,
    pub sources: Vec<Source>,
    /// The store's lists, by the codes of their kinds.
    pub lists: BTreeMap<String, Vec<Item>>,
    /// Who can be on leave.
    pub staff: Vec<Colleague>,
}

impl House {
    /// The items of a list, retired ones as well.
    pub fn items(&self, kind: Kind) -> &[Item] {
        self.lists.get(kind.code()).map_or(&[], Vec::as_slice)
    }

    /// A list as the rules read it.
    pub fn catalogue(&self, kind: Kind) -> Catalogue {
        let mut lists = Catalogue::default();
        for item in self.items(kind) {
            lists.add(&Listed { list: kind.code().to_owned(), item: item.clone(), after: None });
        }
        lists
    }
}

/// Somebody's leave.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
pub struct Leave {
    pub staff: String,
    pub name: String,
    #[serde(flatten)]
    pub span: Span,
}

/// Somebody who can be on leave.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Colleague {
    pub id: String,
    pub name: String,
}

/// What the store has set.
pub async fn house() -> Result<House, Failure> {
    read(send(Request::get("/api/house")).await?).await
}

/// Sets numbers of the policy, by their names; they hold from now on, and what is not named stays.
pub async fn set_policy(
    numbers: &BTreeMap<&'static str, i64>,
    overdue_out_of_turn: Option<bool>,
) -> Result<(), Failure> {
    let new = json!({ "numbers": numbers, "overdue_out_of_turn": overdue_out_of_turn });
    check(post("/api/house/policy", &new).await?).await.map(drop)
}

/// Closes days, or opens them after all.
pub async fn close(Span { from, to }: Span, open: bool) -> Result<(), Failure> {
    check(post("/api/house/closed", &json!({ "day": from, "to": to, "open": open })).await?).await.map(drop)
}

/// Enters somebody's leave, or that it has ended.
pub async fn leave(staff: &str, Span { from, to }: Span, ended: bool) -> Result<(), Failure> {
    let new = json!({ "staff": staff, "from": from, "to": to, "ended": ended });
    check(post("/api/house/leave", &new).await?).await.map(drop)
}

/// Adds a source, or gives one other names.
pub async fn source(code: Option<&str>, zh: &str, en: &str) -> Result<(), Failure> {
    let new = match code {
        Some(code) => json!({ "code": code, "zh": zh, "en": en }),
        None => json!({ "zh": zh, "en": en }),
    };
    check(post("/api/house/sources", &new).await?).await.map(drop)
}

/// Adds an item to one of the store's lists, or says something else of one; `after` is the code behind which it stands from now on.
pub async fn item(kind: Kind, item: &Item, after: Option<&str>) -> Result<(), Failure> {
    let mut new = json!({
        "list": kind.code(), "code": item.code, "zh": item.zh, "en": item.en, "text_zh": item.text_zh,
        "text_en": item.text_en, "checks": item.checks, "calls": item.calls, "scale": item.scale, "retired": item.retired,
    });
    if let (Some(all), Some(after)) = (new.as_object_mut(), after) {
        all.insert("after".to_owned(), after.into());
    }
    check(post("/api/house/items", &new).await?).await.map(drop)
}
