//! A browser with a fresh profile, driven through WebDriver.

pub mod disk;
mod hand;
mod life;
mod start;

use crate::files;
use crate::look::Look;
use crate::poll::{DEADLINE, until};
use crate::program::Program;
use crate::watch::Watch;
use crate::words::Words;
use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;
use thirtyfour::{Key, TypingData, WebDriver, WebElement, WindowHandle};

/// A browser engine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// Chromium, without a screen.
    Chromium,
    /// `WebKitGTK`, on a screen that nobody sees. Its sessions forget everything at their end.
    WebKit,
}

/// Width and height of a page.
pub type Size = (u32, u32);
/// A phone.
pub const PHONE: Size = (390, 844);
/// A showroom tablet.
pub const TABLET: Size = (820, 1180);
/// A desk.
pub const DESK: Size = (1280, 800);

const FIND: &str = include_str!("find.js");
/// As [`FIND`], and tells of the focus: whether it is there, shows, and lies open.
const FOCUS: &str = concat!("const found = (() => {", include_str!("find.js"), "})();", include_str!("focus.js"));
/// More stops than any page has.
const MOST_TABS: usize = 150;

/// A running browser; clones drive the same one.
#[derive(Clone, Debug)]
pub struct Browser(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Whose browser it is, for messages.
    name: String,
    engine: Engine,
    base: String,
    words: Words,
    driver: WebDriver,
    watch: Watch,
    /// Ended in this order.
    programs: Vec<Program>,
    size: Size,
    lang: String,
    profile: Profile,
}

/// What a browser keeps; it can be kept longer than the browser runs.
pub type Profile = Arc<TempDir>;

