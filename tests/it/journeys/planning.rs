//! Somebody new begins with samples, finds them from anywhere, keeps a view, looks at the weeks ahead, and is rid of them by one tap.

use anyhow::Result;
use tests::browser::{DESK, Engine, TABLET};
use tests::look::{any, named};
use tests::page::calendar::Calendar;
use tests::page::customer::Customer;
use tests::page::palette::Palette;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::page::staff::Staff;
use tests::{World, story};

#[test]
fn somebody_new_practises_with_samples_that_never_leave_the_tablet() {
    story(async |world| planning(world).await);
}

async fn planning(world: &World) -> Result<()> {
    let admin = world.browser("the administrator", Engine::Chromium, DESK).await?;
    SignIn::open(&admin).await?.enter("admin").await?;
    let password = Staff::here(&admin).await?.add("dora", "朵拉").await?;

    let advisor = world.browser("the new advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    SignIn::open(&advisor).await?.try_with("dora", &password).await?;
    let shell = Shell::here(&advisor).await?;
    advisor.sees(&named("heading", words.get("start.title")?)).await?;
    advisor.press(&named("button", words.get("sample.add")?)).await?;
    let today = shell.today().await?;
    today.shows("张思远", "today.due_today").await?;
    today.shows("李佳宁", "today.due_tomorrow").await?;

    // By initials, from anywhere; what one records stays here, and there is nothing to upload.
    let palette = Palette::by_key(&advisor).await?;
    palette.finds("zsy", "张思远").await?;
    palette.enter().await?;
    let card = Customer::here(&advisor, "张思远").await?;
    advisor.sees(&named("text", words.get("sample.card")?)).await?;
    card.contact().await?.outcome("talked").await?;
    shell.all_is_uploaded().await?;

    // A view is kept under a name.
    let customers = shell.customers().await?;
    customers.by("customers.by_mark", words.get("mark.unconfirmed")?).await?;
    advisor.press(&named("button", words.get("views.save")?)).await?;
    advisor.write(&named("textbox", words.get("views.name")?).within(any("dialog")), "要确认").await?;
    advisor.press(&named("button", words.get("common.save")?).within(any("dialog"))).await?;
    advisor.sees_no(&any("dialog")).await?;
    advisor.press(&named("button", words.get("customers.clear")?)).await?;
    customers.shows("李佳宁").await?;
    advisor.press(&named("link", "要确认")).await?;
    customers.shows_no("李佳宁").await?;
    customers.shows("赵雨桐").await?;

    // The weeks ahead.
    let calendar = Calendar::open(&advisor).await?;
    calendar.marks(&words.with("calendar.off_day", &[("holiday", words.get("holiday.qingming")?)])?).await?;
    calendar.look_at("3月19日").await?;
    calendar.shows("李佳宁", "3月19日").await?;
    calendar.begin_move("李佳宁").await?;
    shell.close_sheet().await?;

    // One tap, and they are gone for good.
    shell.customers().await?;
    advisor.press(&named("button", words.get("sample.remove")?)).await?;
    advisor.sees(&named("heading", words.get("start.title")?)).await?;
    advisor.reload().await?;
    shell.today().await?;
    advisor.sees(&named("heading", words.get("start.title")?)).await
}
