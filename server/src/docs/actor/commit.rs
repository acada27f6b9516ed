//! Committing what a document's task has taken in, behind what other processes have committed.

use super::opened::Whole;
use super::{Pending, Task, Writing};
use crate::docs::claims;
use crate::store::{Append, Appended, ChangeRow, DocKind, FactRow};
use anyhow::{Context, bail};
use domain::window::Window;
use std::collections::{BTreeMap, BTreeSet};
use sync::replica::RawFact;

impl Task {
    /// Commits what is pending. Where another process has written meanwhile, what it wrote comes first.
    pub(super) async fn commit(&mut self) -> anyhow::Result<()> {
        loop {
            self.object().await?;
            let append = self.append();
            let has_changes = !append.changes.is_empty();
            let appended = if has_changes || !append.sightings.is_empty() {
                self.docs.0.committer.commit(append).await.context("the store did not take a commit")?
            } else {
                Appended::At(self.upto)
            };
            match appended {
                Appended::Overtaken => self.rebase().await?,
                Appended::At(upto) => {
                    self.fresh += self.pending.len();
                    self.pending.clear();
                    self.sightings.clear();
                    for writing in self.writing.drain(..) {
                        // Whoever does not wait any more needs no answer.
                        let _ = writing.done.send(true);
                    }
                    if has_changes {
                        self.upto = upto;
                    } else if upto > self.upto {
                        self.catch_up().await?;
                    }
                    return Ok(());
                }
            }
        }
    }

    /// Takes in what the store has beyond what was read; whether there was anything. What is pending and was committed by
    /// another process is pending no more.
    pub(super) async fn catch_up(&mut self) -> anyhow::Result<bool> {
        let missed = self.docs.0.core.store.changes(self.row.id, self.upto).await?;
        let Some(last) = missed.last() else { return Ok(false) };
        self.upto = last.pos;
        self.fresh += missed.len();
        self.owing = true;
        let bytes: Vec<u8> = missed.iter().flat_map(|it| it.change.bytes.iter().copied()).collect();
        self.hub.take(&bytes).context("another process's changes do not fit to what is here")?;
        let there: BTreeSet<[u8; 32]> = missed.iter().map(|it| it.change.hash).collect();
        self.pending.retain(|it| !there.contains(&it.change.hash));
        Ok(true)
    }

    /// Takes up facts that the server writes; what the document has already is not written again.
    pub(super) fn write(&mut self, writing: Writing) {
        self.owing = true;
        if writing.after.is_some_and(|it| it != self.upto || !self.pending.is_empty()) {
            let _ = writing.done.send(false);
            return;
        }
        let now = self.docs.0.core.clock.now();
        match self.hub.append(&self.docs.0.actor, now.0 / 1_000, &writing.facts) {
            Ok(change) => {
                let window = Window { lower: now, received: now };
                self.pending.extend(change.map(|change| Pending { change, device: None, window }));
                self.writing.push(writing);
            }
            Err(reject) => {
                tracing::error!(document = %self.row.id, %reject, "the server's own facts were not written");
            }
        }
    }

    /// Another process was first. A book takes in what it wrote, and keeps what is pending beside it. In a document that the
    /// server writes, what is pending was never told to anybody: it is written anew behind the other's, without what that has said.
    async fn rebase(&mut self) -> anyhow::Result<()> {
        if self.row.kind == DocKind::Book {
            if !self.catch_up().await? {
                bail!("it was overtaken by nobody");
            }
            return Ok(());
        }
        let Whole { replica, upto, fresh } = Whole::of(&self.docs, self.row.id).await?;
        self.hub.replace(replica);
        (self.upto, self.fresh) = (upto, fresh);
        self.pending.clear();
        self.owing = true;
        for writing in std::mem::take(&mut self.writing) {
            self.write(writing);
        }
        Ok(())
    }

    fn append(&self) -> Append {
        let of = |it: &Pending| FactRow::of(&self.row, &it.change, it.device.as_ref(), it.window.received);
        Append {
            doc: self.row.id,
            after: Some(self.upto),
            changes: self.pending.iter().map(row).collect(),
            facts: self.pending.iter().flat_map(of).collect(),
            sightings: self.sightings.clone(),
        }
    }

    /// Writes into the owner's desk what it must say of what is pending. Before the book's commit: a doubt that is said twice
    /// is said once, one that is lost would be believed.
    async fn object(&mut self) -> anyhow::Result<()> {
        let said = self.objections().await?;
        let desk = self.row.owner.and_then(|it| self.docs.0.core.directory.desk(it));
        let Some(desk) = desk.filter(|_| !said.is_empty()) else { return Ok(()) };
        // Boxed: a desk's task never waits for a book's.
        Box::pin(self.docs.write(desk.id, said)).await
    }

    /// What the desk must say of what is pending. What another process has taken in was judged there: its texts are the first
    /// ones, and they are read after what is known of the devices.
    async fn objections(&self) -> anyhow::Result<Vec<RawFact>> {
        if self.row.kind != DocKind::Book || self.pending.is_empty() {
            return Ok(Vec::new());
        }
        let core = &self.docs.0.core;
        let facts = self.pending.iter().flat_map(|it| &it.change.facts);
        let ids: Vec<String> = facts.map(|it| it.id.clone()).collect();
        let is_own = |book| core.directory.get(book).is_some_and(|it| it.owner == self.row.owner);
        let first = core.store.first_text(&ids).await?;
        let mut first: BTreeMap<String, String> =
            first.into_iter().filter(|it| is_own(it.1)).map(|(id, _, text)| (id, text)).collect();
        let settings = core.settings.of(self.row.store);
        let mut said = Vec::new();
        for pending in &self.pending {
            for fact in &pending.change.facts {
                said.extend(claims::objections(&settings, fact, &pending.window, &first));
                first.entry(fact.id.clone()).or_insert_with(|| fact.text.clone());
            }
        }
        Ok(said)
    }
}

fn row(pending: &Pending) -> ChangeRow {
    let Pending { change, device, window } = pending;
    ChangeRow {
        hash: change.hash,
        actor: change.actor.clone(),
        seq: change.seq,
        bytes: change.bytes.clone(),
        device: device.clone(),
        received: window.received,
        lower: window.lower,
    }
}
