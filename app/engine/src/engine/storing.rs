//! Getting facts into the book and onto the disk; compaction, quarantine and repair.

use super::many::Told;
use super::{Engine, later, with};
use crate::disk::Disk;
use crate::idb::{Edit, words};
use crate::tabs::Tell;
use crate::{disk, locks, page};
use domain::fact::Place;
use domain::id::FactId;
use domain::port::{FromEngine, Trouble};
use std::cell::Cell;
use std::rc::Rc;
use sync::client::PATIENCE;
use sync::docid::DocId;
use sync::replica::{Heads, NewChange, RawFact};
use sync::witness::actor;
use wasm_bindgen_futures::spawn_local;

/// Pieces of a document beyond which it is compacted.
const PIECES: usize = 500;
/// Bytes of increments beyond which a document is compacted, unless its snapshot is larger.
const INCREMENTS: usize = 64 << 10;

/// The longest pause before the disk is asked again, in milliseconds: whoever has made room looks at the screen.
const PAUSE: u32 = 4_000;

/// After so many milliseconds what is being written is shown, and that it is not on the disk yet: until then it comes together with the
/// answer, which spares a slow device the drawing of a page that is drawn anew at once.
const SLOW: u32 = 150;

/// Persisted or said: what the disk refuses is tried again for as long as the tab lives.
async fn insist(disk: &Disk, edits: Vec<Edit>, ticket: Option<u32>) {
    let mut wait = 500;
    let mut is_said = false;
    while let Err(error) = disk.write(edits.clone()).await {
        if !std::mem::replace(&mut is_said, true) {
            with(Engine::show_unsaved);
            page::post(&FromEngine::Trouble(Trouble::NotSaved(ticket, words(&error))));
        }
        gloo_timers::future::TimeoutFuture::new(wait).await;
        wait = (wait * 2).min(PAUSE);
    }
}

impl Engine {
    pub(super) fn book(&self) -> Option<DocId> {
        DocId::parse(&self.session.book)
    }

    /// Shows what is not on the disk yet, and that it is not.
    fn show_unsaved(&mut self) {
        if self.status.unsaved > 0 {
            self.show_unshown();
            self.tell_status();
        }
    }

