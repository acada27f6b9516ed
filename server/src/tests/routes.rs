//! The routes, over HTTP.

mod api;
mod body;
mod permission;
mod ready;
mod site;
mod sync;

use super::app::TestApp;
use axum::body::Body;
use axum::http::{Method, StatusCode, header};

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let app = TestApp::empty().await;
    for path in ["/", "/api/session", "/api/nothing", "/healthz", "/missing.js", "/sync"] {
        let answer = app.anonymous().get(path).await;
        assert!(
            answer.header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"),
            "{path}"
        );
        assert!(!answer.header("content-security-policy").contains("unsafe-inline"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
    }
    assert_eq!(app.anonymous().get("/api/session").await.header("cache-control"), "no-store");
    assert_eq!(app.anonymous().get("/metrics").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn what_is_not_there_is_one_answer() {
    let app = TestApp::with_team().await;
    let advisor = app.sign_in("anna").await;
    let unknown = advisor.get("/api/nothing").await;
    assert_eq!(unknown.error(), (404, "not_found".to_owned()));
    for forbidden in [
        "/api/team",
        "/api/locks",
        "/api/team/events",
        "/api/deliveries",
        "/api/call-backs",
        "/api/audit",
        "/api/customers/01JQ0000000000000000000001",
    ] {
        let answer = advisor.get(forbidden).await;
        assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body), "{forbidden}");
        assert_eq!(app.anonymous().get(forbidden).await.error(), (401, "signed_out".to_owned()), "{forbidden}");
    }
}

#[tokio::test]
async fn a_method_that_a_route_does_not_know_is_said() {
    let app = TestApp::empty().await;
    assert_eq!(app.anonymous().delete("/api/team").await.error(), (405, "method_not_allowed".to_owned()));
}

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    let app = TestApp::with_team().await;
    let advisor = app.sign_in("anna").await;
    let from = async |origin: Option<&str>, path: &str| {
        let mut request = advisor.request(Method::POST, path).header(header::CONTENT_TYPE, "application/json");
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        app.send(request.body(Body::from(r#"{"name":"tablet"}"#)).unwrap()).await
    };
    for strange in ["https://evil.example", "http://localhost:9090", "null", "http://localhost:8080.evil.example"] {
        assert_eq!(
            from(Some(strange), "/api/devices").await.error(),
            (403, "forbidden_origin".to_owned()),
            "{strange}"
        );
        assert_eq!(from(Some(strange), "/nothing").await.error().0, 403, "{strange}");
    }
    assert_eq!(from(Some("http://localhost:8080"), "/api/devices").await.status, StatusCode::CREATED);
    assert_eq!(from(None, "/api/devices").await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_large_or_odd_body_is_refused_in_the_envelope() {
    let app = TestApp::empty().await;
    let send = async |kind: &str, body: String| {
        let request = app.anonymous().request(Method::POST, "/api/session").header(header::CONTENT_TYPE, kind);
        app.send(request.body(Body::from(body)).unwrap()).await.error()
    };
    assert_eq!(send("application/json", "x".repeat(65 << 10)).await, (413, "too_large".to_owned()));
    assert_eq!(send("application/json", "{".to_owned()).await, (400, "malformed".to_owned()));
    assert_eq!(send("text/plain", "{}".to_owned()).await, (400, "malformed".to_owned()));
    assert_eq!(send("application/json", "{}".to_owned()).await, (422, "invalid".to_owned()));
}

#[tokio::test]
async fn what_a_forged_proxy_says_changes_nothing() {
    let app = TestApp::with_team().await;
    let advisor = app.sign_in("anna").await;
    let forged = async |origin: Option<&str>| {
        let mut request =
            advisor.request(Method::POST, "/api/session").header(header::CONTENT_TYPE, "application/json");
        for (name, value) in [
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-for", "127.0.0.1"),
            ("x-real-ip", "127.0.0.1"),
            ("forwarded", "for=127.0.0.1;host=evil.example;proto=https"),
            ("x-original-url", "/api/team"),
            ("x-http-method-override", "GET"),
        ] {
            request = request.header(name, value);
        }
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        app.send(request.body(Body::from(r#"{"login":"anna","password":"wrong"}"#)).unwrap()).await
    };
    assert_eq!(forged(Some("https://evil.example")).await.error(), (403, "forbidden_origin".to_owned()));
    // The delay is the account's, not an address's: nobody gets around it by another one.
    for _ in 0..6 {
        assert_eq!(forged(None).await.error().0, 401);
    }
    assert_eq!(forged(None).await.error().0, 429);
    let cookie = app.sign_in("ben").await.get("/api/session").await;
    assert_eq!(cookie.status, StatusCode::OK);
}
