//! A whole day with the keyboard alone: the focus is always seen, never covered, and comes back from sheets.

use anyhow::Result;
use tests::browser::{Browser, DESK, Engine, PHONE, Size};
use tests::look::{Look, any, named};
use tests::page::customer::Customer;
use tests::page::locks::Locks;
use tests::page::shell::Shell;
use tests::page::sign_in::{PASSWORD, SignIn};
use tests::page::team::Team;
use tests::{World, story};
use thirtyfour::Key;

#[test]
fn the_keyboard_is_enough_at_a_desk() {
    story(async |world| day(world, DESK).await);
}

#[test]
fn the_keyboard_is_enough_on_a_narrow_screen() {
    story(async |world| day(world, PHONE).await);
}

#[test]
fn the_first_stop_leads_to_the_content() {
    story(async |world| {
        let advisor = world.browser("the advisor", Engine::Chromium, DESK).await?;
        SignIn::open(&advisor).await?.enter("advisor1").await?;
        advisor.reload().await?;
        Shell::here(&advisor).await?;
        let skip = named("link", "跳到主要内容");
        advisor.tab_to(&skip).await?;
        enter(&advisor).await?;
        advisor.has_focus(&any("main")).await
    });
}

async fn enter(browser: &Browser) -> Result<()> {
    browser.keys(Key::Enter).await
}

async fn type_into(browser: &Browser, field: &Look, text: &str) -> Result<()> {
    browser.tab_to(field).await?;
    browser.keys(text).await
}

async fn press(browser: &Browser, what: &Look) -> Result<()> {
    browser.tab_to(what).await?;
    enter(browser).await
}

async fn sign_in(browser: &Browser, login: &str) -> Result<()> {
    SignIn::open(browser).await?;
    let words = browser.words();
    type_into(browser, &named("textbox", words.get("sign_in.login")?), login).await?;
    type_into(browser, &named("textbox", words.get("sign_in.password")?), PASSWORD).await?;
    enter(browser).await?;
    Shell::here(browser).await?;
    Ok(())
}

async fn day(world: &World, size: Size) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, size).await?;
    sign_in(&advisor, "advisor1").await?;
    let words = advisor.words().clone();
    Shell::here(&advisor).await?.all_is_uploaded().await?;

    // A new customer.
    press(&advisor, &named("link", words.get("nav.new_customer")?).within(any("navigation"))).await?;
    advisor.has_focus(&named("heading", words.get("new_customer.title")?)).await?;
    type_into(&advisor, &named("textbox", words.get("field.name")?), "钱一一").await?;
    type_into(&advisor, &named("textbox", words.get("field.phone")?), "13900003001").await?;
    // A group of levels is one stop; arrows choose within it.
    advisor.tab_to(&named("radio", "P4").starting()).await?;
    advisor.keys(Key::Up).await?;
    advisor.has_focus(&named("radio", "P3").starting()).await?;
    press(&advisor, &named("button", words.get("new_customer.submit")?)).await?;
    let card = Customer::here(&advisor, "钱一一").await?;
    advisor.has_focus(&named("heading", "钱一一")).await?;

    // A contact; the escape key closes the sheet and gives the focus back.
    let contact = named("button", words.get("row.contact")?);
    press(&advisor, &contact).await?;
    advisor.sees(&any("dialog")).await?;
    advisor.keys(Key::Escape).await?;
    advisor.sees_no(&any("dialog")).await?;
    advisor.has_focus(&contact).await?;
    enter(&advisor).await?;
    advisor.sees(&any("dialog")).await?;
    press(&advisor, &named("button", words.get("contact.more")?)).await?;
    type_into(&advisor, &named("textbox", words.get("contact.note")?), "周末来看车").await?;
    press(&advisor, &named("button", words.get("outcome.talked")?)).await?;
    advisor.sees_no(&any("dialog")).await?;
    advisor.has_focus(&contact).await?;
    card.tells("周末来看车").await?;

    // Whoever leaves a list leaves the focus at its heading, and not nowhere.
    let day = named("heading", words.get("today.title")?);
    press(&advisor, &named("link", words.get("nav.today")?).within(any("navigation"))).await?;
    advisor.has_focus(&day).await?;
    let confirm = named("button", words.get("row.confirm")?).within(named("article", "钱一一").having());
    press(&advisor, &confirm).await?;
    advisor.sees(&any("dialog")).await?;
    press(&advisor, &named("button", &words.with("judge.confirm", &[("level", "P3")])?)).await?;
    advisor.sees_no(&confirm).await?;
    advisor.has_focus(&day).await?;

    // The manager looks at the team.
    let manager = world.browser("the manager", Engine::Chromium, size).await?;
    sign_in(&manager, "manager").await?;
    Team::here(&manager).await?;
    press(&manager, &named("link", words.get("team.see_locks")?).having().within(named("row", "张敏").starting()))
        .await?;
    manager.at("/locks").await?;
    manager.sees(&any("article")).await?;
    // A ruling: the sheet, and away from it again without one.
    let name = Locks::here(&manager).await?.first().await?;
    let rule = named("button", words.get("ruling.rule")?).within(named("article", &name).having());
    press(&manager, &rule).await?;
    manager.sees(&any("dialog")).await?;
    manager.tab_to(&named("button", words.get("ruling.to_pool")?)).await?;
    manager.keys(Key::Escape).await?;
    manager.sees_no(&any("dialog")).await?;
    manager.has_focus(&rule).await?;
    press(&manager, &named("link", words.get("nav.team")?).within(any("navigation"))).await?;
    manager.has_focus(&named("heading", words.get("team.title")?)).await
}
