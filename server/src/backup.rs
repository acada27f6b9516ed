//! Copies, and checks that what is kept is whole.

use crate::app::{Core, INCARNATION};
use crate::auth::secret;
use crate::clock::Clock;
use crate::data::Folder;
use crate::store::sqlite::Sqlite;
use crate::store::{FactRow, Store, StoredChange};
use anyhow::{Context, bail};
use domain::fact::Place;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use sync::replica::{Heads, Replica};

/// Writes a copy of everything into a new file, while the server runs.
///
/// # Errors
/// If the file is there already, or the copy fails.
pub async fn backup(folder: &Folder, out: &Path) -> anyhow::Result<()> {
    if out.exists() {
        bail!("{} is there already", out.display());
    }
    let store = folder.existing_store().await?;
    store.copy_to(out).await?;
    store.close().await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(out, std::fs::Permissions::from_mode(0o600))?;
    }
    // A backup that was never on the disk is none.
    std::fs::File::open(out)?.sync_all()?;
    Ok(())
}

/// Puts a backup in the place of what is there, which is set aside, and gives it a new incarnation, so that clients bring back what the backup lacks.
/// Returns where the former database is, if there was one.
///
/// # Errors
/// If the backup is not whole, or a server runs.
pub async fn restore(folder: &Folder, file: &Path) -> anyhow::Result<Option<PathBuf>> {
    let _lock = folder.lock()?;
    let fresh = folder.database().with_extension("db.restoring");
    remove(&fresh)?;
    std::fs::copy(file, &fresh).with_context(|| format!("{} cannot be read", file.display()))?;
    let store = Sqlite::open(&fresh).await.context("the backup cannot be opened")?;
    let faults = faults(Arc::new(store)).await?;
    if !faults.is_empty() {
        remove(&fresh)?;
        bail!("the backup is not whole: {}", faults.join("; "));
    }
    Sqlite::reincarnate(&fresh, &hex::encode(secret::random::<16>())).await?;
    std::fs::File::open(&fresh)?.sync_all()?;
    let former = set_aside(folder)?;
    std::fs::rename(&fresh, folder.database())?;
    Ok(former)
}

/// Moves the database out of the way, with what belongs to it.
fn set_aside(folder: &Folder) -> anyhow::Result<Option<PathBuf>> {
    let database = folder.database();
    if !database.exists() {
        return Ok(None);
    }
    let former = (1..).map(|n| database.with_extension(format!("db.former-{n}"))).find(|it| !it.exists());
    let former = former.context("no name is left for the former database")?;
    for ending in ["", "-wal", "-shm"] {
        let from = with_ending(&database, ending);
        if from.exists() {
            std::fs::rename(from, with_ending(&former, ending))?;
        }
    }
    Ok(Some(former))
}

fn remove(file: &Path) -> anyhow::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        match std::fs::remove_file(with_ending(file, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// What is wrong with a store; empty if nothing. Closes it.
///
/// # Errors
/// If the check itself fails.
pub async fn faults(store: Arc<dyn Store>) -> anyhow::Result<Vec<String>> {
    let faults = found(&store).await?;
    store.close().await;
    Ok(faults)
}

async fn found(store: &Arc<dyn Store>) -> anyhow::Result<Vec<String>> {
    let mut faults = store.faults().await?;
    if faults.is_empty() {
        let core = Core::open(store.clone(), Clock::real()).await?;
        match replayed(&core).await {
            Err(error) => faults.push(format!("{error:#}")),
            Ok(replayed) => {
                let kept = core.store.all_facts().await?;
                let missing = replayed.iter().filter(|it| !kept.contains(it)).count();
                if missing > 0 || replayed.len() != kept.len() {
                    faults.push(format!("{missing} of {} facts are not as the changes have them", replayed.len()));
                }
            }
        }
    }
    Ok(faults)
}

/// Gives a database that was put back from a copy a new incarnation, so that clients bring back what the copy lacks. Closes it.
///
/// # Errors
/// If it is not whole.
pub async fn renew(store: Arc<dyn Store>) -> anyhow::Result<()> {
    let faults = found(&store).await?;
    if !faults.is_empty() {
        bail!("the database is not whole: {}", faults.join("; "));
    }
    store.set_meta(INCARNATION, &hex::encode(secret::random::<16>())).await?;
    store.close().await;
    Ok(())
}

/// The facts of all documents, computed from their changes alone; the first text under an id counts.
///
/// # Errors
/// If a change cannot be read, or is not the one that its hash names.
pub async fn replayed(core: &Core) -> anyhow::Result<Vec<FactRow>> {
    let mut facts: BTreeMap<(String, u8), (i64, FactRow)> = BTreeMap::new();
    for document in core.store.documents(None).await? {
        let rows = core.store.changes(document.id, 0).await?;
        let chunks = rows.iter().map(|it| it.change.bytes.as_slice());
        let replica = Replica::load(chunks).with_context(|| format!("document {}", document.id))?;
        let changes: BTreeMap<_, _> =
            replica.changes_since(&Heads::default()).into_iter().map(|it| (it.hash, it)).collect();
        for StoredChange { pos, change } in rows {
            let Some(read) = changes.get(&change.hash) else {
                bail!("document {}, change {pos}: the bytes are not the ones of the hash", document.id);
            };
            for row in FactRow::of(&document, read, change.device.as_ref(), change.received) {
                let key = (row.id.clone(), rank(row.place));
                if facts.get(&key).is_none_or(|known| pos < known.0) {
                    facts.insert(key, (pos, row));
                }
            }
        }
    }
    Ok(facts.into_values().map(|it| it.1).collect())
}

const fn rank(place: Place) -> u8 {
    match place {
        Place::Book => 0,
        Place::Desk => 1,
        Place::House => 2,
    }
}

/// Computes the facts anew from the changes and marks all customers as ahead; the projector does the rest.
///
/// # Errors
/// If a change cannot be read, or the store fails.
pub async fn rebuild(core: &Core) -> anyhow::Result<usize> {
    let facts = replayed(core).await?;
    core.store.rebuild(&facts).await?;
    for (store, _) in core.store.stores().await? {
        core.settings.reload(&*core.store, store).await?;
    }
    Ok(facts.len())
}
