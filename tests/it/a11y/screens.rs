//! axe on each screen, in both languages, light and dark, narrow and wide: no violation, no rule off.

use anyhow::{Result, bail};
use tests::axe::audit;
use tests::browser::{Browser, DESK, Engine, PHONE, Size};
use tests::look::{any, named};
use tests::page::customer::Customer;
use tests::page::customers::Customers;
use tests::page::daily::Daily;
use tests::page::deliveries::Deliveries;
use tests::page::orders::Orders;
use tests::page::reception::Reception;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::page::staff::Staff;
use tests::page::store::Store;
use tests::{World, story};

#[test]
fn axe_finds_nothing_on_a_phone_in_chinese() {
    story(async |world| everywhere(world, PHONE, "zh-CN").await);
}

#[test]
fn axe_finds_nothing_on_a_phone_in_english() {
    story(async |world| everywhere(world, PHONE, "en").await);
}

#[test]
fn axe_finds_nothing_at_a_desk_in_chinese() {
    story(async |world| everywhere(world, DESK, "zh-CN").await);
}

#[test]
fn axe_finds_nothing_at_a_desk_in_english() {
    story(async |world| everywhere(world, DESK, "en").await);
}

/// Gathers what axe finds, so that one run tells all.
#[derive(Default)]
struct Findings(Vec<String>);

impl Findings {
    async fn audit(&mut self, browser: &Browser, what: &str) {
        if let Err(error) = audit(browser, what).await {
            self.0.push(error.to_string());
        }
    }

    fn none(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { bail!("{}", self.0.join("\n")) }
    }
}

async fn everywhere(world: &World, size: Size, lang: &str) -> Result<()> {
    let mut found = Findings::default();
    let advisor = world.browser_in("the advisor", Engine::Chromium, size, lang).await?;
    SignIn::open(&advisor).await?;
    for theme in ["light", "dark"] {
        choose(&advisor, theme).await?;
        SignIn::here(&advisor).await?;
        found.audit(&advisor, &format!("sign in, {theme}")).await;
    }
    let shell = SignIn::here(&advisor).await?.enter("advisor1").await?;
    shell.all_is_uploaded().await?;
    shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P1").await?.save("郑晓云").await?;
    let card = advisor.path().await?;
    Orders::here(&advisor).await?.sign("星越L", "159800", "5000", "LSVAA4187E2184321").await?;
    shell.all_is_uploaded().await?;
    for theme in ["light", "dark"] {
        choose(&advisor, theme).await?;
        advisors_screens(&advisor, theme, &card, &mut found).await?;
    }
    deliveries(world, size, lang, &advisor, &card, &mut found).await?;
    let manager = world.browser_in("the manager", Engine::Chromium, size, lang).await?;
    SignIn::open(&manager).await?.enter("manager").await?;
    for theme in ["light", "dark"] {
        choose(&manager, theme).await?;
        let shell = Shell::here(&manager).await?;
        shell.team().await?;
        found.audit(&manager, &format!("team, {theme}")).await;
        managers_desk(&manager, theme, &mut found).await?;
        shell.team().await?;
        manager.press(&named("link", manager.words().get("call_back.managers")?)).await?;
        manager.sees(&any("article")).await?;
        found.audit(&manager, &format!("the manager's call-backs, {theme}")).await;
        shell.team().await?;
        shell.month().await?.funnel().await?;
        found.audit(&manager, &format!("funnel of the team, {theme}")).await;
        shell.team().await?;
        shell.month().await?;
        found.audit(&manager, &format!("month of the team, {theme}")).await;
        days_and_leavers(&manager, theme, &mut found).await?;
    }
    reception(world, size, lang, &mut found).await?;
    staff(world, size, lang, &mut found).await?;
    store(world, size, lang, &mut found).await?;
    found.none()
}

/// The register of arrivals.
async fn reception(world: &World, size: Size, lang: &str, found: &mut Findings) -> Result<()> {
    let desk = world.browser_in("the reception", Engine::Chromium, size, lang).await?;
    SignIn::open(&desk).await?.enter("reception").await?;
    Reception::here(&desk).await?.arrives("purpose.look", "王先生", "").await?;
    for theme in ["light", "dark"] {
        choose(&desk, theme).await?;
        Reception::here(&desk).await?.tells("王先生", desk.words().get("reception.is_here")?).await?;
        found.audit(&desk, &format!("reception, {theme}")).await;
    }
    Ok(())
}

/// The people of the store, and a sheet about one.
async fn staff(world: &World, size: Size, lang: &str, found: &mut Findings) -> Result<()> {
    let admin = world.browser_in("the administrator", Engine::Chromium, size, lang).await?;
    SignIn::open(&admin).await?.enter("admin").await?;
    for theme in ["light", "dark"] {
        choose(&admin, theme).await?;
        admin.open("/staff").await?;
        let (shell, people) = (Shell::here(&admin).await?, Staff::here(&admin).await?);
        people.shows("王芳", "advisor1").await?;
        found.audit(&admin, &format!("staff, {theme}")).await;
        for key in ["staff.disable", "staff.rename"] {
            people.begin("王芳", key).await?;
            found.audit(&admin, &format!("{key}, {theme}")).await;
            shell.close_sheet().await?;
        }
    }
    Ok(())
}

