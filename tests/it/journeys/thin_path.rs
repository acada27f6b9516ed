//! The thin path: an advisor's day through an outage, what the manager sees of it, and a lock that only the truth lifts.

use anyhow::{Result, ensure};
use tests::browser::{Browser, DESK, Engine, PHONE, TABLET};
use tests::page::customer::Customer;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::page::team::Team;
use tests::{World, story};

const ADVISOR: &str = "王芳";
/// Late on the day on which the online leads of [`tests::NOW`] are due.
const DUE_EVENING: &str = "2026-03-19T23:40:00+08:00";
/// After the end of that day.
const NEXT_DAY: &str = "2026-03-20T00:05:00+08:00";

#[test]
fn what_is_recorded_in_an_outage_reaches_the_manager_once_in_chromium() {
    story(async |world| outage(world, Engine::Chromium).await);
}

#[test]
fn what_is_recorded_in_an_outage_reaches_the_manager_once_in_webkit() {
    story(async |world| outage(world, Engine::WebKit).await);
}

#[test]
fn only_a_contact_made_in_time_lifts_a_lock_in_chromium() {
    story(async |world| locks(world, Engine::Chromium).await);
}

#[test]
fn only_a_contact_made_in_time_lifts_a_lock_in_webkit() {
    story(async |world| locks(world, Engine::WebKit).await);
}

async fn outage(world: &World, engine: Engine) -> Result<()> {
    let manager = world.browser("the manager", engine, DESK).await?;
    SignIn::open(&manager).await?.enter("manager").await?;
    let team = Team::here(&manager).await?;
    let (p0, p1) = (team.level(ADVISOR, "P0").await?, team.level(ADVISOR, "P1").await?);

    let advisor = world.browser("the advisor", engine, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    shell.all_is_uploaded().await?;
    shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P1").await?.save("郑晓云").await?;
    shell.all_is_uploaded().await?;
    team.comes_to(ADVISOR, "P1", p1 + 1).await?;

    world
        .outage(None, async || {
            let card = shell.customers().await?.open("郑晓云").await?;
            card.contact().await?.more().await?.note("想看现车").await?.level("P0").await?.outcome("talked").await?;
            card.tells("想看现车").await?;
            // The tab is closed and another one opened: with no server there is only what the device holds.
            let path = advisor.path().await?;
            reopen(&advisor, &path).await?;
            let card = Customer::here(&advisor, "郑晓云").await?;
            card.tells("想看现车").await?;
            ensure!(card.times("想看现车").await? == 1, "the contact stands once in the history");
            let chip = Shell::here(&advisor).await?.chip_says().await?;
            ensure!(chip.contains('1'), "the chip counts the contact that is not uploaded: {chip}");
            Ok(())
        })
        .await?;
    Shell::here(&advisor).await?.all_is_uploaded().await?;
    team.comes_to(ADVISOR, "P0", p0 + 1).await?;
    team.comes_to(ADVISOR, "P1", p1).await?;

    // A device that has never been here gets everything from the server, once.
    let phone = world.browser("the advisor's phone", Engine::Chromium, PHONE).await?;
    let shell = SignIn::open(&phone).await?.enter("advisor1").await?;
    let card = shell.customers().await?.open("郑晓云").await?;
    card.tells("想看现车").await?;
    ensure!(card.times("想看现车").await? == 1, "the contact was uploaded once");
    Ok(())
}

/// Closes the tab, and opens the address in another one.
async fn reopen(browser: &Browser, path: &str) -> Result<()> {
    let other = browser.driver().new_tab().await?;
    browser.close_tab(&other, true).await?;
    browser.open(path).await
}

async fn locks(world: &World, engine: Engine) -> Result<()> {
    let manager = world.browser("the manager", engine, DESK).await?;
    let queue = SignIn::open(&manager).await?.enter("manager").await?.locks().await?;
    let advisor = world.browser("the advisor", engine, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    for (name, phone) in [("冯到期", "13900002001"), ("陈及时", "13900002002")] {
        shell.new_customer().await?.who(name, phone).await?.online_lead().await?.level("P2").await?.save(name).await?;
    }
    shell.all_is_uploaded().await?;

    // The evening of the due day comes for everybody.
    world.outage(Some(DUE_EVENING), async || Ok(())).await?;
    shell.all_is_uploaded().await?;
    queue.is_live().await?;
    queue.has_no("冯到期").await?;
    queue.has_no("陈及时").await?;

    // Twenty minutes before midnight the network fails; one customer is called in time, and the tablet put away.
    world
        .outage(Some(NEXT_DAY), async || {
            let card = shell.customers().await?.open("陈及时").await?;
            card.contact().await?.outcome("talked").await?;
            let away = advisor.driver().new_tab().await?;
            advisor.close_tab(&away, true).await
        })
        .await?;
    // The whole store is locked in that night: one looks at one's own.
    queue.of(ADVISOR).await?;
    queue.has("冯到期").await?;
    queue.has("陈及时").await?;

    // The tablet comes back: what it tells was made in time, so the one lock goes by itself.
    advisor.open("/").await?;
    let shell = Shell::here(&advisor).await?;
    shell.all_is_uploaded().await?;
    queue.has_no("陈及时").await?;
    let card = shell.customers().await?.open("陈及时").await?;
    card.is_not_locked().await?;

    // The other one is locked on both screens, and a contact invented now does not help.
    let card = shell.customers().await?.open("冯到期").await?;
    card.is_locked().await?;
    card.contact().await?.more().await?.happened("2026-03-19T20:00").await?.outcome("talked").await?;
    shell.all_is_uploaded().await?;
    card.tells(advisor.words().get("means.call")?).await?;
    let retimed = advisor.words().with("timeline.retimed", &[])?;
    card.tells(retimed.split('{').next().unwrap_or_default()).await?;
    card.is_locked().await?;
    queue.has("冯到期").await?;
    queue.has_no("陈及时").await
}
