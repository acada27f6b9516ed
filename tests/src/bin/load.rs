//! How the server bears load: real devices on real sockets against a server of their own, and a table of figures.
//!
//! `load [--devices 1,10,100] [--seconds 10] [--customers 500]`: the size of the crowds, how long each works, and how big a big book is.

use anyhow::{Context, Result, bail, ensure};
use domain::id::CustomerId;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tests::files;
use tests::program::{Program, listens};
use tests::protocol::device::Device;
use tests::protocol::person::Person;
use tests::protocol::usage;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

const PASSWORD: &str = "a-long-password-for-load";
const CONTACTS: usize = 10;
/// Between two edits of one device that does not hurry.
const PACE: Duration = Duration::from_millis(500);
/// Customers in a book of a crowd's.
const SMALL: usize = 50;
/// Books opened at once, and sockets kept idle, to divide memory by.
const BOOKS: usize = 4;
const IDLE: usize = 200;

struct Options {
    devices: Vec<usize>,
    seconds: u64,
    customers: usize,
}

fn options() -> Result<Options> {
    let mut it = Options { devices: vec![1, 10, 100], seconds: 10, customers: 500 };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--devices" => it.devices = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "--seconds" => it.seconds = value.parse()?,
            "--customers" => it.customers = value.parse()?,
            _ => bail!("no option {word}: --devices --seconds --customers"),
        }
    }
    Ok(it)
}

/// The server under load.
struct Server {
    folder: TempDir,
    program: Option<Program>,
    address: String,
}

impl Server {
    fn new() -> Result<Self> {
        Ok(Self { folder: TempDir::new()?, program: None, address: String::new() })
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Makes an advisor; the server does not run.
    fn hire(&self, login: &str) -> Result<()> {
        let mut command = Command::new(files::genjin()?);
        command.args([
            "user",
            "add",
            "--role",
            "advisor",
            "--store",
            "负载",
            "--password-stdin",
            "--login",
            login,
            "--name",
            login,
        ]);
        let mut child = command.arg("--data").arg(self.data()).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        writeln!(child.stdin.take().context("no input")?, "{PASSWORD}")?;
        ensure!(child.wait()?.success(), "{login} was not hired");
        Ok(())
    }

    /// Starts it, anew if it runs, so that its memory is fresh.
    fn start(&mut self) -> Result<()> {
        self.stop()?;
        let mut command = Command::new(files::genjin()?);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(self.data());
        let log = self.folder.path().join("log");
        let before = fs::read(&log).map(|it| it.len()).unwrap_or_default();
        let mut program = Program::start(&mut command, &log)?;
        let port = program.says("its address", |said| {
            let (line, _) = said.get(before..)?.split_once("http://127.0.0.1:")?.1.split_once('\n')?;
            line.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u16>().ok()
        })?;
        listens(port)?;
        self.address = format!("127.0.0.1:{port}");
        self.program = Some(program);
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        self.program.take().map_or(Ok(()), |mut it| it.stop())
    }

    fn pid(&self) -> Result<u32> {
        Ok(self.program.as_ref().context("the server does not run")?.pid())
    }

    fn cpu(&self) -> Result<u64> {
        usage::cpu(self.pid()?)
    }

    fn memory(&self) -> Result<u64> {
        usage::memory(self.pid()?)
    }

    /// The size of the store, which has been closed.
    fn stored(&self) -> Result<u64> {
        sizes(&self.data())
    }

    async fn device(&self, login: &str) -> Result<Device> {
        Device::of(Person::enrol(&self.address, login, PASSWORD).await?)
    }
}

fn sizes(folder: &Path) -> Result<u64> {
    let mut all = 0;
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            all += entry.metadata()?.len();
        }
    }
    Ok(all)
}

