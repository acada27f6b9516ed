//! Who may do what: every route of the description, and every kind of document over the socket, for everybody.
//!
//! The expectations are tables to be read: `permission/routes.txt`, `permission/documents.txt`, and `permission/seen.txt`.

mod documents;
mod seen;
mod world;

use super::api::openapi::{description, routes};
use crate::tests::app::{Actor, Answer, TestApp};
use axum::body::Body;
use axum::http::{HeaderMap, Method, header};
use futures::StreamExt;
use std::collections::BTreeSet;
use world::World;

/// A line of the table: what is asked, and what each column is answered.
pub struct Row {
    /// By the name of the column.
    pub expected: Vec<(&'static str, &'static str)>,
    pub method: Method,
    /// The path as the description has it.
    pub path: &'static str,
    /// A query, a body, or nothing.
    pub with: &'static str,
}

impl Row {
    /// The table.
    pub fn all() -> Vec<Self> {
        let text = include_str!("permission/routes.txt");
        let mut lines = text.lines().filter(|it| !it.starts_with('#') && !it.is_empty());
        let columns: Vec<&str> = lines.next().unwrap().split_whitespace().take_while(|it| *it != "method").collect();
        let row = |line: &'static str| {
            let mut rest = line;
            let mut word = || {
                let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
                rest = after.trim_start();
                word
            };
            let expected = columns.iter().map(|it| (*it, word())).collect();
            let (method, path) = (word().parse().unwrap(), word());
            Self { expected, method, path, with: rest }
        };
        lines.map(row).collect()
    }

    /// Whether asking it may change something.
    pub fn writes(&self) -> bool {
        self.method != Method::GET
    }

    fn query(&self) -> &str {
        if self.with.starts_with('?') { self.with } else { "" }
    }

    fn body(&self) -> &str {
        if self.with.starts_with('?') { "" } else { self.with }
    }

    /// Asks as somebody, with a body of one's choice.
    pub async fn ask(&self, world: &World, app: &TestApp, who: &str, body: Option<&str>) -> Answer {
        let origin = (who == "foreign").then_some("https://evil.example");
        if self.path == "/sync" {
            let (status, body) = documents::open(app, world.cookie(who).as_deref(), origin).await;
            return Answer { status, headers: HeaderMap::new(), body };
        }
        let actor = world.cookie(who).map_or(app.anonymous(), |it| Actor::with(app, it));
        let path = format!("{}{}", world.path(self.path), world.filled(self.query()));
        let mut request = actor.request(self.method.clone(), &path).header(header::CONTENT_TYPE, "application/json");
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        let body = world.filled(body.unwrap_or(self.body()));
        let (parts, body) = app.stream(request.body(Body::from(body)).unwrap()).await.into_parts();
        let body = if parts.headers.get(header::CONTENT_TYPE).is_some_and(|it| it == "text/event-stream") {
            // A stream has no end: what it says of the team and of the locks is all that it says.
            body.into_data_stream().take(2).map(Result::unwrap).collect::<Vec<_>>().await.concat().into()
        } else {
            axum::body::to_bytes(body, usize::MAX).await.unwrap()
        };
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

#[test]
fn every_route_of_the_description_has_its_line_and_every_answer_its_description() {
    let description = description();
    let rows = Row::all();
    let asked: BTreeSet<(String, String)> = rows.iter().map(|it| (it.method.to_string(), it.path.to_owned())).collect();
    assert_eq!(asked, routes(&description));
    for row in &rows {
        let described = &description["paths"][row.path][row.method.as_str().to_lowercase()]["responses"];
        for (who, status) in &row.expected {
            let status = if *status == "none" { "404" } else { status };
            assert!(described[status].is_object(), "{} {} answers {who} with {status}", row.method, row.path);
        }
    }
}

#[tokio::test]
async fn everybody_is_answered_as_the_table_says() {
    let world = World::new().await;
    let unknown = world.app.anonymous().get("/api/nothing").await;
    let signed_out = world.app.anonymous().get("/api/session").await;
    let mut wrong = Vec::new();
    for row in Row::all() {
        for (who, expected) in &row.expected {
            let is_refused = ["none", "401", "403"].contains(expected);
            // What is taken is taken from a copy, so that it changes nothing for those who ask next.
            let copy = if row.writes() && !is_refused { Some(world.app.copy().await) } else { None };
            let app = copy.as_ref().unwrap_or(&world.app);
            let (calls, version) = (app.store.calls(), world.version().await);
            let answer = row.ask(&world, app, who, None).await;
            let asked = app.store.calls() - calls;
            let place = format!("{} {} {}: {who}", row.method, row.path, row.with);
            let status = if *expected == "none" { "404" } else { expected };
            if answer.status.as_str() != status {
                wrong.push(format!("{place}: {} instead of {expected}: {}", answer.status, answer.text()));
                continue;
            }
            assert_eq!(answer.header("access-control-allow-origin"), "", "{place}");
            match *expected {
                "none" => {
                    assert_eq!(answer.body, unknown.body, "{place}: as if it were not there");
                    assert!(asked <= 1, "{place}: only the session is looked up");
                    let odd = row.ask(&world, app, who, Some("nonsense")).await;
                    assert_eq!(
                        (odd.status, &odd.body),
                        (unknown.status, &unknown.body),
                        "{place}: nor is the body read"
                    );
                }
                "404" => assert_eq!(answer.body, unknown.body, "{place}: as if it were not there"),
                "401" => assert_eq!(answer.body, signed_out.body, "{place}"),
                "403" => assert_eq!(answer.error(), (403, "forbidden_origin".to_owned()), "{place}"),
                _ => {}
            }
            if is_refused {
                assert_eq!(world.version().await, version, "{place}: nothing has been written");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
