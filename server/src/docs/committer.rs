//! Group commit: what many documents have taken in goes to the disk in one transaction, and then other processes hear of it.

use crate::app::Core;
use crate::bus::Notice;
use crate::store::{Append, Appended};
use tokio::sync::{mpsc, oneshot};

/// The most documents in one transaction.
const BATCH: usize = 256;

struct Job {
    append: Append,
    done: oneshot::Sender<Option<Appended>>,
}

/// The committer.
#[derive(Clone)]
pub(super) struct Committer(mpsc::Sender<Job>);

impl Committer {
    /// Starts it; it ends with its last user.
    pub(super) fn start(core: &Core) -> Self {
        let (sender, mut receiver) = mpsc::channel::<Job>(BATCH);
        let core = core.clone();
        tokio::spawn(async move {
            while let Some(first) = receiver.recv().await {
                let mut jobs = vec![first];
                while jobs.len() < BATCH
                    && let Ok(job) = receiver.try_recv()
                {
                    jobs.push(job);
                }
                let (batch, waiting): (Vec<Append>, Vec<_>) = jobs.into_iter().map(|it| (it.append, it.done)).unzip();
                let committed = core.store.commit(&batch).await;
                core.metrics.store_fails.set(committed.is_err());
                let appended = match committed {
                    Ok(appended) => appended,
                    Err(error) => {
                        tracing::error!(%error, documents = batch.len(), "a commit failed; its documents are loaded anew");
                        Vec::new()
                    }
                };
                core.wake.touch();
                for (done, became) in
                    waiting.into_iter().zip(appended.iter().copied().map(Some).chain(std::iter::repeat(None)))
                {
                    // Whoever does not wait any more needs no answer.
                    let _ = done.send(became);
                }
                tell(&core, &batch, &appended);
            }
        });
        Self(sender)
    }

    /// Commits; says what became of it when it is on the disk, or nothing if the disk did not take it.
    pub(super) async fn commit(&self, append: Append) -> Option<Appended> {
        let (done, answer) = oneshot::channel();
        self.0.send(Job { append, done }).await.ok()?;
        answer.await.ok().flatten()
    }
}

/// Tells other processes what has come, beside the next commit.
fn tell(core: &Core, batch: &[Append], appended: &[Appended]) {
    let notice = |(append, became): (&Append, &Appended)| match became {
        Appended::At(upto) if !append.changes.is_empty() => Some(Notice::Changes(append.doc, *upto)),
        Appended::At(_) | Appended::Overtaken => None,
    };
    let notices: Vec<Notice> = batch.iter().zip(appended).filter_map(notice).collect();
    if !notices.is_empty() {
        let bus = core.bus.clone();
        tokio::spawn(async move { bus.tell(&notices).await });
    }
}
