//! An advisor leaves: all customers go to two colleagues at once, and the tablet of the leaver has none left.

use anyhow::{Result, ensure};
use tests::browser::{DESK, Engine, TABLET};
use tests::look::{any, named};
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn all_customers_of_an_advisor_go_to_two_colleagues_and_leave_the_tablet() {
    story(async |world| hands_over(world).await);
}

async fn hands_over(world: &World) -> Result<()> {
    let leaver = world.browser("the leaver", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&leaver).await?.enter("advisor1").await?;
    shell.all_is_uploaded().await?;
    shell.customers().await?;
    leaver.sees(&any("article")).await?;

    let manager = world.browser("the manager", Engine::Chromium, DESK).await?;
    let shell = SignIn::open(&manager).await?.enter("manager").await?;
    let team = shell.team().await?;
    let script = "return [...document.querySelectorAll('.team__table tbody .team__name')].slice(0, 3)\
                  .map((it) => it.textContent.trim());";
    let told = manager.script(script).await?;
    let names: Vec<&str> = told.as_array().into_iter().flatten().filter_map(|it| it.as_str()).collect();
    ensure!(names.len() == 3 && names.first() == Some(&"王芳"), "{names:?}");
    team.hand_over("王芳", names.get(1..).unwrap_or_default()).await?;
    shell.close_sheet().await?;
    manager.sees(&named("text", manager.words().get("team.no_customers")?)).await?;
    leaver.sees_no(&any("article")).await
}
