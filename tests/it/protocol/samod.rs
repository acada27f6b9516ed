//! samod, the Rust implementation of automerge-repo by its makers, as another independent peer.

use super::serve;
use anyhow::{Context, Result, ensure};
use futures::future::BoxFuture;
use futures::{FutureExt, SinkExt, StreamExt, future};
use samod::{BackoffConfig, DialError, Dialer, DialerEvent, DialerHandle, DocHandle, Repo, Transport, Url};
use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use sync::replica::{RawFact, Replica};
use tests::poll::{DEADLINE, until};
use tests::protocol::device::Device;
use tests::protocol::person::{PASSWORD, Person};
use tests::protocol::socket::stream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as Frame;

/// Connects with a person's session.
struct Door(Person);

impl Dialer for Door {
    type Error = Infallible;

    fn url(&self) -> Url {
        #[expect(clippy::expect_used, reason = "an address and a path are a URL")]
        format!("ws://{}/sync", self.0.address).parse().expect("a URL")
    }

    fn connect(&self) -> BoxFuture<'static, Result<Transport, DialError<Infallible>>> {
        let person = self.0.clone();
        async move { transport(&person).await.map_err(DialError::transient) }.boxed()
    }
}

async fn transport(person: &Person) -> io::Result<Transport> {
    let opened = stream(&person.address, Some(&person.cookie), None).await.map_err(io::Error::other)?;
    let (sink, frames) = opened.map_err(|status| io::Error::other(format!("the server answers {status}")))?.split();
    let frames = frames.filter_map(|it| {
        future::ready(match it {
            Ok(Frame::Binary(bytes)) => Some(Ok(Vec::from(bytes))),
            Ok(_) => None,
            Err(error) => Some(Err(io::Error::other(error))),
        })
    });
    let sink =
        sink.sink_map_err(io::Error::other).with(|it: Vec<u8>| future::ok::<_, io::Error>(Frame::Binary(it.into())));
    Ok(Transport::new(frames.boxed(), Box::pin(sink)))
}

async fn repo(person: &Person) -> Result<Repo> {
    Ok(dialled(person).await?.0)
}

async fn dialled(person: &Person) -> Result<(Repo, DialerHandle)> {
    let repo = Repo::build_tokio().load().await;
    let dialer = repo.dial(BackoffConfig::default(), Arc::new(Door(person.clone())))?;
    dialer.established().await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    Ok((repo, dialer))
}

async fn find(repo: &Repo, url: &str) -> Result<Option<DocHandle>> {
    let id = url.trim_start_matches("automerge:").parse().map_err(|error| anyhow::anyhow!("{error:?}"))?;
    Ok(repo.find(id).await?)
}

async fn replica(handle: &DocHandle) -> Result<Replica> {
    let saved = handle.with_document_async(|it| it.save()).await?;
    Ok(Replica::load([saved.as_slice()])?)
}

/// Writes a fact as an actor, as a user of samod would.
async fn write(handle: &DocHandle, actor: &str, fact: &RawFact) -> Result<()> {
    let mut copy = replica(handle).await?;
    let change = copy.append(actor, 0, std::slice::from_ref(fact))?.context("the fact is there")?;
    let taken =
        handle.with_document_async(move |it| it.load_incremental(&change.bytes).map_err(|it| it.to_string())).await?;
    taken.map(drop).map_err(anyhow::Error::msg)
}

#[tokio::test]
async fn it_reads_and_writes_a_book_and_everybody_sees_it_live() -> Result<()> {
    let (_server, address) = serve()?;
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    tablet.settle().await?;
    let person = Person::enrol(&address, "advisor1", PASSWORD).await?;
    let device = Device::of(person.clone())?;
    let repo = repo(&person).await?;
    let book = find(&repo, &person.session.book).await?.context("the book is unavailable")?;
    let read = replica(&book).await?.facts().len();
    assert_eq!(read, tablet.facts().len());

    let (_, card) = tablet.card("互通");
    tablet.write(&card).await?;
    tablet.settle().await?;
    let came = async || Ok(replica(&book).await?.facts().contains(&card).then_some(()));
    until("the tablet's fact", came).await?;

    let (_, own) = tablet.card("来自 samod");
    write(&book, &device.actor(), &own).await?;
    tablet.until("the fact of samod", |it| it.facts().contains(&own)).await?;
    repo.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_desk_is_read_and_an_edit_of_it_stays_local() -> Result<()> {
    let (_server, address) = serve()?;
    let person = Person::enrol(&address, "advisor1", PASSWORD).await?;
    let mut tablet = Device::of(person.clone())?;
    tablet.connect().await?;
    tablet.settle().await?;
    let repo = repo(&person).await?;
    let desk = find(&repo, &person.session.desk).await?.context("the desk is unavailable")?;
    let (customer, card) = tablet.card("本地");
    write(&desk, &tablet.actor(), &card).await?;

    tablet.write(&card).await?;
    tablet.settle().await?;
    let yesterday = tablet.now().plus(-24 * 3_600_000);
    let call = tablet.call(customer, yesterday, yesterday, "invented");
    tablet.write(&call).await?;
    tablet.objection(&call.id).await?;
    let came = async || Ok(replica(&desk).await?.facts().iter().any(|it| it.text.contains(&call.id)).then_some(()));
    until("the server's entry", came).await?;
    ensure!(tablet.read_desk(&card.id).await?.is_empty());
    let mut fresh = Person::enter(&address, "advisor1").await?;
    fresh.device.clone_from(&person.device);
    let again = self::repo(&fresh).await?;
    let desk = find(&again, &person.session.desk).await?.context("the desk is unavailable")?;
    ensure!(!replica(&desk).await?.facts().contains(&card), "the edit has stayed local");
    repo.stop().await;
    again.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_colleagues_book_is_unavailable() -> Result<()> {
    let (_server, address) = serve()?;
    let person = Person::enter(&address, "advisor1").await?;
    let other = Person::enter(&address, "advisor2").await?;
    let repo = repo(&person).await?;
    for url in [&other.session.book, &other.session.desk] {
        ensure!(find(&repo, url).await?.is_none());
    }
    repo.stop().await;
    Ok(())
}

#[tokio::test]
async fn an_actor_that_is_no_device_of_the_owner_is_refused() -> Result<()> {
    let (_server, address) = serve()?;
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    tablet.settle().await?;
    let (repo, dialer) = dialled(&tablet.person).await?;
    let book = find(&repo, &tablet.person.session.book).await?.context("the book is unavailable")?;
    let mut events = dialer.events();
    let (_, card) = tablet.card("外人");
    write(&book, &"f0".repeat(16), &card).await?;
    let closed = async {
        while let Some(event) = events.next().await {
            if matches!(event, DialerEvent::Disconnected { .. }) {
                return true;
            }
        }
        false
    };
    ensure!(timeout(DEADLINE, closed).await.context("the socket stays open")?);
    let (_, other) = tablet.card("自己人");
    tablet.write(&other).await?;
    tablet.settle().await?;
    let mut reader = Device::of(tablet.person.clone())?;
    reader.connect().await?;
    reader.settle().await?;
    ensure!(!reader.has(&card.id) && reader.has(&other.id));
    repo.stop().await;
    Ok(())
}
