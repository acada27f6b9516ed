//! A newer build waits for a tap, and never while something is being typed.

use anyhow::{Result, ensure};
use serde_json::Value;
use tests::browser::{Browser, Engine, TABLET};
use tests::look::named;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::proxy::Proxy;
use tests::{World, story};

#[test]
fn a_newer_build_waits_for_a_tap() {
    story(async |world| waits(world).await);
}

#[test]
fn a_tab_beside_the_one_that_lets_a_newer_build_in_keeps_what_is_typed() {
    story(async |world| beside(world).await);
}

#[test]
fn a_start_takes_the_page_from_the_shell_without_waiting_for_its_script() {
    story(async |world| starts(world).await);
}

async fn starts(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    shell.all_is_uploaded().await?;
    world
        .outage(None, async || {
            advisor.open("/today").await?;
            Shell::here(&advisor).await?;
            let script = "return performance.getEntriesByType('navigation')[0].workerMatchedSourceType;";
            let from = advisor.script(script).await?;
            ensure!(from == "cache", "the page comes from {from}");
            Ok(())
        })
        .await
}

/// The builds whose files the browser holds.
async fn builds(browser: &Browser) -> Result<Vec<String>> {
    let script = "const done = arguments[arguments.length - 1]; caches.keys().then(done);";
    let found = browser.driver().execute_async(script, Vec::new()).await?;
    Ok(found.json().as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
}

async fn waits(world: &World) -> Result<()> {
    let server = world.server().url("").replace("http://", "");
    let proxy = Proxy::start(&server).await?;
    let advisor = world.browser_at("the advisor", Engine::Chromium, TABLET, "zh-CN", &proxy.url()).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    shell.all_is_uploaded().await?;
    let before = builds(&advisor).await?;
    ensure!(before.len() == 1, "one build: {before:?}");

    proxy.publish();
    advisor.reload().await?;
    let shell = Shell::here(&advisor).await?;
    let offer = named("button", words.get("sync.update")?);
    advisor.sees(&offer).await?;
    ensure!(builds(&advisor).await?.len() == 2, "the newer build is there and waits");

    // Half a customer is typed: nothing may take the page away now.
    let page = shell.new_customer().await?.who("半个", "139").await?;
    advisor.sees_no(&offer).await?;
    page.who("全个客户", "13900006001").await?.level("P3").await?.save("全个客户").await?;
    shell.all_is_uploaded().await?;

    advisor.press(&offer).await?;
    advisor.sees_no(&offer).await?;
    let shell = Shell::here(&advisor).await?;
    shell.all_is_uploaded().await?;
    let after = builds(&advisor).await?;
    ensure!(after.len() == 1 && after != before, "only the newer build is left: {before:?}, {after:?}");
    shell.customers().await?.open("全个客户").await?;
    Ok(())
}

async fn beside(world: &World) -> Result<()> {
    let server = world.server().url("").replace("http://", "");
    let proxy = Proxy::start(&server).await?;
    let advisor = world.browser_at("the advisor", Engine::Chromium, TABLET, "zh-CN", &proxy.url()).await?;
    let offer = named("button", advisor.words().get("sync.update")?);
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    shell.all_is_uploaded().await?;
    let page = shell.new_customer().await?.who("半个", "139").await?;
    let typing = advisor.tab().await?;

    proxy.publish();
    advisor.open_tab("/today").await?;
    let before = builds(&advisor).await?;
    advisor.press(&offer).await?;
    advisor.sees_no(&offer).await?;
    Shell::here(&advisor).await?.opens_offline().await?;
    ensure!(builds(&advisor).await? != before, "the newer build is in");

    // Here the older one goes on, until what is typed is saved.
    advisor.close_tab(&typing, false).await?;
    advisor.sees_no(&offer).await?;
    page.who("旁页客户", "13900006002").await?.level("P3").await?.save("旁页客户").await?;
    advisor.press(&offer).await?;
    advisor.sees_no(&offer).await?;
    let shell = Shell::here(&advisor).await?;
    shell.all_is_uploaded().await?;
    shell.customers().await?.open("旁页客户").await?;
    Ok(())
}
