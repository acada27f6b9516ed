//! How the pages bear big books on a slow device: a real browser and a table of figures. Each book is measured with all of the processor,
//! with a quarter of one for the whole browser, and with the main thread slowed down four times by the developer tools.
//!
//! `page [--runs 4] [--books 500x10,2000x20] [--percent 25] [--times 4]`: samples of each figure, books by customers × contacts, the slow
//! device's share of one processor, and how many times slower the slow main thread is.

use anyhow::{Context, Result, bail, ensure};
use domain::instant::Zone;
use std::env;
use std::time::SystemTime;
use tests::bench::bare;
use tests::bench::book::{self, Shape};
use tests::bench::figures::{Samples, say, table};
use tests::bench::quota::Quota;
use tests::bench::server::Server;
use tests::bench::tab::{Key, Tab};
use tests::browser::{Browser, Engine, TABLET};
use tests::look::named;
use tests::page::shell::Shell;
use tests::page::sign_in::{PASSWORD, SignIn};

/// What is measured, how it is called, and its goal.
const ROWS: [(&str, &str, &str); 24] = [
    ("bare-fcp", "bare page: first contentful paint", "yardstick"),
    ("bare", "bare page: 36 rows painted", "yardstick"),
    ("react-fcp", "bare React page, cached: first contentful paint", "yardstick"),
    ("react-first-fcp", "bare React page, first visit: first contentful paint", "yardstick"),
    ("floor-tap", "bare page: button tapped: next paint", "yardstick"),
    ("floor-saved", "bare page: a worker has stored 300 bytes, painted", "yardstick"),
    ("floor-key", "bare page: keystroke: twelve rows painted", "yardstick"),
    ("floor-key-work", "bare page: keystroke: work of the main thread", "yardstick"),
    ("form-fcp", "sign-in, cached: first contentful paint", ""),
    ("form", "sign-in, cached: the form painted", "yardstick: the app without a book"),
    ("first-fcp", "sign-in, first visit: first contentful paint", "P2: the bare React page's"),
    ("fcp", "Today, cached: first contentful paint", "P2: the bare React page's"),
    ("mounted", "Today, cached: the app is mounted", ""),
    ("rows", "Today, cached: the rows painted", "P3: 1.5 × the form"),
    ("sheet", "Today, cached: a row's button has answered", "P3"),
    ("documents", "Today, cached: the engine has loaded the book", ""),
    ("longest", "longest task after the mount (0: none over 50)", "P4: 50 · 200"),
    ("tap", "outcome tapped: next paint", "P5: 50 · 50"),
    ("saved", "outcome tapped: “saved” painted", "P5: 150 slowed down, 2 × between the books"),
    ("hasty", "the same, at once after the start", ""),
    ("key", "keystroke in the search: result painted", "P6: 16 · 50"),
    ("key-work", "keystroke in the search: work of the main thread", "P6: 16 · 50"),
    ("scroll", "the list scrolled by a wheel: longest time between two frames", ""),
    ("card", "a name tapped: the first screen of the card painted", ""),
];
/// The first contentful paint, as browsers call it.
const CONTENTFUL: &str = "first-contentful-paint";
/// Rows that are quotients: a figure, the yardstick, how it is called, its goal.
const QUOTIENTS: [(&str, &str, &str, &str); 7] = [
    ("first-fcp", "react-first-fcp", "first contentful paint at the first visit ÷ the bare React page's", "P2: 1"),
    ("fcp", "react-fcp", "first contentful paint, cached ÷ the bare React page's", "P2: 1"),
    ("fcp", "bare-fcp", "the same ÷ the bare page's", ""),
    ("rows", "form", "Today's rows ÷ the sign-in form", "P3: 1.5"),
    ("tap", "floor-tap", "outcome tapped: next paint ÷ the bare page's", ""),
    ("saved", "floor-saved", "outcome tapped: “saved” painted ÷ the bare page's", ""),
    ("key", "floor-key", "keystroke: result painted ÷ the bare page's", ""),
];

/// How slow the device is.
#[derive(Clone, Copy)]
enum Pace {
    /// As this machine is.
    Whole,
    /// The whole browser has so many percent of one processor.
    Share(u32),
    /// The main thread is so many times slower.
    Times(u32),
}

impl Pace {
    const fn percent(self) -> Option<u32> {
        match self {
            Self::Share(percent) => Some(percent),
            Self::Whole | Self::Times(_) => None,
        }
    }

    const fn times(self) -> u32 {
        match self {
            Self::Times(times) => times,
            Self::Whole | Self::Share(_) => 1,
        }
    }

    fn tell(self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Share(percent) => format!(", {percent} %"),
            Self::Times(times) => format!(", main thread {times} ×"),
        }
    }
}

struct Options {
    runs: i64,
    books: Vec<Shape>,
    percent: u32,
    times: u32,
}

impl Options {
    const fn paces(&self) -> [Pace; 3] {
        [Pace::Whole, Pace::Share(self.percent), Pace::Times(self.times)]
    }
}

