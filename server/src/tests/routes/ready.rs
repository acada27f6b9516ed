//! `/healthz`, `/readyz`, `/metrics`.

use crate::tests::app::TestApp;

#[tokio::test]
async fn a_server_that_goes_down_is_alive_and_not_ready() {
    let app = TestApp::empty().await;
    assert_eq!(app.anonymous().get("/readyz").await.status, 200);
    app.app.events.drain();
    assert_eq!(app.anonymous().get("/healthz").await.status, 200);
    assert_eq!(app.anonymous().get("/readyz").await.error(), (503, "unavailable".to_owned()));
}

#[tokio::test]
async fn requests_are_counted() {
    let app = TestApp::empty().await;
    app.anonymous().get("/healthz").await;
    app.anonymous().get("/api/session").await;
    let text = app.anonymous().get("/metrics").await.text();
    assert!(text.contains("\ngenjin_http_answered_total 1\n"), "{text}");
    assert!(text.contains("\ngenjin_http_refused_total 1\n"), "{text}");
    assert!(text.contains("\ngenjin_sockets 0\n"), "{text}");
}

#[tokio::test]
async fn a_server_whose_disk_is_full_is_alive_and_not_ready_until_it_can_write() {
    let app = TestApp::empty().await;
    app.app.metrics.store_fails.set(true);
    assert_eq!(app.anonymous().get("/healthz").await.status, 200);
    assert_eq!(app.anonymous().get("/readyz").await.error(), (503, "unavailable".to_owned()));
    assert!(app.anonymous().get("/metrics").await.text().contains("\ngenjin_store_fails 1\n"));
    app.app.metrics.store_fails.set(false);
    assert_eq!(app.anonymous().get("/readyz").await.status, 200);
}
