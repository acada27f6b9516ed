//! Language and theme are the device's, and stay.

use anyhow::{Result, ensure};
use tests::browser::{Browser, Engine, TABLET};
use tests::look::named;
use tests::page::settings::Settings;
use tests::page::sign_in::SignIn;
use tests::words::Words;
use tests::{World, story};

#[test]
fn language_and_theme_stay() {
    story(async |world| stay(world).await);
}

async fn root(browser: &Browser, attribute: &str) -> Result<String> {
    let value = browser.script(&format!("return document.documentElement.getAttribute('{attribute}') ?? '';")).await?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

async fn stay(world: &World) -> Result<()> {
    let advisor = world.browser("the advisor", Engine::Chromium, TABLET).await?;
    let (chinese, english) = (advisor.words().clone(), Words::of("en")?);
    let shell = SignIn::open(&advisor).await?.enter("advisor1").await?;
    ensure!(root(&advisor, "lang").await? == "zh-CN", "Chinese at first");
    let settings = shell.settings().await?;
    settings.choose(chinese.get("settings.dark")?).await?;
    ensure!(root(&advisor, "data-theme").await? == "dark", "dark at once");
    settings.choose(chinese.get("settings.english")?).await?;
    advisor.sees(&named("heading", english.get("settings.title")?)).await?;
    ensure!(root(&advisor, "lang").await? == "en", "English at once");

    advisor.reload().await?;
    advisor.sees(&named("heading", english.get("settings.title")?)).await?;
    ensure!(root(&advisor, "lang").await? == "en", "English after a reload");
    ensure!(root(&advisor, "data-theme").await? == "dark", "dark after a reload");
    advisor.choose(&named("radio", english.get("settings.chinese")?)).await?;
    let settings = Settings::here(&advisor).await?;
    settings.choose(chinese.get("settings.as_device")?).await?;
    ensure!(root(&advisor, "data-theme").await?.is_empty(), "as the device");
    Ok(())
}
