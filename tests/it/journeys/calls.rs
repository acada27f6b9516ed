//! A number is tapped: who comes back is asked how the call went, but never while something is being written. And a message.

use anyhow::Result;
use tests::browser::{Browser, Engine, PHONE};
use tests::look::{any, named};
use tests::page::contact::ContactSheet;
use tests::page::message::Message;
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn who_comes_back_from_a_call_is_asked_how_it_went() {
    story(async |world| calls(world).await);
}

async fn calls(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, PHONE).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    let card =
        shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P2").await?.save("郑晓云").await?;

    call(&advisor).await?;
    advisor.sees(&any("dialog")).await?;
    advisor.sees(&named("text", words.get("contact.after_call")?)).await?;
    ContactSheet::on(&advisor).outcome("talked").await?;

    // To come back without a call asks nothing.
    come_back(&advisor).await?;
    advisor.sees_no(&any("dialog")).await?;

    // Nor is anybody asked while a field is being written.
    card.begin_add("field.budget").await?;
    advisor.sees(&named("textbox", words.get("field.budget")?)).await?;
    call(&advisor).await?;
    advisor.sees_no(&any("dialog")).await?;
    advisor.write(&named("textbox", words.get("field.budget")?), "15 万").await?;
    card.save_field().await?;
    card.has("field.budget", "15 万").await?;

    let message = Message::open(&advisor).await?;
    message.says("来店致谢", &["郑晓云", "王芳", words.get("message.some_model")?]).await?;
    message.says("未接通", &["郑晓云", "王芳"]).await?;
    message.can_be_sent().await?;
    shell.close_sheet().await?;
    shell.all_is_uploaded().await
}

/// Taps the number, and is away and back; the browser of a test has nothing that would call.
async fn call(browser: &Browser) -> Result<()> {
    browser
        .script("document.addEventListener('click', (it) => it.preventDefault(), { capture: true, once: true });")
        .await?;
    browser.press(&named("link", browser.words().get("customer.call")?)).await?;
    come_back(browser).await
}

/// The page leaves the sight, as when the telephone comes over it, and comes back.
async fn come_back(browser: &Browser) -> Result<()> {
    let turn = "const turn = (hidden) => {
            Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        };
        turn(true); turn(false); delete document.hidden;";
    browser.script(turn).await.map(drop)
}
