//! axe on each screen, in both languages, light and dark, narrow and wide: no violation, no rule off.

use anyhow::{Result, bail};
use tests::axe::audit;
use tests::browser::{Browser, DESK, Engine, PHONE, Size};
use tests::look::{any, named};
use tests::page::board::Board;
use tests::page::calendar::Calendar;
use tests::page::customer::Customer;
use tests::page::customers::Customers;
use tests::page::daily::Daily;
use tests::page::deliveries::Deliveries;
use tests::page::message::Message;
use tests::page::orders::Orders;
use tests::page::palette::Palette;
use tests::page::reception::Reception;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::page::staff::Staff;
use tests::page::steps::Steps;
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
    /// Asks where one is, in both themes.
    async fn audit(&mut self, browser: &Browser, what: &str) {
        for theme in ["light", "dark"] {
            if let Err(error) = audit(browser, theme).await {
                self.0.push(format!("{what}, {theme}: {error}"));
            }
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
    SignIn::here(&advisor).await?;
    found.audit(&advisor, "sign in").await;
    let shell = SignIn::here(&advisor).await?.enter("advisor1").await?;
    shell.all_is_uploaded().await?;
    shell
        .new_customer()
        .await?
        .who("郑晓云", "13900001234")
        .await?
        .sent_by("隔壁王姐")
        .await?
        .level("P1")
        .await?
        .save("郑晓云")
        .await?;
    let card = advisor.path().await?;
    Orders::here(&advisor).await?.sign("星越L", "159800", "5000", "LSVAA4187E2184321").await?;
    shell.all_is_uploaded().await?;
    advisors_screens(&advisor, &card, &mut found).await?;
    deliveries(world, size, lang, &advisor, &card, &mut found).await?;
    let manager = world.browser_in("the manager", Engine::Chromium, size, lang).await?;
    SignIn::open(&manager).await?.enter("manager").await?;
    let shell = Shell::here(&manager).await?;
    shell.team().await?;
    found.audit(&manager, "team").await;
    managers_desk(&manager, &mut found).await?;
    shell.team().await?;
    manager.press(&named("link", manager.words().get("call_back.managers")?)).await?;
    manager.sees(&any("article")).await?;
    found.audit(&manager, "the manager's call-backs").await;
    shell.team().await?;
    shell.month().await?.funnel().await?;
    found.audit(&manager, "funnel of the team").await;
    shell.team().await?;
    // The team's whole table is one advisor's eight times over.
    shell.month().await?.of("王芳").await?;
    manager.sees_no(&named("heading", "李强")).await?;
    found.audit(&manager, "month as the manager sees it").await;
    days_and_leavers(&manager, &mut found).await?;
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
    Reception::here(&desk).await?.tells("王先生", desk.words().get("reception.is_here")?).await?;
    found.audit(&desk, "reception").await;
    Ok(())
}

/// The people of the store, and a sheet about one.
async fn staff(world: &World, size: Size, lang: &str, found: &mut Findings) -> Result<()> {
    let admin = world.browser_in("the administrator", Engine::Chromium, size, lang).await?;
    SignIn::open(&admin).await?.enter("admin").await?;
    admin.open("/staff").await?;
    let (shell, people) = (Shell::here(&admin).await?, Staff::here(&admin).await?);
    people.shows("王芳", "advisor1").await?;
    found.audit(&admin, "staff").await;
    for key in ["staff.disable", "staff.rename"] {
        people.begin("王芳", key).await?;
        found.audit(&admin, key).await;
        shell.close_sheet().await?;
    }
    Ok(())
}

/// The settings of the store, a number that cannot be taken, and the sheets.
async fn store(world: &World, size: Size, lang: &str, found: &mut Findings) -> Result<()> {
    let admin = world.browser_in("the administrator of the store", Engine::Chromium, size, lang).await?;
    SignIn::open(&admin).await?.enter("admin").await?;
    admin.open("/store").await?;
    let (shell, page) = (Shell::here(&admin).await?, Store::here(&admin).await?);
    found.audit(&admin, "store").await;
    page.number("policy.windows", "P2", "3").await?;
    page.save().await?;
    page.tells("policy.title", admin.words().get("policy.not_rising")?).await?;
    found.audit(&admin, "store, refused").await;
    for (part, key) in [
        ("house.closed", "house.close"),
        ("house.leave", "house.add_leave"),
        ("house.sources", "house.add_source"),
        ("lists.title", "lists.add"),
    ] {
        page.begin(part, key).await?;
        found.audit(&admin, key).await;
        shell.close_sheet().await?;
    }
    let words = admin.words();
    admin.pick(&named("combobox", words.get("lists.which")?), words.get("lists.question")?).await?;
    page.begin("lists.title", "lists.add").await?;
    found.audit(&admin, "a question").await;
    shell.close_sheet().await
}

async fn advisors_screens(advisor: &Browser, card: &str, found: &mut Findings) -> Result<()> {
    let shell = Shell::here(advisor).await?;
    shell.today().await?;
    advisor.sees(&any("article")).await?;
    found.audit(advisor, "today").await;
    shell.customers().await?;
    advisor.sees(&any("article")).await?;
    found.audit(advisor, "customers").await;
    let words = advisor.words();
    lists(advisor, found).await?;
    import(advisor, found).await?;
    shell.customers().await?;
    advisor.write(&named("textbox", words.get("customers.search")?), "nobody at all").await?;
    advisor.sees(&named("button", words.get("customers.clear")?)).await?;
    found.audit(advisor, "no customers").await;
    shell.new_customer().await?.submit().await?;
    advisor.sees(&named("alert", "").having()).await?;
    found.audit(advisor, "new customer, refused").await;
    shell.month().await?.has("郑晓云").await?;
    found.audit(advisor, "month").await;
    shell.month().await?.funnel().await?.what_if("5", "5").await?;
    found.audit(advisor, "funnel").await;
    advisor.open("/daily").await?;
    Daily::here(advisor).await?.tells(words.get("daily.due_tomorrow")?).await?;
    found.audit(advisor, "own day").await;
    shell.settings().await?;
    found.audit(advisor, "settings").await;
    shell.open_sync().await?;
    found.audit(advisor, "storage and upload").await;
    shell.close_sheet().await?;

    planning(advisor, found).await?;

    advisor.open(card).await?;
    let page = Customer::here(advisor, "郑晓云").await?;
    found.audit(advisor, "card").await;
    page.contact().await?.more().await?;
    found.audit(advisor, "contact").await;
    shell.close_sheet().await?;
    page.begin_move().await?;
    found.audit(advisor, "move").await;
    shell.close_sheet().await?;
    page.begin_apply().await?;
    advisor.choose(&named("radio", words.get("lost.price")?).within(named("group", words.get("apply.brand")?))).await?;
    advisor.sees(&named("textbox", words.get("apply.rival")?)).await?;
    found.audit(advisor, "apply").await;
    shell.close_sheet().await?;
    let steps = Steps::here(advisor).await?;
    for key in ["steps.other", "drive.record", "quote.record"] {
        steps.begin(key).await?;
        found.audit(advisor, key).await;
        shell.close_sheet().await?;
    }
    Message::open(advisor).await?;
    found.audit(advisor, "message").await;
    shell.close_sheet().await?;
    page.begin_add("field.contact").await?;
    found.audit(advisor, "a field of the card").await;
    page.begin_confirm().await?;
    found.audit(advisor, "confirm").await;
    shell.close_sheet().await?;

    advisor.open("/no-such-page").await?;
    advisor.sees(&named("heading", words.get("not_found.title")?)).await?;
    found.audit(advisor, "no such page").await;
    Ok(())
}

/// The board, the calendar, and the field from which one goes anywhere.
async fn planning(advisor: &Browser, found: &mut Findings) -> Result<()> {
    let shell = Shell::here(advisor).await?;
    let board = Board::open(shell, advisor).await?;
    advisor.sees(&any("article")).await?;
    found.audit(advisor, "board").await;
    board.search("郑晓云").await?;
    board.begin_move("郑晓云").await?;
    found.audit(advisor, "another level").await;
    shell.close_sheet().await?;
    advisor.press(&named("button", advisor.words().get("views.save")?)).await?;
    advisor.sees(&any("dialog")).await?;
    found.audit(advisor, "a view to keep").await;
    shell.close_sheet().await?;
    let calendar = Calendar::open(advisor).await?;
    found.audit(advisor, "calendar").await;
    calendar.begin_take_away().await?;
    found.audit(advisor, "calendar to take away").await;
    shell.close_sheet().await?;
    Palette::by_button(advisor).await?.finds("zxy", "郑晓云").await?;
    found.audit(advisor, "palette").await;
    shell.close_sheet().await
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
    let queue = Deliveries::here(&finance).await?;
    queue.has("郑晓云").await?;
    found.audit(&finance, "deliveries").await;
    let shell = Shell::here(&finance).await?;
    queue.begin("郑晓云", "deliveries.refuse").await?;
    found.audit(&finance, "refusal").await;
    shell.close_sheet().await?;
    Deliveries::here(&finance).await?.approve("郑晓云").await?;
    advisor.open(card).await?;
    let orders = Orders::here(advisor).await?;
    orders.stands("approved").await?;
    orders.request().await?;
    let shell = Shell::here(advisor).await?;
    for key in ["order.make", "order.amend", "order.cancel", "order.confirm", "sign.open"] {
        orders.begin(key).await?;
        found.audit(advisor, key).await;
        shell.close_sheet().await?;
    }
    orders.signs("slip.customer").await?;
    orders.confirm().await?;
    orders.stands("delivered").await?;
    found.audit(advisor, "card of a delivered customer").await;
    let first = named("listitem", advisor.words().get("call.third")?).starting();
    advisor.press(&named("button", advisor.words().get("call_back.record")?).within(first)).await?;
    advisor.sees(&any("dialog")).await?;
    found.audit(advisor, "call-back").await;
    shell.close_sheet().await?;
    orders.slip().await?;
    found.audit(advisor, "slip").await;
    Ok(())
}

/// What waits for the manager, the sheets in which one rules, a card, the pool and the record.
async fn managers_desk(manager: &Browser, found: &mut Findings) -> Result<()> {
    let (shell, words) = (Shell::here(manager).await?, manager.words());
    let locks = shell.locks().await?;
    let name = locks.first().await?;
    found.audit(manager, "locks").await;
    locks.rule(&name).await?;
    manager.sees(&named("region", words.get("timeline.title")?).starting()).await?;
    found.audit(manager, "ruling").await;
    shell.close_sheet().await?;
    locks.pick(&[&name]).await?;
    found.audit(manager, "picking locks").await;
    locks.applications().await?;
    let applicant = locks.first().await?;
    found.audit(manager, "applications").await;
    locks.review(&applicant).await?;
    found.audit(manager, "review").await;
    shell.close_sheet().await?;
    locks.evidence().await?;
    found.audit(manager, "late contacts").await;
    locks.applications().await?;
    locks.card(&applicant).await?;
    found.audit(manager, "somebody else's card").await;
    shell.pool().await?;
    manager.sees(&any("article")).await?;
    found.audit(manager, "pool").await;
    manager.open("/audit").await?;
    manager.sees(&any("table")).await?;
    found.audit(manager, "record").await;
    shell.team().await?.customers_of("王芳").await?;
    manager.sees(&any("article")).await?;
    found.audit(manager, "an advisor's customers").await;
    Ok(())
}

/// The day's report, an instruction, the targets, and a hand-over that is not sent.
async fn days_and_leavers(manager: &Browser, found: &mut Findings) -> Result<()> {
    let (shell, words) = (Shell::here(manager).await?, manager.words());
    manager.open("/daily").await?;
    let daily = Daily::here(manager).await?;
    daily.has("王芳").await?;
    found.audit(manager, "daily report").await;
    daily.begin("王芳").await?;
    found.audit(manager, "instruction").await;
    shell.close_sheet().await?;
    let team = shell.team().await?;
    manager.press(&named("button", words.get("target.button")?)).await?;
    manager.sees(&named("textbox", words.get("target.orders")?)).await?;
    found.audit(manager, "targets").await;
    shell.close_sheet().await?;
    team.customers_of("王芳").await?;
    manager.press(&named("button", words.get("hand_over.button")?)).await?;
    manager.sees(&named("textbox", words.get("hand_over.note")?)).await?;
    found.audit(manager, "hand-over").await;
    shell.close_sheet().await
}

async fn lists(advisor: &Browser, found: &mut Findings) -> Result<()> {
    let words = advisor.words();
    let (shell, customers) = (Shell::here(advisor).await?, Customers::here(advisor).await?);
    customers.search("郑晓云").await?;
    customers.pick(&["郑晓云"]).await?;
    found.audit(advisor, "picking").await;
    advisor.press(&named("button", words.get("customer.moving")?)).await?;
    advisor.choose(&named("radio", &words.with("many.by_days", &[("n", "7")])?)).await?;
    found.audit(advisor, "moving several").await;
    shell.close_sheet().await?;
    customers.search("").await?;
    customers.look_at_intentions().await?;
    advisor.sees(&named("text", words.get("field.budget")?)).await?;
    found.audit(advisor, "intentions").await;
    shell.customers().await?;
    Ok(())
}

/// The steps of an import, up to what would become of the rows; and what is said of a file that is none.
async fn import(advisor: &Browser, found: &mut Findings) -> Result<()> {
    let (shell, customers) = (Shell::here(advisor).await?, Customers::here(advisor).await?);
    customers.exchange().await?;
    found.audit(advisor, "import and export").await;
    shell.close_sheet().await?;
    let import = customers.import().await?;
    import.pick("photo.xlsx", b"PK").await?;
    advisor.sees(&named("alert", advisor.words().get("import.broken")?).having()).await?;
    found.audit(advisor, "import, refused").await;
    import.pick("leads.csv", "姓名,手机,级别\n闻导入,13977661001,A\n无号码,12,A\n".as_bytes()).await?;
    advisor.sees(&named("heading", advisor.words().get("import.columns")?)).await?;
    found.audit(advisor, "import, columns").await;
    import.preview().await?;
    import.part("import.problems", 1).await?;
    import.tells("12").await?;
    found.audit(advisor, "import, preview").await;
    Ok(())
}
