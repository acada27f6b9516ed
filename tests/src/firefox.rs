//! Firefox without a screen, spoken to through `WebDriver` `BiDi`, which it answers itself: what it shows, and how it prints.

use crate::look::{Look, named};
use crate::page::sign_in::PASSWORD;
use crate::poll::until;
use crate::program::Program;
use crate::words::Words;
use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

const FIND: &str = include_str!("find.js");

/// A running Firefox with one page; dropping it ends it.
#[derive(Debug)]
pub struct Firefox {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The number of the last command.
    last: u64,
    context: String,
    base: String,
    words: Words,
    _program: Program,
    _profile: TempDir,
}

impl Firefox {
    /// Starts it with a fresh profile that prefers a language, for pages below `base`.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn start(lang: &str, base: &str) -> Result<Self> {
        let profile = TempDir::new()?;
        let wishes = [
            ("intl.accept_languages", json!(lang)),
            ("datareporting.policy.dataSubmissionEnabled", json!(false)),
            ("app.normandy.enabled", json!(false)),
            ("browser.shell.checkDefaultBrowser", json!(false)),
        ];
        let wishes = wishes.map(|(name, value)| format!("user_pref(\"{name}\", {value});\n")).concat();
        fs::write(profile.path().join("user.js"), wishes)?;
        let mut command = Command::new("firefox-esr");
        command.args(["--headless", "--remote-debugging-port", "0", "--profile"]).arg(profile.path());
        command.arg("about:blank");
        let mut program = Program::start(&mut command, &profile.path().join("firefox.log"))?;
        let address = program.says("the port of Firefox", |said| {
            let (_, rest) = said.split_once("ws://")?;
            rest.lines().next().filter(|_| rest.contains('\n')).map(|it| it.trim().to_owned())
        })?;
        // A printed page is larger than what is usual in a frame.
        let wide = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = connect_async_with_config(format!("ws://{address}/session"), Some(wide), true).await?;
        let (context, base, words) = (String::new(), base.to_owned(), Words::of(lang)?);
        let mut it = Self { socket, last: 0, context, base, words, _program: program, _profile: profile };
        it.ask("session.new", json!({ "capabilities": {} })).await?;
        let tree = it.ask("browsingContext.getTree", json!({})).await?;
        it.context = at(&tree, "/contexts/0/context").as_str().context("Firefox has a page")?.to_owned();
        Ok(it)
    }

    /// The words of its screens.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Types an address.
    ///
    /// # Errors
    /// If the page does not come.
    pub async fn open(&mut self, path: &str) -> Result<()> {
        let url = format!("{}{path}", self.base);
        self.ask("browsingContext.navigate", json!({ "context": self.context, "url": url, "wait": "complete" }))
            .await?;
        Ok(())
    }

    /// Signs in, and waits until one is in.
    ///
    /// # Errors
    /// If one is not let in.
    pub async fn enter(&mut self, login: &str) -> Result<()> {
        self.open("/").await?;
        let words = self.words.clone();
        self.write(&named("textbox", words.get("sign_in.login")?), login).await?;
        self.write(&named("textbox", words.get("sign_in.password")?), PASSWORD).await?;
        let submit = named("button", words.get("sign_in.submit")?);
        self.with(&submit, "it.click();").await?;
        self.sees(&named("navigation", words.get("nav.label")?)).await
    }

    /// Waits until something is there.
    ///
    /// # Errors
    /// If it is not there at the deadline.
    pub async fn sees(&mut self, look: &Look) -> Result<()> {
        self.with(look, "").await
    }

    /// The page as it would come out of a printer, as PDF: on the paper and with the margins that its styles wish for.
    ///
    /// # Errors
    /// If it cannot be printed.
    pub async fn print(&mut self) -> Result<Vec<u8>> {
        let margin = json!({ "top": 0, "bottom": 0, "left": 0, "right": 0 });
        let page = json!({ "width": 21.0, "height": 29.7 });
        let wishes = json!({ "context": self.context, "margin": margin, "page": page, "shrinkToFit": false });
        let printed = self.ask("browsingContext.print", wishes).await?;
        Ok(STANDARD.decode(at(&printed, "/data").as_str().context("a printed page")?)?)
    }

    async fn write(&mut self, look: &Look, text: &str) -> Result<()> {
        let set = format!("it.value = {}; it.dispatchEvent(new Event('input', {{ bubbles: true }}));", json!(text));
        self.with(look, &set).await
    }

    /// Waits until one thing at least is there, and does something with the first.
    async fn with(&mut self, look: &Look, what: &str) -> Result<()> {
        let script = format!(
            "(() => {{ const [it] = (function () {{ {FIND} }})({}); if (!it) return false; {what} return true; }})()",
            look.json()
        );
        until(&format!("{look} in Firefox"), async || Ok((self.script(&script).await? == json!(true)).then_some(())))
            .await
    }

    async fn script(&mut self, script: &str) -> Result<Value> {
        let target = json!({ "context": self.context });
        let wish = json!({ "expression": script, "target": target, "awaitPromise": true });
        let said = self.ask("script.evaluate", wish).await?;
        ensure!(*at(&said, "/type") == json!("success"), "Firefox: {}", at(&said, "/exceptionDetails/text"));
        Ok(at(&said, "/result/value").clone())
    }

    /// Gives a command and waits for its answer; what happens meanwhile is not listened to.
    async fn ask(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.last += 1;
        let command = json!({ "id": self.last, "method": method, "params": parameters });
        self.socket.send(Message::text(command.to_string())).await?;
        while let Some(frame) = self.socket.next().await {
            let Message::Text(text) = frame? else { continue };
            let said: Value = serde_json::from_str(&text)?;
            if *at(&said, "/id") != json!(self.last) {
                continue;
            }
            ensure!(
                *at(&said, "/type") == json!("success"),
                "{method}: {} {}",
                at(&said, "/error"),
                at(&said, "/message")
            );
            return Ok(at(&said, "/result").clone());
        }
        bail!("Firefox has gone before it answered {method}")
    }
}

/// What stands at a place of an answer; nothing, if it has none.
fn at<'a>(answer: &'a Value, place: &str) -> &'a Value {
    answer.pointer(place).unwrap_or(&Value::Null)
}
