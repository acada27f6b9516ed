//! The manager writes an instruction to a day; the advisor answers it; the report has the answer, and the month its target.

use anyhow::Result;
use tests::browser::{DESK, Engine, TABLET};
use tests::look::named;
use tests::page::daily::Daily;
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn an_instruction_is_done_and_the_report_has_the_answer() {
    story(async |world| instructs(world).await);
}

async fn instructs(world: &World) -> Result<()> {
    let manager = world.browser("the manager", Engine::Chromium, DESK).await?;
    let shell = SignIn::open(&manager).await?.enter("manager").await?;
    shell.team().await?.target("target.orders", "9").await?;
    shell.close_sheet().await?;
    manager.open("/daily").await?;
    let daily = Daily::here(&manager).await?;
    daily.instruct("王芳", "今天回访三位 P1 客户").await?;

    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.today().await?;
    advisor.sees(&named("text", "今天回访三位 P1 客户")).await?;
    advisor.sees(&named("text", " / 9").having()).await?;
    advisor.write(&named("textbox", words.get("daily.answer")?), "都打过了").await?;
    advisor.press(&named("button", words.get("daily.done")?)).await?;
    advisor.sees_no(&named("text", "今天回访三位 P1 客户")).await?;
    shell.all_is_uploaded().await?;
    advisor.open("/daily").await?;
    Daily::here(&advisor).await?.tells("都打过了").await?;

    manager.reload().await?;
    Daily::here(&manager).await?.tells("都打过了").await
}
