//! Three servers on one database: devices at each of them, one that dies without a word, and a midnight with the two that are left.

use anyhow::{Context, Result};
use domain::id::CustomerId;
use domain::instant::Instant;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use sync::replica::RawFact;
use sync::witness::actor;
use tests::NOW;
use tests::poll::until;
use tests::postgres::Cluster;
use tests::protocol::device::Device;
use tests::protocol::http::text;
use tests::protocol::javascript::Peer;
use tests::protocol::person::{PASSWORD, Person, address};
use tests::server::Server;

const ADVISORS: [&str; 3] = ["wang", "li", "zhao"];
/// Shortly before the end of the day on which the customers of [`NOW`] are due.
const EVENING: &str = "2026-03-22T23:59:50+08:00";
/// How many calls each device logs before a server dies, and after.
const CALLS: usize = 20;

/// A device, and what was written on it.
struct Tablet {
    login: &'static str,
    device: Device,
    customer: CustomerId,
    written: BTreeSet<String>,
}

impl Tablet {
    async fn begin(node: &str, login: &'static str) -> Result<Self> {
        let mut device = Device::enrol(node, login).await?;
        device.connect().await?;
        let (customer, card) = device.card("多机");
        device.write(&card).await?;
        Ok(Self { login, device, customer, written: BTreeSet::from([card.id]) })
    }

    fn call(&mut self) -> RawFact {
        let now = self.device.now();
        let call = self.device.call(self.customer, now, now, "logged");
        self.written.insert(call.id.clone());
        call
    }

    /// Logs a call. Whoever's server is dead goes on without.
    async fn work(&mut self) {
        let call = self.call();
        if self.device.write(&call).await.is_err() {
            self.device.hang_up();
        }
    }

    /// Goes on at a node with everything that it has.
    async fn go_on_at(&mut self, node: &str) -> Result<()> {
        node.clone_into(&mut self.device.person.address);
        self.device.connect().await?;
        self.device.settle().await
    }
}

/// All log calls, in turns and without waiting for anything.
async fn work(tablets: &mut [Tablet]) {
    for _ in 0..CALLS {
        for tablet in &mut *tablets {
            tablet.work().await;
        }
    }
}

/// What the tablets of an advisor have written.
fn written(tablets: &[Tablet], login: &str) -> BTreeSet<String> {
    tablets.iter().filter(|it| it.login == login).flat_map(|it| it.written.iter().cloned()).collect()
}

/// A counter of a node.
async fn counter(node: &str, name: &str) -> Result<u64> {
    let said = text(node, "/metrics").await?;
    let value = said.lines().find_map(|it| it.strip_prefix(name)).with_context(|| format!("no {name}: {said}"))?;
    Ok(value.trim().parse()?)
}

/// The team's sum of a figure.
async fn sum(manager: &Person, figure: &str) -> Result<usize> {
    let team = manager.get("/api/team").await?;
    let advisors = team.get("advisors").and_then(Value::as_array).context("no advisors")?;
    let sum: u64 = advisors.iter().filter_map(|it| it.get(figure).and_then(Value::as_u64)).sum();
    Ok(usize::try_from(sum)?)
}

/// How often a desk says of each customer that a lock fell.
fn locked(desk: &[RawFact]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let facts = desk.iter().filter_map(|it| serde_json::from_str::<Value>(&it.text).ok());
    for fact in facts.filter(|it| it.get("kind").is_some_and(|it| it == "locked")) {
        let customer = fact.get("customer").and_then(Value::as_str).unwrap_or_default();
        *counts.entry(customer.to_owned()).or_default() += 1;
    }
    counts
}

#[tokio::test]
async fn nothing_is_lost_or_doubled_when_one_of_three_servers_dies_and_each_lock_is_stamped_once() -> Result<()> {
    let cluster = Cluster::start()?;
    cluster.account("manager", "manager")?;
    for login in ADVISORS {
        cluster.account(login, "advisor")?;
    }
    let start = || Server::node(&cluster.url, NOW);
    let (mut here, mut dying, mut there) = (start()?, start()?, start()?);
    let nodes = [address(&here), address(&dying), address(&there)];
    let [a, b, c] = &nodes;
    let managers = [Person::enter(a, "manager").await?, Person::enter(c, "manager").await?];
    let mut tablets = Vec::new();
    for login in ADVISORS {
        for node in &nodes {
            tablets.push(Tablet::begin(node, login).await?);
        }
    }
    let mut stranger = Person::enrol(b, "wang", PASSWORD).await?;
    let (book, own) = (stranger.session.book.clone(), actor(&stranger.enrolled()?.id, 1));
    let mut peer = Peer::of(&stranger).await?;
    peer.find_to_write(&book, &own).await?;

    work(&mut tablets).await;
    dying.kill9()?;
    work(&mut tablets).await;
    for (tablet, node) in tablets.iter_mut().zip([a, c, c, a, a, c, a, c, c]) {
        tablet.go_on_at(node).await?;
    }
    // So does a client that is not ours.
    peer.close().await?;
    c.clone_into(&mut stranger.address);
    peer.open(&stranger).await?;
    peer.find_to_write(&book, &own).await?;
    let wang = tablets.first_mut().context("a tablet")?;
    let call = wang.call();
    peer.put(&book, &call.id, &call.text).await?;
    wang.device.until("the call that came to the other node", |it| it.has(&call.id)).await?;

    for login in ADVISORS {
        let written = written(&tablets, login);
        for node in [a, c] {
            let mut reader = Device::enrol(node, login).await?;
            reader.connect().await?;
            reader.until("the whole book", |it| it.facts().len() >= written.len()).await?;
            let found: BTreeSet<String> = reader.facts().into_iter().map(|it| it.id).collect();
            assert_eq!(found, written, "{login} at {node}");
        }
    }
    cluster.verify()?;
    for manager in &managers {
        let cards = tablets.len();
        until("the figures", async || Ok((sum(manager, "new_this_month").await? == cards).then_some(()))).await?;
    }

    for server in [&mut here, &mut there] {
        server.stop()?;
    }
    for server in [&mut here, &mut there] {
        server.run(Some(EVENING))?;
    }
    for manager in &managers {
        let customers = tablets.len();
        until("the locks", async || Ok((sum(manager, "locked").await? == customers).then_some(()))).await?;
    }
    let evening = Instant::parse(EVENING).context("no time")?;
    for (tablet, node) in tablets.iter_mut().zip([a, c].into_iter().cycle()) {
        tablet.device.set_clock(evening);
        tablet.go_on_at(node).await?;
        tablet.device.until("the locks of the desk", |it| locked(&it.desk_facts()).len() == ADVISORS.len()).await?;
        assert!(locked(&tablet.device.desk_facts()).values().all(|it| *it == 1), "said once");
    }
    let stamped = counter(a, "genjin_stamped_total").await? + counter(c, "genjin_stamped_total").await?;
    assert_eq!(stamped, tablets.len() as u64, "stamped once");
    cluster.verify()
}
