//! What an advisor decides: the level within a day, another date, and to take something back.

use anyhow::{Result, ensure};
use tests::browser::{Engine, PHONE};
use tests::look::{any, named};
use tests::page::sign_in::SignIn;
use tests::{World, story};

#[test]
fn a_level_is_confirmed_a_date_moved_and_a_contact_taken_back() {
    story(async |world| decides(world).await);
}

async fn decides(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, PHONE).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    // P2 is due every fourth day: on Sunday the 22nd.
    let card =
        shell.new_customer().await?.who("郑晓云", "13900001234").await?.level("P2").await?.save("郑晓云").await?;
    let dated = |key: &str, day: &str| words.with(key, &[("date", day)]);
    advisor.sees(&named("text", "3月22日").having()).await?;

    // The level is confirmed within its day, and nothing is left to confirm.
    card.begin_confirm().await?;
    advisor.press(&named("button", &words.with("judge.confirm", &[("level", "P2")])?)).await?;
    advisor.sees_no(&any("dialog")).await?;
    card.tells(&words.with("timeline.confirmed", &[("level", "P2")])?).await?;
    advisor.sees(&named("button", words.get("customer.judge_again")?)).await?;

    // Later needs a reason and whose it is.
    card.begin_move().await?;
    advisor.choose(&named("radio", "3月24日").starting()).await?;
    let save = named("button", words.get("common.save")?);
    advisor.press(&save).await?;
    advisor.sees(&named("alert", words.get("rule.move_without_reason")?).having()).await?;
    advisor.choose(&named("radio", words.get("whose.customer")?)).await?;
    advisor.write(&named("textbox", words.get("whose.reason")?), "出差").await?;
    advisor.press(&save).await?;
    advisor.sees_no(&any("dialog")).await?;
    card.tells(&dated("timeline.postponed", "3月24日")?).await?;

    // Sooner needs none.
    card.begin_move().await?;
    advisor.choose(&named("radio", "3月20日").starting()).await?;
    advisor.press(&save).await?;
    advisor.sees_no(&any("dialog")).await?;
    card.tells(&dated("timeline.brought_forward", "3月20日")?).await?;

    // A slip of the finger is taken back; both stay in the history.
    card.contact().await?.outcome("came").await?;
    card.tells(words.get("outcome.came")?).await?;
    shell.undo().await?;
    card.tells(words.get("timeline.withdrawn")?).await?;
    card.tells(words.get("timeline.took_back")?).await?;
    shell.all_is_uploaded().await?;
    let due = advisor.count(&named("text", "3月20日").having()).await?;
    ensure!(due > 0, "the date before the contact holds again");
    Ok(())
}
