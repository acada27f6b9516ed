//! How the server bears load: real devices on real sockets against a server of their own, and a table of figures.
//!
//! `load [--devices 1,10,100] [--seconds 10] [--customers 500] [--store sqlite]`: the size of the crowds, how long each works, how big
//! a big book is, and what the server keeps it in, `sqlite` or `postgres`. Processor and memory are the server's own, without PostgreSQL's.

use anyhow::{Context, Result, bail};
use domain::id::CustomerId;
use std::env;
use std::time::Duration;
use tests::bench::crowd::{PACE, Pace, edit, phase};
use tests::bench::figures::{at, kibibytes, say};
use tests::bench::server::Server;
use tests::protocol::device::Device;
use tests::protocol::person::{PASSWORD, Person};
use tokio::time::{Instant, sleep_until};

const CONTACTS: usize = 10;
/// Customers in a book of a crowd's.
const SMALL: usize = 50;
/// Books opened at once, and sockets kept idle (one person may have a hundred), to divide memory by.
const BOOKS: usize = 4;
const IDLE: usize = 90;
/// Long enough to read a few books from the disk.
const READ: Duration = Duration::from_secs(5);
/// A document stays loaded for half a minute after the last one has left.
const UNLOADED: Duration = Duration::from_secs(40);

struct Options {
    devices: Vec<usize>,
    seconds: u64,
    customers: usize,
    is_postgres: bool,
}

fn options() -> Result<Options> {
    let mut it = Options { devices: vec![1, 10, 100], seconds: 10, customers: 500, is_postgres: false };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--devices" => it.devices = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "--seconds" => it.seconds = value.parse()?,
            "--customers" => it.customers = value.parse()?,
            "--store" => {
                it.is_postgres = match value.as_str() {
                    "sqlite" => false,
                    "postgres" => true,
                    _ => bail!("no store {value}: sqlite postgres"),
                };
            }
            _ => bail!("no option {word}: --devices --seconds --customers --store"),
        }
    }
    Ok(it)
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

/// A crowd of devices, two for each advisor, works calmly and then as fast as it can.
async fn crowd(server: &mut Server, devices: usize, seconds: u64) -> Result<()> {
    server.start(None)?;
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
    server.start(None)?;
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
        "| first upload | {} bytes, {} ms, {} ms of the server | |",
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
        "| cold sync | {} bytes ({share:.2} × saved), {} ms, {} ms of the server | S4: 1.05 × saved |",
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
        "| return | {} bytes, {} ms | |",
        after.0 + after.1 - before.0 - before.1,
        began.elapsed().as_millis()
    ))?;

    first.hang_up();
    cold.hang_up();
    server.stop()?;
    let stored = server.stored()?;
    server.start(None)?;
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
        "| one edit of a big book | {:.0} bytes on the wire, {:.2} ms, {:.2} ms of the server | S5, S1 |",
        (after.0 + after.1 - before.0 - before.1) as f64 / EDITS as f64,
        began.elapsed().as_secs_f64() * 1e3 / EDITS as f64,
        (server.cpu()? - cpu) as f64 / EDITS as f64
    ))?;
    first.hang_up();
    server.stop()?;
    say(&format!(
        "| stored for one edit | {:.0} bytes | S5 |",
        server.stored()?.saturating_sub(stored) as f64 / EDITS as f64
    ))
}

/// Memory: a fresh server, then big books open, then closed again; and on another fresh server idle sockets.
async fn memory(server: &mut Server, customers: usize) -> Result<()> {
    server.start(None)?;
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
    server.start(None)?;
    let idle = Person::enrol(&server.address, "idle", PASSWORD).await?;
    // What the start needed is given back within a second.
    sleep_until(Instant::now() + READ).await;
    let fresh = server.memory()?;
    say(&format!("| a fresh server | {:.1} MiB | |", kibibytes(fresh) / 1024.0))?;
    for device in &mut devices {
        device.person.address.clone_from(&server.address);
        device.connect().await?;
        device.settle().await?;
    }
    // They have settled on what was said before the server's start: it reads the books only now.
    sleep_until(Instant::now() + READ).await;
    let book = |now: u64| kibibytes(now.saturating_sub(fresh)) / 1024.0 / BOOKS as f64;
    say(&format!("| an open book of {customers} × {CONTACTS} | {:.1} MiB | S6: 3 MiB |", book(server.memory()?)))?;
    devices.iter_mut().for_each(Device::hang_up);
    sleep_until(Instant::now() + UNLOADED).await;
    say(&format!("| a book that was open and is closed | {:.1} MiB | S6 |", book(server.memory()?)))?;

    server.start(None)?;
    let idle = Person { address: server.address.clone(), ..idle };
    let mut sockets = Vec::new();
    let mut before = server.memory()?;
    for number in 0..=IDLE {
        let mut device = Device::of(idle.clone())?;
        device.connect().await?;
        device.settle().await?;
        sockets.push(device);
        if number == 0 {
            // The first one has opened the documents.
            before = server.memory()?;
        }
    }
    let each = kibibytes(server.memory()?.saturating_sub(before)) / IDLE as f64;
    say(&format!("| an idle device | {each:.0} KiB | S6: 60 KiB |"))
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = options()?;
    let mut server = if options.is_postgres { Server::on_postgres()? } else { Server::new()? };
    server.hire("idle")?;
    for number in 0..BOOKS {
        server.hire(&format!("book{number}"))?;
    }
    for devices in &options.devices {
        for advisor in 0..devices.div_ceil(2) {
            server.hire(&format!("crowd{devices}-{advisor}"))?;
        }
    }
    say("| what | how much | goal |\n|---|---|---|")?;
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
