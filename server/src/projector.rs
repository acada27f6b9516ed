//! Brings the read models up to what was committed, one customer at a time.
//!
//! **Invariant:** a mark is taken away in the transaction that writes what it asked for, and nothing is written for a mark that
//! does not stand any more; so a crash anywhere only means doing it again, and any number of processes may do it at once.

use crate::app::App;
use crate::customers::Known;
use crate::store::{Ahead, CustomerRow, Projected};
use crate::{phones, rulings};
use domain::id::CustomerId;
use domain::instant::{Day, Zone};
use domain::team::TeamRow;
use domain::view::{Event, View};
use std::collections::BTreeSet;
use std::time::Duration;

/// How many customers go into one transaction.
const BATCH: u32 = 200;

/// How long what is committed may wait for more: many edits of a busy minute become one transaction.
const GATHER: Duration = Duration::from_millis(40);

/// How long an answer waits for the read models.
const SOON: Duration = Duration::from_secs(2);

/// The form of the rows in the read model; another one is computed anew at the start.
const FORM: &str = "9";

/// Projects for ever.
pub async fn run(app: App) {
    if let Err(error) = renew_if_old(&app).await {
        tracing::error!(error = format!("{error:#}"), "the read models cannot be renewed");
    }
    loop {
        match catch_up(&app).await {
            Ok(()) => {
                app.wake.touched().await;
                tokio::time::sleep(GATHER).await;
            }
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "the projector failed and tries again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Projects until nothing is ahead.
///
/// # Errors
/// If the store fails.
pub async fn catch_up(app: &App) -> anyhow::Result<()> {
    while step(app).await? {}
    Ok(())
}

/// Projects what is ahead before an answer, so that who asks next meets it; of a busy server it does not wait for long.
///
/// # Errors
/// If the store fails.
pub async fn soon(app: &App) -> anyhow::Result<()> {
    tokio::time::timeout(SOON, catch_up(app)).await.unwrap_or(Ok(()))
}

/// Marks everybody if the rows are of another form.
///
/// # Errors
/// If the store fails.
pub async fn renew_if_old(app: &App) -> anyhow::Result<()> {
    if app.store.meta("row_form").await?.as_deref() == Some(FORM) {
        return Ok(());
    }
    for (store, _) in app.store.stores().await? {
        app.store.spread(&Ahead { mark: 0, store, customer: None }).await?;
    }
    app.store.set_meta("row_form", FORM).await?;
    Ok(())
}

/// Projects one batch; whether more may be ahead.
async fn step(app: &App) -> anyhow::Result<bool> {
    let ahead = app.store.ahead(BATCH).await?;
    if ahead.is_empty() {
        return Ok(false);
    }
    // What comes meanwhile wakes the projector again.
    let mut has_more = ahead.len() == BATCH as usize || ahead.iter().any(|it| it.customer.is_none());
    // Another process may have changed a house: who is folded with the policy of before would stay so.
    let stores: BTreeSet<i64> = ahead.iter().map(|it| it.store).collect();
    for store in stores {
        app.settings.refresh(&*app.store, store).await?;
    }
    let mut batch = Vec::with_capacity(ahead.len());
    for it in ahead {
        match it.customer {
            None => app.store.spread(&it).await?,
            Some(customer) => batch.push(project(app, &it, customer).await?),
        }
    }
    if !batch.is_empty() {
        let written = app.store.project(&batch).await?;
        app.metrics.projected.add(written as u64);
        // A mark that has gone was taken up by another, or stands anew for what came since.
        has_more |= written < batch.len();
    }
    app.events.figures_changed();
    Ok(has_more)
}

async fn project(app: &App, ahead: &Ahead, customer: CustomerId) -> anyhow::Result<Projected> {
    let known = Known::of(app, ahead.store, customer).await?;
    rulings::pass_on(app, &known).await?;
    let view = known.view.filter(|it| !it.withdrawn);
    let prints = match &view {
        Some(view) => phones::prints(&phones::key(app, ahead.store).await?, view),
        None => Vec::new(),
    };
    Ok(Projected {
        mark: ahead.mark,
        store: ahead.store,
        customer,
        locks: view.as_ref().map(locks).unwrap_or_default(),
        lifted: view.as_ref().map(lifted).unwrap_or_default(),
        row: view.map(|it| row(ahead.store, &it, app.settings.of(ahead.store).zone(app.clock.now()))),
        prints,
        at: app.clock.now(),
    })
}

/// The row of a view.
fn row(store: i64, view: &View, zone: Zone) -> CustomerRow {
    let open = view.locks.last().filter(|it| it.ended.is_none());
    let (due, lock_at) = match (open, view.follow_up) {
        (Some(lock), _) => (Some(lock.due), Some(lock.since)),
        (None, Some(follow_up)) => (Some(follow_up.due), Some(follow_up.lock_at)),
        (None, None) => (None, None),
    };
    CustomerRow { store, advisor: view.owner, due, lock_at, row: TeamRow::of(view, zone) }
}

/// Due dates of the locks in the history, and of the one that may fall next.
fn locks(view: &View) -> Vec<Day> {
    view.locks.iter().map(|it| it.due).chain(view.follow_up.map(|it| it.due)).collect()
}

fn lifted(view: &View) -> Vec<(Day, Option<domain::id::FactId>)> {
    let lifted = |event: &Event| if let Event::Lifted(due, by) = event { Some((*due, *by)) } else { None };
    view.entries.iter().filter_map(|it| lifted(&it.event)).collect()
}
