//! The server goes back to an older state than its clients, or a client to an older state than the server.

use super::serve;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tests::NOW;
use tests::poll::until;
use tests::protocol::device::Device;
use tests::protocol::person::{PASSWORD, Person};

/// A card with a call, uploaded.
async fn card(device: &mut Device, name: &str) -> Result<Vec<String>> {
    let (customer, card) = device.card(name);
    device.write(&card).await?;
    let now = device.now();
    let call = device.call(customer, now, now, "drill");
    device.write(&call).await?;
    device.settle().await?;
    Ok(vec![card.id, call.id])
}

/// What the manager sees of the team, but for the time.
async fn team(manager: &Person) -> Result<Value> {
    let mut team = manager.get("/api/team").await?;
    for advisor in team.get_mut("advisors").and_then(Value::as_array_mut).context("no advisors")? {
        advisor
            .as_object_mut()
            .context("no advisor")?
            .retain(|key, _| !["last_seen", "online"].contains(&key.as_str()));
    }
    team.as_object_mut().context("no team")?.remove("as_of");
    Ok(team)
}

#[tokio::test]
async fn restore_drill_clients_newer_than_the_backup_bring_their_books_back() -> Result<()> {
    let (mut server, address) = serve()?;
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    let before = card(&mut tablet, "备份前").await?;
    // While the server runs and is written to.
    let (_, during) = tablet.card("备份时");
    tablet.write(&during).await?;
    let copy = server.data().join("copy.db");
    let copy = copy.to_str().context("no path")?;
    server.command(&["backup", copy])?;
    tablet.settle().await?;
    let after = card(&mut tablet, "备份后").await?;
    // A phone that the backup does not know; the tablet has what it wrote.
    let mut phone = Device::enrol(&address, "advisor1").await?;
    phone.connect().await?;
    phone.settle().await?;
    let of_phone = card(&mut phone, "新手机").await?;
    tablet.until("what the phone wrote", |it| of_phone.iter().all(|id| it.has(id))).await?;
    tablet.settle().await?;
    let all: Vec<&String> = [&before, &after, &of_phone].into_iter().flatten().chain([&during.id]).collect();

    tablet.hang_up();
    phone.hang_up();
    server.stop()?;
    let said = server.command(&["restore", copy])?;
    ensure!(said.contains("Accounts, policy, rulings, decisions and the audit since the backup are lost"), "{said}");
    server.run(Some(NOW))?;
    let mut reader = Device::enrol(&address, "advisor1").await?;
    reader.connect().await?;
    reader.settle().await?;
    ensure!(before.iter().all(|it| reader.has(it)) && !after.iter().any(|it| reader.has(it)), "the backup's state");

    // The tablet's session is older than the backup. What the phone wrote is of a device that nobody knows: it is written anew.
    tablet.connect().await?;
    tablet.until("the refusal", |it| !it.is_connected()).await?;
    ensure!(tablet.refused.as_deref().is_some_and(|it| it.starts_with("foreign actor")), "{:?}", tablet.refused);
    tablet.renew()?;
    tablet.connect().await?;
    tablet.settle().await?;
    reader.until("everything", |it| all.iter().all(|id| it.has(id))).await?;

    // The phone's session and device are gone: it signs in as a new one, and has nothing to bring that is not there.
    ensure!(phone.connect().await.is_err(), "nobody knows it");
    phone.enrol_anew(Person::enrol(&address, "advisor1", PASSWORD).await?)?;
    phone.connect().await?;
    phone.until("the refusal", |it| !it.is_connected()).await?;
    phone.renew()?;
    phone.connect().await?;
    phone.settle().await?;
    let mut ids: Vec<String> = reader.facts().into_iter().map(|it| it.id).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "nothing is there twice");
    assert_eq!(phone.facts().len(), count);

    let manager = Person::enter(&address, "manager").await?;
    let seen = until("the figures", async || {
        let audit = manager.get(&format!("/api/customers/{}", of_phone.first().context("no card")?)).await;
        Ok(audit.is_ok().then_some(()))
    });
    seen.await?;
    let live = team(&manager).await?;
    server.stop()?;
    assert_eq!(server.command(&["verify"])?.trim(), "whole");
    server.command(&["rebuild"])?;
    server.run(Some(NOW))?;
    assert_eq!(team(&manager).await?, live, "rebuilt is live");
    Ok(())
}

#[tokio::test]
async fn a_profile_restored_from_an_old_copy_loses_nothing_that_was_uploaded() -> Result<()> {
    let (_server, address) = serve()?;
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    let first = card(&mut tablet, "旧").await?;
    let copy = tablet.copy();
    // Its next life writes under the number that the copy will write under.
    tablet.crash()?;
    tablet.connect().await?;
    let second = card(&mut tablet, "新").await?;

    tablet.restore(copy)?;
    let (_, third) = tablet.card("再旧");
    tablet.write(&third).await?;
    tablet.connect().await?;
    tablet.until("the conflict", |it| !it.is_connected()).await?;
    // Whoever of the two meets the other's change first says so.
    let refused = tablet.refused.as_deref().unwrap_or_default();
    ensure!(["duplicate sequence number", "duplicate-seq (4409)"].contains(&refused), "{refused}");
    tablet.connect().await?;
    tablet.settle().await?;
    let mut cold = Device::enrol(&address, "advisor1").await?;
    cold.connect().await?;
    cold.settle().await?;
    for id in first.iter().chain(&second).chain([&third.id]) {
        ensure!(cold.has(id) && tablet.has(id), "{id} is lost");
    }
    assert_eq!(cold.facts().len(), tablet.facts().len());
    Ok(())
}
