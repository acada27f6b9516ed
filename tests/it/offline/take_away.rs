//! What is on the device can be taken away without a network: the list of customers as a table, and everything as it stands there.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tests::browser::{Browser, Engine, TABLET};
use tests::look::named;
use tests::page::sign_in::SignIn;
use tests::poll::until;
use tests::{World, story};

/// What the page gives as a file is kept here, too.
const KEEP: &str = "window.taken = []; const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blob.text().then((it) => window.taken.push(it)); return make(blob); };";

#[test]
fn what_is_on_the_device_can_be_taken_away() {
    story(async |world| take_away(world).await);
}

async fn take_away(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let words = advisor.words().clone();
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    shell.all_is_uploaded().await?;
    world
        .outage(None, async || {
            shell.new_customer().await?.who("=郑晓云", "13977665544").await?.level("P2").await?.save("=郑晓云").await?;
            advisor.script(KEEP).await?;
            let customers = shell.customers().await?;
            customers.search("13977665544").await?;
            advisor.sees(&named("link", "=郑晓云")).await?;
            customers.exchange().await?;
            advisor.press(&named("button", words.get("customers.take_away")?)).await?;
            let table = taken(&advisor, 0).await?;
            let lines: Vec<&str> = table.trim_start_matches('\u{feff}').lines().collect();
            ensure!(lines.len() == 2, "a heading and one customer: {table}");
            ensure!(
                lines.first().is_some_and(|it| it.starts_with(words.get("field.name").unwrap_or_default())),
                "{table}"
            );
            ensure!(lines.get(1).is_some_and(|it| it.starts_with("'=郑晓云,13977665544,P2,")), "no formula: {table}");

            shell.open_sync().await?;
            advisor.press(&named("button", words.get("sync.take_away")?)).await?;
            let all: Value = serde_json::from_str(&taken(&advisor, 1).await?)?;
            let facts = all.pointer("/facts").and_then(Value::as_array).context("facts")?;
            let unsent = all.get("not_uploaded");
            let own = facts.iter().filter(|it| it.pointer("/fact/name").is_some_and(|it| it == "=郑晓云")).count();
            ensure!(
                own == 1 && unsent == Some(&Value::from(1)),
                "what is not uploaded is there, once: {own}, {unsent:?}"
            );
            ensure!(
                facts.iter().any(|it| it.get("place").is_some_and(|it| it == "house")),
                "the store's settings are there"
            );
            shell.close_sheet().await
        })
        .await?;
    shell.all_is_uploaded().await
}

async fn taken(browser: &Browser, number: usize) -> Result<String> {
    let script = format!("return window.taken[{number}] ?? null;");
    let text = until("a file", async || Ok(browser.script(&script).await?.as_str().map(str::to_owned)));
    text.await.with_context(|| browser.name().to_owned())
}
