//! Power cuts: the server dies at any moment of a sync, and nothing that was called uploaded is lost or doubled.

use super::serve;
use anyhow::{Result, ensure};
use domain::id::CustomerId;
use serde_json::json;
use std::collections::BTreeSet;
use std::env;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;
use sync::replica::RawFact;
use sync::witness::actor;
use tests::NOW;
use tests::protocol::device::Device;
use tests::protocol::javascript::Peer;
use tests::protocol::person::{PASSWORD, Person};
use tokio::time::{Instant as Moment, Interval, interval, sleep_until};

/// How often the device writes.
const PACE: Duration = Duration::from_millis(3);

/// Draws numbers that follow from a seed.
pub struct Dice(pub u64);

impl Dice {
    /// A number below another.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A number of the environment.
pub fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(otherwise)
}

/// Two writers: a tablet of ours, whose process may die too, and an automerge-repo.
pub struct Writers {
    pub tablet: Device,
    pub peer: Peer,
    pub url: String,
    customer: CustomerId,
    pace: Interval,
    /// All that was written.
    pub written: BTreeSet<String>,
    /// What the tablet has at any time called uploaded.
    pub uploaded: BTreeSet<String>,
    /// Facts whose keys and texts the peer writes.
    mint: Device,
}

impl Writers {
    pub async fn start(address: &str) -> Result<Self> {
        let mut tablet = Device::enrol(address, "advisor1").await?;
        tablet.connect().await?;
        let (customer, card) = tablet.card("断电");
        tablet.write(&card).await?;
        tablet.settle().await?;
        let person = Person::enrol(address, "advisor1", PASSWORD).await?;
        let url = person.session.book.clone();
        let mut peer = Peer::of(&person).await?;
        peer.find_to_write(&url, &actor(&person.enrolled()?.id, 1)).await?;
        let mint = Device::of(person)?;
        let written = BTreeSet::from([card.id]);
        Ok(Self { tablet, peer, url, customer, pace: interval(PACE), uploaded: written.clone(), written, mint })
    }

    /// Works for a while, with or without a server.
    pub async fn work(&mut self, until: Moment) -> Result<()> {
        loop {
            tokio::select! {
                biased;
                () = sleep_until(until) => return Ok(()),
                heard = self.tablet.hear() => {
                    // A connection that the server's death has cut cannot be answered on.
                    if self.tablet.take(heard).await.is_err() {
                        self.tablet.hang_up();
                    }
                    let unsent = self.tablet.unsent();
                    self.uploaded.extend(self.tablet.facts().into_iter().map(|it| it.id).filter(|it| !unsent.contains(it)));
                }
                _ = self.pace.tick() => {
                    let fact = call(&mut self.tablet, self.customer);
                    self.written.insert(fact.id.clone());
                    if self.tablet.write(&fact).await.is_err() {
                        self.tablet.hang_up();
                    }
                }
            }
        }
    }

    pub async fn write_in_javascript(&mut self) -> Result<()> {
        let fact = call(&mut self.mint, self.customer);
        self.peer.put(&self.url, &fact.id, &fact.text).await?;
        self.written.insert(fact.id);
        Ok(())
    }
}

fn call(device: &mut Device, customer: CustomerId) -> RawFact {
    let now = device.now();
    device.call(customer, now, now, "before the cut")
}

#[tokio::test]
async fn nothing_uploaded_is_lost_or_doubled_however_often_the_server_dies() -> Result<()> {
    let kills = number("GENJIN_KILLS", 20);
    let seed = number("GENJIN_SEED", RandomState::new().hash_one(0));
    eprintln!("GENJIN_SEED={seed}");
    let mut dice = Dice(seed);
    let (mut server, address) = serve()?;
    let demo = {
        let mut reader = Device::enrol(&address, "advisor1").await?;
        reader.connect().await?;
        reader.settle().await?;
        reader.facts().len()
    };
    let mut writers = Writers::start(&address).await?;

    for _ in 0..kills {
        let life = Duration::from_micros(dice.below(150_000));
        writers.write_in_javascript().await?;
        writers.work(Moment::now() + life).await?;
        server.kill9()?;
        // Some frames that the server sent before its death are still on the way.
        writers.work(Moment::now() + Duration::from_micros(dice.below(30_000))).await?;
        writers.write_in_javascript().await?;
        match dice.below(3) {
            0 => writers.tablet.crash()?,
            _ => writers.tablet.hang_up(),
        }
        server.run(Some(NOW))?;
        writers.tablet.connect().await?;
    }
    writers.tablet.settle().await?;
    writers.peer.ask(json!({"do": "uploaded", "url": writers.url})).await?;
    ensure!(writers.tablet.unsent().is_empty());

    // A device that was never here sees what the server has.
    let mut cold = Device::enrol(&address, "advisor1").await?;
    cold.connect().await?;
    cold.settle().await?;
    let there: BTreeSet<String> = cold.facts().into_iter().map(|it| it.id).collect();
    let lost: Vec<_> = writers.uploaded.difference(&there).collect();
    ensure!(lost.is_empty(), "called uploaded, and lost: {lost:?}");
    let missing: Vec<_> = writers.written.difference(&there).collect();
    ensure!(missing.is_empty(), "written, and lost: {missing:?}");
    assert_eq!(there.len(), demo + writers.written.len(), "nothing else has come");
    let changes = cold.replica()?.changes_since(&sync::replica::Heads::default());
    let mut carried: Vec<String> = changes.into_iter().flat_map(|it| it.facts).map(|it| it.id).collect();
    let all = carried.len();
    carried.sort();
    carried.dedup();
    assert_eq!(carried.len(), all, "each fact is in one change");
    eprintln!("{kills} kills, {} facts, {} seen as uploaded in between", writers.written.len(), writers.uploaded.len());

    server.stop()?;
    assert_eq!(server.command(&["verify"])?.trim(), "whole");
    Ok(())
}
