//! The shared list of cheats and honest stories (`trust.txt`): lock, ground and timeliness, as the manager is told them.

use super::hostile::{carrying_as, sync};
use anyhow::{Context, Result, ensure};
use domain::id::CustomerId;
use domain::instant::Instant;
use serde_json::{Value, json};
use std::fmt::Write;
use sync::replica::RawFact;
use sync::witness::actor;
use tests::NOW;
use tests::poll::until;
use tests::protocol::device::Device;
use tests::protocol::javascript::Peer;
use tests::protocol::person::{Person, address};
use tests::protocol::socket::Socket;
use tests::server::Server;

const TABLE: &str = include_str!("trust.txt");
/// Sunday, shortly before the locks fall; and after the week of those who were away.
const EVENING: &str = "2026-03-22T23:59:30+08:00";
const MIDNIGHT: &str = "2026-03-23T00:00:00+08:00";
const NEXT_WEEK: &str = "2026-03-25T09:00:00+08:00";

/// What each line of the table plays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Story {
    Invented,
    IdleSocket,
    ClockSetBack,
    FreshActor,
    SecondTab,
    NewDevice,
    Rewritten,
    Replayed,
    AnothersActor,
    WeekOffline,
    TwoTablets,
    SteadyClock,
    LateUpload,
    BroughtTwice,
}

/// In the order of the table.
const STORIES: [Story; 14] = [
    Story::Invented,
    Story::IdleSocket,
    Story::ClockSetBack,
    Story::FreshActor,
    Story::SecondTab,
    Story::NewDevice,
    Story::Rewritten,
    Story::Replayed,
    Story::AnothersActor,
    Story::WeekOffline,
    Story::TwoTablets,
    Story::SteadyClock,
    Story::LateUpload,
    Story::BroughtTwice,
];

fn at(text: &str) -> Result<Instant> {
    Instant::parse(text).with_context(|| format!("no time: {text}"))
}

/// A moment of the days between.
fn of(day: u32, time: &str) -> Result<Instant> {
    at(&format!("2026-03-{day}T{time}:00+08:00"))
}

/// An advisor, on a tablet of her own.
struct Player {
    story: Story,
    login: String,
    password: String,
    tablet: Device,
    /// Another tab, another tablet or another program, where the story has one.
    other: Option<Device>,
    peer: Option<Peer>,
    customer: CustomerId,
    /// What the story turns on: written before, or in the end.
    call: Option<RawFact>,
    /// A message that is said twice.
    message: Vec<u8>,
}

impl Player {
    /// Wednesday: a new advisor, a tablet, and a card that is due on Sunday.
    async fn begin(manager: &Person, story: Story, number: usize) -> Result<Self> {
        let login = format!("player{number}");
        let made = manager.post("/api/staff", &json!({"login": login, "name": login, "role": "advisor"})).await?;
        let password = made.get("password").and_then(Value::as_str).context("no password")?.to_owned();
        let mut tablet = Device::of(Person::enrol(&manager.address, &login, &password).await?)?;
        if story == Story::SteadyClock {
            tablet.offset = -3 * Instant::HOUR;
        }
        tablet.connect().await?;
        let (customer, card) = tablet.card("诚信");
        tablet.write(&card).await?;
        tablet.settle().await?;
        let mut it =
            Self { story, login, password, tablet, other: None, peer: None, customer, call: None, message: Vec::new() };
        it.prepare().await?;
        Ok(it)
    }

    /// What some have ready on Wednesday already.
    async fn prepare(&mut self) -> Result<()> {
        let now = self.tablet.now();
        match self.story {
            Story::Rewritten => {
                let call = self.tablet.call(self.customer, now, now, "first");
                let call = RawFact { text: call.text.replace("\"talked\"", "\"no_answer\""), ..call };
                self.tablet.write(&call).await?;
                self.tablet.settle().await?;
                self.call = Some(call);
            }
            Story::Replayed => {
                let call = self.tablet.call(self.customer, now, now, "once");
                let own = actor(&self.tablet.person.enrolled()?.id, 7);
                self.message = sync(&self.tablet.person.session.book, "replayer", carrying_as(&own, &call)?)?;
                self.replay().await?;
                self.tablet.until("the call", |it| it.has(&call.id)).await?;
                self.tablet.settle().await?;
                self.call = Some(call);
            }
            Story::TwoTablets => self.other = Some(Device::of(self.sign_in_anew().await?)?),
            Story::WeekOffline => self.tablet.person.sign_out().await?,
            _ => {}
        }
        self.tablet.hang_up();
        Ok(())
    }

    async fn sign_in_anew(&self) -> Result<Person> {
        Person::enrol(&self.tablet.person.address, &self.login, &self.password).await
    }

    /// Says the message on a connection of its own, and waits until the server has heard it.
    async fn replay(&self) -> Result<()> {
        let person = &self.tablet.person;
        let mut socket = Socket::joined(&person.address, &person.cookie, "replayer").await?;
        socket.send(&self.message).await?;
        socket.message().await.map(drop)
    }