/// The settings of the store, a number that cannot be taken, and the sheets.
async fn store(world: &World, size: Size, lang: &str, found: &mut Findings) -> Result<()> {
    let admin = world.browser_in("the administrator of the store", Engine::Chromium, size, lang).await?;
    SignIn::open(&admin).await?.enter("admin").await?;
    for theme in ["light", "dark"] {
        choose(&admin, theme).await?;
        admin.open("/store").await?;
        let (shell, page) = (Shell::here(&admin).await?, Store::here(&admin).await?);
        found.audit(&admin, &format!("store, {theme}")).await;
        page.number("policy.windows", "P2", "3").await?;
        page.save().await?;
        page.tells("policy.title", admin.words().get("policy.not_rising")?).await?;
        found.audit(&admin, &format!("store, refused, {theme}")).await;
        for (part, key) in
            [("house.closed", "house.close"), ("house.leave", "house.add_leave"), ("house.sources", "house.add_source")]
        {
            page.begin(part, key).await?;
            found.audit(&admin, &format!("{key}, {theme}")).await;
            shell.close_sheet().await?;
        }
    }
    Ok(())
}

async fn advisors_screens(advisor: &Browser, theme: &str, card: &str, found: &mut Findings) -> Result<()> {
    let shell = Shell::here(advisor).await?;
    shell.today().await?;
    advisor.sees(&any("article")).await?;
    found.audit(advisor, &format!("today, {theme}")).await;
    shell.customers().await?;
    advisor.sees(&any("article")).await?;
    found.audit(advisor, &format!("customers, {theme}")).await;
    let words = advisor.words();
    lists(advisor, theme, found).await?;
    advisor.write(&named("textbox", words.get("customers.search")?), "nobody at all").await?;
    advisor.sees(&named("button", words.get("customers.clear")?)).await?;
    found.audit(advisor, &format!("no customers, {theme}")).await;
    shell.new_customer().await?.submit().await?;
    advisor.sees(&named("alert", "").having()).await?;
    found.audit(advisor, &format!("new customer, refused, {theme}")).await;
    shell.month().await?.has("郑晓云").await?;
    found.audit(advisor, &format!("month, {theme}")).await;
    shell.month().await?.funnel().await?.what_if("5", "5").await?;
    found.audit(advisor, &format!("funnel, {theme}")).await;
    advisor.open("/daily").await?;
    Daily::here(advisor).await?.tells(words.get("daily.due_tomorrow")?).await?;
    found.audit(advisor, &format!("own day, {theme}")).await;
    shell.settings().await?;
    found.audit(advisor, &format!("settings, {theme}")).await;
    shell.open_sync().await?;
    found.audit(advisor, &format!("storage and upload, {theme}")).await;
    shell.close_sheet().await?;

    advisor.open(card).await?;
    let page = Customer::here(advisor, "郑晓云").await?;
    found.audit(advisor, &format!("card, {theme}")).await;
    page.contact().await?.more().await?;
    found.audit(advisor, &format!("contact, {theme}")).await;
    shell.close_sheet().await?;
    page.begin_move().await?;
    found.audit(advisor, &format!("move, {theme}")).await;
    shell.close_sheet().await?;
    page.begin_apply().await?;
    advisor.choose(&named("radio", words.get("lost.price")?).within(named("group", words.get("apply.brand")?))).await?;
    advisor.sees(&named("textbox", words.get("apply.rival")?)).await?;
    found.audit(advisor, &format!("apply, {theme}")).await;
    shell.close_sheet().await?;
    page.begin_add("field.contact").await?;
    found.audit(advisor, &format!("a field of the card, {theme}")).await;
    page.begin_confirm().await?;
    found.audit(advisor, &format!("confirm, {theme}")).await;
    shell.close_sheet().await?;

    advisor.open("/no-such-page").await?;
    advisor.sees(&named("heading", words.get("not_found.title")?)).await?;
    found.audit(advisor, &format!("no such page, {theme}")).await;
    Ok(())
}