/// Writes a book on a device that has no network: cards, and contacts with each customer.
async fn fill(device: &mut Device, customers: usize) -> Result<Vec<CustomerId>> {
    let mut known = Vec::new();
    for number in 0..customers {
        let (customer, card) = device.card(&format!("顾客 {number}"));
        device.write(&card).await?;
        known.push(customer);
    }
    for round in 0..CONTACTS {
        for customer in &known {
            edit(device, *customer, round).await?;
        }
    }
    Ok(known)
}

/// One edit: a contact that does the open follow-up and so makes the next.
async fn edit(device: &mut Device, customer: CustomerId, round: usize) -> Result<String> {
    let now = device.now();
    let fact = device.call(customer, now, now, &format!("第 {round} 次：看了车，周末带家人再来"));
    device.write(&fact).await?;
    Ok(fact.id)
}

/// What one device did.
#[derive(Default)]
struct Work {
    written: BTreeMap<String, Instant>,
    came: BTreeMap<String, Instant>,
    acked: u64,
    bytes: u64,
}

/// How a device works.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// One edit now and then.
    Calm,
    /// The next edit as soon as the last one is on the server's disk.
    Hurried,
}

/// Works until the end, then listens until everybody has come to rest.
async fn work(
    device: &mut Device,
    known: &[CustomerId],
    pace: Pace,
    end: Instant,
    mut rest: watch::Receiver<bool>,
) -> Result<Work> {
    let mut done = Work::default();
    let before = device.bytes();
    let mut ticks = interval(PACE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut round = 0;
    let mut may_write = pace == Pace::Hurried;
    loop {
        if may_write && Instant::now() < end {
            let customer = *known.get(round % known.len()).context("an empty book")?;
            let began = Instant::now();
            done.written.insert(edit(device, customer, round).await?, began);
            round += 1;
            may_write = false;
        }
        let waiting = !device.unsent().is_empty();
        tokio::select! {
            biased;
            heard = device.hear() => {
                let changes = device.take(heard).await?;
                ensure!(device.is_connected(), "cut off: {:?}", device.refused);
                let now = Instant::now();
                done.came.extend(changes.into_iter().flat_map(|it| it.facts).map(|it| (it.id, now)));
                if waiting && device.unsent().is_empty() {
                    done.acked = done.written.len() as u64;
                    may_write = pace == Pace::Hurried;
                }
            }
            _ = ticks.tick(), if pace == Pace::Calm => may_write = true,
            () = sleep_until(end), if Instant::now() < end => {}
            () = async { drop(rest.wait_for(|it| *it).await) } => break,
        }
    }
    let after = device.bytes();
    done.bytes = after.0 - before.0 + after.1 - before.1;
    Ok(done)
}

/// What a crowd did in one phase.
struct Phase {
    works: Vec<Work>,
    seconds: f64,
    cpu: u64,
}

impl Phase {
    fn edits(&self) -> f64 {
        self.works.iter().map(|it| it.acked).sum::<u64>() as f64
    }

    fn bytes(&self) -> f64 {
        self.works.iter().map(|it| it.bytes).sum::<u64>() as f64
    }

    /// Milliseconds from an edit to its arrival at the other device of the same advisor, in order.
    fn propagation(&self) -> Vec<f64> {
        let pairs = self.works.chunks(2).filter_map(|it| Some((it.first()?, it.get(1)?)));
        let mut all: Vec<f64> = pairs
            .flat_map(|(one, other)| [(one, other), (other, one)])
            .flat_map(|(writer, reader)| {
                let arrival =
                    |(id, at): (&String, &Instant)| Some(reader.came.get(id)?.duration_since(*at).as_secs_f64() * 1e3);
                writer.written.iter().filter_map(arrival).collect::<Vec<_>>()
            })
            .collect();
        all.sort_by(f64::total_cmp);
        all
    }
}

async fn phase(server: &Server, crowd: &mut Vec<(Device, Vec<CustomerId>)>, pace: Pace, seconds: u64) -> Result<Phase> {
    let (rest, resting) = watch::channel(false);
    let cpu = server.cpu()?;
    let began = Instant::now();
    let end = began + Duration::from_secs(seconds);
    let mut tasks = JoinSet::new();
    for (place, (mut device, known)) in std::mem::take(crowd).into_iter().enumerate() {
        let resting = resting.clone();
        tasks.spawn(async move {
            let done = work(&mut device, &known, pace, end, resting).await;
            (place, device, known, done)
        });
    }
    // What was written last is still on its way at the end.
    sleep_until(end + Duration::from_secs(2)).await;
    rest.send(true)?;
    let mut all = BTreeMap::new();
    while let Some(it) = tasks.join_next().await {
        let (place, device, known, done) = it?;
        all.insert(place, (device, known, done?));
    }
    let mut works = Vec::new();
    for (device, known, done) in all.into_values() {
        crowd.push((device, known));
        works.push(done);
    }
    Ok(Phase { works, seconds: seconds as f64, cpu: server.cpu()? - cpu })
}

fn at(sorted: &[f64], share: f64) -> String {
    let place = (sorted.len() as f64 * share) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).map_or_else(|| "–".to_owned(), |it| format!("{it:.1}"))
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

fn kibibytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}