    /// The days offline: what the honest ones do on them.
    async fn away(&mut self) -> Result<()> {
        match self.story {
            Story::WeekOffline => {
                self.reach(of(20, "15:00")?).await?;
                self.call_again(of(24, "16:00")?).await
            }
            Story::TwoTablets | Story::LateUpload | Story::BroughtTwice => self.reach(of(22, "20:00")?).await,
            // Her own clock says that it is Monday.
            Story::SteadyClock => self.reach(of(22, "22:00")?).await,
            _ => Ok(()),
        }
    }

    /// A call that is written down when it is made.
    async fn reach(&mut self, when: Instant) -> Result<()> {
        let call = self.tablet.call(self.customer, when, when, "reached");
        self.tablet.write(&call).await?;
        self.call = Some(call);
        Ok(())
    }

    async fn call_again(&mut self, when: Instant) -> Result<()> {
        let call = self.tablet.call(self.customer, when, when, "reached again");
        self.tablet.write(&call).await
    }

    /// Sunday evening: who is online says so.
    async fn evening(&mut self) -> Result<()> {
        match self.story {
            Story::WeekOffline | Story::LateUpload | Story::SteadyClock => {}
            Story::IdleSocket => {
                let person = self.tablet.person.clone();
                let mut peer = Peer::of(&person).await?;
                peer.find_to_write(&person.session.book, &actor(&person.enrolled()?.id, 2)).await?;
                self.peer = Some(peer);
            }
            Story::TwoTablets => {
                let other = self.other.as_mut().context("no other tablet")?;
                other.connect().await?;
                other.settle().await?;
            }
            _ => {
                self.tablet.connect().await?;
                self.tablet.settle().await?;
            }
        }
        Ok(())
    }

    /// After the lock: what is brought.
    async fn bring(&mut self, colleague: &str) -> Result<()> {
        let friday = of(20, "15:00")?;
        let now = self.tablet.now();
        match self.story {
            Story::Invented => self.claim(friday, now).await,
            Story::ClockSetBack => self.claim(friday, friday).await,
            Story::FreshActor => {
                self.tablet.crash()?;
                self.tablet.connect().await?;
                self.claim(friday, friday).await
            }
            Story::SecondTab => {
                let mut tab = Device::of(self.tablet.person.clone())?;
                tab.crash()?;
                tab.connect().await?;
                tab.settle().await?;
                self.other = Some(std::mem::replace(&mut self.tablet, tab));
                self.claim(friday, friday).await
            }
            Story::NewDevice => {
                let device = Device::of(self.sign_in_anew().await?)?;
                self.other = Some(std::mem::replace(&mut self.tablet, device));
                self.tablet.connect().await?;
                self.claim(friday, friday).await
            }
            Story::IdleSocket => {
                let call = self.tablet.call(self.customer, of(22, "15:00")?, of(22, "15:00")?, "claimed");
                let url = self.tablet.person.session.book.clone();
                let peer = self.peer.as_mut().context("no peer")?;
                peer.put(&url, &call.id, &call.text).await?;
                peer.uploaded(&url).await?;
                self.call = Some(call);
                self.tablet.connect().await
            }
            Story::Rewritten => {
                let person = self.sign_in_anew().await?;
                let url = person.session.book.clone();
                let call = self.call.as_ref().context("no call")?;
                let mut peer = Peer::of(&person).await?;
                peer.find_to_write(&url, &actor(&person.enrolled()?.id, 1)).await?;
                peer.put(&url, &call.id, &call.text.replace("\"no_answer\"", "\"talked\"")).await?;
                peer.uploaded(&url).await?;
                self.peer = Some(peer);
                Ok(())
            }
            Story::Replayed => self.replay().await,
            Story::AnothersActor => {
                let call = self.tablet.call(self.customer, friday, friday, "hers");
                self.tablet.hang_up();
                self.tablet.write_as(colleague, &call).await?;
                self.tablet.connect().await?;
                self.tablet.until("the refusal", |it| !it.is_connected()).await?;
                self.call = Some(call);
                let mut fresh = Device::of(self.tablet.person.clone())?;
                fresh.crash()?;
                fresh.connect().await?;
                self.other = Some(std::mem::replace(&mut self.tablet, fresh));
                Ok(())
            }
            Story::BroughtTwice => {
                let mut empty = Device::of(self.tablet.person.clone())?;
                empty.crash()?;
                empty.write(self.call.as_ref().context("no call")?).await?;
                empty.connect().await?;
                self.other = Some(std::mem::replace(&mut self.tablet, empty));
                Ok(())
            }
            Story::WeekOffline => {
                ensure!(self.tablet.connect().await.is_err(), "the sign-in is over");
                let person = &self.tablet.person;
                let device = person.enrolled()?.clone();
                self.tablet.person = Person::again(&person.address, &self.login, &self.password, device).await?;
                self.tablet.connect().await
            }
            Story::TwoTablets | Story::SteadyClock | Story::LateUpload => self.tablet.connect().await,
        }
    }