/// From the queue of finance to the slip.
async fn deliveries(
    world: &World,
    size: Size,
    lang: &str,
    advisor: &Browser,
    card: &str,
    found: &mut Findings,
) -> Result<()> {
    let finance = world.browser_in("finance", Engine::Chromium, size, lang).await?;
    SignIn::open(&finance).await?.enter("finance").await?;
    for theme in ["light", "dark"] {
        choose(&finance, theme).await?;
        let queue = Deliveries::here(&finance).await?;
        queue.has("郑晓云").await?;
        found.audit(&finance, &format!("deliveries, {theme}")).await;
        let shell = Shell::here(&finance).await?;
        queue.begin("郑晓云", "deliveries.refuse").await?;
        found.audit(&finance, &format!("refusal, {theme}")).await;
        shell.close_sheet().await?;
    }
    Deliveries::here(&finance).await?.approve("郑晓云").await?;
    advisor.open(card).await?;
    let orders = Orders::here(advisor).await?;
    orders.stands("approved").await?;
    orders.request().await?;
    let shell = Shell::here(advisor).await?;
    for key in ["order.make", "order.amend", "order.cancel", "order.confirm"] {
        orders.begin(key).await?;
        found.audit(advisor, key).await;
        shell.close_sheet().await?;
    }
    orders.confirm().await?;
    orders.stands("delivered").await?;
    for theme in ["light", "dark"] {
        choose(advisor, theme).await?;
        orders.stands("delivered").await?;
        found.audit(advisor, &format!("card of a delivered customer, {theme}")).await;
    }
    let first = named("listitem", advisor.words().get("call.third")?).starting();
    advisor.press(&named("button", advisor.words().get("call_back.record")?).within(first)).await?;
    advisor.sees(&any("dialog")).await?;
    found.audit(advisor, "call-back").await;
    shell.close_sheet().await?;
    orders.slip().await?;
    found.audit(advisor, "slip, dark").await;
    Ok(())
}

/// What waits for the manager, the sheets in which one rules, a card, the pool and the record.
async fn managers_desk(manager: &Browser, theme: &str, found: &mut Findings) -> Result<()> {
    let (shell, words) = (Shell::here(manager).await?, manager.words());
    let locks = shell.locks().await?;
    let name = locks.first().await?;
    found.audit(manager, &format!("locks, {theme}")).await;
    locks.rule(&name).await?;
    manager.sees(&named("region", words.get("timeline.title")?).starting()).await?;
    found.audit(manager, &format!("ruling, {theme}")).await;
    shell.close_sheet().await?;
    locks.pick(&[&name]).await?;
    found.audit(manager, &format!("picking locks, {theme}")).await;
    locks.applications().await?;
    let applicant = locks.first().await?;
    found.audit(manager, &format!("applications, {theme}")).await;
    locks.review(&applicant).await?;
    found.audit(manager, &format!("review, {theme}")).await;
    shell.close_sheet().await?;
    locks.evidence().await?;
    found.audit(manager, &format!("late contacts, {theme}")).await;
    locks.applications().await?;
    locks.card(&applicant).await?;
    found.audit(manager, &format!("somebody else's card, {theme}")).await;
    shell.pool().await?;
    manager.sees(&any("article")).await?;
    found.audit(manager, &format!("pool, {theme}")).await;
    manager.open("/audit").await?;
    manager.sees(&any("table")).await?;
    found.audit(manager, &format!("record, {theme}")).await;
    shell.team().await?.customers_of("王芳").await?;
    manager.sees(&any("article")).await?;
    found.audit(manager, &format!("an advisor's customers, {theme}")).await;
    Ok(())
}

/// The day's report, an instruction, the targets, and a hand-over that is not sent.
async fn days_and_leavers(manager: &Browser, theme: &str, found: &mut Findings) -> Result<()> {
    let (shell, words) = (Shell::here(manager).await?, manager.words());
    manager.open("/daily").await?;
    let daily = Daily::here(manager).await?;
    daily.has("王芳").await?;
    found.audit(manager, &format!("daily report, {theme}")).await;
    daily.begin("王芳").await?;
    found.audit(manager, &format!("instruction, {theme}")).await;
    shell.close_sheet().await?;
    let team = shell.team().await?;
    manager.press(&named("button", words.get("target.button")?)).await?;
    manager.sees(&named("textbox", words.get("target.orders")?)).await?;
    found.audit(manager, &format!("targets, {theme}")).await;
    shell.close_sheet().await?;
    team.customers_of("王芳").await?;
    manager.press(&named("button", words.get("hand_over.button")?)).await?;
    manager.sees(&named("textbox", words.get("hand_over.note")?)).await?;
    found.audit(manager, &format!("hand-over, {theme}")).await;
    shell.close_sheet().await
}

async fn lists(advisor: &Browser, theme: &str, found: &mut Findings) -> Result<()> {
    let words = advisor.words();
    let (shell, customers) = (Shell::here(advisor).await?, Customers::here(advisor).await?);
    customers.pick(&["郑晓云"]).await?;
    found.audit(advisor, &format!("picking, {theme}")).await;
    advisor.press(&named("button", words.get("customer.moving")?)).await?;
    advisor.choose(&named("radio", &words.with("many.by_days", &[("n", "7")])?)).await?;
    found.audit(advisor, &format!("moving several, {theme}")).await;
    shell.close_sheet().await?;
    customers.look_at_intentions().await?;
    advisor.sees(&named("text", words.get("field.budget")?)).await?;
    found.audit(advisor, &format!("intentions, {theme}")).await;
    shell.customers().await?;
    Ok(())
}

/// Puts a theme into force, as the settings keep it.
async fn choose(browser: &Browser, theme: &str) -> Result<()> {
    browser.script(&format!("localStorage.setItem('genjin.theme', JSON.stringify('{theme}'));")).await?;
    browser.reload().await
}
