//! A tablet whose storage is damaged.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::browser::{Browser, Engine, TABLET};
use tests::look::named;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::{World, story};

/// Works on the stored pieces of the own book: tells their names, or changes a byte of one.
const PIECES: &str = "
    const [wanted] = arguments, done = arguments[arguments.length - 1];
    const answer = (request) => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = bad; });
    (async () => {
      const name = (await indexedDB.databases()).map((it) => it.name).find((it) => it.startsWith('genjin-'));
      const db = await answer(indexedDB.open(name));
      const pieces = db.transaction('chunks', 'readwrite').objectStore('chunks');
      if (wanted) {
        const bytes = await answer(pieces.get(wanted));
        bytes[bytes.length - 3] ^= 0xff;
        await answer(pieces.put(bytes, wanted));
      }
      const keys = await answer(pieces.getAllKeys());
      db.close();
      return keys;
    })().then(done, (error) => done(String(error)));";

#[test]
fn a_damaged_piece_is_said_and_takes_no_other_with_it() {
    story(async |world| storage(world).await);
}

async fn pieces(browser: &Browser, damaged: Option<&str>) -> Result<BTreeSet<String>> {
    let found = browser.driver().execute_async(PIECES, vec![json!(damaged)]).await?.json().clone();
    let all = found.as_array().with_context(|| found.to_string())?;
    Ok(all.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Makes a customer, and gives the piece that holds it.
async fn customer(browser: &Browser, name: &str, phone: &str) -> Result<String> {
    let before = pieces(browser, None).await?;
    let shell = Shell::here(browser).await?;
    shell.new_customer().await?.who(name, phone).await?.level("P2").await?.save(name).await?;
    let after = pieces(browser, None).await?;
    let mut fresh = after.difference(&before);
    fresh.next().cloned().with_context(|| format!("no piece for {name}"))
}

async fn shows(browser: &Browser, name: &str) -> Result<()> {
    let customers = Shell::here(browser).await?.customers().await?;
    customers.search(name).await?;
    customers.shows(name).await
}

/// Reloads, and waits until the sheet tells of one piece more that was damaged.
async fn damaged(browser: &Browser) -> Result<()> {
    browser.reload().await?;
    let shell = Shell::here(browser).await?;
    shell.open_sync().await?;
    let said = browser.words().with("trouble.damaged", &[("n", "1")])?;
    browser.sees(&named("text", &said).having()).await?;
    shell.close_sheet().await
}

async fn storage(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    shell.all_is_uploaded().await?;

    // What was uploaded comes back.
    let piece = customer(&advisor, "坏过的", "13900008002").await?;
    Shell::here(&advisor).await?.all_is_uploaded().await?;
    pieces(&advisor, Some(&piece)).await?;
    damaged(&advisor).await?;
    Shell::here(&advisor).await?.all_is_uploaded().await?;
    shows(&advisor, "坏过的").await?;

    // What was not is lost; what was written after it is not.
    world
        .outage(None, async || {
            let piece = customer(&advisor, "坏掉的", "13900008003").await?;
            customer(&advisor, "后一位", "13900008004").await?;
            pieces(&advisor, Some(&piece)).await?;
            advisor.reload().await?;
            shows(&advisor, "后一位").await
        })
        .await?;
    Shell::here(&advisor).await?.all_is_uploaded().await?;
    advisor.reload().await?;
    shows(&advisor, "后一位").await
}
