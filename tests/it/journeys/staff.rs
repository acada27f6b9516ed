//! The administrator makes an account; the new advisor works; the tablet is lost, and she is out at once.

use anyhow::Result;
use tests::browser::{DESK, Engine, TABLET};
use tests::look::named;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::page::staff::Staff;
use tests::{World, story};

#[test]
fn somebody_new_gets_an_account_and_is_out_at_once_when_it_is_taken() {
    story(async |world| staff(world).await);
}

async fn staff(world: &World) -> Result<()> {
    let admin = world.browser("the administrator", Engine::Chromium, DESK).await?;
    SignIn::open(&admin).await?.enter("admin").await?;
    let people = Staff::here(&admin).await?;
    people.shows("王芳", "advisor1").await?;
    let password = people.add("dora", "朵拉").await?;
    people.shows("朵拉", "dora").await?;

    let advisor = world.browser("the new advisor", Engine::Chromium, TABLET).await?;
    SignIn::open(&advisor).await?.try_with("dora", &password).await?;
    let shell = Shell::here(&advisor).await?;
    shell.new_customer().await?.who("郑晓云", "13977665544").await?.level("P2").await?.save("郑晓云").await?;
    shell.all_is_uploaded().await?;

    // She owns a customer: that is said before she is out, and in a moment her tablet knows.
    admin.reload().await?;
    let people = Staff::here(&admin).await?;
    people.begin("朵拉", "staff.disable").await?;
    admin.sees(&named("text", &admin.words().with("staff.disable_owning", &[("n", "1")])?)).await?;
    people.submit("staff.disable").await?;
    admin.sees(&named("text", admin.words().get("staff.out")?)).await?;
    shell.chip(advisor.words().get("sync.signed_out")?).await
}
