//! A tablet whose browser is killed, and one that goes on from an old copy of itself.

use anyhow::{Result, ensure};
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tests::browser::{Browser, Engine, TABLET};
use tests::look::named;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::protocol::device::Device;
use tests::protocol::person::address;
use tests::{World, story};
use tokio::time::{Instant, sleep_until};

#[test]
fn a_killed_browser_has_what_it_called_saved_and_an_old_copy_takes_up_the_rest() {
    story(async |world| killed(world).await);
}

/// Copies a profile that nobody uses any more, with the locks of whoever used it left out.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let done = Command::new("cp").arg("-a").arg(from.join("profile")).arg(to).status()?;
    ensure!(done.success(), "the profile is copied");
    for name in ["SingletonLock", "SingletonCookie", "SingletonSocket"] {
        // Not every life has left one.
        let _ = fs::remove_file(to.join("profile").join(name));
    }
    Ok(())
}

/// The list has a customer.
async fn shows(browser: &Browser, name: &str) -> Result<()> {
    let customers = Shell::here(browser).await?.customers().await?;
    customers.search(name).await?;
    customers.shows(name).await
}

/// How often the server has a card of a name.
async fn times(address: &str, name: &str) -> Result<usize> {
    let mut cold = Device::enrol(address, "advisor1").await?;
    cold.connect().await?;
    cold.settle().await?;
    Ok(cold.facts().iter().filter(|it| it.text.contains("\"created\"") && it.text.contains(name)).count())
}

async fn killed(world: &World) -> Result<()> {
    let seed = RandomState::new().hash_one(0);
    eprintln!("the pauses follow from {seed}");
    let address = address(&world.server());
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    shell.all_is_uploaded().await?;
    // Browsers write down at leisure who is signed in; what is tried here is what the engine writes.
    let profile = advisor.profile();
    let mut advisor = world.again(advisor, profile.clone(), true).await?;
    let old: Arc<TempDir> = Arc::new(TempDir::new()?);

    let mut told = Vec::new();
    let names = ["断电甲", "断电乙"];
    world
        .outage(None, async || {
            for (round, name) in (1..).zip(names) {
                advisor.open("/today").await?;
                let shell = Shell::here(&advisor).await?;
                let page =
                    shell.new_customer().await?.who(name, &format!("1390000700{round}")).await?.level("P2").await?;
                page.submit().await?;
                let pause = (seed >> (8 * round)) % 250;
                sleep_until(Instant::now() + Duration::from_millis(pause)).await;
                // Who is shown the card has been told that it is saved.
                if advisor.count(&named("heading", name)).await? > 0 {
                    told.push(name);
                }
                advisor.kill9()?;
                if round == 1 {
                    copy(profile.path(), old.path())?;
                }
                advisor = world.again(advisor.clone(), profile.clone(), false).await?;
            }
            advisor.open("/today").await?;
            for name in &told {
                shows(&advisor, name).await?;
            }
            Ok(())
        })
        .await?;
    Shell::here(&advisor).await?.all_is_uploaded().await?;
    let mut there = Vec::new();
    for name in names {
        let count = times(&address, name).await?;
        ensure!(count == 1 || (count == 0 && !told.contains(&name)), "{count} of {name}");
        there.extend((count == 1).then_some(name));
    }

    // The old copy writes under the numbers that the tablet has used since.
    let copy = world.again(advisor, old, false).await?;
    world
        .outage(None, async || {
            copy.open("/today").await?;
            let shell = Shell::here(&copy).await?;
            shell
                .new_customer()
                .await?
                .who("旧机新客", "13900007009")
                .await?
                .level("P3")
                .await?
                .save("旧机新客")
                .await?;
            Ok(())
        })
        .await?;
    Shell::here(&copy).await?.all_is_uploaded().await?;
    for name in there.into_iter().chain(["旧机新客"]) {
        shows(&copy, name).await?;
        ensure!(times(&address, name).await? == 1, "{name} is there, once");
    }
    Ok(())
}
