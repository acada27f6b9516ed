//! A store that somebody has emptied is noticed, said, and filled again from the server.

use anyhow::Result;
use tests::browser::{Engine, TABLET};
use tests::look::named;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::{World, story};

const WIPE: &str = "const done = arguments[arguments.length - 1];
    // The worker of the page before holds its locks until it is gone.
    const gone = () => navigator.locks.query().then(({ held }) =>
        held.some((it) => it.name.startsWith('genjin/')) ? new Promise((next) => setTimeout(next, 50)).then(gone) : null);
    gone().then(() => indexedDB.databases()).then((all) => Promise.all(all.map(({ name }) => new Promise((resolve) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = request.onerror = resolve;
    })))).then(() => done());";

#[test]
fn a_wiped_store_is_said_and_comes_back() {
    story(async |world| wiped(world).await);
}

async fn wiped(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P1").await?.save("郑晓云").await?;
    shell.all_is_uploaded().await?;
    // A page without the app, so that nobody holds the store.
    advisor.open("/robots.txt").await?;
    advisor.driver().execute_async(WIPE, Vec::new()).await?;
    advisor.open("/today").await?;
    advisor.sees(&named("alert", words.get("trouble.wiped")?).having()).await?;
    let shell = Shell::here(&advisor).await?;
    shell.all_is_uploaded().await?;
    shell.customers().await?.open("郑晓云").await?;
    Ok(())
}
