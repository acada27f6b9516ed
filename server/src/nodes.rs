//! What other processes on the same store have done: heard of through the bus, and looked for where nothing is heard.
//!
//! **Invariant:** a notice only says where to look. Whoever misses all of them knows everything a look later.

use crate::app::App;
use crate::bus::{Heard, Notice};
use crate::store::DocKind;
use domain::id::StaffId;
use std::collections::BTreeSet;
use std::time::Duration;
use sync::docid::DocId;
use tokio::time::{interval, sleep};

/// How often it is looked for what nobody told: a process may die between its commit and its word.
const LOOK: Duration = Duration::from_secs(10);
/// How often it is said again who is connected here; a word that is lost does not count for long.
const AGAIN: Duration = Duration::from_secs(30);
/// What changes within this time is told at once.
const TOGETHER: Duration = Duration::from_millis(50);

/// Hears the others, and looks after what was not heard, for ever.
pub async fn hear(app: App) {
    let mut ear = app.bus.hear();
    let mut looks = interval(LOOK);
    let mut known = app.since;
    loop {
        let done = tokio::select! {
            heard = ear.next() => match heard {
                Some(Heard::Told(notice)) => take(&app, notice).await,
                Some(Heard::Lost) => read_anew(&app, &mut known).await,
                None => return,
            },
            _ = looks.tick() => look(&app, &mut known).await,
        };
        if let Err(error) = done {
            tracing::error!(
                error = format!("{error:#}"),
                "what other processes have done cannot be read; it is looked for again"
            );
        }
    }
}

/// Takes a notice to those whom it concerns.
///
/// # Errors
/// If the store fails.
pub async fn take(app: &App, notice: Notice) -> anyhow::Result<()> {
    match notice {
        Notice::Changes(doc, upto) => changed(app, doc, upto).await?,
        Notice::Figures => app.events.figures_heard(),
        Notice::Ended(what) => app.events.end(what),
        Notice::Present(node, people) => app.online.present(&node, people, app.clock.now()),
        Notice::Gone(node, staff) => app.online.gone(&node, staff),
    }
    Ok(())
}

/// Looks for changes after those that are known, and for customers whom their process has not projected.
///
/// # Errors
/// If the store fails; then the next look begins where this one did.
pub async fn look(app: &App, known: &mut i64) -> anyhow::Result<()> {
    let news = app.store.news(*known).await?;
    for (doc, upto) in &news {
        changed(app, *doc, *upto).await?;
    }
    *known = news.iter().map(|it| it.1).fold(*known, i64::max);
    app.wake.touch();
    Ok(())
}

/// Reads everything that may have been missed.
async fn read_anew(app: &App, known: &mut i64) -> anyhow::Result<()> {
    app.events.doubt();
    app.events.figures_heard();
    look(app, known).await
}

/// A document has changes up to a position: who has it loaded takes them in, and what is kept of it in memory is read anew.
async fn changed(app: &App, doc: DocId, upto: i64) -> anyhow::Result<()> {
    if app.directory.get(doc).is_none() {
        app.refresh().await?;
    }
    app.docs.hear(doc, upto);
    if let Some(house) = app.directory.get(doc).filter(|it| it.kind == DocKind::House) {
        app.settings.refresh(&*app.store, house.store).await?;
        app.events.figures_heard();
    }
    Ok(())
}

/// Tells the others what changes here beside documents: figures, and who comes and goes.
pub async fn tell(app: App) {
    let mut figures = app.events.own_figures();
    let mut again = interval(AGAIN);
    let mut told: BTreeSet<StaffId> = BTreeSet::new();
    loop {
        let everybody = tokio::select! {
            changed = figures.changed() => match changed {
                Ok(()) => false,
                Err(_) => return,
            },
            _ = again.tick() => true,
        };
        let (node, here) = (app.online.node(), app.online.here());
        let present: Vec<StaffId> = here.iter().filter(|it| everybody || !told.contains(it)).copied().collect();
        let present = present.chunks(Notice::PEOPLE).map(|it| Notice::Present(node.to_owned(), it.to_vec()));
        let gone = told.difference(&here).map(|it| Notice::Gone(node.to_owned(), *it));
        let figures = (!everybody).then_some(Notice::Figures);
        let words: Vec<Notice> = present.chain(gone).chain(figures).collect();
        app.bus.tell(&words).await;
        told = here;
        sleep(TOGETHER).await;
    }
}
