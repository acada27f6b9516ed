//! The whole card: edited in place, taken back, and what two devices apart wrote is told and chosen.

use anyhow::Result;
use tests::browser::{Engine, PHONE, TABLET};
use tests::look::named;
use tests::page::customer::Customer;
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn a_card_is_filled_in_place_and_two_devices_agree_in_the_end_in_chromium() {
    story(async |world| card(world, Engine::Chromium).await);
}

#[test]
fn a_card_is_filled_in_place_and_two_devices_agree_in_the_end_in_webkit() {
    story(async |world| card(world, Engine::WebKit).await);
}

async fn card(world: &World, engine: Engine) -> Result<()> {
    let advisor = world.browser("the advisor", engine, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    let card =
        shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P2").await?.save("郑晓云").await?;

    // A company needs a person.
    card.add_choice("field.category", "choice.company").await?;
    advisor.sees(&named("text", words.get("customer.contact_needed")?)).await?;
    card.begin_add("field.contact").await?;
    advisor.write(&named("textbox", words.get("field.contact_name")?), "李梅").await?;
    advisor.write(&named("textbox", words.get("field.contact_relation")?), "采购").await?;
    advisor.write(&named("textbox", words.get("field.contact_phone")?), "139").await?;
    advisor.press(&named("button", words.get("common.save")?)).await?;
    advisor.sees(&named("alert", words.get("refusal.phone_wrong")?).having()).await?;
    advisor.write(&named("textbox", words.get("field.contact_phone")?), "13900005678").await?;
    card.save_field().await?;
    card.has("field.contact", "李梅 · 采购 · 139****5678").await?;
    advisor.sees_no(&named("text", words.get("customer.contact_needed")?)).await?;

    // Another number, and it is the one to call.
    card.add("field.number", "13900009999").await?;
    card.add_choice("field.channel", "field.number").await?;
    advisor.sees(&named("link", words.get("customer.call")?)).await?;

    // What was edited is taken back by the toast.
    card.add("field.budget", "12 万").await?;
    card.edit("field.budget", "21 万").await?;
    card.has("field.budget", "21 万").await?;
    shell.undo().await?;
    card.has("field.budget", "12 万").await?;
    shell.all_is_uploaded().await?;

    // The phone and the tablet write apart, and then meet.
    let phone = world.browser("the advisor's phone", engine, PHONE).await?;
    let other = SignIn::open(&phone).await?.enter("advisor1").await?;
    let twin = other.customers().await?.open("郑晓云").await?;
    other.all_is_uploaded().await?;
    world
        .outage(None, async || {
            card.edit("field.budget", "15 万").await?;
            twin.edit("field.budget", "18 万").await
        })
        .await?;
    for (browser, on) in [(&advisor, "15 万"), (&phone, "18 万")] {
        browser.sees(&named("text", words.get("customer.conflict")?)).await?;
        browser.sees(&named("button", &words.with("customer.choose", &[("value", on)])?)).await?;
    }
    phone.press(&named("button", &words.with("customer.choose", &[("value", "15 万")])?)).await?;
    for browser in [&advisor, &phone] {
        browser.sees_no(&named("text", words.get("customer.conflict")?)).await?;
        Customer::here(browser, "郑晓云").await?.has("field.budget", "15 万").await?;
    }

    // The consent is given later, and taken back as easily.
    advisor.press(&named("button", words.get("consent.give")?)).await?;
    card.tells(words.get("consent.is_given")?).await?;
    advisor.press(&named("button", words.get("consent.take_back")?)).await?;
    advisor.sees(&named("text", words.get("consent.not_given")?)).await?;
    shell.all_is_uploaded().await
}
