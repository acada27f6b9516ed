//! The manager closes tomorrow: an advisor's follow-up keeps its day and locks a day later, until it is open again.

use anyhow::Result;
use tests::browser::{DESK, Engine, TABLET};
use tests::look::{any, named};
use tests::page::customer::Customer;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::page::store::Store;
use tests::{World, story};

#[test]
fn a_closed_day_holds_the_lock_off_on_the_tablet_and_a_wrong_number_is_not_taken() {
    story(async |world| store(world).await);
}

async fn store(world: &World) -> Result<()> {
    // Wednesday, 18 March: the follow-up is brought forward to tomorrow.
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.new_customer().await?.who("郑晓云", "13977665544").await?.level("P1").await?.save("郑晓云").await?;
    let card = Customer::here(&advisor, "郑晓云").await?;
    card.begin_move().await?;
    advisor.choose(&named("radio", "3月19日").starting()).await?;
    advisor.press(&named("button", words.get("common.save")?)).await?;
    advisor.sees_no(&any("dialog")).await?;
    shell.all_is_uploaded().await?;
    let locks = |day: &str| words.with("customer.locks_at", &[("lock", &format!("{day} 23:59"))]);
    advisor.sees(&named("text", &locks("3月19日 周四")?).having()).await?;

    let manager = world.browser("the manager", Engine::Chromium, DESK).await?;
    SignIn::open(&manager).await?.enter("manager").await?;
    let settings = Shell::here(&manager).await?.settings().await?;
    let page = Store::from_settings(&manager, settings).await?;
    page.close("2026-03-19", "").await?;
    page.tells("house.closed", "3月19日 周四").await?;
    advisor.sees(&named("text", &locks("3月20日 周五")?).having()).await?;
    page.open_again("3月19日").await?;
    advisor.sees(&named("text", &locks("3月19日 周四")?).having()).await?;

    // A number that is none stays at its field; one that does holds from now on.
    page.number("policy.cycles", "P2", "0").await?;
    page.save().await?;
    let bounds = words.with("policy.bounds", &[("least", "1"), ("most", "90")])?;
    page.tells("policy.title", &bounds).await?;
    page.number("policy.cycles", "P2", "3").await?;
    page.save().await?;
    manager.sees(&named("toast", words.get("policy.saved")?.split('{').next().unwrap_or_default()).starting()).await?;
    manager.reload().await?;
    let page = Store::here(&manager).await?;
    page.add_source("试驾会", "Test-drive event").await?;
    page.tells("house.sources", "试驾会").await
}
