//! Clocks that lie (rules F): what was done in good faith counts on its day, what was invented counts when it came.

use super::serve;
use anyhow::{Context, Result, ensure};
use domain::instant::Instant;
use serde_json::{Value, json};
use sync::witness::actor;
use tests::protocol::device::Device;
use tests::protocol::javascript::Peer;
use tests::protocol::person::{PASSWORD, Person};
use tests::server::Server;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// The morning after [`tests::NOW`], and a week later.
const NEXT_MORNING: &str = "2026-03-19T09:00:00+08:00";
const NEXT_WEEK: &str = "2026-03-25T18:00:00+08:00";

/// A device that has been seen with everything.
async fn settled(address: &str) -> Result<Device> {
    let mut it = Device::enrol(address, "advisor1").await?;
    it.connect().await?;
    it.settle().await?;
    Ok(it)
}

/// The server is started again at another time, and the device learns of it.
fn restart(server: &mut Server, now: &str, device: &mut Device) -> Result<()> {
    device.hang_up();
    server.stop()?;
    server.run(Some(now))?;
    device.set_clock(Instant::parse(now).context("no time")?);
    Ok(())
}

/// Writes a call claimed for a moment; whether the desk believes it or counts it when it came.
async fn is_believed(device: &mut Device, claimed: Instant) -> Result<bool> {
    let (customer, card) = device.card("时间");
    device.write(&card).await?;
    let call = device.call(customer, claimed, claimed, "claimed");
    device.write(&call).await?;
    device.settle().await?;
    // The desk is written before the book is confirmed.
    let said = device.read_desk(&call.id).await?;
    ensure!(device.read_desk(&card.id).await?.is_empty(), "the honest fact beside it is believed");
    let Some(entry) = said.first() else { return Ok(true) };
    assert_eq!(entry.get("kind"), Some(&json!("retimed")), "{entry}");
    let believed = entry.get("believed").and_then(Value::as_str).and_then(Instant::parse).context("no moment")?;
    assert!(device.now().since(believed).abs() < HOUR, "it counts when it came: {entry}");
    Ok(false)
}

#[tokio::test]
async fn who_is_online_cannot_invent_a_call_of_yesterday() -> Result<()> {
    let (_server, address) = serve()?;
    let mut device = settled(&address).await?;
    let (now, yesterday) = (device.now(), device.now().plus(-DAY));
    ensure!(is_believed(&mut device, now).await?);
    ensure!(!is_believed(&mut device, yesterday).await?);
    Ok(())
}

#[tokio::test]
async fn nor_a_call_of_tomorrow() -> Result<()> {
    let (_server, address) = serve()?;
    let mut device = settled(&address).await?;
    let tomorrow = device.now().plus(DAY);
    ensure!(!is_believed(&mut device, tomorrow).await?);
    Ok(())
}

#[tokio::test]
async fn a_fresh_actor_changes_nothing() -> Result<()> {
    let (_server, address) = serve()?;
    let mut device = settled(&address).await?;
    device.crash()?;
    device.connect().await?;
    let yesterday = device.now().plus(-DAY);
    ensure!(!is_believed(&mut device, yesterday).await?);
    Ok(())
}

#[tokio::test]
async fn a_device_enrolled_today_has_no_yesterday() -> Result<()> {
    let (_server, address) = serve()?;
    let mut device = Device::enrol(&address, "advisor1").await?;
    let yesterday = device.now().plus(-DAY);
    device.connect().await?;
    ensure!(!is_believed(&mut device, yesterday).await?);
    Ok(())
}

#[tokio::test]
async fn a_week_offline_is_believed_day_by_day() -> Result<()> {
    let (mut server, address) = serve()?;
    let mut device = settled(&address).await?;
    let began = device.now();
    restart(&mut server, NEXT_WEEK, &mut device)?;
    let mut facts = Vec::new();
    for day in 0..7 {
        let at = began.plus(day * DAY + HOUR);
        device.set_clock(at);
        let (customer, card) = device.card("一周");
        device.write(&card).await?;
        let call = device.call(customer, at.plus(HOUR / 2), at.plus(HOUR), "offline");
        device.write(&call).await?;
        facts.extend([card, call]);
    }
    device.set_clock(Instant::parse(NEXT_WEEK).context("no time")?);
    device.connect().await?;
    device.settle().await?;
    for fact in facts {
        let said = device.read_desk(&fact.id).await?;
        ensure!(said.is_empty(), "{said:?}");
    }
    Ok(())
}

#[tokio::test]
async fn after_being_seen_in_the_morning_the_night_is_over() -> Result<()> {
    let (mut server, address) = serve()?;
    let mut device = settled(&address).await?;
    let evening = device.now().plus(8 * HOUR);
    restart(&mut server, NEXT_MORNING, &mut device)?;
    device.connect().await?;
    device.settle().await?;
    ensure!(!is_believed(&mut device, evening).await?);
    Ok(())
}

#[tokio::test]
async fn a_second_socket_of_the_device_opens_no_other_window() -> Result<()> {
    let (mut server, address) = serve()?;
    let mut device = settled(&address).await?;
    let evening = device.now().plus(8 * HOUR);
    restart(&mut server, NEXT_MORNING, &mut device)?;
    // One tab says that it has handed over everything; the other comes with something from before.
    let mut tab = Device::of(device.person.clone())?;
    tab.connect().await?;
    tab.settle().await?;
    device.crash()?;
    device.connect().await?;
    ensure!(!is_believed(&mut device, evening).await?);
    Ok(())
}

#[tokio::test]
async fn a_fact_written_anew_under_its_key_counts_as_it_first_came() -> Result<()> {
    let (_server, address) = serve()?;
    let mut tablet = settled(&address).await?;
    let (customer, card) = tablet.card("原样");
    tablet.write(&card).await?;
    let now = tablet.now();
    let call = tablet.call(customer, now, now, "first");
    tablet.write(&call).await?;
    tablet.settle().await?;

    let person = Person::enrol(&address, "advisor1", PASSWORD).await?;
    let url = person.session.book.clone();
    let mut peer = Peer::of(&person).await?;
    peer.find_to_write(&url, &actor(&person.enrolled()?.id, 1)).await?;
    peer.has(&url, &call.id).await?;
    for (kind, text) in
        [("scalar", call.text.replace("first", "second")), ("text", call.text.replace("first", "third"))]
    {
        peer.ask(json!({"do": "put", "url": url, "facts": {&call.id: text}, "as": kind})).await?;
        peer.uploaded(&url).await?;
        let said = tablet.read_desk(&call.id).await?;
        let original =
            said.iter().find(|it| it.get("kind") == Some(&json!("original"))).context("the desk is silent")?;
        assert_eq!(original.get("text"), Some(&json!(call.text)), "{kind}");
        assert_eq!(said.len(), 1, "said once: {said:?}");
    }
    Ok(())
}
