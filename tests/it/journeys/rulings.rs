//! The manager's desk: one ruling wins, a hand-over moves a customer with the whole history, a claim is one person's, a refusal is heard.

use anyhow::{Context, Result, ensure};
use domain::instant::Instant;
use tests::browser::{Browser, DESK, Engine, TABLET};
use tests::look::{any, named};
use tests::page::customer::Customer;
use tests::page::pool::Pool;
use tests::page::ruling::RulingSheet;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::page::team::Team;
use tests::protocol::device::Device;
use tests::protocol::person::address;
use tests::{World, story};

const NAME: &str = "郑晓云";
/// Some hours after stories begin.
const NOON: &str = "2026-03-18T12:30:00+08:00";

#[test]
fn of_two_managers_who_rule_on_one_lock_one_wins_and_the_other_is_told() {
    story(async |world| two_rule(world).await);
}

#[test]
fn several_locks_are_ruled_on_together() {
    story(async |world| many(world).await);
}

#[test]
fn a_customer_who_is_handed_over_brings_the_history_and_leaves_the_former_owner() {
    story(async |world| hands_over(world).await);
}

#[test]
fn of_two_advisors_who_claim_one_wins_and_the_other_is_told() {
    story(async |world| claims(world).await);
}

#[test]
fn a_refused_application_is_seen_by_the_advisor_and_a_confirmed_one_can_be_revived() {
    story(async |world| applies(world).await);
}

#[test]
fn a_call_whose_time_was_not_believed_is_believed_by_one_tap() {
    story(async |world| honours(world).await);
}

async fn manager<'a>(browser: &'a Browser) -> Result<Shell<'a>> {
    SignIn::open(browser).await?.enter("manager").await
}

/// The card of a new customer of the first advisor's, on the server.
async fn made(world: &World) -> Result<Browser> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    let card = shell.new_customer().await?.who(NAME, "13900001234").await?.level("P2").await?.save(NAME).await?;
    card.contact().await?.more().await?.note("想看星越L").await?.outcome("talked").await?;
    shell.all_is_uploaded().await?;
    Ok(advisor)
}

/// From the team to the card of that customer.
async fn look(browser: &Browser) -> Result<Customer<'_>> {
    Team::here(browser).await?.customers_of("王芳").await?;
    browser.press(&named("link", NAME)).await?;
    Customer::here(browser, NAME).await
}

async fn rule<'a>(browser: &'a Browser) -> Result<RulingSheet<'a>> {
    browser.press(&named("button", browser.words().get("ruling.rule")?)).await?;
    RulingSheet::here(browser).await
}

async fn two_rule(world: &World) -> Result<()> {
    let one = world.browser("one manager", Engine::Chromium, DESK).await?;
    let other = world.browser("the other manager", Engine::Chromium, DESK).await?;
    let shell = manager(&other).await?;
    let (here, there) = (manager(&one).await?.locks().await?, shell.locks().await?);
    let name = here.first().await?;
    let (quick, slow) = (here.rule(&name).await?, there.rule(&name).await?);
    quick.note("跟客户约了明天").await?.give_back().await?;
    one.sees_no(&any("dialog")).await?;
    here.has_no(&name).await?;
    slow.pool().await?;
    slow.says("周建国").await?;
    slow.says(one.words().get("ruling.give_back")?).await?;
    shell.close_sheet().await?;
    there.has_no(&name).await?;
    is_told(world, &other).await
}

/// The answer that tells of another ruling is an error on the wire, and meant.
async fn is_told(world: &World, browser: &Browser) -> Result<()> {
    world.collect(false).await?;
    browser.watch().expect("409 (Conflict)")
}

async fn many(world: &World) -> Result<()> {
    // A day on which nobody has called: what was due is locked.
    world.outage(Some("2026-03-19T08:30:00+08:00"), async || Ok(())).await?;
    let browser = world.browser("the manager", Engine::Chromium, DESK).await?;
    let shell = manager(&browser).await?;
    let locks = shell.locks().await?;
    locks.first().await?;
    // Of the names that only one of them has.
    let script = "const all = [...document.querySelectorAll('article h2')].map((it) => it.textContent.trim());
        return all.filter((it) => all.filter((name) => name === it).length === 1).slice(0, 3);";
    let found = browser.script(script).await?;
    let names: Vec<&str> = found.as_array().context("names")?.iter().filter_map(|it| it.as_str()).collect();
    ensure!(names.len() == 3, "the demo has three locks: {names:?}");
    locks.rule_on(&names).await?.give_back().await?;
    browser.sees_no(&any("dialog")).await?;
    for name in names {
        locks.has_no(name).await?;
    }
    Ok(())
}

