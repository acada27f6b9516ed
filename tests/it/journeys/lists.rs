//! Lists: a customer is found by sound, number and note; intentions stand beside each other; several dates move together.

use anyhow::{Result, ensure};
use tests::browser::{Engine, TABLET};
use tests::look::{any, named};
use tests::page::customers::Customers;
use tests::page::sign_in::SignIn;
use tests::poll::until;
use tests::{World, story};
use thirtyfour::Key;

/// How far down the first customer stands.
const PLACE: &str = "return document.querySelector('main article').getBoundingClientRect().top + scrollY;";

#[test]
fn customers_are_found_sorted_and_moved_together_in_chromium() {
    story(async |world| lists(world, Engine::Chromium).await);
}

#[test]
fn customers_are_found_sorted_and_moved_together_in_webkit() {
    story(async |world| lists(world, Engine::WebKit).await);
}

#[test]
fn a_long_list_goes_on_as_one_comes_to_its_end_in_chromium() {
    story(async |world| long(world, Engine::Chromium).await);
}

#[test]
fn a_long_list_goes_on_as_one_comes_to_its_end_in_webkit() {
    story(async |world| long(world, Engine::WebKit).await);
}

async fn long(world: &World, engine: Engine) -> Result<()> {
    let advisor = world.browser("the advisor", engine, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.all_is_uploaded().await?;
    shell.customers().await?;
    let said = advisor.text(&named("status", "位").having().within(any("main"))).await?;
    let all: usize = said.chars().filter(char::is_ascii_digit).collect::<String>().parse()?;
    let drawn = async || advisor.count(&any("article").within(any("main"))).await;
    let at_first = drawn().await?;
    ensure!(at_first < all, "{at_first} of {all} are drawn at once");
    until("the whole list", async || {
        advisor.script("scrollTo(0, document.documentElement.scrollHeight);").await?;
        Ok((drawn().await? == all).then_some(()))
    })
    .await
}

async fn lists(world: &World, engine: Engine) -> Result<()> {
    let advisor = world.browser("the advisor", engine, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    let card = shell.new_customer().await?.line("单晓芸 139 7766 0001 想看混动 推荐").await?.agrees().await?;
    let card = card.level("P2").await?.save("单晓芸").await?;
    card.add("field.model", "银河 L7、银河 E8").await?;
    card.add("field.budget", "17.7 万").await?;
    card.add_choice("field.payment", "choice.instalment").await?;
    shell
        .new_customer()
        .await?
        .who("仇到期", "13977660002")
        .await?
        .online_lead()
        .await?
        .level("P4")
        .await?
        .save("仇到期")
        .await?;

    // By any reading, by initials, by a part of the number, by the note, and by all at once.
    let customers = shell.customers().await?;
    advisor.sees(&any("article")).await?;
    let place = advisor.script(PLACE).await?;
    for typed in ["shanxiaoyun", "danxiaoyun", "sxy", "shanxy", "xiaoyun", "77660001", "0001", "想看混动", "sxy 混动"]
    {
        customers.search("nobody at all").await?;
        advisor.sees(&named("button", words.get("customers.clear")?)).await?;
        customers.search(typed).await?;
        customers.shows("单晓芸").await?;
        customers.shows_no("仇到期").await?;
    }
    customers.search("qiudaoqi").await?;
    customers.shows("仇到期").await?;
    customers.shows_no("单晓芸").await?;
    // What counts and offers come with a search leaves the list where it was: whoever taps at once meets what was aimed at.
    advisor.sees(&named("button", words.get("views.save")?)).await?;
    let after = advisor.script(PLACE).await?;
    ensure!(place == after, "the list has moved from {place} to {after}");
    // The row that stood for another customer stands for this one now, with all that it does.
    customers.search("shanxiaoyun").await?;
    customers.shows("单晓芸").await?;
    advisor.press(&named("button", words.get("row.contact")?)).await?;
    advisor.sees(&named("dialog", &words.with("contact.title", &[("name", "单晓芸")])?)).await?;
    advisor.keys(Key::Escape).await?;
    advisor.sees_no(&any("dialog")).await?;
    customers.search("").await?;

    // The address holds what one looks at.
    customers.look_at_intentions().await?;
    customers.by("field.model", "银河 E8").await?;
    customers.shows("单晓芸").await?;
    customers.shows_no("仇到期").await?;
    advisor.sees(&named("text", "17.7 万")).await?;
    advisor.reload().await?;
    let customers = Customers::here(&advisor).await?;
    customers.shows("单晓芸").await?;
    customers.shows_no("仇到期").await?;
    let address = advisor.script("return location.search;").await?;
    ensure!(address.as_str().is_some_and(|it| it.contains("view=intentions")), "{address}");

    // Newest first, and a mark.
    let customers = shell.customers().await?;
    customers.by("customers.sort", words.get("sort.newest")?).await?;
    customers.shows("仇到期").await?;
    customers.by("customers.by_mark", words.get("mark.unconfirmed")?).await?;
    customers.shows("单晓芸").await?;

    // The one moves by a week, the other may not.
    customers.search("1397766").await?;
    customers.pick(&["单晓芸", "仇到期"]).await?;
    advisor.press(&named("button", words.get("customer.moving")?)).await?;
    advisor.sees(&any("dialog")).await?;
    advisor.choose(&named("radio", &words.with("many.by_days", &[("n", "7")])?)).await?;
    let why = words.with("many.left", &[("names", "单晓芸"), ("rule", words.get("rule.move_too_far")?)])?;
    advisor.sees(&named("listitem", &why)).await?;
    advisor.choose(&named("radio", words.get("whose.customer")?)).await?;
    advisor.write(&named("textbox", words.get("whose.reason")?), "出差").await?;
    advisor.press(&named("button", &words.with("many.submit", &[("n", "1")])?)).await?;
    advisor.sees_no(&any("dialog")).await?;
    shell.toast(&words.with("many.saved", &[("n", "1")])?).await?;
    shell.customers().await?.open("仇到期").await?.tells("3月26日").await?;
    shell.all_is_uploaded().await
}
