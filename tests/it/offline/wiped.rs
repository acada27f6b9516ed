//! A store that somebody has emptied is noticed, said, and filled again from the server.

use anyhow::Result;
use serde_json::json;
use tests::browser::{Engine, TABLET};
use tests::look::named;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::{World, story};

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
    let origin = advisor.driver().current_url().await?.origin().ascii_serialization();
    advisor.driver().goto("about:blank").await?;
    advisor.cdp("Storage.clearDataForOrigin", json!({ "origin": origin, "storageTypes": "indexeddb" })).await?;
    advisor.open("/today").await?;
    advisor.sees(&named("alert", words.get("trouble.wiped")?).having()).await?;
    let shell = Shell::here(&advisor).await?;
    shell.all_is_uploaded().await?;
    shell.customers().await?.open("郑晓云").await?;
    Ok(())
}