async fn hands_over(world: &World) -> Result<()> {
    let former = made(world).await?;
    let next = world.browser("the next advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&next).await?.enter("advisor2").await?;
    shell.all_is_uploaded().await?;
    let browser = world.browser("the manager", Engine::Chromium, DESK).await?;
    manager(&browser).await?;
    let card = look(&browser).await?;
    card.tells("想看星越L").await?;
    // Somebody else's card is read, not written.
    browser.sees_no(&named("button", browser.words().get("row.contact")?)).await?;
    rule(&browser).await?.note("换一位试试").await?.hand_over("李强").await?;
    browser.sees_no(&any("dialog")).await?;
    let moved = browser.words().with("timeline.hand_over", &[("name", "李强")])?;
    card.tells(&moved).await?;

    let card = shell.customers().await?.open(NAME).await?;
    card.tells("想看星越L").await?;
    card.tells(&moved).await?;
    card.tells("换一位试试").await?;
    Shell::here(&former).await?.customers().await?.lacks(NAME).await?;

    let audit = Shell::here(&browser).await?.audit().await?;
    audit.tells("周建国", "ruling.card_seen", NAME).await?;
    audit.only("ruling.hand_over").await?;
    audit.tells("周建国", "ruling.hand_over", NAME).await?;
    audit.tells_no("周建国", "ruling.card_seen", NAME).await?;
    let table = audit.take_away().await?;
    ensure!(table.contains("周建国,转派,郑晓云"), "{table}");
    ensure!(!table.contains("查看客户卡"), "{table}");
    Ok(())
}

async fn claims(world: &World) -> Result<()> {
    made(world).await?;
    let browser = world.browser("the manager", Engine::Chromium, DESK).await?;
    manager(&browser).await?;
    look(&browser).await?;
    rule(&browser).await?.pool().await?;
    browser.sees_no(&any("dialog")).await?;
    let one = world.browser("one advisor", Engine::Chromium, TABLET).await?;
    let other = world.browser("the other advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&one).await?.enter("advisor2").await?;
    SignIn::open(&other).await?.enter("advisor3").await?;
    // Both see the customer before either has claimed.
    let here = shell.pool().await?;
    here.has(NAME).await?;
    let there = Shell::here(&other).await?.pool().await?;
    there.has(NAME).await?;
    here.claim(NAME).await?;
    here.has_no(NAME).await?;
    there.claim(NAME).await?;
    there.says("李强").await?;
    there.has_no(NAME).await?;
    is_told(world, &other).await?;
    let customers = shell.customers().await?;
    customers.search(NAME).await?;
    customers.shows(NAME).await?;

    // The pool lives on the server, and says so where there is none.
    Shell::here(&other).await?.opens_offline().await?;
    world
        .outage(None, async || {
            Shell::here(&other).await?.customers().await?;
            other.press(&named("link", other.words().get("nav.pool")?).within(any("main"))).await?;
            other.sees(&named("text", other.words().get("pool.offline")?)).await
        })
        .await?;
    other.reload().await?;
    Pool::here(&other).await?;
    Ok(())
}

async fn honours(world: &World) -> Result<()> {
    let server = address(&world.server());
    let mut device = Device::enrol(&server, "advisor1").await?;
    device.connect().await?;
    let (customer, card) = device.card(NAME);
    device.write(&card).await?;
    device.settle().await?;
    device.hang_up();
    world.outage(Some(NOON), async || Ok(())).await?;
    // The device hands over everything at noon; so a call of the morning that comes afterwards counts at noon.
    let now = Instant::parse(NOON).context("no time")?;
    device.set_clock(now);
    device.connect().await?;
    device.settle().await?;
    let call = device.call(customer, now.plus(-Instant::HOUR), now, "路上打的电话");
    device.write(&call).await?;
    device.settle().await?;

    let browser = world.browser("the manager", Engine::Chromium, TABLET).await?;
    let locks = manager(&browser).await?.locks().await?;
    locks.evidence().await?;
    locks.has(NAME).await?;
    locks.card(NAME).await?;
    Customer::here(&browser, NAME).await?.tells("路上打的电话").await?;
    let believe = named("button", browser.words().get("ruling.honour")?);
    browser.sees(&believe).await?;
    let locks = Shell::here(&browser).await?.locks().await?;
    locks.evidence().await?;
    browser.press(&believe.within(named("article", NAME).having())).await?;
    locks.has_no(NAME).await
}

async fn applies(world: &World) -> Result<()> {
    let advisor = made(world).await?;
    let words = advisor.words().clone();
    let card = Customer::here(&advisor, NAME).await?;
    card.lost("lost.price", "宋 PLUS").await?;
    let shell = Shell::here(&advisor).await?;
    shell.all_is_uploaded().await?;
    let browser = world.browser("the manager", Engine::Chromium, DESK).await?;
    let locks = manager(&browser).await?.locks().await?;
    locks.applications().await?;
    browser.sees(&named("article", "宋 PLUS").having()).await?;
    locks.refuse(NAME, "再谈一次价格").await?;
    locks.has_no(NAME).await?;
    advisor.sees(&named("text", "再谈一次价格").having()).await?;
    card.tells(words.get("timeline.refuse")?).await?;

    // Asked again, and confirmed; from the card the manager brings the customer back.
    card.lost("lost.price", "宋 PLUS").await?;
    shell.all_is_uploaded().await?;
    locks.review(NAME).await?;
    let lost = words.with("ruling.confirm_level", &[("level", words.get("level.f")?)])?;
    browser.press(&named("button", &lost)).await?;
    browser.sees_no(&any("dialog")).await?;
    locks.has_no(NAME).await?;
    card.tells(&words.with("timeline.confirm", &[("level", "F")])?).await?;
    browser.open(&advisor.path().await?).await?;
    Customer::here(&browser, NAME).await?;
    rule(&browser).await?.revive("P3").await?;
    card.tells(&words.with("timeline.revive", &[("level", "P3")])?).await
}
