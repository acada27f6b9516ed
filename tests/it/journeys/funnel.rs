//! The funnel: the manager reads the team's and an advisor's, and tries what a week would need; the advisor sees only the own.

use anyhow::{Result, ensure};
use tests::browser::{DESK, Engine, TABLET};
use tests::look::named;
use tests::page::funnel::FunnelPage;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::poll::until;
use tests::{World, story};

const ADVISOR: &str = "王芳";

#[test]
fn the_manager_reads_the_funnel_and_the_advisor_the_own() {
    story(async |world| funnel(world).await);
}

async fn funnel(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P1").await?.save("郑晓云").await?;
    shell.all_is_uploaded().await?;

    let manager = world.browser("the manager", Engine::Chromium, DESK).await?;
    let words = manager.words().clone();
    SignIn::open(&manager).await?.enter("manager").await?;
    Shell::here(&manager).await?;
    let nav = named("navigation", words.get("nav.label")?);
    manager.press(&named("link", words.get("nav.funnel")?).within(nav)).await?;
    let page = FunnelPage::here(&manager).await?;
    page.tells_of(words.get("month.team")?).await?;
    manager.sees(&named("link", words.get("month.download")?)).await?;
    page.during("funnel.quarter").await?;
    let asked = until("the days in the address", async || {
        let asked = manager.script("return location.search;").await?;
        Ok(asked.as_str().is_some_and(|it| it.contains("period=90-days")).then_some(()))
    });
    asked.await?;
    // The address is the state: whoever opens it sees the same.
    manager.reload().await?;
    let page = FunnelPage::here(&manager).await?;
    let (team, orders) = (page.counts("funnel.new").await?, page.counts("funnel.orders").await?);
    ensure!(team > orders && orders > 0, "the demo team has {team} new prospects and {orders} orders");

    page.what_if("5", "5").await?;
    page.needs(25).await?;
    page.what_if("5", "40").await?;
    page.needs(200).await?;

    page.of(ADVISOR).await?;
    let one = page.counts("funnel.new").await?;
    ensure!((1..team).contains(&one), "{one} of the team's {team} are the advisor's");

    // The advisor finds the same number, and nobody else's.
    shell.month().await?.funnel().await?.tells_of(ADVISOR).await?;
    advisor.open("/funnel?period=90-days&advisor=team").await?;
    let own = FunnelPage::here(&advisor).await?;
    own.tells_of(ADVISOR).await?;
    ensure!(own.counts("funnel.new").await? == one, "the advisor sees another number than the manager");
    advisor.sees_no(&named("radio", words.get("month.team")?)).await
}
