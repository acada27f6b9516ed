//! `/api/openapi.json`: complete, in both directions.

use crate::routes::{api::openapi::TEXT, table};
use crate::tests::app::TestApp;
use axum::body::Body;
use axum::http::Method;
use serde_json::Value;
use std::collections::BTreeSet;

pub fn description() -> Value {
    serde_json::from_str(TEXT).unwrap()
}

/// Each method and path.
pub fn routes(description: &Value) -> BTreeSet<(String, String)> {
    let paths = description["paths"].as_object().unwrap();
    let of_path = |(path, methods): (&String, &Value)| {
        methods.as_object().unwrap().keys().map(|it| (it.to_uppercase(), path.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let listed = table().listed.into_iter().map(|(method, path)| (method.to_string(), path.to_owned())).collect();
    assert_eq!(routes(&description()), listed);
}

#[tokio::test]
async fn every_described_route_answers() {
    let app = TestApp::empty().await;
    for (method, path) in routes(&description()) {
        let method: Method = method.parse().unwrap();
        let status = app.send(app.anonymous().request(method, &path).body(Body::empty()).unwrap()).await.status;
        assert!(status != 404 && status != 405, "{path}: {status}");
    }
    assert_eq!(app.anonymous().get("/api/openapi.json").await.json(), description());
}

/// Walks through all schemas: each property says what it means.
fn check(place: &str, schema: &Value, silent: &mut Vec<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        for (name, property) in properties {
            let place = format!("{place}.{name}");
            if property["description"].as_str().is_none_or(str::is_empty) && property.get("$ref").is_none() {
                silent.push(place.clone());
            }
            check(&place, property, silent);
        }
    }
    if let Some(items) = schema.get("items") {
        check(place, items, silent);
    }
    for one in ["oneOf", "anyOf"].iter().filter_map(|it| schema[it].as_array()).flatten() {
        check(place, one, silent);
    }
}

#[test]
fn every_field_says_what_it_means() {
    let mut silent = Vec::new();
    for (name, schema) in description()["components"]["schemas"].as_object().unwrap() {
        assert!(schema["description"].is_string(), "{name}");
        check(name, schema, &mut silent);
    }
    assert_eq!(silent, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_answered_has_the_described_fields() {
    let app = TestApp::with_team().await;
    app.create("anna", 1, crate::tests::app::at("2026-02-20T09:00:00+08:00")).await;
    let manager = app.sign_in("manager").await;
    let description = description();
    for (path, schema) in [
        ("/api/team", "Team"),
        ("/api/locks", "Locks"),
        ("/api/session", "Session"),
        ("/api/months/2026-02/team", "Month"),
        ("/api/funnel?from=2026-02-01&to=2026-02-28", "Funnel"),
        ("/api/house", "House"),
        ("/api/targets/2026-03", "Targets"),
        ("/api/daily/2026-03-02", "DailyReport"),
    ] {
        let described = |value: &Value, schema: &str| {
            let keys: BTreeSet<&String> = value.as_object().unwrap().keys().collect();
            let known = &description["components"]["schemas"][schema]["properties"];
            assert_eq!(keys, known.as_object().unwrap().keys().collect(), "{schema}");
        };
        let answer = manager.get(path).await.json();
        described(&answer, schema);
        if path == "/api/team" {
            described(&answer["advisors"][0], "Advisor");
            described(&answer["advisors"][0]["moved"], "Moved");
            described(&answer["advisors"][0]["goals"], "Goals");
        }
        if schema == "Targets" {
            described(&answer["advisors"][0], "TargetsOf");
        }
        if schema == "DailyReport" {
            described(&answer["advisors"][0], "Daily");
            described(&answer["total"], "DailyFigures");
        }
        if schema == "Month" {
            described(&answer["rows"][0], "MonthRow");
            described(&answer["rows"][0]["days"]["20"], "MonthCell");
            described(&answer["balance"]["P2"], "MonthLine");
            described(&answer["forecast"]["levels"]["P2"], "MonthProspect");
        }
        if schema == "Funnel" {
            described(&answer["refill"], "FunnelRefill");
            described(&answer["now"], "FunnelFigures");
            described(&answer["now"]["counts"], "FunnelCounts");
            described(&answer["now"]["sources"][0], "FunnelSource");
            described(&answer["now"]["rates"][0], "FunnelRate");
        }
        if path == "/api/locks" {
            described(&answer["locks"][0], "Lock");
            let path = format!("/api/team/{}/customers", app.staff["anna"]);
            let answer = manager.get(&path).await.json();
            described(&answer, "AdvisorsCustomers");
            described(&answer["customers"][0], "AdvisorsCustomer");
        }
    }
    let (_, order) = super::deliveries::ordered(&app, 2, super::deliveries::VIN).await;
    let list = manager.get("/api/deliveries").await.json();
    let known = |schema: &str| {
        let properties = description["components"]["schemas"][schema]["properties"].as_object().unwrap();
        properties.keys().cloned().collect::<BTreeSet<_>>()
    };
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let decision = app.sign_in("finance").await;
    let decision =
        decision.post(&super::deliveries::path(order), &serde_json::json!({ "decision": "approve" })).await.json();
    for (value, schema) in [(&list, "Deliveries"), (&list["awaiting"][0], "Delivery"), (&decision, "Decision")] {
        assert_eq!(keys(value), known(schema), "{schema}");
    }
}
