//! A crowd of devices at work: two of each advisor, and what the one writes the other sees.

use super::server::Server;
use crate::protocol::device::Device;
use anyhow::{Context, Result, ensure};
use domain::id::CustomerId;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

/// Between two edits of one device that does not hurry.
pub const PACE: Duration = Duration::from_millis(500);

/// One edit: a contact that does the open follow-up and so makes the next.
///
/// # Errors
/// If the device cannot write.
pub async fn edit(device: &mut Device, customer: CustomerId, round: usize) -> Result<String> {
    let now = device.now();
    let fact = device.call(customer, now, now, &format!("第 {round} 次：看了车，周末带家人再来"));
    device.write(&fact).await?;
    Ok(fact.id)
}

/// What one device did.
#[derive(Debug, Default)]
pub struct Work {
    written: BTreeMap<String, Instant>,
    came: BTreeMap<String, Instant>,
    acked: u64,
    bytes: u64,
}

/// How a device works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
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
#[derive(Debug)]
pub struct Phase {
    works: Vec<Work>,
    /// How long it worked.
    pub seconds: f64,
    /// Milliseconds of the server's processor time.
    pub cpu: u64,
}

impl Phase {
    /// The edits that are on the server's disk.
    #[must_use]
    pub fn edits(&self) -> f64 {
        self.works.iter().map(|it| it.acked).sum::<u64>() as f64
    }

    /// The bytes on the wire, up and down.
    #[must_use]
    pub fn bytes(&self) -> f64 {
        self.works.iter().map(|it| it.bytes).sum::<u64>() as f64
    }

    /// Milliseconds from an edit to its arrival at the other device of the same advisor, in order.
    #[must_use]
    pub fn propagation(&self) -> Vec<f64> {
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

/// Lets a crowd work for some seconds.
///
/// # Errors
/// If a device is cut off.
pub async fn phase(
    server: &Server,
    crowd: &mut Vec<(Device, Vec<CustomerId>)>,
    pace: Pace,
    seconds: u64,
) -> Result<Phase> {
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
