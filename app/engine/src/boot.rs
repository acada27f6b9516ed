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
    let lease = lease(&disk, &user, &found).await?;
    engine::install(Engine::new(session, disk.clone(), lease, &found));
    let loaded = load(&found).await?;
    engine::with(move |engine| engine.loaded(loaded));
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
    let mut number = next;
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
    let mut pieces = BTreeMap::new();
    // The house first: its policy and zone shape every view.
    for (id, place) in docs.iter().rev() {
        breathe().await;
        let own = found.pieces.get(&id.to_string()).map(Vec::as_slice).unwrap_or_default();
        let (replica, broken) = replica(own);
        bad.extend(broken.iter().filter_map(|it| own.get(*it)).map(|it| (it.key.clone(), it.bytes.clone())));
        for (number, fact) in replica.facts().into_iter().enumerate() {
            if number % BREATH == BREATH - 1 {
                breathe().await;
            }
            // What is no fact is kept by the ledger as unread.
            let _ = ledger.insert(*place, &fact.id, &fact.text);
        }
        let acked = Heads::from_bytes(&found.bytes(&format!("acked/{id}")));
        let resume = if bad.is_empty() { found.bytes(&format!("resume/{id}")) } else { Vec::new() };
        client.add(*id, replica, *place == Place::Book, acked, resume);
        pieces.insert(*id, own.iter().map(|it| (it.key.clone(), it.bytes.len(), it.snapshot)).collect());
    }
    let journal: Vec<RawFact> = found.journal.clone();
    Ok(Loaded { docs, client, ledger, journal, bad, pieces })
}

fn replica(pieces: &[Piece]) -> (Replica, Vec<usize>) {
    let bytes: Vec<&[u8]> = pieces.iter().map(|it| it.bytes.as_slice()).collect();
    match Replica::load(bytes.iter().copied()) {
        Ok(replica) => (replica, Vec::new()),
        Err(_) => Replica::salvage(&bytes),
    }
}
