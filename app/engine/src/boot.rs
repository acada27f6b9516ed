//! Opening a person's store: read, verify, lease an actor, load, replay the journal, tell the page.

use crate::disk::{self, Disk, Found, Piece};
use crate::engine::{self, Engine, Loaded};
use crate::idb::{Edit, words};
use crate::{locks, page};
use domain::fact::Place;
use domain::ledger::Ledger;
use domain::port::{FromEngine, Session, Trouble};
use std::collections::BTreeMap;
use sync::client::Client;
use sync::docid::DocId;
use sync::replica::{Heads, RawFact, Replica};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// As many facts are read in one turn: some tens of milliseconds on a tablet.
const BREATH: usize = 2_048;

/// Opens the store of a session; the page hears of success and failure.
pub(crate) fn open(session: Session) {
    spawn_local(async move {
        if let Err(error) = run(session).await {
            page::post(&FromEngine::Trouble(Trouble::NoStorage(words(&error))));
        }
    });
}

async fn run(session: Session) -> Result<(), JsValue> {
    let user = session.user.to_string();
    let known = session.known;
    let (disk, fresh) = Disk::open(&user).await?;
    if fresh && known {
        page::post(&FromEngine::Trouble(Trouble::Wiped));
    }
    let found = disk.read().await?;
    if !found.damaged.is_empty() {
        set_apart(&disk, &found.damaged).await?;
        page::post(&FromEngine::Trouble(Trouble::Damaged(u32::try_from(found.damaged.len()).unwrap_or(u32::MAX))));
    }
    let leased = lease(&disk, &user, &found).await?;
    engine::install(Engine::new(session, disk.clone(), leased, &found));
    let mut loaded = load(&found).await?;
    set_apart_stranded(&disk, &mut loaded).await;
    // What is lost may have been this actor's, and its numbers are used on the server: nobody goes on with them.
    let lease = if loaded.is_holed { fresh_lease(&disk, &user, leased + 1).await? } else { leased };
    engine::with(move |engine| engine.loaded(loaded, lease));
    Ok(())
}

/// Lets what has come meanwhile be heard.
async fn breathe() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}

async fn set_apart(disk: &Disk, damaged: &[(String, Vec<u8>)]) -> Result<(), JsValue> {
    let mut edits = Vec::new();
    for (key, bytes) in damaged {
        edits.push(Edit::Put(disk::QUARANTINE, key.clone(), bytes.clone()));
        edits.push(Edit::Delete(disk::CHUNKS, key.clone()));
    }
    disk.write(edits).await
}

/// Puts the facts of stranded pieces into the journal, and sets the pieces apart, all in one: what is missing before them may be on the
/// server or nowhere, and their facts do not wait for it.
async fn set_apart_stranded(disk: &Disk, loaded: &mut Loaded) {
    let mut edits = Vec::new();
    for fact in &loaded.stranded {
        edits.push(Edit::Put(disk::JOURNAL, fact.id.clone(), fact.text.clone().into_bytes()));
    }
    for (key, bytes) in &loaded.aside {
        edits.push(Edit::Put(disk::QUARANTINE, key.clone(), bytes.clone()));
        edits.push(Edit::Delete(disk::CHUNKS, key.clone()));
    }
    // A disk that takes nothing now is asked again at the next start: the pieces are still there.
    if !edits.is_empty() && disk.write(edits).await.is_ok() {
        for pieces in loaded.pieces.values_mut() {
            pieces.retain(|it| !loaded.aside.iter().any(|aside| aside.0 == it.0));
        }
    }
}

/// Leases an actor number under a Web Lock: one that was left cleanly, else a fresh one.
async fn lease(disk: &Disk, user: &str, found: &Found) -> Result<u32, JsValue> {
    let next: u32 = found.number("leases").unwrap_or(0);
    for number in 0..next {
        let open = found.text(&format!("lease/{number}")).as_deref() != Some("clean");
        if !open && locks::try_take(&lock_name(user, number)).await {
            disk.write(vec![disk::meta(format!("lease/{number}"), "open")]).await?;
            return Ok(number);
        }
    }
    fresh_lease(disk, user, next).await
}

