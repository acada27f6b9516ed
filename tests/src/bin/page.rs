//! How the pages bear big books on a slow device: a real browser, with all of the processor and with a quarter of one, and a table of figures.
//!
//! `page [--runs 5] [--books 500x10,2000x20] [--percent 25]`: samples of each figure, books by customers × contacts, and the slow device's share of one processor.

use anyhow::{Context, Result, bail, ensure};
use domain::instant::Zone;
use std::env;
use std::time::SystemTime;
use tests::bench::bare;
use tests::bench::book::{self, Shape};
use tests::bench::figures::{Samples, say, table};
use tests::bench::quota::Quota;
use tests::bench::server::Server;
use tests::bench::tab::Tab;
use tests::browser::{Browser, Engine, TABLET};
use tests::look::named;
use tests::page::shell::Shell;
use tests::page::sign_in::{PASSWORD, SignIn};
use thirtyfour::{Key, TypingData};

/// What is measured, how it is called, and its goal.
const ROWS: [(&str, &str, &str); 15] = [
    ("bare-fcp", "bare page: first contentful paint", "yardstick"),
    ("bare", "bare page: 36 rows painted", "yardstick"),
    ("form-fcp", "sign-in, cached: first contentful paint", ""),
    ("form", "sign-in, cached: the form painted", "yardstick: the app without a book"),
    ("fcp", "Today, cached: first contentful paint", "P2: the bare page's"),
    ("mounted", "Today, cached: the app is mounted", ""),
    ("rows", "Today, cached: the rows painted", "P3: 1.5 × the form"),
    ("sheet", "Today, cached: a row's button has answered", "P3"),
    ("documents", "Today, cached: the engine has loaded the book", ""),
    ("longest", "longest task after the mount (0: none over 50)", "P4: 50 · 200"),
    ("tap", "outcome tapped: next paint", "P5: 50 · 50"),
    ("saved", "outcome tapped: “saved” painted", "P5: 150 at a quarter, 2 × between the books"),
    ("hasty", "the same, at once after the start", ""),
    ("key", "keystroke in the search: result painted", "P6: 16 · 50"),
    ("key-work", "keystroke in the search: work of the main thread", "P6: 16 · 50"),
];
/// The first contentful paint, as browsers call it.
const CONTENTFUL: &str = "first-contentful-paint";
/// Rows that are quotients: a figure, the yardstick, how it is called, its goal.
const QUOTIENTS: [(&str, &str, &str, &str); 2] = [
    ("fcp", "bare-fcp", "first contentful paint ÷ the bare page's", "P2: 1"),
    ("rows", "form", "Today's rows ÷ the sign-in form", "P3: 1.5"),
];

struct Options {
    runs: i64,
    books: Vec<Shape>,
    percent: u32,
}

fn options() -> Result<Options> {
    let mut it = Options { runs: 5, books: Vec::new(), percent: 25 };
    let mut books = "500x10,2000x20".to_owned();
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--runs" => it.runs = value.parse()?,
            "--books" => books = value,
            "--percent" => it.percent = value.parse()?,
            _ => bail!("no option {word}: --runs --books --percent"),
        }
    }
    it.books = books.split(',').map(Shape::parse).collect::<Option<_>>().context("a book is 500x10")?;
    // Each start but the first of all calls somebody who is due today, of whom a hundred customers have six.
    let calls = 4 * (it.runs + 1);
    ensure!(it.books.iter().all(|it| it.customers * 6 / 100 >= calls), "too small a book for so many runs");
    Ok(it)
}

/// The server with everybody's book on it, on the day on which the books are read.
async fn prepare(books: &[Shape]) -> Result<Server> {
    let mut server = Server::new()?;
    for place in 0..books.len() {
        server.hire(&login(place))?;
    }
    let (zone, first) = (Zone::default(), book::first_day()?);
    server.start(Some(zone.moment(first, 60)))?;
    let mut devices = Vec::new();
    for place in 0..books.len() {
        devices.push(server.device(&login(place)).await?);
    }
    server.stop()?;
    for (device, shape) in devices.iter_mut().zip(books) {
        book::write(device, *shape, first).await?;
    }
    server.start(Some(zone.moment(first.plus(book::DAYS), 9 * 60 + 30)))?;
    for (device, shape) in devices.iter_mut().zip(books) {
        device.person.address.clone_from(&server.address);
        device.connect().await?;
        device.settle().await?;
        say(&format!(
            "a book of {} × {}: {} facts, {} bytes saved",
            shape.customers,
            shape.contacts,
            device.facts().len(),
            device.replica()?.save().len()
        ))?;
        device.hang_up();
    }
    Ok(server)
}

fn login(place: usize) -> String {
    format!("book{place}")
}

/// One browser with one person's book, and what is measured in it.
struct Bench {
    browser: Browser,
    bare: String,
    base: String,
    /// The same server under a name under which nobody has signed in.
    stranger: String,
}

