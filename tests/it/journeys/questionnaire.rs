//! The manager asks the store's questions a week after the delivery: a low score suggests a complaint, and the averages take it in.

use anyhow::Result;
use tests::browser::{DESK, Engine};
use tests::look::{any, named};
use tests::page::call_backs::CallBacks;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn a_low_score_suggests_a_complaint_and_stands_in_the_averages() {
    story(async |world| asks(world).await);
}

async fn asks(world: &World) -> Result<()> {
    let manager = world.browser("the manager", Engine::Chromium, DESK).await?;
    let words = manager.words().clone();
    SignIn::open(&manager).await?.enter("manager").await?;
    Shell::here(&manager).await?.team().await?;
    manager.press(&named("link", words.get("call_back.managers")?)).await?;
    let page = CallBacks::here(&manager).await?;
    let before = page.answers("总体满意度").await?;
    let name = page.first().await?;
    page.begin(&name).await?;
    let low = named("text", words.get("questionnaire.low")?).within(any("dialog"));
    page.score("总体满意度", "3").await?;
    manager.sees_no(&low).await?;
    page.score("总体满意度", "2").await?;
    manager.sees(&low).await?;
    page.answer("answer.complains").await?;
    page.answers_come_to("总体满意度", before + 1).await
}
