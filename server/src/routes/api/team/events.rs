//! `/api/team/events`: the team's progress and the queue of locks as they change.

use crate::app::App;
use crate::auth::session::{Principal, resolve};
use crate::error::ApiError;
use crate::team::Team;
use crate::team::queue::{Locks, waiting};
use crate::team::share::Look;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::instant::Instant;
use futures::Stream;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tokio_stream::wrappers::ReceiverStream;

/// At most four times a second.
const PAUSE: Duration = Duration::from_millis(250);
/// The session is looked up again this often, and so are silent devices.
const LONGEST: i64 = 30 * Instant::SECOND;

/// The figures at once, and again whenever they change, by what is committed or by time alone.
///
/// # Errors
/// If the asker is not a manager.
pub async fn get(
    State(app): State<App>,
    headers: HeaderMap,
    principal: Principal,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    principal.managing()?;
    let (sender, receiver) = mpsc::channel(2);
    tokio::spawn(async move {
        if let Err(error) = feed(&app, &headers, &principal, &sender).await {
            tracing::error!(error = format!("{error:#}"), "a stream of figures failed");
        }
    });
    Ok(Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default()))
}

/// Feeds one listener until it goes, its session ends, or the server goes down.
async fn feed(
    app: &App,
    headers: &HeaderMap,
    principal: &Principal,
    sender: &mpsc::Sender<Result<Event, Infallible>>,
) -> anyhow::Result<()> {
    let mut figures = app.events.figures();
    let mut draining = app.events.draining();
    let mut known: (Option<Team>, Option<Locks>) = (None, None);
    loop {
        figures.borrow_and_update();
        let look = Look::at(app, principal.store).await?;
        let (team, locks) = (Team::of(app, &look), waiting(&look));
        let wait = team.next.since(app.clock.now()).clamp(1, LONGEST);
        if known.0.as_ref().is_none_or(|it| it.advisors != team.advisors || it.store != team.store) {
            let event = Event::default().event("team").json_data(&team)?;
            if sender.send(Ok(event)).await.is_err() {
                return Ok(());
            }
        }
        if known.1.as_ref().is_none_or(|it| !it.says_the_same(&locks)) {
            let event = Event::default().event("locks").json_data(&locks)?;
            if sender.send(Ok(event)).await.is_err() {
                return Ok(());
            }
        }
        known = (Some(team), Some(locks));
        sleep(PAUSE).await;
        tokio::select! {
            () = sender.closed() => return Ok(()),
            _ = draining.wait_for(|it| *it) => return Ok(()),
            _ = timeout(Duration::from_millis(wait.unsigned_abs()), figures.changed()) => {}
        }
        if resolve(app, headers).await?.is_none_or(|it| it.session != principal.session) {
            return Ok(());
        }
    }
}
