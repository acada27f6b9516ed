//! A fresh tab of a browser in which a page is measured from inside: nothing asks it while it works.

use crate::browser::Browser;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::WindowHandle;

const MEASURE: &str = include_str!("measure.js");

/// A measured tab.
#[derive(Debug)]
pub struct Tab<'a> {
    browser: &'a Browser,
    before: WindowHandle,
}

impl<'a> Tab<'a> {
    /// Opens an address in a fresh tab, as after a start: the service worker does not run yet. Its main thread is slowed down by the
    /// developer tools, so many times; workers, storage and drawing are not.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn open(browser: &'a Browser, url: &str, times: u32) -> Result<Self> {
        Self::prepared(browser, url, times, &[]).await
    }

    /// The same as at the first visit: nothing comes from the caches of the browser or of the page.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn first(browser: &'a Browser, url: &str, times: u32) -> Result<Self> {
        let uncached = [
            ("Network.enable", json!({})),
            ("Network.setCacheDisabled", json!({ "cacheDisabled": true })),
            ("Network.setBypassServiceWorker", json!({ "bypass": true })),
        ];
        Self::prepared(browser, url, times, &uncached).await
    }

    async fn prepared(browser: &'a Browser, url: &str, times: u32, wishes: &[(&str, Value)]) -> Result<Self> {
        let before = browser.tab().await?;
        let tab = browser.driver().new_tab().await?;
        browser.switch(&tab).await?;
        browser.cdp("ServiceWorker.enable", json!({})).await?;
        browser.cdp("ServiceWorker.stopAllWorkers", json!({})).await?;
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": MEASURE })).await?;
        browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": times })).await?;
        for (method, parameters) in wishes {
            browser.cdp(method, parameters.clone()).await?;
        }
        browser.driver().goto(url).await?;
        Ok(Self { browser, before })
    }

    /// Evaluates an expression, which may be a promise. The developer tools are asked: a script of the driver would be read and run by the
    /// thread that is measured.
    ///
    /// # Errors
    /// If it throws, or does not come in time.
    pub async fn value(&self, expression: &str) -> Result<Value> {
        let wish = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let said = self.browser.cdp("Runtime.evaluate", wish).await?;
        ensure!(said.get("exceptionDetails").is_none(), "{expression}: {said}");
        Ok(said.pointer("/result/value").cloned().unwrap_or_default())
    }

    /// Evaluates an expression to a number.
    ///
    /// # Errors
    /// If it is none.
    pub async fn number(&self, expression: &str) -> Result<f64> {
        let value = self.value(expression).await?;
        value.as_f64().with_context(|| format!("{expression} is {value}"))
    }

    /// When something was there, in milliseconds since the navigation began; waits for it.
    ///
    /// # Errors
    /// If it does not come in time.
    pub async fn when(&self, mark: &str) -> Result<f64> {
        self.number(&format!("bench.when('{mark}')")).await
    }

    /// Waits until the page has come to rest.
    ///
    /// # Errors
    /// If it does not.
    pub async fn rest(&self) -> Result<()> {
        self.value("bench.quiet()").await.map(drop)
    }

    /// Presses the middle of an element that is in sight, and tells how the page answered.
    ///
    /// # Errors
    /// If it is not there, or nothing happens.
    pub async fn press(&self, element: &str, awaited: &str) -> Result<Answer> {
        let middle = self.value(&format!("bench.middle({})", json!(element))).await?;
        let (x, y) = (middle.get("x"), middle.get("y"));
        let wish = |kind| json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
        self.answer(&["click"], awaited, async || {
            for kind in ["mousePressed", "mouseReleased"] {
                self.browser.cdp("Input.dispatchMouseEvent", wish(kind)).await?;
            }
            Ok(())
        })
        .await
    }

    /// Presses a key, and tells how the page answered.
    ///
    /// # Errors
    /// If nothing happens.
    pub async fn key(&self, key: Key, awaited: &str) -> Result<Answer> {
        let (down, up) = match key {
            Key::Text(it) => {
                (json!({ "type": "keyDown", "key": it, "text": it }), json!({ "type": "keyUp", "key": it }))
            }
            Key::Back => {
                let wish =
                    |kind| json!({ "type": kind, "key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8 });
                (wish("rawKeyDown"), wish("keyUp"))
            }
        };
        self.answer(&["keydown", "beforeinput"], awaited, async || {
            for wish in [down, up] {
                self.browser.cdp("Input.dispatchKeyEvent", wish).await?;
            }
            Ok(())
        })
        .await
    }

    /// Scrolls down as a wheel does, over so many pixels; tells the longest time from one frame to the next meanwhile.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn scroll(&self, pixels: i32) -> Result<f64> {
        self.value("void bench.frames()").await?;
        let wish = json!({ "x": 400, "y": 700, "yDistance": -pixels, "speed": 4000, "gestureSourceType": "mouse" });
        self.browser.cdp("Input.synthesizeScrollGesture", wish).await?;
        self.number("bench.longestFrame()").await
    }

    /// Does something to the page, and tells how the page answered the first event of these kinds: how long its work took,
    /// and how long it was until a frame was painted and until the text of an element had changed on the screen.
    async fn answer(&self, types: &[&str], element: &str, act: impl AsyncFnOnce() -> Result<()>) -> Result<Answer> {
        self.value(&format!("void bench.next({}, {})", json!(types), json!(element))).await?;
        act().await?;
        let said = self.value("bench.answer").await?;
        let part = |key: &str| said.get(key).and_then(Value::as_f64).with_context(|| format!("no {key} in {said}"));
        Ok(Answer { work: part("work")?, paint: part("paint")?, shown: part("shown")? })
    }

    /// Closes the tab.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn close(self) -> Result<()> {
        self.browser.close_tab(&self.before, true).await
    }
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub enum Key {
    /// What writes this.
    Text(&'static str),
    /// What takes the last letter back.
    Back,
}

/// How a page answered, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// Its script, and the frame after it.
    pub work: f64,
    /// From the event until a frame was painted.
    pub paint: f64,
    /// From the event until what was awaited was painted.
    pub shown: f64,
}
