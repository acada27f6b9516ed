//! A server whose disk is full, or damaged.

use super::serve;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use tests::poll::until;
use tests::protocol::device::Device;
use tests::protocol::http::ask;
use tests::protocol::person::Person;

/// What a chunk of a change begins with.
const CHUNK: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

fn size(file: &Path) -> Result<u64> {
    Ok(fs::metadata(file)?.len())
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_called_uploaded_says_so_and_recovers() -> Result<()> {
    let (mut server, address) = serve()?;
    let manager = Person::enter(&address, "manager").await?;
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    let (customer, card) = tablet.card("盘满");
    tablet.write(&card).await?;
    tablet.settle().await?;

    // Some transactions more fit, until one does not.
    server.fill_disk(Some(size(&server.data().join("genjin.db-wal"))? + (64 << 10)))?;
    let mut written = vec![card.id];
    let mut uploaded = Vec::new();
    while tablet.is_connected() {
        ensure!(written.len() < 3_000, "the disk is never full");
        let now = tablet.now();
        let call = tablet.call(customer, now, now, &"盘快满了".repeat(200));
        written.push(call.id.clone());
        if tablet.write(&call).await.is_err() {
            tablet.hang_up();
        }
        let heard = |it: &Device| it.unsent().is_empty() || !it.is_connected();
        tablet.until("an answer or the end", heard).await?;
        let unsent = tablet.unsent();
        uploaded = written.iter().filter(|it| !unsent.contains(*it)).cloned().collect();
    }
    assert_eq!(tablet.refused.as_deref(), Some("the store failed (4503)"));
    // What was too much for the tablet's contact may leave room for less: now there is none, but for the log.
    server.fill_disk(Some(64 << 10))?;
    let body = json!({"name": "another"});
    let refused = ask(&address, "POST", "/api/devices", Some(&manager.cookie), Some(&body)).await?;
    assert_eq!((refused.status, refused.body.pointer("/errors/0/code")), (503, Some(&json!("unwritable"))));
    assert_eq!(ask(&address, "GET", "/readyz", None, None).await?.status, 503);
    ensure!(manager.get("/api/team").await.is_ok(), "what is there can be read");

    server.fill_disk(None)?;
    tablet.connect().await?;
    tablet.settle().await?;
    ensure!(manager.post("/api/devices", &body).await.is_ok());
    until("the server to be ready", async || {
        Ok((ask(&address, "GET", "/readyz", None, None).await?.status == 200).then_some(()))
    })
    .await?;
    let mut cold = Device::enrol(&address, "advisor1").await?;
    cold.connect().await?;
    cold.settle().await?;
    for id in uploaded.iter().chain(&written) {
        ensure!(cold.has(id), "{id} is lost");
    }
    server.stop()?;
    assert_eq!(server.command(&["verify"])?.trim(), "whole");
    Ok(())
}

#[tokio::test]
async fn a_byte_that_has_changed_on_the_disk_is_found_and_not_backed_up_as_whole() -> Result<()> {
    let (mut server, _) = serve()?;
    server.stop()?;
    assert_eq!(server.command(&["verify"])?.trim(), "whole");
    let database = server.data().join("genjin.db");
    let bytes = fs::read(&database)?;
    let chunk = bytes.windows(4).rposition(|it| it == CHUNK).context("no change")?;
    let mut file = OpenOptions::new().write(true).open(&database)?;
    file.seek(SeekFrom::Start(u64::try_from(chunk)? + 30))?;
    file.write_all(&[!bytes.get(chunk + 30).copied().unwrap_or_default()])?;
    drop(file);
    let said = server.command(&["verify"]).err().context("verified as whole")?.to_string();
    ensure!(said.contains("not whole"), "{said}");
    let copy = server.data().join("copy.db");
    let copy = copy.to_str().context("no path")?;
    server.command(&["backup", copy])?;
    let said = server.command(&["restore", copy]).err().context("restored")?.to_string();
    ensure!(said.contains("the backup is not whole"), "{said}");
    Ok(())
}