    /// Brings edits onto the disk, however long that takes, and then goes on; until then they count as not saved.
    pub(super) fn save(&mut self, edits: Vec<Edit>, ticket: Option<u32>, then: impl FnOnce(&mut Self) + 'static) {
        self.status.unsaved += 1;
        let disk = self.disk.clone();
        let saved = Rc::new(Cell::new(false));
        let is_saved = saved.clone();
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(SLOW).await;
            with(Self::show_unsaved);
            while !is_saved.get() {
                gloo_timers::future::TimeoutFuture::new(PATIENCE).await;
                if !is_saved.get() {
                    with(Self::hold);
                }
            }
        });
        spawn_local(async move {
            insist(&disk, edits, ticket).await;
            saved.set(true);
            later(move |engine| {
                engine.status.unsaved = engine.status.unsaved.saturating_sub(1);
                then(engine);
                engine.release();
                engine.tell_status();
            });
        });
    }

    /// Writes facts into the book: shown when the disk has them, or takes its time; called saved when it has them, sent after that.
    pub(super) fn write(&mut self, told: Option<Told>, facts: Vec<RawFact>) {
        let Some(book) = self.book() else { return };
        let actor = actor(&domain::id::DeviceId(self.session.device.clone()), self.lease);
        let seconds = self.now().0 / 1_000;
        let Some(loaded) = &mut self.loaded else { return };
        let (changes, error) = loaded.client.append_all(book, &actor, seconds, &facts);
        let is_whole = error.is_none();
        if let Some(error) = error {
            let ticket = told.as_ref().map(Told::ticket);
            page::post(&FromEngine::Trouble(Trouble::Unwritten(ticket, error.to_string())));
        }
        let written: Vec<RawFact> = changes.iter().flat_map(|it| it.facts.iter().cloned()).collect();
        if !changes.is_empty() {
            self.take_in(Place::Book, &written);
            self.store(book, changes, told.filter(|_| is_whole), written);
        } else if is_whole {
            // They are there already: a journal replayed.
            self.forget_journal(facts);
        }
    }

    /// Brings changes onto the disk: all of them, in one transaction.
    fn store(&mut self, book: DocId, changes: Vec<NewChange>, told: Option<Told>, facts: Vec<RawFact>) {
        let mut edits: Vec<Edit> = changes.iter().map(|it| disk::put(book, false, it.bytes.clone())).collect();
        edits.extend(facts.iter().map(|it| Edit::Delete(disk::JOURNAL, it.id.clone())));
        edits.push(disk::meta("counter", self.counter.to_string()));
        for change in &changes {
            self.remember(book, &change.bytes);
        }
        let ticket = told.as_ref().map(Told::ticket);
        self.save(edits, ticket, move |engine| engine.stored(book, &changes, told, &facts));
    }

    fn stored(&mut self, book: DocId, changes: &[NewChange], told: Option<Told>, facts: &[RawFact]) {
        let touched = std::mem::take(&mut self.unshown);
        page::together(|| {
            self.show(&touched);
            if let Some(answer) = told.and_then(|it| it.answer(facts)) {
                page::post(&answer);
            }
        });
        self.show_beside(&touched);
        for change in changes {
            self.tell(&Tell::Chunk(book.to_string(), change.bytes.clone()));
        }
        let Some(loaded) = &mut self.loaded else { return };
        let out = changes.iter().flat_map(|_| loaded.client.durable(book)).collect();
        self.handle(out);
        self.count();
    }

    /// The book is not loaded yet: the journal makes the fact durable.
    pub(super) fn journal(&mut self, ticket: u32, fact: RawFact) {
        let Some(id) = FactId::parse(&fact.id) else { return };
        let edits = vec![
            Edit::Put(disk::JOURNAL, fact.id.clone(), fact.text.clone().into_bytes()),
            disk::meta("counter", self.counter.to_string()),
        ];
        self.save(edits, Some(ticket), move |engine| {
            page::post(&FromEngine::Saved(ticket, id));
            engine.replay(vec![fact]);
        });
    }

    /// Everything that is on this device, also what no server has taken: each fact with its document and its id.
    pub(super) fn take_away(&self) {
        let Some(loaded) = &self.loaded else { return };
        let mut facts = Vec::new();
        for (doc, place) in &loaded.docs {
            let Some(replica) = loaded.client.replica(*doc) else { continue };
            let place = match place {
                Place::Book => "book",
                Place::Desk => "desk",
                Place::House => "house",
            };
            for fact in replica.facts() {
                let text: serde_json::Value =
                    serde_json::from_str(&fact.text).unwrap_or_else(|_| fact.text.clone().into());
                facts.push(serde_json::json!({ "place": place, "id": fact.id, "fact": text }));
            }
        }
        let all = serde_json::json!({
            "person": self.session.login,
            "name": self.session.name,
            "store": self.session.store,
            "device": self.session.device,
            "at": self.now(),
            "uploaded": self.status.uploaded,
            "not_uploaded": self.status.unsent,
            "facts": facts,
        });
        page::post(&FromEngine::TakenAway(all.to_string()));
    }

    /// Brings journalled facts into the book; those that are there already are only forgotten.
    pub(super) fn replay(&mut self, journal: Vec<RawFact>) {
        if self.loaded.is_none() {
            // The boot reads the journal before it loads; what came between is replayed when it is done.
            spawn_local(async move {
                gloo_timers::future::TimeoutFuture::new(50).await;
                later(move |engine| engine.replay(journal));
            });
            return;
        }
        for fact in journal {
            self.write(None, vec![fact]);
        }
    }

    fn forget_journal(&self, facts: Vec<RawFact>) {
        let disk = self.disk.clone();
        let edits = facts.into_iter().map(|it| Edit::Delete(disk::JOURNAL, it.id)).collect();
        spawn_local(async move { drop(disk.write(edits).await) });
    }

    /// Changes came from the server: stores them and shows their facts.
    pub(super) fn came(&mut self, doc: DocId, changes: &[NewChange]) {
        let Some(place) = self.loaded.as_ref().and_then(|it| it.docs.get(&doc).copied()) else { return };
        let bytes: Vec<u8> = changes.iter().flat_map(|it| it.bytes.iter().copied()).collect();
        let facts: Vec<RawFact> = changes.iter().flat_map(|it| it.facts.iter().cloned()).collect();
        self.remember(doc, &bytes);
        self.learn(place, &facts);
        let disk = self.disk.clone();
        let tell = Tell::Chunk(doc.to_string(), bytes.clone());
        spawn_local(async move {
            match disk.write(vec![disk::put(doc, false, bytes)]).await {
                Ok(()) => later(move |engine| {
                    engine.tell(&tell);
                    engine.compact();
                }),
                // The server has it; without it on the disk, what is known of the server must not be kept either.
                Err(_) => later(|engine| engine.failed = true),
            }
        });
    }

    /// Another tab has stored a change.
    pub(super) fn sibling(&mut self, doc: &str, bytes: &[u8]) {
        let Some(doc) = DocId::parse(doc) else { return };
        let Some(loaded) = &mut self.loaded else { return };
        let Some(place) = loaded.docs.get(&doc).copied() else { return };
        if let Ok((changes, out)) = loaded.client.sibling(doc, bytes) {
            let facts: Vec<RawFact> = changes.into_iter().flat_map(|it| it.facts).collect();
            self.learn(place, &facts);
            self.handle(out);
            self.count();
            self.tell_status();
        }
    }

    fn remember(&mut self, doc: DocId, bytes: &[u8]) {
        if let Some(loaded) = &mut self.loaded {
            loaded.pieces.entry(doc).or_default().push((disk::key(doc, false, bytes), bytes.len(), false));
        }
    }

    /// Folds many pieces into a snapshot, under a lock of its own; deletes exactly the pieces that this tab has loaded.
    pub(super) fn compact(&mut self) {
        let Some(loaded) = &mut self.loaded else { return };
        if self.status.unsaved > 0 {
            return;
        }
        for (doc, pieces) in &mut loaded.pieces {
            let snapshot: usize = pieces.iter().filter(|it| it.2).map(|it| it.1).sum();
            let increments: usize = pieces.iter().filter(|it| !it.2).map(|it| it.1).sum();
            if pieces.len() <= PIECES && increments <= snapshot.max(INCREMENTS) {
                continue;
            }
            let Some(replica) = loaded.client.replica(*doc) else { continue };
            let bytes = replica.save();
            let key = disk::key(*doc, true, &bytes);
            let mut edits = vec![disk::put(*doc, true, bytes.clone())];
            edits.extend(pieces.iter().filter(|it| it.0 != key).map(|it| Edit::Delete(disk::CHUNKS, it.0.clone())));
            *pieces = vec![(key, bytes.len(), true)];
            let (disk, doc) = (self.disk.clone(), *doc);
            spawn_local(async move {
                if locks::try_take(&format!("genjin/compact/{doc}")).await {
                    // A failed compaction leaves all pieces where they were.
                    drop(disk.write(edits).await);
                }
            });
        }
    }

    /// Sets apart pieces that could not be read although their checksum was right.
    pub(super) fn quarantine(&mut self, bad: Vec<(String, Vec<u8>)>) {
        if bad.is_empty() {
            return;
        }
        let count = u32::try_from(bad.len()).unwrap_or(u32::MAX);
        self.status.quarantined += count;
        page::post(&FromEngine::Trouble(Trouble::Damaged(count)));
        let mut edits = Vec::new();
        for (key, bytes) in bad {
            edits.push(Edit::Put(disk::QUARANTINE, key.clone(), bytes));
            edits.push(Edit::Delete(disk::CHUNKS, key));
        }
        let disk = self.disk.clone();
        spawn_local(async move { drop(disk.write(edits).await) });
    }

    /// A sequence number was used twice, or the server knows nothing of a device that has written here: what the server does not have is
    /// written anew under a fresh actor; the original bytes are kept.
    pub(super) fn repair(&mut self, doc: DocId) {
        let Some(loaded) = &mut self.loaded else { return };
        let Some((facts, kept)) = loaded.client.renew(doc) else { return };
        let pieces = std::mem::take(loaded.pieces.entry(doc).or_default());
        let mut edits: Vec<Edit> = pieces.into_iter().map(|it| Edit::Delete(disk::CHUNKS, it.0)).collect();
        edits.push(Edit::Put(disk::REFUSED, format!("{doc}/{}", self.lease), kept));
        edits.extend(facts.iter().map(|it| Edit::Put(disk::JOURNAL, it.id.clone(), it.text.clone().into_bytes())));
        edits.extend(disk::acked(doc, &Heads::default(), &[]));
        let (disk, user, lease) = (self.disk.clone(), self.session.user.to_string(), self.lease);
        spawn_local(async move {
            let mut fresh = lease + 1;
            while !locks::try_take(&format!("genjin/{user}/actor/{fresh}")).await {
                fresh += 1;
            }
            edits.push(disk::meta(format!("lease/{fresh}"), "open"));
            edits.push(disk::meta("leases", (fresh + 1).to_string()));
            if disk.write(edits).await.is_ok() {
                later(move |engine| {
                    engine.lease = fresh;
                    engine.replay(facts);
                    engine.connect();
                });
            }
        });
    }
}