    /// A call that is claimed now.
    async fn claim(&mut self, when: Instant, recorded: Instant) -> Result<()> {
        let call = self.tablet.call(self.customer, when, recorded, "claimed");
        self.tablet.write(&call).await?;
        self.call = Some(call);
        Ok(())
    }

    /// What has come of it: the desk's word, the lock's ground, and the timeliness.
    async fn outcome(&mut self, manager: &Person) -> Result<[String; 3]> {
        self.tablet.settle().await?;
        // A connection of after the lock proves that nothing is held back; one of before it does so at its next ping.
        for device in std::iter::once(&mut self.tablet).chain(&mut self.other).filter(|it| it.is_connected()) {
            device.connect().await?;
            device.settle().await?;
        }
        let before = self.team(manager, "new_this_month").await?;
        let (_, later) = self.tablet.card("之后");
        self.tablet.write(&later).await?;
        self.tablet.settle().await?;
        // When the manager sees this card, all that came before it has been counted.
        until("the figures", async || Ok((self.team(manager, "new_this_month").await? != before).then_some(())))
            .await?;
        let call = self.call.as_ref().context("no call")?;
        let refused = self.other.as_ref().is_some_and(|it| it.refused.is_some());
        let said = self.tablet.read_desk(&call.id).await?;
        let kind = said.first().and_then(|it| it.get("kind")).and_then(Value::as_str);
        ensure!(said.len() < 2, "said once: {said:?}");
        ensure!(!refused || !self.tablet.has(&call.id), "nothing of what was refused was taken");
        let desk = if refused { "refused" } else { kind.unwrap_or("-") };
        let lock = self.lock(manager).await?;
        Ok([desk.to_owned(), lock, self.team(manager, "timeliness").await?.to_string()])
    }

    /// The ground of the customer's lock; a dash if there is none.
    async fn lock(&self, manager: &Person) -> Result<String> {
        let locks = manager.get("/api/locks").await?;
        let locks = locks.get("locks").and_then(Value::as_array).context("no locks")?;
        let lock = locks.iter().find(|it| it.get("customer") == Some(&json!(self.customer)));
        Ok(lock.and_then(|it| it.get("ground")).and_then(Value::as_str).unwrap_or("-").to_owned())
    }

    async fn team(&self, manager: &Person, figure: &str) -> Result<Value> {
        let team = manager.get("/api/team").await?;
        let advisors = team.get("advisors").and_then(Value::as_array).context("no advisors")?;
        let id = json!(self.tablet.person.session.user);
        let own = advisors.iter().find(|it| it.get("id") == Some(&id)).context("not in the team")?;
        Ok(own.get(figure).context("no such figure")?.clone())
    }
}

#[tokio::test]
async fn cheats_gain_nothing_and_honest_work_counts_on_its_day() -> Result<()> {
    let mut server = Server::start(NOW)?;
    let manager = Person::enter(&address(&server), "manager").await?;
    let mut players = Vec::new();
    for (number, story) in STORIES.into_iter().enumerate() {
        players.push(Player::begin(&manager, story, number).await?);
    }
    for player in &mut players {
        player.away().await?;
    }
    let colleague = players.last().context("nobody")?.tablet.actor();

    server.stop()?;
    server.run(Some(EVENING))?;
    for player in &mut players {
        player.tablet.set_clock(at(EVENING)?);
        player.evening().await?;
    }
    let midnight = at(MIDNIGHT)?;
    until("midnight", async || {
        let team = manager.get("/api/team").await?;
        let now = team.get("as_of").and_then(Value::as_str).and_then(Instant::parse).context("no time")?;
        Ok((now > midnight).then_some(()))
    })
    .await?;
    // A call that has come in time leaves no lock.
    for player in players.iter().filter(|it| it.story != Story::BroughtTwice) {
        assert_eq!(player.lock(&manager).await?, "unknown", "{}: nobody is blamed before it is known", player.login);
    }

    let mut outcomes = vec![None; players.len()];
    for (player, outcome) in players.iter_mut().zip(&mut outcomes).filter(|it| it.0.story != Story::WeekOffline) {
        player.bring(&colleague).await.with_context(|| player.login.clone())?;
        *outcome = Some(player.outcome(&manager).await.with_context(|| player.login.clone())?);
    }
    server.stop()?;
    server.run(Some(NEXT_WEEK))?;
    for (player, outcome) in players.iter_mut().zip(&mut outcomes).filter(|it| it.1.is_none()) {
        player.tablet.set_clock(at(NEXT_WEEK)?);
        player.bring(&colleague).await?;
        *outcome = Some(player.outcome(&manager).await?);
    }

    let (explained, table) = TABLE.split_once("\n\n").context("no table")?;
    let mut lines = table.lines();
    let mut played = format!("{explained}\n\n{}\n", lines.next().context("no head")?);
    for (line, outcome) in lines.zip(outcomes) {
        let story = line.split("  ").next().unwrap_or_default();
        let [desk, lock, timeliness] = outcome.context("not played")?;
        writeln!(played, "{story:<65}{desk:<10}{lock:<8}{timeliness}")?;
    }
    assert!(played == TABLE, "{played}");
    Ok(())
}