/// A crowd of devices, two for each advisor, works calmly and then as fast as it can.
async fn crowd(server: &mut Server, devices: usize, seconds: u64) -> Result<()> {
    server.start()?;
    let mut crowd = Vec::new();
    for place in 0..devices {
        let login = format!("crowd{}-{}", devices, place / 2);
        let mut device = server.device(&login).await?;
        let known = if place % 2 == 0 { fill(&mut device, SMALL).await? } else { Vec::new() };
        device.connect().await?;
        device.settle().await?;
        let known = match crowd.last() {
            Some((_, known)) if place % 2 == 1 => Vec::clone(known),
            _ => known,
        };
        crowd.push((device, known));
    }
    let calm = phase(server, &mut crowd, Pace::Calm, seconds).await?;
    let propagation = calm.propagation();
    let hurried = phase(server, &mut crowd, Pace::Hurried, seconds).await?;
    let edits = hurried.edits();
    let memory = server.memory()?;
    for (device, _) in &mut crowd {
        device.hang_up();
    }
    say(&format!(
        "| {devices} | {} | {} · {} | {:.0} | {:.0} | {:.2} · {:.2} | {:.0} |",
        propagation.len(),
        at(&propagation, 0.5),
        at(&propagation, 0.99),
        edits / hurried.seconds,
        hurried.bytes() / edits,
        calm.cpu as f64 / calm.edits(),
        hurried.cpu as f64 / edits,
        kibibytes(memory) / 1024.0,
    ))
}

/// One big book: its first upload, a cold sync, a return, and what is stored of an edit.
async fn book(server: &mut Server, customers: usize) -> Result<()> {
    server.start()?;
    let mut first = server.device("book0").await?;
    let began = Instant::now();
    let known = fill(&mut first, customers).await?;
    say(&format!(
        "a book of {customers} × {CONTACTS} was made in {:.1} s: {} bytes saved",
        began.elapsed().as_secs_f64(),
        first.replica()?.save().len()
    ))?;
    let (began, cpu) = (Instant::now(), server.cpu()?);
    first.connect().await?;
    first.settle().await?;
    let (up, down) = first.bytes();
    say(&format!(
        "| first upload | {} bytes, {} ms, {} ms of the server |",
        up + down,
        began.elapsed().as_millis(),
        server.cpu()? - cpu
    ))?;

    let mut cold = server.device("book0").await?;
    let (began, cpu) = (Instant::now(), server.cpu()?);
    cold.connect().await?;
    cold.settle().await?;
    let (up, down) = cold.bytes();
    let share = (up + down) as f64 / cold.replica()?.save().len() as f64;
    say(&format!(
        "| cold sync | {} bytes ({share:.2} × saved), {} ms, {} ms of the server |",
        up + down,
        began.elapsed().as_millis(),
        server.cpu()? - cpu
    ))?;
    cold.hang_up();
    let before = cold.bytes();
    let began = Instant::now();
    cold.connect().await?;
    cold.settle().await?;
    let after = cold.bytes();
    say(&format!(
        "| return | {} bytes, {} ms |",
        after.0 + after.1 - before.0 - before.1,
        began.elapsed().as_millis()
    ))?;

    first.hang_up();
    cold.hang_up();
    server.stop()?;
    let stored = server.stored()?;
    server.start()?;
    first.person.address.clone_from(&server.address);
    first.connect().await?;
    first.settle().await?;
    let (cpu, before, began) = (server.cpu()?, first.bytes(), Instant::now());
    const EDITS: usize = 500;
    for round in 0..EDITS {
        edit(&mut first, *known.get(round % known.len()).context("an empty book")?, round).await?;
        first.until("the server to hold the edit", |it| it.unsent().is_empty()).await?;
    }
    let after = first.bytes();
    say(&format!(
        "| one edit of a big book | {:.0} bytes on the wire, {:.2} ms, {:.2} ms of the server |",
        (after.0 + after.1 - before.0 - before.1) as f64 / EDITS as f64,
        began.elapsed().as_secs_f64() * 1e3 / EDITS as f64,
        (server.cpu()? - cpu) as f64 / EDITS as f64
    ))?;
    first.hang_up();
    server.stop()?;
    say(&format!(
        "| stored for one edit | {:.0} bytes |",
        server.stored()?.saturating_sub(stored) as f64 / EDITS as f64
    ))
}

