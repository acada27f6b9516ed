//! Markup in every field that takes text stays text, on every page that shows it.

use anyhow::{Result, ensure};
use domain::fact::{Body, Contact, Created, Means, Origin, Outcome};
use domain::level::Level;
use serde_json::json;
use std::collections::BTreeMap;
use tests::browser::{Browser, DESK, Engine, TABLET};
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::protocol::device::Device;
use tests::protocol::person::{Person, address};
use tests::{World, story};

const MARKUP: &str =
    "<img src=x onerror=\"window.broken=1\"><script>window.broken=2</script><svg/onload=broken=3>'\"&amp;{{7*7}}";

/// For names that may not be long.
const SHORT: &str = "<img src=x onerror=window.broken=4>";

#[test]
fn markup_in_every_text_stays_text() {
    story(async |world| markup(world).await);
}

/// Nothing of it has run, and nothing of it is an element of the page.
async fn is_text(browser: &Browser) -> Result<()> {
    let script = "return [window.broken ?? null, document.querySelectorAll('img[src=x], svg[onload]').length];";
    let found = browser.script(script).await?;
    ensure!(found == json!([null, 0]), "{} at {}: {found}", browser.name(), browser.path().await?);
    Ok(())
}

async fn markup(world: &World) -> Result<()> {
    let server = address(&world.server());
    let mut program = Device::enrol(&server, "advisor1").await?;
    program.connect().await?;
    let text = || MARKUP.to_owned();
    let fields = ["car", "colour", "rival", "address", "wechat"].map(|it| (it.to_owned(), text()));
    let created = Created {
        advisor: program.person.session.user,
        name: text(),
        phone: text(),
        source: text(),
        origin: Origin::WalkIn,
        clear_intention: false,
        level: Level::P1,
        suggested: None,
        signals: Vec::new(),
        expected: None,
        due: None,
        note: text(),
        fields: BTreeMap::from(fields),
        import: text(),
    };
    let (customer, card) = program.card_of(created);
    program.write(&card).await?;
    let contact = Contact {
        means: Means::Call,
        outcome: Outcome::Talked,
        note: text(),
        asked: false,
        level: None,
        next: None,
        reason: text(),
        whose: None,
    };
    let call = program.about(customer, Body::Contact(contact));
    program.write(&call).await?;
    program.settle().await?;
    let admin = Person::enter(&server, "admin").await?;
    let person = json!({"login": "markup", "name": SHORT, "role": "advisor"});
    admin.post("/api/staff", &person).await?;

    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.all_is_uploaded().await?;
    is_text(&advisor).await?;
    for path in ["/customers", "/customers/board", "/calendar", "/month"] {
        advisor.open(path).await?;
        Shell::here(&advisor).await?.all_is_uploaded().await?;
        is_text(&advisor).await?;
    }
    advisor.open(&format!("/customers/{customer}")).await?;
    advisor.sees(&tests::look::named("heading", MARKUP).having()).await?;
    is_text(&advisor).await?;

    // A sheet that somebody was sent.
    let import = shell.customers().await?.import().await?;
    let quoted = MARKUP.replace('"', "\"\"");
    let sheet = format!("姓名,手机,级别,备注\r\n{SHORT},13900009001,C,\"{quoted}\"\r\n");
    import.pick("leads.csv", sheet.as_bytes()).await?;
    import.preview().await?;
    is_text(&advisor).await?;
    import.save(1).await?;
    is_text(&advisor).await?;

    let manager = world.browser("the manager", Engine::Chromium, DESK).await?;
    SignIn::open(&manager).await?.enter("manager").await?;
    let owner = program.person.session.user;
    for path in ["/team", &format!("/team/{owner}"), "/locks", "/audit", "/month", "/pool"] {
        manager.open(path).await?;
        Shell::here(&manager).await?;
        is_text(&manager).await?;
    }
    let seen = Person::enter(&server, "manager").await?.get(&format!("/api/customers/{customer}")).await?;
    ensure!(seen.to_string().contains("onerror"), "the text is kept as it is: {seen}");
    Ok(())
}
