//! A month: the advisor's table is live and needs no network; the manager reads everybody's and signs.

use anyhow::Result;
use tests::browser::{DESK, Engine, TABLET};
use tests::page::month::MonthPage;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::{World, story};

const ADVISOR: &str = "王芳";

#[test]
fn the_advisors_month_is_live_without_a_network_and_the_manager_closes_the_last_one() {
    story(month);
}

async fn month(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    shell.all_is_uploaded().await?;
    world
        .outage(None, async || {
            shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P1").await?.save("郑晓云").await?;
            shell.month().await?.has("郑晓云").await
        })
        .await?;
    shell.all_is_uploaded().await?;

    let manager = world.browser("the manager", Engine::Chromium, DESK).await?;
    SignIn::open(&manager).await?.enter("manager").await?;
    let page = Shell::here(&manager).await?.month().await?;
    page.has("郑晓云").await?;
    page.of(ADVISOR).await?;
    page.has("郑晓云").await?;
    page.previous().await?;
    page.has_no("郑晓云").await?;
    page.close().await?;
    page.is_closed_by("周建国").await?;

    // The advisor sees the signature, too.
    advisor.open("/month?month=2026-02").await?;
    MonthPage::here(&advisor).await?.is_closed_by("周建国").await
}
