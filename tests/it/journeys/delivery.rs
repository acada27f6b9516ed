//! From the order to the car over three browsers: signed without a network, approved by finance, asked for, the slip signed on the
//! glass and the delivery confirmed without a network, and counted for the manager.

use anyhow::{Result, ensure};
use tests::browser::{DESK, Engine, TABLET};
use tests::look::named;
use tests::page::customer::Customer;
use tests::page::deliveries::Deliveries;
use tests::page::orders::Orders;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::page::team::Team;
use tests::{World, story};

const ADVISOR: &str = "王芳";
const VIN: &str = "LSVAA4187E2184321";

#[test]
fn an_order_is_signed_offline_approved_and_delivered_offline() {
    story(async |world| delivers(world).await);
}

#[test]
fn a_refused_order_can_only_be_cancelled() {
    story(async |world| refuses(world).await);
}

async fn delivers(world: &World) -> Result<()> {
    let manager = world.browser("the manager", Engine::Chromium, DESK).await?;
    SignIn::open(&manager).await?.enter("manager").await?;
    let team = Team::here(&manager).await?;
    let deliveries = team.deliveries(ADVISOR).await?;
    let finance = world.browser("finance", Engine::Chromium, DESK).await?;
    SignIn::open(&finance).await?.enter("finance").await?;
    let queue = Deliveries::here(&finance).await?;
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P1").await?.save("郑晓云").await?;
    let card = advisor.path().await?;
    shell.all_is_uploaded().await?;

    // Signed where there is no network; what finance must say, nobody can say without it.
    world
        .outage(None, async || {
            let orders = Orders::here(&advisor).await?;
            orders.sign("星越L", "159,800", "5000", VIN).await?;
            orders.stands("signed").await?;
            orders.does_not_offer("order.confirm").await
        })
        .await?;
    shell.all_is_uploaded().await?;
    queue.has("郑晓云").await?;
    queue.approve("郑晓云").await?;
    queue.tells("郑晓云", "2026-").await?;
    let orders = Orders::here(&advisor).await?;
    orders.stands("approved").await?;

    // The approval is on the tablet: the customer asks and the car is handed over without a network.
    world
        .outage(None, async || {
            orders.request().await?;
            orders.stands("ready").await?;
            orders.signs("slip.customer").await?;
            orders.signs("slip.warehouse").await?;
            orders.confirm().await?;
            orders.stands("delivered").await?;
            let number = orders.slip().await?;
            ensure!(number.contains("2026-"), "the slip has its number: {number}");
            advisor.sees(&named("text", VIN)).await?;
            orders.is_signed_by("slip.customer").await?;
            orders.is_signed_by("slip.warehouse").await?;
            advisor.driver().back().await?;
            Customer::here(&advisor, "郑晓云").await?.tells(advisor.words().get("timeline.delivered")?).await
        })
        .await?;
    Shell::here(&advisor).await?.all_is_uploaded().await?;
    team.is_live().await?;
    team.deliveries_come_to(ADVISOR, deliveries + 1).await?;
    manager.open(&card).await?;
    let words = manager.words();
    let signed = words.with("timeline.signed", &[("who", words.get("slip.customer")?)])?;
    Customer::here(&manager, "郑晓云").await?.tells(&signed).await?;
    queue.tells("郑晓云", "2026-").await
}

async fn refuses(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P1").await?.save("郑晓云").await?;
    let orders = Orders::here(&advisor).await?;
    orders.sign("星越L", "159800", "", VIN).await?;
    shell.all_is_uploaded().await?;
    let finance = world.browser("finance", Engine::Chromium, DESK).await?;
    SignIn::open(&finance).await?.enter("finance").await?;
    let queue = Deliveries::here(&finance).await?;
    queue.refuse("郑晓云", "订金未到账").await?;
    queue.tells("郑晓云", "订金未到账").await?;
    orders.stands("refused").await?;
    orders.does_not_offer("order.request").await?;
    orders.begin("order.cancel").await?;
    let words = advisor.words();
    advisor.write(&named("textbox", words.get("whose.reason")?), "客户放弃").await?;
    advisor.press(&named("button", words.get("order.cancel")?).within(tests::look::any("dialog"))).await?;
    orders.stands("cancelled").await?;
    // The level before the order is back.
    let card = Customer::here(&advisor, "郑晓云").await?;
    card.tells(words.get("timeline.cancelled")?).await?;
    advisor.sees(&named("text", words.get("level.p1")?)).await
}