/// Memory: a fresh server, then big books open, then idle sockets.
async fn memory(server: &mut Server, customers: usize) -> Result<()> {
    server.start()?;
    let mut devices = Vec::new();
    for number in 0..BOOKS {
        let mut device = server.device(&format!("book{number}")).await?;
        if number > 0 {
            fill(&mut device, customers).await?;
        }
        device.connect().await?;
        device.settle().await?;
        device.hang_up();
        devices.push(device);
    }
    server.start()?;
    let idle = Person::enrol(&server.address, "idle", PASSWORD).await?;
    let fresh = server.memory()?;
    for device in &mut devices {
        device.person.address.clone_from(&server.address);
        device.connect().await?;
        device.settle().await?;
    }
    let open = server.memory()?;
    let mut sockets = Vec::new();
    for _ in 0..IDLE {
        let mut device = Device::of(idle.clone())?;
        device.connect().await?;
        device.settle().await?;
        sockets.push(device);
    }
    let idling = server.memory()?;
    say(&format!("| a fresh server | {:.1} MiB |", kibibytes(fresh) / 1024.0))?;
    say(&format!(
        "| an open book of {customers} × {CONTACTS} | {:.1} MiB |",
        kibibytes(open - fresh) / 1024.0 / BOOKS as f64
    ))?;
    say(&format!("| an idle device | {:.0} KiB |", kibibytes(idling.saturating_sub(open)) / IDLE as f64))
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = options()?;
    let mut server = Server::new()?;
    server.hire("idle")?;
    for number in 0..BOOKS {
        server.hire(&format!("book{number}"))?;
    }
    for devices in &options.devices {
        for advisor in 0..devices.div_ceil(2) {
            server.hire(&format!("crowd{devices}-{advisor}"))?;
        }
    }
    say("| what | how much |\n|---|---|")?;
    book(&mut server, options.customers).await?;
    memory(&mut server, options.customers).await?;
    say(&format!(
        "\n{} s calm (each device an edit every {} ms), then {} s hurried (the next edit when the last is on the disk); books of {SMALL} × {CONTACTS}\n",
        options.seconds,
        PACE.as_millis(),
        options.seconds
    ))?;
    say(
        "| devices | edits seen by the other | propagation p50 · p99, ms | durable edits/s | wire bytes per edit | server CPU ms per edit, calm · hurried | server MiB |",
    )?;
    say("|---|---|---|---|---|---|---|")?;
    for devices in &options.devices {
        crowd(&mut server, *devices, options.seconds).await?;
    }
    server.stop()
}
