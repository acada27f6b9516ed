//! `/dev/reload`: tells pages during development that the site has changed.

use crate::app::App;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::Stream;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_stream::wrappers::ReceiverStream;

/// The content of `dev-version` at once, and again whenever it changes.
pub async fn reload(State(app): State<App>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut draining = app.events.draining();
        let mut known = None;
        while !sender.is_closed() && !*draining.borrow_and_update() {
            let version = app.web.site.dev_version();
            if version.is_some() && version != known {
                let event = Event::default().data(version.as_deref().unwrap_or_default().trim());
                if sender.send(Ok(event)).await.is_err() {
                    return;
                }
                known = version;
            }
            sleep(Duration::from_millis(200)).await;
        }
    });
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default())
}
