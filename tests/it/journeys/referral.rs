//! Referrals: an owner sends somebody, both cards tell, and a name alone will do.

use anyhow::{Context, Result};
use tests::browser::{Engine, TABLET};
use tests::look::named;
use tests::page::customer::Customer;
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn an_owner_sends_somebody_and_both_cards_tell() {
    story(async |world| referral(world).await);
}

async fn referral(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    let page = shell.new_customer().await?.who("郑晓云", "13900001234").await?;
    let owner = page.an_owner().await?;
    let page = page.sent_by(&owner).await?;
    let card = page.level("P2").await?.save("郑晓云").await?;
    let name = owner.split(' ').next().context("an owner has a name")?;
    card.has("field.referrer", name).await?;

    // From card to card, and back.
    let part = named("region", words.get("referral.title")?);
    advisor.press(&named("link", name).within(part.clone())).await?;
    Customer::here(&advisor, name).await?;
    advisor.sees(&named("text", &words.with("referral.sent", &[("n", "1")])?)).await?;
    advisor.press(&named("link", "郑晓云").within(part.clone())).await?;
    let card = Customer::here(&advisor, "郑晓云").await?;

    // Somebody whom the store does not know has no card to go to.
    card.edit("field.referrer", "隔壁王姐").await?;
    card.has("field.referrer", "隔壁王姐").await?;
    advisor.sees_no(&named("link", name).within(part)).await
}
