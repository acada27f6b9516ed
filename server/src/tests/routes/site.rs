//! The site's files.

use crate::tests::app::{Answer, TestApp};
use axum::body::Body;
use axum::http::{Method, header};

const HTML: &str = "text/html,application/xhtml+xml";

async fn app() -> TestApp {
    let app = TestApp::empty().await;
    let site = app.home.folder().path().join("site");
    std::fs::create_dir_all(site.join("icons")).unwrap();
    let files = [
        ("index.html", "<!doctype html>"),
        ("sw.js", "worker"),
        ("app.0123abcd.wasm", "wasm"),
        ("app.0123abcd.wasm.br", "packed"),
        ("main.css", "css"),
        ("icons/icon.svg", "<svg/>"),
        (".hidden", "secret"),
    ];
    for (name, text) in files {
        std::fs::write(site.join(name), text).unwrap();
    }
    std::fs::write(app.home.folder().path().join("outside.txt"), "outside").unwrap();
    app
}

async fn get(app: &TestApp, path: &str, headers: &[(header::HeaderName, &str)]) -> Answer {
    let mut request = app.anonymous().request(Method::GET, path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_hashed_file_is_kept_for_ever_and_comes_packed() {
    let app = app().await;
    let plain = get(&app, "/app.0123abcd.wasm", &[]).await;
    assert_eq!((plain.text().as_str(), plain.header("content-type")), ("wasm", "application/wasm"));
    assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), ("", "accept-encoding"));
    let packed = get(&app, "/app.0123abcd.wasm", &[(header::ACCEPT_ENCODING, "gzip, br;q=0.9")]).await;
    assert_eq!((packed.text().as_str(), packed.header("content-encoding")), ("packed", "br"));
    assert_eq!(packed.header("content-type"), "application/wasm");
    assert_ne!(packed.header("etag"), plain.header("etag"));
    let refused = get(&app, "/app.0123abcd.wasm", &[(header::ACCEPT_ENCODING, "br;q=0")]).await;
    assert_eq!(refused.text(), "wasm");
}

#[tokio::test]
async fn the_shell_and_the_worker_are_asked_for_each_time() {
    let app = app().await;
    for path in ["/index.html", "/sw.js", "/main.css"] {
        let first = get(&app, path, &[]).await;
        assert_eq!((first.status.as_u16(), first.header("cache-control")), (200, "no-cache"), "{path}");
        let again = get(&app, path, &[(header::IF_NONE_MATCH, first.header("etag"))]).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path}");
    }
}

#[tokio::test]
async fn a_navigation_gets_the_shell_and_a_missing_file_does_not() {
    let app = app().await;
    for path in ["/", "/customers/01JQ", "/setup?token=1"] {
        let answer = get(&app, path, &[(header::ACCEPT, HTML)]).await;
        assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "<!doctype html>"), "{path}");
    }
    for path in ["/app.ffffffff.js", "/icons/none.svg", "/api/none", "/sync/none", "/dev/reload"] {
        assert_eq!(get(&app, path, &[(header::ACCEPT, HTML)]).await.status, 404, "{path}");
    }
    assert_eq!(get(&app, "/customers", &[(header::ACCEPT, "application/json")]).await.status, 404);
}

#[tokio::test]
async fn nothing_outside_the_site_is_served() {
    let app = app().await;
    for path in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/icons/../../outside.txt",
        "//etc/passwd",
        "/.hidden",
        "/app.0123abcd.wasm.br",
    ] {
        assert_eq!(get(&app, path, &[]).await.status, 404, "{path}");
    }
    assert_eq!(get(&app, "/icons/icon.svg", &[]).await.header("content-type"), "image/svg+xml");
}

#[tokio::test]
async fn a_site_that_was_not_built_is_not_found() {
    let app = TestApp::empty().await;
    assert_eq!(get(&app, "/", &[(header::ACCEPT, HTML)]).await.status, 404);
}
