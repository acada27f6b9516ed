//! What happens by itself: locks are stamped, desks are told, what has expired goes.
//!
//! **Invariant:** each job can be done twice, or by two processes at once, with the effect of once; a fact that it writes has an id
//! that follows from what it says.

use crate::app::App;
use crate::people::{furnish, raw, servers};
use crate::rulings;
use crate::store::{Telling, Untold};
use domain::fact::{Body, Fact, Place};
use domain::id::FactId;
use domain::instant::Instant;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::Duration;
use sync::docid::DocId;
use sync::replica::RawFact;

/// The longest sleep, in milliseconds.
const PATIENCE: i64 = 30 * Instant::SECOND;
/// How many locks are taken at once.
const BATCH: u32 = 500;

/// Works for ever.
pub async fn run(app: App) {
    let mut figures = app.events.figures();
    loop {
        figures.borrow_and_update();
        if let Err(error) = tick(&app).await {
            tracing::error!(error = format!("{error:#}"), "a job failed and will be tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(nap(&app).await) => {}
            _ = figures.changed() => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
}

/// Looks after what other processes and the passing of time leave to do. Less often than [`tick`].
///
/// # Errors
/// If the store fails.
pub async fn housekeep(app: &App) -> anyhow::Result<()> {
    app.refresh().await?;
    for (store, _) in app.store.stores().await? {
        furnish(app, store).await?;
    }
    let now = app.clock.now();
    app.store.note_time(now).await?;
    app.store.prune(now).await?;
    Ok(())
}

/// Keeps house for ever.
pub async fn keep_house(app: App) {
    loop {
        let kept = housekeep(&app).await;
        app.metrics.store_fails.set(kept.is_err());
        if let Err(error) = kept {
            tracing::error!(error = format!("{error:#}"), "housekeeping failed and will be tried again");
        }
        tokio::time::sleep(Duration::from_secs(30)).await;
    }
}

/// Stamps the locks that have fallen, and tells the desks.
///
/// # Errors
/// If the store fails.
pub async fn tick(app: &App) -> anyhow::Result<()> {
    let mut stamped = false;
    loop {
        let fallen = app.store.fallen(app.clock.now(), BATCH).await?;
        for lock in &fallen {
            let desk = lock.advisor.and_then(|it| app.directory.desk(it)).map(|it| it.id);
            if app.store.stamp(lock, desk).await? {
                app.metrics.stamped.one();
                stamped = true;
            }
        }
        if fallen.is_empty() {
            break;
        }
    }
    while tell(app).await? {}
    rulings::tell(app).await?;
    crate::deliveries::tell(app).await?;
    if stamped {
        app.events.figures_changed();
    }
    Ok(())
}

/// Tells the desks a batch; false if there was nothing to tell, or nobody could be told.
async fn tell(app: &App) -> anyhow::Result<bool> {
    let mut by_desk: BTreeMap<DocId, Vec<Untold>> = BTreeMap::new();
    for untold in app.store.untold(BATCH).await? {
        if let Some(desk) = untold.desk {
            by_desk.entry(desk).or_default().push(untold);
        }
    }
    let mut told = false;
    for (desk, all) in by_desk {
        if let Err(error) = app.docs.write(desk, all.iter().map(fact).collect()).await {
            tracing::error!(error = format!("{error:#}"), %desk, "a desk cannot be told of locks");
            continue;
        }
        for untold in &all {
            app.store.told(untold).await?;
        }
        told = true;
    }
    Ok(told)
}

/// The fact that says it. Two servers that say the same thing write the same fact.
fn fact(untold: &Untold) -> RawFact {
    let Untold { customer, due, since, what, .. } = untold;
    let (at, word, body) = match what {
        Telling::Locked => (*since, "locked", Body::Locked { due: *due, since: *since }),
        Telling::Lifted(at, by) => (*at, "lifted", Body::Lifted { due: *due, by: *by }),
    };
    let digest = Sha256::digest(format!("{word} {customer} {due} {}", at.0));
    let random = digest.first_chunk::<16>().map_or(0, |it| u128::from_be_bytes(*it));
    let fact = servers(FactId::new(at, random), at, body);
    raw(&Fact { customer: Some(*customer), place: Place::Desk, ..fact })
}

async fn nap(app: &App) -> Duration {
    let now = app.clock.now();
    let next = app.store.next_lock(now).await.ok().flatten();
    let ms = next.map_or(PATIENCE, |it| it.since(now).clamp(1, PATIENCE));
    Duration::from_millis(ms.unsigned_abs())
}
