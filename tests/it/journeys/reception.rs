//! The reception registers who comes: a returning customer goes to the own advisor, a stranger to the next in turn, and a card made later is bound.

use anyhow::Result;
use tests::browser::{Engine, TABLET};
use tests::look::named;
use tests::page::reception::Reception;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn every_arrival_counts_and_finds_an_advisor() {
    story(async |world| arrivals(world).await);
}

async fn arrivals(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor3").await?;
    shell.new_customer().await?.who("郑晓云", "13977665544").await?.level("P2").await?.save("郑晓云").await?;
    shell.all_is_uploaded().await?;

    let desk = world.browser("the reception", Engine::Chromium, TABLET).await?;
    let words = desk.words().clone();
    SignIn::open(&desk).await?.enter("reception").await?;
    let register = Reception::here(&desk).await?;
    register.arrives("purpose.drive", "郑女士", "139 7766 5544").await?;
    register.tells("郑女士", words.get("reception.again")?).await?;
    register.tells("郑女士", "张敏").await?;
    register.tells("郑女士", &words.with("reception.bound", &[("name", "郑晓云")])?).await?;

    // Who leaves no name counts as well, and goes to whose turn it is; 张敏 is with a party.
    let nameless = words.get("reception.nameless")?;
    register.arrives("purpose.look", "", "").await?;
    register.tells(nameless, "王芳").await?;
    register.tells(nameless, words.get("reception.is_here")?).await?;
    register.leaves(nameless).await?;
    desk.sees_no(&named("button", words.get("reception.leave")?).within(named("article", nameless).starting())).await?;

    let shell = Shell::here(&advisor).await?;
    shell.new_customer().await?.who("王小明", "13977665533").await?.level("P3").await?.save("王小明").await?;
    shell.all_is_uploaded().await?;
    desk.sees(&named("listitem", "王小明 · 张敏")).await?;
    register.bind(nameless, "王小明").await?;
    register.tells(nameless, &words.with("reception.bound", &[("name", "王小明")])?).await
}