/// Leases an actor number that nobody has used, from `next` on.
async fn fresh_lease(disk: &Disk, user: &str, next: u32) -> Result<u32, JsValue> {
    let known: u32 = disk.read_meta("leases").await?.and_then(|it| it.parse().ok()).unwrap_or(0);
    let mut number = next.max(known);
    while !locks::try_take(&lock_name(user, number)).await {
        number += 1;
    }
    let edits = vec![disk::meta(format!("lease/{number}"), "open"), disk::meta("leases", (number + 1).to_string())];
    disk.write(edits).await?;
    Ok(number)
}

fn lock_name(user: &str, number: u32) -> String {
    format!("genjin/{user}/actor/{number}")
}

/// Reads the documents. Between the pieces of the work the page is heard: what it says goes into the journal, and is safe long before a big
/// book is open.
async fn load(found: &Found) -> Result<Loaded, JsValue> {
    let session = engine::session().ok_or_else(|| JsValue::from_str("no session"))?;
    let mut docs = BTreeMap::new();
    for (place, url) in [(Place::Book, &session.book), (Place::Desk, &session.desk), (Place::House, &session.house)] {
        if let Some(id) = DocId::parse(url) {
            docs.insert(id, place);
        }
    }
    let mut client = Client::new(session.device.clone(), found.text("incarnation"));
    let mut ledger = Ledger::of(session.user);
    let mut bad = Vec::new();
    let (mut stranded, mut aside) = (Vec::new(), Vec::new());
    let mut is_holed = !found.damaged.is_empty();
    let mut pieces = BTreeMap::new();
    // The house first: its policy and zone shape every view.
    for (id, place) in docs.iter().rev() {
        breathe().await;
        let own = found.pieces.get(&id.to_string()).map(Vec::as_slice).unwrap_or_default();
        let (replica, broken) = replica(own);
        is_holed |= broken.is_some();
        let broken = broken.unwrap_or_default();
        for (number, piece) in own.iter().enumerate().filter(|_| is_holed) {
            if broken.contains(&number) {
                bad.push((piece.key.clone(), piece.bytes.clone()));
            } else if *place == Place::Book
                && let Some(facts) = replica.stranded(&piece.bytes)
            {
                stranded.extend(facts);
                aside.push((piece.key.clone(), piece.bytes.clone()));
            }
        }
        for (number, fact) in replica.facts().into_iter().enumerate() {
            if number % BREATH == BREATH - 1 {
                breathe().await;
            }
            // What is no fact is kept by the ledger as unread.
            let _ = ledger.insert(*place, &fact.id, &fact.text);
        }
        let acked = Heads::from_bytes(&found.bytes(&format!("acked/{id}")));
        let resume = if is_holed { Vec::new() } else { found.bytes(&format!("resume/{id}")) };
        client.add(*id, replica, *place == Place::Book, acked, resume);
        pieces.insert(*id, own.iter().map(|it| (it.key.clone(), it.bytes.len(), it.snapshot)).collect());
    }
    let journal: Vec<RawFact> = found.journal.clone();
    Ok(Loaded { docs, client, ledger, journal, bad, stranded, aside, is_holed, pieces })
}

/// A document as far as its pieces give it; and, if something is missing, the places of those that cannot be read.
fn replica(pieces: &[Piece]) -> (Replica, Option<Vec<usize>>) {
    let bytes: Vec<&[u8]> = pieces.iter().map(|it| it.bytes.as_slice()).collect();
    if let Ok(replica) = Replica::load(bytes.iter().copied()) {
        return (replica, None);
    }
    let (replica, broken) = Replica::salvage(&bytes);
    (replica, Some(broken))
}
