//! Group commit: what many documents have taken in goes to the disk in one transaction.

use crate::app::Core;
use crate::store::Append;
use tokio::sync::{mpsc, oneshot};

/// The most documents in one transaction.
const BATCH: usize = 256;

struct Job {
    append: Append,
    done: oneshot::Sender<bool>,
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
                if let Err(error) = &committed {
                    tracing::error!(%error, documents = batch.len(), "a commit failed; its documents are loaded anew");
                }
                core.metrics.store_fails.set(committed.is_err());
                core.wake.touch();
                for done in waiting {
                    // Whoever does not wait any more needs no answer.
                    let _ = done.send(committed.is_ok());
                }
            }
        });
        Self(sender)
    }

    /// Commits; true when it is on the disk.
    pub(super) async fn commit(&self, append: Append) -> bool {
        let (done, answer) = oneshot::channel();
        self.0.send(Job { append, done }).await.is_ok() && answer.await.unwrap_or(false)
    }
}
