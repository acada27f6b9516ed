//! Two tabs of one browser are one tablet.

use anyhow::{Result, ensure};
use tests::browser::{Engine, TABLET};
use tests::page::customer::Customer;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn two_tabs_show_the_same_at_once_in_chromium() {
    story(async |world| tabs(world, Engine::Chromium).await);
}

#[test]
fn two_tabs_show_the_same_at_once_in_webkit() {
    story(async |world| tabs(world, Engine::WebKit).await);
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