fn options() -> Result<Options> {
    let mut it = Options { runs: 4, books: Vec::new(), percent: 25, times: 4 };
    let mut books = "500x10,2000x20".to_owned();
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--runs" => it.runs = value.parse()?,
            "--books" => books = value,
            "--percent" => it.percent = value.parse()?,
            "--times" => it.times = value.parse()?,
            _ => bail!("no option {word}: --runs --books --percent --times"),
        }
    }
    it.books = books.split(',').map(Shape::parse).collect::<Option<_>>().context("a book is 500x10")?;
    // Each round calls two who are due today, of whom a hundred customers have six; one round of each pace is not counted.
    let calls = 6 * (it.runs + 1);
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

    /// One sample of everything but the list of customers.
    async fn round(&self, samples: &mut Samples, pace: Pace) -> Result<()> {
        let times = pace.times();
        let tab = Tab::open(&self.browser, &self.bare, times).await?;
        samples.add("bare", tab.when("bare").await?);
        samples.add("bare-fcp", tab.when(CONTENTFUL).await?);
        tab.close().await?;
        let react = format!("{}/react", self.bare);
        let tab = Tab::first(&self.browser, &react, times).await?;
        samples.add("react-first-fcp", tab.when(CONTENTFUL).await?);
        tab.close().await?;
        let tab = Tab::open(&self.browser, &react, times).await?;
        samples.add("react-fcp", tab.when(CONTENTFUL).await?);
        tab.close().await?;
        self.floor(samples, times).await?;

        let form = format!("{}/sign-in", self.stranger);
        let tab = Tab::first(&self.browser, &form, times).await?;
        samples.add("first-fcp", tab.when(CONTENTFUL).await?);
        tab.rest().await?;
        tab.close().await?;
        let tab = Tab::open(&self.browser, &form, times).await?;
        samples.add("form", tab.when("sign-in").await?);
        samples.add("form-fcp", tab.when(CONTENTFUL).await?);
        tab.rest().await?;
        tab.close().await?;

        let tab = Tab::open(&self.browser, &format!("{}/today", self.base), times).await?;
        for (name, mark) in
            [("mounted", "mounted there"), ("rows", "rows"), ("sheet", "sheet"), ("documents", "documents")]
        {
            samples.add(name, tab.when(mark).await?);
        }
        samples.add("fcp", tab.when(CONTENTFUL).await?);
        tab.rest().await?;
        samples.add("longest", tab.number("bench.longest('mounted there')").await?);
        let answer = tab.press("dialog[open] .contact-sheet__outcome", ".toast__text").await?;
        samples.add("tap", answer.paint);
        samples.add("saved", answer.shown);
        tab.rest().await?;
        tab.close().await?;

        let tab = Tab::open(&self.browser, &format!("{}/today", self.base), times).await?;
        tab.when("sheet").await?;
        samples.add("hasty", tab.number("bench.hasty()").await?);
        tab.rest().await?;
        tab.close().await
    }

    /// What a tap and a key cost where there is nothing but the browser.
    async fn floor(&self, samples: &mut Samples, times: u32) -> Result<()> {
        let tab = Tab::open(&self.browser, &format!("{}/floor", self.bare), times).await?;
        tab.rest().await?;
        let answer = tab.press("button", "#saved").await?;
        samples.add("floor-tap", answer.paint);
        samples.add("floor-saved", answer.shown);
        self.browser.press(&named("textbox", "搜索")).await?;
        for key in KEYS {
            let answer = tab.key(key, "#count").await?;
            samples.add("floor-key", answer.shown);
            samples.add("floor-key-work", answer.work);
        }
        tab.close().await
    }

    /// One sample of the list of customers: keystrokes in the search – a name is written and taken back, and digits of a phone –, the list
    /// scrolled, and a card opened.
    async fn list(&self, samples: &mut Samples, pace: Pace) -> Result<()> {
        let tab = Tab::open(&self.browser, &format!("{}/customers", self.base), pace.times()).await?;
        tab.when("documents").await?;
        tab.rest().await?;
        self.browser.press(&named("textbox", self.browser.words().get("customers.search")?)).await?;
        for key in KEYS {
            let answer = tab.key(key, ".page__count").await?;
            samples.add("key", answer.shown);
            samples.add("key-work", answer.work);
        }
        tab.rest().await?;
        samples.add("scroll", tab.scroll(8_000).await?);
        tab.value("scrollTo(0, 0)").await?;
        tab.rest().await?;
        samples.add("card", tab.press(".customers__rows a", ".customer__card").await?.shown);
        tab.close().await
    }
}

/// A name that is written and taken back, and digits of a phone.
const KEYS: [Key; 8] =
    [Key::Text("张"), Key::Text("伟"), Key::Back, Key::Back, Key::Text("7"), Key::Text("3"), Key::Back, Key::Back];

/// All samples of a book, at each pace.
async fn measure(server: &Server, place: usize, bare: &str, options: &Options) -> Result<Vec<Samples>> {
    let bench = Bench::open(server, &login(place), bare).await?;
    let mut quota = Quota::over(bench.browser.driver_pid().context("no driver")?)?;
    if place == 0 {
        say(&format!(
            "a quarter: the whole browser has {} % of one processor, kept by {}",
            options.percent,
            quota.means()
        ))?;
    }
    let mut all = Vec::new();
    for pace in options.paces() {
        quota.set(pace.percent())?;
        bench.round(&mut Samples::default(), pace).await?;
        let mut samples = Samples::default();
        for _ in 0..options.runs {
            bench.round(&mut samples, pace).await?;
            bench.list(&mut samples, pace).await?;
        }
        all.push(samples);
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
        head.extend(options.paces().map(|pace| format!("{name}{}", pace.tell())));
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
