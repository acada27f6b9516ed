//! From the reception to the quotation: steps, ticks, a test drive; a number that is shown; and a step that the manager adds.

use anyhow::Result;
use tests::browser::{DESK, Engine, TABLET};
use tests::look::{any, named};
use tests::page::audit::Audit;
use tests::page::customer::Customer;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::page::steps::Steps;
use tests::page::store::Store;
use tests::{World, story};

#[test]
fn a_customer_walks_the_steps_and_the_manager_adds_one_in_chromium() {
    story(async |world| steps(world, Engine::Chromium).await);
}

#[test]
fn a_customer_walks_the_steps_and_the_manager_adds_one_in_webkit() {
    story(async |world| steps(world, Engine::WebKit).await);
}

async fn steps(world: &World, engine: Engine) -> Result<()> {
    let advisor = world.browser("the advisor", engine, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    let card =
        shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P2").await?.save("郑晓云").await?;
    let steps = Steps::here(&advisor).await?;
    steps.stands_at("接待").await?;
    steps.tick("已问候并自我介绍").await?;
    steps.on_to("需求分析").await?;
    steps.drive("星越L", "座椅很舒服").await?;
    steps.stands_at("试乘试驾").await?;
    card.tells("座椅很舒服").await?;
    steps.quote("星越L", "159800", "5200").await?;
    steps.stands_at("报价成交").await?;
    card.tells("¥165,000").await?;

    // The number is masked until somebody wants it, which is written down.
    card.has("field.phone", "139****1234").await?;
    let label = words.get("field.phone")?;
    advisor.press(&named("button", &words.with("customer.show", &[("field", label)])?)).await?;
    card.has("field.phone", "13900001234").await?;
    shell.all_is_uploaded().await?;
    let page = shell.customers().await?;
    page.by("steps.by_step", "报价成交").await?;
    page.shows("郑晓云").await?;
    page.by("steps.by_step", "集客").await?;
    page.shows_no("郑晓云").await?;
    page.by("steps.by_step", "报价成交").await?;
    page.open("郑晓云").await?;

    let manager = world.browser("the manager", engine, DESK).await?;
    SignIn::open(&manager).await?.enter("manager").await?;
    Shell::here(&manager).await?.audit().await?;
    Audit::here(&manager).await?.tells("王芳", "ruling.phone_seen", "郑晓云").await?;
    manager.open("/store").await?;
    let store = Store::here(&manager).await?;
    store.begin("lists.title", "lists.add").await?;
    for (key, name) in [("house.chinese", "金融方案"), ("house.english", "Finance talk")] {
        manager.write(&named("textbox", words.get(key)?).within(any("dialog")), name).await?;
    }
    manager.pick(&named("combobox", words.get("lists.behind")?), "报价成交").await?;
    manager.press(&named("button", words.get("common.save")?).within(any("dialog"))).await?;
    manager.sees_no(&any("dialog")).await?;
    store.tells("lists.title", "金融方案").await?;
    Customer::here(&advisor, "郑晓云").await?;
    Steps::here(&advisor).await?.leads_to("金融方案").await
}
