//! One story's world: a server, the browsers of the people in it, and the outages between them.

use crate::browser::{Browser, Engine, Profile, Size};
use crate::files;
use crate::server::Server;
use anyhow::{Result, bail};
use futures::FutureExt;
use std::fs::File;
use std::panic::{AssertUnwindSafe, Location, resume_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// When stories begin, unless they say otherwise: a Wednesday morning, no holiday near.
pub const NOW: &str = "2026-03-18T09:30:00+08:00";

/// The world of a story.
#[derive(Debug)]
pub struct World {
    server: Mutex<Server>,
    browsers: Mutex<Vec<Browser>>,
}

impl World {
    fn start(now: &str) -> Result<Self> {
        Ok(Self { server: Mutex::new(Server::start(now)?), browsers: Mutex::default() })
    }

    /// The server.
    pub fn server(&self) -> MutexGuard<'_, Server> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts somebody's browser, in Chinese.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn browser(&self, whose: &str, engine: Engine, size: Size) -> Result<Browser> {
        self.browser_in(whose, engine, size, "zh-CN").await
    }

    /// Starts somebody's browser in a language.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn browser_in(&self, whose: &str, engine: Engine, size: Size, lang: &str) -> Result<Browser> {
        let base = self.server().url("");
        self.browser_at(whose, engine, size, lang, &base).await
    }

    /// Starts somebody's browser for the pages of an address.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn browser_at(&self, whose: &str, engine: Engine, size: Size, lang: &str, base: &str) -> Result<Browser> {
        let it = Browser::start(whose, engine, size, lang, base).await?;
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner).push(it.clone());
        Ok(it)
    }

    /// Starts somebody's Chromium on a profile, in Chinese.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn browser_on(&self, profile: Profile, whose: &str, size: Size) -> Result<Browser> {
        let base = self.server().url("");
        let it = Browser::start_on(profile, whose, Engine::Chromium, size, "zh-CN", &base).await?;
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner).push(it.clone());
        Ok(it)
    }

    /// Ends somebody's browser, in order or not, and starts it again on a profile.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn again(&self, browser: Browser, profile: Profile, in_order: bool) -> Result<Browser> {
        if in_order {
            browser.watch().collect(browser.driver(), true).await?;
        } else {
            browser.kill9()?;
        }
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner).retain(|it| !it.is(&browser));
        // The driver of a browser that was killed has nobody to ask.
        let _ = browser.quit().await;
        let it = browser.again(profile).await?;
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner).push(it.clone());
        Ok(it)
    }

    /// Kills the server, lets people go on without it, and starts it again; the demo's clock goes on from `now` if given.
    ///
    /// # Errors
    /// If something in between fails.
    pub async fn outage<T>(&self, now: Option<&str>, meanwhile: impl AsyncFnOnce() -> Result<T>) -> Result<T> {
        self.collect(false).await?;
        self.server().kill9()?;
        let result = meanwhile().await;
        self.server().run(now)?;
        self.collect(true).await?;
        result
    }

    /// Takes what the pages have logged.
    ///
    /// # Errors
    /// If a browser does not answer.
    pub async fn collect(&self, in_outage: bool) -> Result<()> {
        for it in self.people() {
            it.watch().collect(it.driver(), in_outage).await?;
        }
        Ok(())
    }

    fn people(&self) -> Vec<Browser> {
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn finish(&self) -> Result<()> {
        self.collect(false).await?;
        for it in self.people() {
            let found = it.watch().found();
            if !found.is_empty() {
                bail!("the browser of {} has logged errors:\n{}", it.name(), found.join("\n"));
            }
        }
        Ok(())
    }

    async fn show(&self, story: &str) {
        for it in self.people() {
            let _ = it.leave_picture(story).await;
            let _ = it.watch().collect(it.driver(), false).await;
            eprintln!("-- {} --\n{}\nlogged: {:#?}", it.name(), it.page_text().await, it.watch().found());
        }
        let log = self.server().log();
        let lines: Vec<&str> = log.lines().rev().take(60).collect();
        eprintln!("-- server --\n{}", lines.into_iter().rev().collect::<Vec<_>>().join("\n"));
    }
}

/// Tells a story in a world of its own that begins at [`NOW`]. Stories with browsers run one after another, over all processes.
///
/// # Panics
/// If it goes wrong, or a page has logged an error.
#[track_caller]
pub fn story(body: impl AsyncFnOnce(&World) -> Result<()>) {
    story_at(NOW, body);
}

/// Tells a story that begins at another moment.
///
/// # Panics
/// If it goes wrong, or a page has logged an error.
#[track_caller]
pub fn story_at(now: &str, body: impl AsyncFnOnce(&World) -> Result<()>) {
    let place = Location::caller();
    let name = std::thread::current().name().unwrap_or("story").replace("::", "-");
    if let Err(error) = tell(now, &name, body) {
        #[expect(clippy::panic, reason = "it fails the test")]
        {
            panic!("{place}: {}", error.chain().map(ToString::to_string).collect::<Vec<_>>().join("\n  because "));
        }
    }
}

fn tell(now: &str, name: &str, body: impl AsyncFnOnce(&World) -> Result<()>) -> Result<()> {
    let turn = File::create(files::left()?.join("browsers.lock"))?;
    turn.lock()?;
    let began = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let world = World::start(now)?;
        let ready = began.elapsed();
        let told = AssertUnwindSafe(body(&world)).catch_unwind().await;
        let result = match told {
            Ok(Ok(())) => world.finish().await,
            Ok(Err(error)) => Err(error),
            Err(panic) => {
                world.show(name).await;
                resume_unwind(panic);
            }
        };
        if let Err(error) = &result {
            // First of all, for whoever has only the beginning of a long output.
            eprintln!("{name}: {error:#}");
            world.show(name).await;
        }
        for it in world.people() {
            let _ = it.quit().await;
        }
        eprintln!(
            "{name}: {:.1} s, of which {:.1} s for the server",
            began.elapsed().as_secs_f32(),
            ready.as_secs_f32()
        );
        result
    })
}