impl Browser {
    /// Starts a browser that prefers a language, for pages below `base`.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn start(name: &str, engine: Engine, size: Size, lang: &str, base: &str) -> Result<Self> {
        Self::start_on(Arc::new(TempDir::new()?), name, engine, size, lang, base).await
    }

    /// Starts a browser on a profile that another one has left.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn start_on(
        profile: Profile,
        name: &str,
        engine: Engine,
        size: Size,
        lang: &str,
        base: &str,
    ) -> Result<Self> {
        let (programs, port, wish) = match engine {
            Engine::Chromium => start::chromium(profile.path(), size, lang)?,
            Engine::WebKit => start::webkit(profile.path(), lang)?,
        };
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wish).await?;
        driver.set_script_timeout(DEADLINE).await?;
        if engine == Engine::WebKit {
            driver.set_window_rect(0, 0, size.0, size.1).await?;
        }
        let inner = Inner {
            name: name.to_owned(),
            engine,
            base: base.to_owned(),
            words: Words::of(lang)?,
            driver,
            watch: Watch::new(engine),
            programs,
            size,
            lang: lang.to_owned(),
            profile,
        };
        Ok(Self(Arc::new(inner)))
    }

    /// Whose browser it is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// The words of its screens.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.0.words
    }

    /// The driver, for what has no verb here.
    #[must_use]
    pub fn driver(&self) -> &WebDriver {
        &self.0.driver
    }

    /// The process of the driver that has started it.
    #[must_use]
    pub fn driver_pid(&self) -> Option<u32> {
        self.0.programs.first().map(Program::pid)
    }

    /// Tells Chromium something in the protocol of its developer tools.
    ///
    /// # Errors
    /// If it refuses.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Result<Value> {
        Ok(self.driver().cdp().send_raw(method, parameters).await?)
    }

    /// The page as it would come out of a printer, as PDF: on the paper and with the margins that its styles wish for.
    ///
    /// # Errors
    /// If the browser is not Chromium, or cannot print.
    pub async fn print(&self) -> Result<Vec<u8>> {
        let printed = self.cdp("Page.printToPDF", json!({ "preferCSSPageSize": true })).await?;
        let data = printed.get("data").and_then(Value::as_str).context("a printed page")?;
        Ok(STANDARD.decode(data)?)
    }

    /// What it has logged.
    #[must_use]
    pub fn watch(&self) -> &Watch {
        &self.0.watch
    }

    /// Types an address.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn open(&self, path: &str) -> Result<()> {
        self.driver().goto(format!("{}{path}", self.0.base)).await?;
        self.watch().hook(self.driver()).await
    }

    /// Loads the page anew.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn reload(&self) -> Result<()> {
        self.driver().refresh().await?;
        self.watch().hook(self.driver()).await
    }

    /// Opens a tab and goes there.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn open_tab(&self, path: &str) -> Result<WindowHandle> {
        let tab = self.driver().new_tab().await?;
        self.driver().switch_to_window(tab.clone()).await?;
        self.open(path).await?;
        Ok(tab)
    }

    /// The tab that is driven.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn tab(&self) -> Result<WindowHandle> {
        Ok(self.driver().window().await?)
    }

    /// Drives another tab.
    ///
    /// # Errors
    /// If there is no such tab.
    pub async fn switch(&self, tab: &WindowHandle) -> Result<()> {
        Ok(self.driver().switch_to_window(tab.clone()).await?)
    }

    /// Closes the tab and drives another one.
    ///
    /// # Errors
    /// If there is no other tab.
    pub async fn close_tab(&self, then: &WindowHandle, in_outage: bool) -> Result<()> {
        self.watch().collect(self.driver(), in_outage).await?;
        self.driver().close_window().await?;
        self.switch(then).await
    }

    /// Waits for exactly one thing.
    ///
    /// # Errors
    /// If there is none, or more than one, until the deadline.
    pub async fn find(&self, look: &Look) -> Result<WebElement> {
        let mut count = 0;
        let what = look.to_string();
        let found = until(&what, async || {
            let mut all = self.all(look).await?;
            count = all.len();
            Ok(if count == 1 { all.pop() } else { None })
        });
        match found.await {
            Ok(it) => Ok(it),
            Err(error) => Err(error.context(format!("{}: {count} of {look}\n{}", self.name(), self.page_text().await))),
        }
    }

    /// All such things that are there now.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn all(&self, look: &Look) -> Result<Vec<WebElement>> {
        Ok(self.driver().execute(FIND, vec![look.json()]).await?.elements()?)
    }

    /// How many such things are there now.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn count(&self, look: &Look) -> Result<usize> {
        // Counted there: a thing that goes while it is on its way here would be an error in WebKit.
        let script = format!("return (function () {{ {FIND} }}).apply(null, arguments).length;");
        let count = self.driver().execute(script, vec![look.json()]).await?;
        Ok(usize::try_from(count.json().as_u64().context("a number")?)?)
    }

    /// Waits until at least one is there.
    ///
    /// # Errors
    /// If there is none until the deadline.
    pub async fn sees(&self, look: &Look) -> Result<()> {
        let seen = until(&look.to_string(), async || Ok((self.count(look).await? > 0).then_some(()))).await;
        match seen {
            Ok(()) => Ok(()),
            Err(error) => {
                Err(error.context(format!("{} does not see {look}\n{}", self.name(), self.page_text().await)))
            }
        }
    }

    /// Waits until none is there.
    ///
    /// # Errors
    /// If there is still one at the deadline.
    pub async fn sees_no(&self, look: &Look) -> Result<()> {
        let gone = until(&format!("no {look}"), async || Ok((self.count(look).await? == 0).then_some(()))).await;
        match gone {
            Ok(()) => Ok(()),
            Err(error) => Err(error.context(format!("{} still sees {look}\n{}", self.name(), self.page_text().await))),
        }
    }

    /// Types keys, wherever the focus is.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.driver().action_chain().send_keys(keys).perform().await?)
    }

    /// Goes with the tab key until the focus is on something. Whatever it passes must show that it has the focus, and lie open.
    ///
    /// # Errors
    /// If it is not reached, or something on the way hides its focus.
    pub async fn tab_to(&self, look: &Look) -> Result<()> {
        self.find(look).await?;
        for _ in 0..MOST_TABS {
            self.keys(Key::Tab).await?;
            let found = self.driver().execute(FOCUS, vec![look.json()]).await?;
            let text = |key: &str| found.json().get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            ensure!(text("problem").is_empty(), "{}: {}: {}", self.name(), text("problem"), text("element"));
            if found.json().get("there").and_then(Value::as_bool) == Some(true) {
                return Ok(());
            }
        }
        bail!("{}: the tab key does not come to {look}\n{}", self.name(), self.page_text().await)
    }

    /// Whether the focus is on something.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn is_on(&self, look: &Look) -> Result<bool> {
        let found = self.driver().execute(FOCUS, vec![look.json()]).await?;
        Ok(found.json().get("there").and_then(Value::as_bool) == Some(true))
    }

    /// Waits until the focus is on something.
    ///
    /// # Errors
    /// If it is not.
    pub async fn has_focus(&self, look: &Look) -> Result<()> {
        let there = until(&format!("the focus on {look}"), async || Ok(self.is_on(look).await?.then_some(()))).await;
        let on = self.script("return document.activeElement?.outerHTML.slice(0, 200);").await?;
        there.with_context(|| format!("{}: the focus is on {on}", self.name()))
    }

    /// The text of one thing.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn text(&self, look: &Look) -> Result<String> {
        let it = self.find(look).await?;
        let text = self.driver().execute("return arguments[0].innerText;", vec![it.to_json()?]).await?;
        Ok(text.json().as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the page and takes its value.
    ///
    /// # Errors
    /// If it throws.
    pub async fn script(&self, script: &str) -> Result<Value> {
        Ok(self.driver().execute(script, Vec::new()).await?.json().clone())
    }

    /// The path of the address.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn path(&self) -> Result<String> {
        Ok(self.driver().current_url().await?.path().to_owned())
    }

    /// Waits until the page is at a path.
    ///
    /// # Errors
    /// If it is elsewhere at the deadline.
    pub async fn at(&self, path: &str) -> Result<()> {
        let there = until(path, async || Ok((self.path().await? == path).then_some(()))).await;
        match there {
            Ok(()) => Ok(()),
            Err(error) => {
                Err(error.context(format!("{} is at {}\n{}", self.name(), self.path().await?, self.page_text().await)))
            }
        }
    }

    /// What the page says now, for messages.
    pub async fn page_text(&self) -> String {
        let text = self.script("return location.href + '\\n' + document.body.innerText;").await;
        let text = text.map_or_else(|error| error.to_string(), |it| it.as_str().unwrap_or_default().to_owned());
        text.chars().take(3_000).collect()
    }

    /// Leaves a picture of the page for whoever looks into a failure.
    ///
    /// # Errors
    /// If there is nothing to draw, or nowhere to put it.
    pub async fn leave_picture(&self, story: &str) -> Result<()> {
        let name: String = format!("{story}-{}.png", self.name())
            .chars()
            .map(|it| if it.is_alphanumeric() || it == '.' { it } else { '-' })
            .collect();
        Ok(self.driver().screenshot(&files::left()?.join(name)).await?)
    }

    /// Ends the browser.
    ///
    /// # Errors
    /// If it does not answer.
    pub async fn quit(&self) -> Result<()> {
        Ok(self.driver().clone().quit().await?)
    }
}
