//! How the manager's desk bears a big store: many advisors' books on a server of its own, a manager's browser, and a table of figures.
//!
//! `team [--advisors 50] [--book 500x4] [--runs 10]`: advisors, customers × contacts in each one's book, and samples of each figure.

use anyhow::{Context, Result, bail};
use domain::id::CustomerId;
use domain::instant::{Instant, Zone};
use serde_json::{Value, json};
use std::env;
use std::time::{SystemTime, UNIX_EPOCH};
use tests::bench::book::{self, Shape};
use tests::bench::crowd::{PACE, edit};
use tests::bench::figures::{Samples, kibibytes, say, table};
use tests::bench::server::Server;
use tests::bench::tab::Tab;
use tests::browser::{Browser, DESK, Engine};
use tests::page::shell::Shell;
use tests::page::sign_in::{PASSWORD, SignIn};
use tests::page::team::Team;
use tests::poll::until;
use tests::protocol::device::Device;
use tests::protocol::http::text;
use tests::protocol::person::Person;
use tokio::time::interval;

/// What is measured, how it is called, and its goal.
const ROWS: [(&str, &str, &str); 11] = [
    ("anew", "projecting one book anew, server ms", "yardstick"),
    ("edit", "an edit while nobody looks, server ms", ""),
    ("edit-seen", "an edit while the team's page is open, server ms", "S7: the difference ≤ 1/100 of a book anew"),
    ("first", "/api/team, the first after a start, ms", ""),
    ("team", "/api/team, ms", ""),
    ("team-cpu", "/api/team, server ms", ""),
    ("locks", "/api/locks, ms", ""),
    ("list", "/api/team/customers of one advisor, ms", ""),
    ("mounted", "the team's page, cached: the app is mounted, ms", "yardstick"),
    ("rows", "the team's page, cached: every advisor painted, ms", ""),
    ("heard", "a contact logged on a tablet: the team's page shows it, ms", ""),
];
/// Edits over which the server's time is taken, which is counted in hundredths of a second.
const EDITS: usize = 100;

struct Options {
    advisors: usize,
    book: Shape,
    runs: usize,
}

fn options() -> Result<Options> {
    let mut it = Options { advisors: 50, book: Shape { customers: 500, contacts: 4 }, runs: 10 };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--advisors" => it.advisors = value.parse()?,
            "--book" => it.book = Shape::parse(&value).context("a book is 500x4")?,
            "--runs" => it.runs = value.parse()?,
            _ => bail!("no option {word}: --advisors --book --runs"),
        }
    }
    Ok(it)
}

fn machine() -> Result<f64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64() * 1e3)
}

fn login(place: usize) -> String {
    format!("advisor{place}")
}

/// A store with everybody's book on the server.
struct Bench {
    server: Server,
    now: Instant,
    devices: Vec<Device>,
    /// The customers of the first of them.
    known: Vec<CustomerId>,
    samples: Samples,
    rounds: usize,
}

impl Bench {
    async fn prepare(options: &Options) -> Result<Self> {
        let mut server = Server::new()?;
        server.hire_as("manager", "manager")?;
        for place in 0..options.advisors {
            server.hire(&login(place))?;
        }
        let (zone, first) = (Zone::default(), book::first_day()?);
        server.start(Some(zone.moment(first, 60)))?;
        let mut devices = Vec::new();
        for place in 0..options.advisors {
            devices.push(server.device(&login(place)).await?);
        }
        let mut known = Vec::new();
        for device in &mut devices {
            let customers = book::write(device, options.book, first).await?;
            known = if known.is_empty() { customers } else { known };
        }
        let now = zone.moment(first.plus(book::DAYS), 9 * 60 + 30);
        server.start(Some(now))?;
        for device in &mut devices {
            device.person.address.clone_from(&server.address);
            device.connect().await?;
            device.settle().await?;
            device.hang_up();
        }
        Ok(Self { server, now, devices, known, samples: Samples::default(), rounds: 0 })
    }

    async fn manager(&self) -> Result<Person> {
        Person::enrol(&self.server.address, "manager", PASSWORD).await
    }

    /// Waits until the read models have everybody.
    async fn all_are_there(&self, manager: &Person, customers: u64) -> Result<()> {
        until("all customers", async || {
            let team = manager.get("/api/team").await?;
            let advisors = team.get("advisors").and_then(Value::as_array).context("no advisors")?;
            let levels = advisors.iter().filter_map(|it| it.get("levels")?.as_object());
            let count: u64 = levels.flat_map(|it| it.values()).filter_map(Value::as_u64).sum();
            Ok((count == customers).then_some(()))
        })
        .await
    }

