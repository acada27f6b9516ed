//! The chip never claims more than the device knows.

use anyhow::{Result, ensure};
use std::process::{Command, Stdio};
use tests::browser::{Engine, TABLET};
use tests::files;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::watch::REFUSED;
use tests::{World, story};

#[test]
fn the_chip_tells_what_is_not_uploaded() {
    story(async |world| counts(world).await);
}

#[test]
fn the_chip_asks_for_a_new_sign_in() {
    story(async |world| signed_out(world).await);
}

async fn counts(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.all_is_uploaded().await?;
    world
        .outage(None, async || {
            shell.chip(words.get("sync.offline")?).await?;
            for (number, name) in ["1", "2"].iter().zip(["客户甲", "客户乙"]) {
                let phone = format!("1390000400{number}");
                shell.new_customer().await?.who(name, &phone).await?.level("P2").await?.save(name).await?;
                shell.chip(&words.with("sync.offline_n", &[("n", number)])?).await?;
            }
            shell.open_sync().await?;
            advisor.sees(&tests::look::named("text", &words.with("sync.facts", &[("n", "2")])?)).await?;
            shell.close_sheet().await
        })
        .await?;
    shell.all_is_uploaded().await
}

async fn signed_out(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.all_is_uploaded().await?;

    // Another password ends all sessions; the work goes on, on the device.
    let data = world.server().data();
    let status = Command::new(files::genjin()?)
        .args(["user", "password", "advisor1", "--data"])
        .arg(data)
        .stdout(Stdio::null())
        .status()?;
    ensure!(status.success(), "the password is changed");
    world.outage(None, async || Ok(())).await?;
    shell.chip(words.get("sync.signed_out")?).await?;
    shell.new_customer().await?.who("客户甲", "13900004001").await?.level("P2").await?.save("客户甲").await?;
    shell.chip(&format!("{} · 1", words.get("sync.signed_out")?)).await?;
    let chip = Shell::here(&advisor).await?.chip_says().await?;
    ensure!(!chip.contains(words.with("sync.uploaded", &[("time", "")])?.trim()), "nothing is claimed: {chip}");
    world.collect(false).await?;
    advisor.watch().expect(REFUSED)
}
