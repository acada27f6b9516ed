//! A tablet whose storage is full: first by the browser's own measure, then by the disk's.

use anyhow::{Result, ensure};
use serde_json::json;
use tests::browser::{Browser, TABLET, disk};
use tests::look::{any, named};
use tests::page::customer::Customer;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::protocol::device::Device;
use tests::protocol::person::address;
use tests::{World, story};

/// The room that the browser gives, in bytes: for the app and a book.
const ROOM: u64 = 32 << 20;

/// Wants to write more than all the room in one go: Chromium, which believes its last count for half a minute, counts anew.
const COUNT_ANEW: &str = "
    const [size] = arguments, done = arguments[arguments.length - 1];
    const bytes = new Uint8Array(size);
    // They do not pack; of more at a time the browser gives none.
    for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
    const opening = indexedDB.open('other', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('all');
    opening.onsuccess = () => {
      const tx = opening.result.transaction('all', 'readwrite');
      tx.objectStore('all').put(bytes, 'all');
      const end = () => { opening.result.close(); done(String(tx.error?.name)); };
      tx.oncomplete = end;
      tx.onabort = end;
    };";

#[test]
fn a_full_tablet_says_so_keeps_what_was_typed_and_saves_it_once_when_there_is_room() {
    story(async |world| full(world).await);
}

/// Gives the pages of an origin so much room, or as much as there is.
async fn give(browser: &Browser, origin: &str, room: Option<u64>) -> Result<()> {
    let wanted = room.map_or_else(|| json!({ "origin": origin }), |it| json!({ "origin": origin, "quotaSize": it }));
    browser.cdp("Storage.overrideQuotaForOrigin", wanted).await?;
    Ok(())
}

/// As many characters, which do not pack: more than what is left of a block that has been begun.
fn long(beginning: &str) -> String {
    let mut dice = 7_u32;
    let rest = (0..3_000).filter_map(|_| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4e00 + (dice >> 12) % 0x5000)
    });
    beginning.chars().chain(rest).collect()
}

/// Logs a contact on a full tablet: it is not called saved, and what was typed stays; once there is room it is saved by itself.
async fn log(
    browser: &Browser,
    (outcome, note): (&str, &str),
    why: &str,
    make_room: impl AsyncFnOnce() -> Result<()>,
) -> Result<()> {
    let (shell, words) = (Shell::here(browser).await?, browser.words());
    let card = Customer::here(browser, "满了的").await?;
    let sheet = card.contact().await?.more().await?;
    browser.set(&named("textbox", words.get("contact.note")?), note).await?;
    sheet.tap(outcome).await?;
    // It says what happened, that nothing is lost while the page is open, and what to do.
    let (begins, does) = words.get("trouble.not_saved")?.split_once("{why}").unwrap_or_default();
    for said in [begins, why, does] {
        browser.sees(&named("alert", said).having().within(any("dialog"))).await?;
    }
    browser.sees(&named("text", &words.with("sync.not_saved", &[("n", "1")])?)).await?;
    // Whoever taps again does not say it twice.
    sheet.tap(outcome).await?;
    ensure!(sheet.written().await? == note, "what was typed is there");
    let outcome_said = words.get(&format!("outcome.{outcome}"))?;
    let said = named("status", &words.with("contact.saved", &[("outcome", outcome_said)])?);
    ensure!(browser.count(&said).await? == 0, "it is not called saved");
    make_room().await?;
    sheet.is_saved(outcome).await?;
    shell.all_is_uploaded().await
}

async fn full(world: &World) -> Result<()> {
    let address = address(&world.server());
    let advisor = world.browser_on(disk::small()?, "the advisor", TABLET).await?;
    let origin = world.server().url("");
    give(&advisor, &origin, Some(ROOM)).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.new_customer().await?.who("满了的", "13900008010").await?.level("P2").await?.save("满了的").await?;
    shell.all_is_uploaded().await?;

    give(&advisor, &origin, Some(1)).await?;
    let counted = advisor.driver().execute_async(COUNT_ANEW, vec![json!(ROOM + 1)]).await?;
    ensure!(counted.json() == "QuotaExceededError", "the browser has no room: {}", counted.json());
    log(&advisor, ("talked", "浏览器满了"), "QuotaExceededError", async || give(&advisor, &origin, None).await).await?;

    // The browser closes every database of the page when its disk takes nothing any more.
    advisor.fill_disk(true)?;
    let note = long("磁盘满了");
    log(&advisor, ("replied", &note), "Error", async || advisor.fill_disk(false)).await?;

    advisor.reload().await?;
    let card = Customer::here(&advisor, "满了的").await?;
    let mut cold = Device::enrol(&address, "advisor1").await?;
    cold.connect().await?;
    cold.settle().await?;
    for note in ["浏览器满了", "磁盘满了"] {
        card.tells(note).await?;
        ensure!(card.times(note).await? == 1, "{note}: once on the tablet");
        let times = cold.facts().iter().filter(|it| it.text.contains(note)).count();
        ensure!(times == 1, "{note}: {times} times on the server");
    }
    Ok(())
}