impl Bench {
    async fn open(server: &Server, login: &str, bare: &str) -> Result<Self> {
        let base = format!("http://{}", server.address);
        let stranger = base.replace("127.0.0.1", "localhost");
        let browser = Browser::start(login, Engine::Chromium, TABLET, "zh-CN", &base).await?;
        browser.open("/").await?;
        SignIn::here(&browser).await?.try_with(login, PASSWORD).await?;
        let began = SystemTime::now();
        let due = named("region", browser.words().get("today.due_today")?).starting();
        browser.sees(&due).await?;
        let seconds = began.elapsed()?.as_secs_f64();
        say(&format!("{login}: {seconds:.1} s from the sign-in on a new device to the day (all of the processor)"))?;
        let shell = Shell::here(&browser).await?;
        shell.all_is_uploaded().await?;
        shell.opens_offline().await?;
        browser.driver().goto(format!("{stranger}/sign-in")).await?;
        shell.opens_offline().await?;
        Ok(Self { browser, bare: bare.to_owned(), base, stranger })
    }

    /// One sample of everything but the search.
    async fn round(&self, samples: &mut Samples) -> Result<()> {
        let tab = Tab::open(&self.browser, &self.bare).await?;
        samples.add("bare", tab.when("bare").await?);
        samples.add("bare-fcp", tab.when(CONTENTFUL).await?);
        tab.close().await?;

        let tab = Tab::open(&self.browser, &format!("{}/sign-in", self.stranger)).await?;
        samples.add("form", tab.when("sign-in").await?);
        samples.add("form-fcp", tab.when(CONTENTFUL).await?);
        tab.rest().await?;
        tab.close().await?;

        let tab = Tab::open(&self.browser, &format!("{}/today", self.base)).await?;
        for (name, mark) in
            [("mounted", "mounted there"), ("rows", "rows"), ("sheet", "sheet"), ("documents", "documents")]
        {
            samples.add(name, tab.when(mark).await?);
        }
        samples.add("fcp", tab.when(CONTENTFUL).await?);
        tab.rest().await?;
        samples.add("longest", tab.number("bench.longest('mounted there')").await?);
        let outcome = named("button", self.browser.words().get("outcome.talked")?);
        let answer = tab.answer(&["click"], ".toast__text", async || self.browser.press(&outcome).await).await?;
        samples.add("tap", answer.paint);
        samples.add("saved", answer.shown);
        tab.rest().await?;
        tab.close().await?;

        let tab = Tab::open(&self.browser, &format!("{}/today", self.base)).await?;
        tab.when("sheet").await?;
        samples.add("hasty", tab.number("bench.hasty()").await?);
        tab.rest().await?;
        tab.close().await
    }

    /// Samples of keystrokes in the search: a name is written and taken back, and digits of a phone.
    async fn search(&self, samples: &mut Samples) -> Result<()> {
        let tab = Tab::open(&self.browser, &format!("{}/customers", self.base)).await?;
        tab.when("documents").await?;
        tab.rest().await?;
        self.browser.press(&named("textbox", self.browser.words().get("customers.search")?)).await?;
        let back = || TypingData::from(Key::Backspace);
        let keys = [TypingData::from("张"), "伟".into(), back(), back(), "7".into(), "3".into(), back(), back()];
        for key in keys {
            let press = async || self.browser.keys(key).await;
            let answer = tab.answer(&["keydown", "beforeinput"], ".page__count", press).await?;
            samples.add("key", answer.shown);
            samples.add("key-work", answer.work);
        }
        tab.close().await
    }
}

/// All samples of a book, at all of the processor and at a share of one.
async fn measure(server: &Server, place: usize, bare: &str, options: &Options) -> Result<[Samples; 2]> {
    let bench = Bench::open(server, &login(place), bare).await?;
    let mut quota = Quota::over(bench.browser.driver_pid().context("no driver")?)?;
    if place == 0 {
        say(&format!(
            "a quarter: the whole browser has {} % of one processor, kept by {}",
            options.percent,
            quota.means()
        ))?;
    }
    let mut all = [Samples::default(), Samples::default()];
    for (samples, percent) in all.iter_mut().zip([None, Some(options.percent)]) {
        quota.set(percent)?;
        bench.round(&mut Samples::default()).await?;
        for _ in 0..options.runs {
            bench.round(samples).await?;
            bench.search(samples).await?;
        }
    }
    quota.set(None)?;
    bench.browser.quit().await?;
    Ok(all)
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = options()?;
    tokio::select! {
        done = run(&options) => done,
        // What was started is ended, and the limit lifted, here too.
        _ = tokio::signal::ctrl_c() => bail!("interrupted"),
    }
}

async fn run(options: &Options) -> Result<()> {
    let bare = bare::serve().await?;
    let mut server = prepare(&options.books).await?;
    let mut columns = Vec::new();
    let mut head = vec!["ms, median (best–worst)".to_owned()];
    for (place, shape) in options.books.iter().enumerate() {
        columns.extend(measure(&server, place, &bare, options).await?);
        let name = format!("{} × {}", shape.customers, shape.contacts);
        head.extend([name.clone(), format!("{name}, {} %", options.percent)]);
    }
    head.push("goal".to_owned());
    let mut rows = vec![head];
    for (key, name, goal) in ROWS {
        let cells = columns.iter().map(|it| it.tell(key));
        rows.push([name.to_owned()].into_iter().chain(cells).chain([goal.to_owned()]).collect());
    }
    for (key, by, name, goal) in QUOTIENTS {
        let cells = columns.iter().map(|it| it.ratio(key, by));
        rows.push([name.to_owned()].into_iter().chain(cells).chain([goal.to_owned()]).collect());
    }
    say(&format!("\n{}", table(&rows)))?;
    server.stop()
}
