//! The monthly table and the figures of the demo team, against a second computation of them.
//!
//! **Invariant:** what is compared is written from the trade's text alone: it reads the facts as JSON, counts days by itself, and
//! shares nothing with the domain's months and funnels, nor with its fold.

mod calendar;
mod figures;
mod history;
mod table;

use crate::demo;
use crate::projector::catch_up;
use crate::tests::app::{Actor, TestApp, at};
use calendar::{Span, day_of, month};
use history::History;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The months that are compared: all of them closed, and played from their first day on but for the last.
const MONTHS: [&str; 4] = ["2025-12", "2026-01", "2026-02", "2026-03"];

/// The demo team, whose customers then change hands in ways that the play does not know; a month later.
async fn team() -> TestApp {
    let app = TestApp::empty().await;
    demo::fill(&app.app).await.unwrap();
    catch_up(&app.app).await.unwrap();
    let manager = sign_in(&app, "manager").await;
    let histories = histories(&app).await;
    let other = |owner: &str| {
        let mut owners: Vec<&str> = histories.iter().filter_map(|it| it.last().owner.as_deref()).collect();
        owners.sort_unstable();
        (*owners.iter().find(|it| **it != owner).unwrap()).to_owned()
    };
    let mut rulings: Vec<(String, Value)> = Vec::new();
    let open = histories.iter().filter(|it| it.last().owner.is_some() && it.last().is_open());
    for it in open.step_by(40) {
        let to = other(it.last().owner.as_deref().unwrap());
        rulings.push((it.customer.clone(), json!({ "ruling": "hand_over", "to": to })));
    }
    for it in histories.iter().filter(|it| matches!(it.last().level.as_str(), "F" | "N")).step_by(20) {
        rulings.push((it.customer.clone(), json!({ "ruling": "revive", "level": "P3" })));
    }
    assert!(rulings.len() > 10, "{}", rulings.len());
    for (customer, ruling) in rulings {
        app.pass(60_000);
        let answer = manager.post(&format!("/api/locks/{customer}/ruling"), &ruling).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let advisor = sign_in(&app, "advisor2").await;
    for it in histories.iter().filter(|it| it.last().owner.is_none()).take(3) {
        app.pass(60_000);
        let answer = advisor.post(&format!("/api/pool/{}/claim", it.customer), &json!({})).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
    app.set_clock("2026-04-01T09:00:00+08:00");
    catch_up(&app.app).await.unwrap();
    app
}

async fn sign_in<'a>(app: &'a TestApp, login: &str) -> Actor<'a> {
    let body = json!({ "login": login, "password": demo::PASSWORD });
    let answer = app.anonymous().post("/api/session", &body).await;
    Actor::with(app, answer.cookie())
}

/// What the documents say of every customer, in the order of their ids.
async fn histories(app: &TestApp) -> Vec<History> {
    let rows = app.store.inner.all_facts().await.unwrap();
    let facts: Vec<(String, Value)> =
        rows.iter().map(|it| (it.id.clone(), serde_json::from_str(&it.text).unwrap())).collect();
    History::all(&facts, app.app.clock.now().0)
}

/// The advisors, and the team.
fn scopes(histories: &[History]) -> Vec<Option<String>> {
    let mut owners: Vec<String> = histories.iter().map(|it| it.advisor().to_owned()).collect();
    owners.sort_unstable();
    owners.dedup();
    std::iter::once(None).chain(owners.into_iter().map(Some)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_team_is_counted_alike_by_a_slower_way() {
    let app = team().await;
    let manager = sign_in(&app, "manager").await;
    let histories = histories(&app).await;
    let scopes = scopes(&histories);
    assert_eq!(scopes.len(), 9, "eight advisors and the team");
    let mut past: Vec<(Option<String>, Value)> = Vec::new();
    for name in MONTHS {
        let closed = manager.post(&format!("/api/months/{name}/team/close"), &json!({})).await;
        assert_eq!(closed.status, 200, "{}", closed.text());
        let now = app.app.clock.now().0;
        for scope in &scopes {
            let whose = scope.as_deref().unwrap_or("team");
            let (span, label) = (month(name), format!("{name} {whose}"));
            let earlier: Vec<&Value> = past.iter().filter(|it| it.0 == *scope).map(|it| &it.1).collect();
            let slow = table::of(&histories, span, scope.as_deref(), &scopes, now, &earlier);
            let told = manager.get(&format!("/api/months/{name}/{whose}")).await.json();
            assert_same(&slow, &table::told(&told), &format!("table {label}"));
            past.push((scope.clone(), slow));
        }
    }
    // The play and the hand-overs after it have something for every column but that of people who asked to be forgotten.
    let columns: BTreeSet<&str> = past
        .iter()
        .filter(|it| it.0.is_none())
        .flat_map(|it| it.1["balance"]["total"].as_object().unwrap().keys().map(String::as_str))
        .collect();
    assert_eq!(columns.len(), 14, "{columns:?}");
    for name in MONTHS {
        for scope in &scopes {
            compare_figures(&app, &manager, &histories, month(name), scope.as_deref()).await;
        }
    }
}

async fn compare_figures(app: &TestApp, manager: &Actor<'_>, all: &[History], span: Span, scope: Option<&str>) {
    let now = app.app.clock.now().0;
    let whose = scope.unwrap_or("team");
    let path = format!("/api/funnel?from={}&to={}&advisor={whose}", calendar::text(span.from), calendar::text(span.to));
    let told = manager.get(&path).await.json();
    for (part, span) in [("now", span), ("before", span.before())] {
        let slow = figures::of(all, span, scope, now);
        assert_same(
            &slow,
            &figures::told(&told[part]),
            &format!("figures {whose} {} {part}", calendar::text(span.from)),
        );
    }
    if calendar::text(span.from).starts_with(MONTHS[3]) {
        assert_same(&figures::refill(all, scope, now), &told["refill"], &format!("refill {whose}"));
    }
}

/// Says which of the values differ, and how.
fn assert_same(slow: &Value, told: &Value, label: &str) {
    let rows = slow["rows"].as_object().into_iter().flatten();
    for (key, row) in rows {
        assert_eq!(&told["rows"][key], row, "{label}: the row {key} (left as told, right as counted slowly)");
    }
    for (key, value) in slow.as_object().unwrap() {
        assert_eq!(&told[key], value, "{label}: {key} (left as told, right as counted slowly)");
    }
}

#[test]
fn days_are_counted_as_a_calendar_does() {
    for text in ["1970-01-01", "2026-02-28", "2028-02-29", "2026-12-31"] {
        assert_eq!(calendar::text(calendar::day(text)), text);
    }
    assert_eq!(day_of(at("2026-02-28T23:59:59+08:00").0), calendar::day("2026-02-28"));
    assert_eq!(day_of(at("2026-03-01T00:00:00+08:00").0), calendar::day("2026-02-28") + 1);
}
