//! One deadline, two tablets and two servers: a silence is no fault, a truth told late counts, and an invention does not.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tests::browser::{Browser, DESK, Engine, TABLET};
use tests::look::named;
use tests::page::shell::Shell;
use tests::page::sign_in::SignIn;
use tests::postgres::Cluster;
use tests::protocol::http::text;
use tests::protocol::person::{Person, address};
use tests::server::Server;
use tests::{NOW, World, story};

/// The evening of the day on which the online leads of [`NOW`] are due, and the night after it.
const EVENING: &str = "2026-03-19T23:40:00+08:00";
const NIGHT: &str = "2026-03-20T00:05:00+08:00";
/// Whose tablet is silent over the deadline, whose is not, and who inherits.
const SILENT: &str = "wang";
const PRESENT: &str = "li";
const HEIR: &str = "zhao";

#[test]
fn a_silent_tablet_is_unknown_a_present_one_has_missed_and_two_servers_lock_once() {
    story(async |world| deadline(world).await);
}

/// The servers, which are down and up together.
struct Nodes([Server; 2]);

impl Nodes {
    fn start(cluster: &Cluster) -> Result<Self> {
        Ok(Self([Server::node(&cluster.url, NOW)?, Server::node(&cluster.url, NOW)?]))
    }

    async fn outage<T>(&mut self, world: &World, until: &str, meanwhile: impl AsyncFnOnce() -> Result<T>) -> Result<T> {
        world.collect(false).await?;
        self.0.iter_mut().try_for_each(Server::kill9)?;
        let result = meanwhile().await;
        self.0.iter_mut().try_for_each(|it| it.run(Some(until)))?;
        world.collect(true).await?;
        result
    }

    /// The locks that both have stamped since they run.
    async fn stamped(&self) -> Result<u64> {
        let mut sum = 0;
        for node in &self.0 {
            let said = text(&address(node), "/metrics").await?;
            let value = said.lines().find_map(|it| it.strip_prefix("genjin_stamped_total")).context("no counter")?;
            sum += value.trim().parse::<u64>()?;
        }
        Ok(sum)
    }
}

async fn tablet(world: &World, node: &Server, login: &str) -> Result<Browser> {
    let it = world.browser_at(login, Engine::Chromium, TABLET, "zh-CN", &node.url("")).await?;
    SignIn::open(&it).await?.enter(login).await?.opens_offline().await?;
    Ok(it)
}

/// Adds an online lead, who is due on the day after.
async fn lead(browser: &Browser, name: &str, phone: &str) -> Result<()> {
    let form = Shell::here(browser).await?.new_customer().await?;
    form.who(name, phone).await?.online_lead().await?.level("P2").await?.save(name).await?;
    Shell::here(browser).await?.all_is_uploaded().await
}

async fn deadline(world: &World) -> Result<()> {
    let cluster = Cluster::start()?;
    for (login, role) in [("manager", "manager"), (SILENT, "advisor"), (PRESENT, "advisor"), (HEIR, "advisor")] {
        cluster.account(login, role)?;
    }
    let mut nodes = Nodes::start(&cluster)?;
    let [one, two] = &nodes.0;
    let manager = world.browser_at("the manager", Engine::Chromium, DESK, "zh-CN", &two.url("")).await?;
    let queue = SignIn::open(&manager).await?.enter("manager").await?.locks().await?;
    let (silent, present) = (tablet(world, one, SILENT).await?, tablet(world, one, PRESENT).await?);
    let heir = tablet(world, two, HEIR).await?;
    lead(&silent, "陈及时", "13900002002").await?;
    lead(&present, "冯到期", "13900002001").await?;
    nodes.outage(world, EVENING, async || Ok(())).await?;
    Shell::here(&silent).await?.all_is_uploaded().await?;
    Shell::here(&present).await?.all_is_uploaded().await?;

    // Without a network one calls in time, and the tablet is put away; the other one does nothing.
    let call = async || {
        let card = Shell::here(&silent).await?.customers().await?.open("陈及时").await?;
        card.contact().await?.outcome("talked").await?;
        let away = silent.driver().new_tab().await?;
        silent.close_tab(&away, true).await
    };
    nodes.outage(world, NIGHT, call).await?;
    Shell::here(&present).await?.all_is_uploaded().await?;
    let words = manager.words();
    let unknown = words.get("locks.unknown")?.split('{').next().unwrap_or_default().trim();
    queue.stands("陈及时", unknown).await?;
    queue.stands("冯到期", words.get("locks.missed")?).await?;
    ensure!(nodes.stamped().await? == 2, "each lock is stamped once by two servers");

    // The silent one comes back: the call was in time, the lock goes, and it counts.
    silent.open("/").await?;
    let shell = Shell::here(&silent).await?;
    shell.all_is_uploaded().await?;
    queue.has_no("陈及时").await?;
    shell.customers().await?.open("陈及时").await?.is_not_locked().await?;
    let team = Person::enter(&address(&nodes.0[0]), "manager").await?.get("/api/team").await?;
    let advisors = team.get("advisors").and_then(Value::as_array).context("no advisors")?;
    let timely = |login: &str| {
        let row = advisors.iter().find(|it| it.get("name").is_some_and(|name| name == login))?;
        row.get("timeliness")?.as_u64()
    };
    ensure!(timely(SILENT) == Some(100), "it counts as on time: {team}");

    // The present one invents a call of yesterday: it is flagged, and lifts nothing.
    let card = Shell::here(&present).await?.customers().await?.open("冯到期").await?;
    card.is_locked().await?;
    card.contact().await?.more().await?.happened("2026-03-19T20:00").await?.outcome("talked").await?;
    Shell::here(&present).await?.all_is_uploaded().await?;
    let retimed = words.with("timeline.retimed", &[])?;
    card.tells(retimed.split('{').next().unwrap_or_default()).await?;
    card.is_locked().await?;

    // The manager hands over: the heir has the whole history without a network, the former owner nothing.
    queue.rule("冯到期").await?.note("换人跟进").await?.hand_over(HEIR).await?;
    queue.has_no("冯到期").await?;
    let moved = words.with("timeline.hand_over", &[("name", HEIR)])?;
    Shell::here(&heir).await?.customers().await?.open("冯到期").await?.tells(&moved).await?;
    Shell::here(&present).await?.customers().await?.lacks("冯到期").await?;
    let offline = async || {
        heir.reload().await?;
        let card = Shell::here(&heir).await?.customers().await?.open("冯到期").await?;
        card.tells(&moved).await?;
        card.tells(retimed.split('{').next().unwrap_or_default()).await?;
        heir.sees(&named("text", "换人跟进").having()).await
    };
    nodes.outage(world, NIGHT, offline).await?;
    cluster.verify()
}
