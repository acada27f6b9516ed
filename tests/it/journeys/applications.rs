//! Lost: the advisor applies with a reason and the rival's name, without a network, and sees how the application stands.

use anyhow::Result;
use tests::browser::{Engine, TABLET};
use tests::look::{any, named};
use tests::page::customer::Customer;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn a_lost_customer_is_applied_for_with_reason_and_rival() {
    story(async |world| applies(world).await);
}

async fn applies(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.opens_offline().await?;
    let card =
        shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P2").await?.save("郑晓云").await?;
    shell.all_is_uploaded().await?;
    let submit = named("button", &words.with("apply.submit", &[("level", words.get("level.f")?)])?);
    world
        .outage(None, async || {
            card.begin_apply().await?;
            advisor.press(&submit).await?;
            advisor.sees(&named("alert", words.get("refusal.reason_missing")?).having()).await?;
            let brand = named("group", words.get("apply.brand")?);
            advisor.choose(&named("radio", words.get("lost.price")?).within(brand)).await?;
            advisor.press(&submit).await?;
            advisor.sees(&named("alert", words.get("refusal.rival_missing")?).having()).await?;
            advisor.write(&named("textbox", words.get("apply.rival")?), "宋 PLUS").await?;
            advisor.press(&submit).await?;
            advisor.sees_no(&any("dialog")).await?;
            card.tells("宋 PLUS").await
        })
        .await?;
    shell.all_is_uploaded().await?;
    // Level and date stay; the lock waits for three days.
    let card = Customer::here(&advisor, "郑晓云").await?;
    advisor.sees(&named("text", "审核中").having()).await?;
    advisor
        .sees(
            &named("text", words.with("apply.holds", &[("until", "3月21日")])?.split('日').next().unwrap_or_default())
                .having(),
        )
        .await?;
    card.tells(words.get("apply.brand")?).await?;
    advisor.sees_no(&named("button", words.get("apply.open")?)).await?;
    Shell::here(&advisor).await?.today().await?.shows("郑晓云", "today.applied").await
}
