//! Two tabs of one browser are one tablet.

use anyhow::{Result, ensure};
use serde_json::json;
use tests::browser::{Browser, Engine, TABLET};
use tests::look::named;
use tests::page::customer::Customer;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::protocol::device::Device;
use tests::protocol::person::address;
use tests::{World, story};

#[test]
fn two_tabs_show_the_same_at_once_in_chromium() {
    story(async |world| tabs(world, Engine::Chromium).await);
}

#[test]
fn two_tabs_show_the_same_at_once_in_webkit() {
    story(async |world| tabs(world, Engine::WebKit).await);
}

#[test]
fn a_tab_that_is_killed_in_the_middle_of_an_edit_leaves_everything_to_the_other() {
    story(async |world| killed(world).await);
}

async fn tabs(world: &World, engine: Engine) -> Result<()> {
    let advisor = world.browser("the advisor", engine, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P1").await?.save("郑晓云").await?;
    shell.all_is_uploaded().await?;
    let path = advisor.path().await?;
    let first = advisor.tab().await?;

    let second = advisor.open_tab(&path).await?;
    let here = Customer::here(&advisor, "郑晓云").await?;
    Shell::here(&advisor).await?.chip(advisor.words().get("sync.elsewhere")?).await?;
    here.contact().await?.more().await?.note("第二页写的").await?.outcome("replied").await?;
    here.tells("第二页写的").await?;

    advisor.switch(&first).await?;
    let there = Customer::here(&advisor, "郑晓云").await?;
    there.tells("第二页写的").await?;
    shell.all_is_uploaded().await?;

    // Without a server they still have each other.
    world
        .outage(None, async || {
            there.contact().await?.more().await?.note("断网时写的").await?.outcome("talked").await?;
            advisor.switch(&second).await?;
            let here = Customer::here(&advisor, "郑晓云").await?;
            here.tells("断网时写的").await?;
            // The tab that had the connection goes; the other one takes over.
            advisor.switch(&first).await?;
            advisor.close_tab(&second, true).await
        })
        .await?;
    Shell::here(&advisor).await?.all_is_uploaded().await?;
    let here = Customer::here(&advisor, "郑晓云").await?;
    ensure!(here.times("断网时写的").await? == 1, "once in the history");
    ensure!(here.times("第二页写的").await? == 1, "once in the history");
    Ok(())
}

/// Counts the workers of every page from its beginning, so that one can be stopped.
const KEEP_ENGINES: &str = "
    window.engines = [];
    const Plain = window.Worker;
    window.Worker = class extends Plain {
      constructor(...all) { super(...all); window.engines.push(this); }
    };";

/// Taps an outcome, and has the browser say in the same moment what it says when a worker has stopped in the middle of something.
const STOP_ENGINE: &str = "
    const [outcome] = arguments;
    [...document.querySelectorAll('dialog button')].find((it) => it.textContent.trim() === outcome).click();
    window.engines.at(-1).dispatchEvent(new ErrorEvent('error', { message: 'unreachable' }));";

/// The tab goes without a word, and with it all that it had locked.
async fn crash(browser: &Browser) {
    // The tab that would answer is the one that is gone.
    let _ = browser.cdp("Page.crash", json!({})).await;
}

async fn killed(world: &World) -> Result<()> {
    let address = address(&world.server());
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P1").await?.save("郑晓云").await?;
    shell.all_is_uploaded().await?;
    let path = advisor.path().await?;
    let first = advisor.tab().await?;
    let second = advisor.open_tab("/robots.txt").await?;
    advisor.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": KEEP_ENGINES })).await?;
    advisor.open(&path).await?;
    Shell::here(&advisor).await?.chip(words.get("sync.elsewhere")?).await?;

    world
        .outage(None, async || {
            advisor.switch(&first).await?;
            let there = Customer::here(&advisor, "郑晓云").await?;
            there.contact().await?.more().await?.note("临终前存好的").await?.outcome("talked").await?;
            let sheet = there.contact().await?.more().await?.note("正要存的").await?;
            sheet.tap("replied").await?;
            crash(&advisor).await;
            advisor.switch(&second).await?;
            let here = Customer::here(&advisor, "郑晓云").await?;
            here.tells("临终前存好的").await?;
            here.contact().await?.more().await?.note("接手后写的").await?.outcome("talked").await
        })
        .await?;
    let shell = Shell::here(&advisor).await?;
    shell.all_is_uploaded().await?;

    // Now the engine of the tab that is left stops, over an entry of which it has said nothing yet.
    let here = Customer::here(&advisor, "郑晓云").await?;
    here.contact().await?.more().await?.note("引擎停时写的").await?;
    advisor.driver().execute(STOP_ENGINE, vec![json!(words.get("outcome.came")?)]).await?;
    advisor.sees(&named("alert", words.get("trouble.unknown")?).having()).await?;
    shell.close_sheet().await?;
    here.contact().await?.more().await?.note("重启后写的").await?.outcome("talked").await?;
    shell.all_is_uploaded().await?;

    let mut cold = Device::enrol(&address, "advisor1").await?;
    cold.connect().await?;
    cold.settle().await?;
    let at_server = |note: &str| cold.facts().iter().filter(|it| it.text.contains(note)).count();
    for (note, is_sure) in [
        ("临终前存好的", true),
        ("正要存的", false),
        ("接手后写的", true),
        ("引擎停时写的", false),
        ("重启后写的", true),
    ] {
        let (shown, kept) = (here.times(note).await?, at_server(note));
        ensure!(shown == kept && (kept == 1 || (kept == 0 && !is_sure)), "{note}: {shown} here, {kept} at the server");
    }
    Ok(())
}
