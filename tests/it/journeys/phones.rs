//! One number, two advisors: without a network the second is warned, with one the second learns whose customer it is.

use anyhow::Result;
use tests::browser::{Engine, TABLET};
use tests::look::named;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn a_number_of_the_store_is_known_offline_and_its_owner_online() {
    story(async |world| known(world).await);
}

async fn known(world: &World) -> Result<()> {
    let first = world.browser("the first advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&first).await?.enter("advisor1").await?;
    shell.new_customer().await?.who("郑晓云", "13977661234").await?.level("P2").await?.save("郑晓云").await?;
    shell.all_is_uploaded().await?;

    let second = world.browser("the second advisor", Engine::Chromium, TABLET).await?;
    let words = second.words().clone();
    let shell = SignIn::open(&second).await?.enter("advisor2").await?;
    shell.opens_offline().await?;
    shell.all_is_uploaded().await?;
    let warning = named("text", words.get("new_customer.may_know")?);
    let ask = named("button", words.get("new_customer.whose")?);
    let page = shell.new_customer().await?.who("郑女士", "139 7766 1234").await?;
    second.sees(&warning).await?;
    let page = world
        .outage(None, async || {
            let page = page.who("郑女士", "13977661235").await?;
            second.sees_no(&warning).await?;
            let page = page.who("郑女士", "+86 139-7766-1234").await?;
            second.sees(&warning).await?;
            second.press(&ask).await?;
            second.sees(&named("status", words.get("failure.unreached")?)).await?;
            Ok(page)
        })
        .await?;
    Shell::here(&second).await?.all_is_uploaded().await?;
    let page = page.who("郑女士", "13977661234").await?;
    second.press(&ask).await?;
    second.sees(&named("status", &words.with("new_customer.is_of", &[("name", "王芳")])?)).await?;
    // A warning, no wall: she may have two numbers, and the manager merges.
    page.level("P2").await?.save("郑女士").await?;
    Ok(())
}