    /// The server's time for all books anew, because a day is closed.
    async fn anew(&mut self, manager: &Person, customers: u64) -> Result<()> {
        let projected = async || -> Result<u64> {
            let said = text(&self.server.address, "/metrics").await?;
            let line = said.lines().find_map(|it| it.strip_prefix("genjin_projected_total "));
            Ok(line.context("no such figure")?.trim().parse()?)
        };
        let (before, cpu) = (projected().await?, self.server.cpu()?);
        let day = Zone::default().day(self.now).plus(40);
        manager.post("/api/house/closed", &json!({ "day": day.to_string() })).await?;
        until("every book anew", async || Ok((projected().await? >= before + customers).then_some(()))).await?;
        self.samples.add("anew", (self.server.cpu()? - cpu) as f64 / self.devices.len() as f64);
        Ok(())
    }

    /// What is asked for by hand.
    async fn asked(&mut self, manager: &Person, runs: usize) -> Result<()> {
        let cpu = self.server.cpu()?;
        for _ in 0..runs {
            let began = machine()?;
            manager.get("/api/team").await?;
            self.samples.add("team", machine()? - began);
        }
        self.samples.add("team-cpu", (self.server.cpu()? - cpu) as f64 / runs as f64);
        let advisor = self.devices.first().context("nobody")?.person.session.user;
        for _ in 0..runs {
            let began = machine()?;
            manager.get("/api/locks").await?;
            self.samples.add("locks", machine()? - began);
            let began = machine()?;
            manager.get(&format!("/api/team/{advisor}/customers")).await?;
            self.samples.add("list", machine()? - began);
        }
        Ok(())
    }

    /// One advisor logs a contact, each time with another customer.
    async fn edit(&mut self) -> Result<()> {
        let device = self.devices.first_mut().context("nobody")?;
        let customer = *self.known.get(self.rounds % self.known.len()).context("no customers")?;
        edit(device, customer, self.rounds).await?;
        self.rounds += 1;
        device.until("the server to hold the edit", |it| it.unsent().is_empty()).await
    }

    /// The server's time for an edit; after each it has time to tell whoever looks.
    async fn edits(&mut self, name: &str) -> Result<()> {
        let cpu = self.server.cpu()?;
        let mut ticks = interval(PACE);
        for _ in 0..EDITS {
            ticks.tick().await;
            self.edit().await?;
        }
        self.samples.add(name, (self.server.cpu()? - cpu) as f64 / EDITS as f64);
        Ok(())
    }

    /// A manager's browser.
    async fn seen(&mut self, runs: usize) -> Result<()> {
        let base = format!("http://{}", self.server.address);
        let browser = Browser::start("manager", Engine::Chromium, DESK, "zh-CN", &base).await?;
        browser.open("/").await?;
        SignIn::here(&browser).await?.try_with("manager", PASSWORD).await?;
        Team::here(&browser).await?;
        Shell::here(&browser).await?.opens_offline().await?;
        for _ in 0..runs {
            let tab = Tab::open(&browser, &format!("{base}/team"), 1).await?;
            self.samples.add("mounted", tab.when("mounted there").await?);
            self.samples.add("rows", tab.when("team").await?);
            Team::here(&browser).await?;
            tab.rest().await?;
            tab.value("void (bench.change = bench.changed('.team__table tfoot'))").await?;
            let began = machine()?;
            self.edit().await?;
            self.samples.add("heard", tab.number("bench.change").await? - began);
            tab.close().await?;
        }
        let tab = Tab::open(&browser, &format!("{base}/team"), 1).await?;
        Team::here(&browser).await?;
        tab.rest().await?;
        self.edits("edit-seen").await?;
        tab.close().await?;
        browser.quit().await
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = options()?;
    let mut bench = Bench::prepare(&options).await?;
    let customers = options.advisors as u64 * u64::try_from(options.book.customers)?;
    let manager = bench.manager().await?;
    bench.all_are_there(&manager, customers).await?;
    bench.anew(&manager, customers).await?;

    bench.server.start(Some(bench.now))?;
    for device in &mut bench.devices {
        device.person.address.clone_from(&bench.server.address);
    }
    let manager = Person { address: bench.server.address.clone(), ..manager };
    let began = machine()?;
    manager.get("/api/team").await?;
    bench.samples.add("first", machine()? - began);
    bench.asked(&manager, options.runs).await?;
    let device = bench.devices.first_mut().context("nobody")?;
    device.connect().await?;
    device.settle().await?;
    bench.edits("edit").await?;
    bench.seen(options.runs).await?;

    let mut rows = vec![["median (best–worst)".to_owned(), String::new(), "goal".to_owned()].to_vec()];
    rows.extend(
        ROWS.iter().map(|(key, name, goal)| [(*name).to_owned(), bench.samples.tell(key), (*goal).to_owned()].to_vec()),
    );
    say(&format!(
        "{} advisors × {} customers × {} contacts; the server has {:.0} MiB\n\n{}",
        options.advisors,
        options.book.customers,
        options.book.contacts,
        kibibytes(bench.server.memory()?) / 1024.0,
        table(&rows)
    ))?;
    bench.server.stop()
}
