//! What a hostile or broken program may try: it is told why, its socket is closed, and nobody else notices.

use super::serve;
use anyhow::{Context, Result, ensure};
use sync::replica::{Peer, RawFact, Replica};
use sync::wire::{Carried, Message, close};
use tests::protocol::device::Device;
use tests::protocol::person::{Person, document};
use tests::protocol::socket::{Socket, join, stream};
use tests::protocol::usage;

/// What is said before the end, and the close code.
pub type End = (String, Option<u16>);

/// Runs an attack from the connection of an advisor's second device, while the first one is watched.
pub async fn attack(run: impl AsyncFnOnce(&Person) -> Result<End>) -> Result<End> {
    let (_server, address) = serve()?;
    let mut watched = Device::enrol(&address, "advisor1").await?;
    watched.connect().await?;
    watched.settle().await?;
    let hostile = Person::enrol(&address, "advisor1", tests::protocol::person::PASSWORD).await?;

    let end = run(&hostile).await?;

    let (customer, card) = watched.card("未受打扰");
    watched.write(&card).await?;
    watched.settle().await?;
    let mut honest = Device::enrol(&address, "advisor1").await?;
    honest.connect().await?;
    honest.settle().await?;
    ensure!(honest.has(&card.id), "the watched device's fact is on the server");
    let call = honest.call(customer, honest.now(), honest.now(), "still here");
    honest.write(&call).await?;
    honest.settle().await?;
    watched.until("the live fact", |it| it.has(&call.id)).await?;
    ensure!(watched.is_connected() && watched.refused.is_none(), "the watched connection is the same");
    Ok(end)
}

/// Sends a frame right after the join.
async fn after_join(frame: Vec<u8>) -> Result<End> {
    attack(async move |person| {
        let mut socket = Socket::joined(&person.address, &person.cookie, "mallory").await?;
        socket.send(&frame).await?;
        socket.end().await
    })
    .await
}

/// A message about a document, in somebody's name.
pub fn sync(url: &str, sender: &str, data: Vec<u8>) -> Result<Vec<u8>> {
    let carried =
        Carried { doc: document(url)?.to_string(), sender: sender.to_owned(), target: "server".to_owned(), data };
    Ok(Message::Sync(carried).encode())
}

/// A sync message that carries a change with this fact, of an actor that nobody is.
fn carrying(fact: &RawFact) -> Result<Vec<u8>> {
    carrying_as(&"ab".repeat(16), fact)
}

/// A sync message that carries an actor's first change.
pub fn carrying_as(actor: &str, fact: &RawFact) -> Result<Vec<u8>> {
    let (mut ours, mut theirs) = (Replica::genesis(), Replica::genesis());
    ours.append(actor, 0, std::slice::from_ref(fact))?;
    let (mut to_them, mut to_us) = (Peer::new(), Peer::new());
    for _ in 0..10 {
        for message in ours.generate(&mut to_them) {
            if change_at(&message).is_some() {
                return Ok(message);
            }
            theirs.receive(&mut to_us, &message, &sync::guard::Caps::default(), |_| true)?;
        }
        for message in theirs.generate(&mut to_us) {
            ours.receive(&mut to_them, &message, &sync::guard::Caps::default(), |_| true)?;
        }
    }
    anyhow::bail!("no message carries the change")
}

/// Where the first chunk of a message begins.
fn change_at(message: &[u8]) -> Option<usize> {
    message.windows(4).position(|it| it == [0x85, 0x6f, 0x4a, 0x83])
}

fn fact(text: String) -> RawFact {
    RawFact { id: "01KKZ90R6Q0000000000000001".to_owned(), text }
}

#[tokio::test]
async fn the_socket_opens_for_a_session_and_not_for_a_strangers_page() -> Result<()> {
    let (_server, address) = serve()?;
    let person = Person::enter(&address, "advisor1").await?;
    let own = format!("http://{address}");
    let status = async |cookie: Option<&str>, origin: Option<&str>| -> Result<u16> {
        Ok(stream(&address, cookie, origin).await?.map_or_else(|status| status, |_| 101))
    };
    assert_eq!(status(None, None).await?, 401);
    assert_eq!(status(Some("genjin=nobody"), None).await?, 401);
    assert_eq!(status(Some(&person.cookie), Some("https://elsewhere.example")).await?, 403);
    assert_eq!(status(Some(&person.cookie), Some(&own)).await?, 101);
    assert_eq!(status(Some(&person.cookie), None).await?, 101);
    Ok(())
}

#[tokio::test]
async fn a_connection_speaks_for_itself_alone() -> Result<()> {
    let end = attack(async |person| {
        let mut socket = Socket::joined(&person.address, &person.cookie, "alice").await?;
        let data = Replica::genesis().generate(&mut Peer::new()).pop().context("no message")?;
        socket.send(&sync(&person.session.book, "mallory", data)?).await?;
        socket.end().await
    })
    .await?;
    assert_eq!(end, ("peer ID mismatch: expected alice, received mallory".to_owned(), Some(close::FORBIDDEN)));
    Ok(())
}

#[tokio::test]
async fn malformed_frames_close_the_socket_with_a_reason() -> Result<()> {
    for frame in
        [b"\xff\xff\xff\xff".to_vec(), b"\xa1\x64type".to_vec(), b"\x80".to_vec(), vec![0xbf; 4096], Vec::new()]
    {
        let (said, code) = after_join(frame.clone()).await.with_context(|| format!("{:?}", frame.get(..4)))?;
        assert_eq!(code, Some(close::BAD_FRAME), "{said}");
        assert!(said.starts_with("not a message"), "{said}");
    }
    Ok(())
}

#[tokio::test]
async fn a_second_join_closes_the_socket() -> Result<()> {
    assert_eq!(after_join(join("mallory")).await?, ("already joined".to_owned(), Some(close::BAD_FRAME)));
    Ok(())
}

#[tokio::test]
async fn whoever_does_not_join_first_is_not_heard() -> Result<()> {
    let end = attack(async |person| {
        let mut socket = Socket::open(&person.address, &person.cookie).await?;
        socket.send(&Message::Unknown("hello".to_owned()).encode()).await?;
        socket.end().await
    })
    .await?;
    assert_eq!(end, ("the first message must be a join".to_owned(), Some(close::BAD_FRAME)));
    Ok(())
}

#[tokio::test]
async fn a_text_frame_closes_the_socket() -> Result<()> {
    let end = attack(async |person| {
        let mut socket = Socket::joined(&person.address, &person.cookie, "mallory").await?;
        socket.send_text("{}").await?;
        socket.end().await
    })
    .await?;
    assert_eq!(end, ("binary frames only".to_owned(), Some(close::BAD_FRAME)));
    Ok(())
}

#[tokio::test]
async fn a_frame_over_the_cap_closes_the_socket_with_a_clear_code() -> Result<()> {
    let end = attack(async |person| {
        let mut socket = Socket::joined(&person.address, &person.cookie, "mallory").await?;
        // The server need not read it to the end.
        let _ = socket.send(&sync(&person.session.book, "mallory", vec![0x42; 9 << 20])?).await;
        socket.end().await
    })
    .await?;
    assert_eq!(end.1, Some(close::TOO_LARGE), "{}", end.0);
    Ok(())
}

#[tokio::test]
async fn a_change_that_inflates_beyond_the_cap_is_never_inflated() -> Result<()> {
    let end = attack(async |person| {
        let mut socket = Socket::joined(&person.address, &person.cookie, "mallory").await?;
        let bomb = carrying(&fact("a".repeat(64 << 20)))?;
        ensure!(bomb.len() < 1 << 20, "{} bytes are no bomb", bomb.len());
        socket.send(&sync(&person.session.book, "mallory", bomb)?).await?;
        socket.end().await
    })
    .await?;
    assert_eq!(end, ("too large".to_owned(), Some(close::TOO_LARGE)));
    Ok(())
}

#[tokio::test]
async fn a_kind_of_chunk_that_nobody_sends_is_refused() -> Result<()> {
    let end = attack(async |person| {
        let mut socket = Socket::joined(&person.address, &person.cookie, "mallory").await?;
        let mut bundle = carrying(&fact("{}".to_owned()))?;
        let kind = change_at(&bundle).context("no chunk")? + 8;
        *bundle.get_mut(kind).context("no kind")? = 3;
        socket.send(&sync(&person.session.book, "mallory", bundle)?).await?;
        socket.end().await
    })
    .await?;
    assert_eq!(end, ("malformed: unsupported kind of chunk".to_owned(), Some(close::BAD_FRAME)));
    Ok(())
}

#[tokio::test]
async fn a_message_of_nonsense_about_an_own_book_closes_the_socket() -> Result<()> {
    let end = attack(async |person| {
        let mut socket = Socket::joined(&person.address, &person.cookie, "mallory").await?;
        socket.send(&sync(&person.session.book, "mallory", vec![0x42, 0xff, 0xff, 0xff])?).await?;
        socket.end().await
    })
    .await?;
    assert_eq!(end.1, Some(close::BAD_FRAME), "{}", end.0);
    Ok(())
}

#[tokio::test]
async fn changes_of_a_foreign_actor_are_refused_whole() -> Result<()> {
    let end = attack(async |person| {
        let mut device = Device::of(person.clone())?;
        device.connect().await?;
        device.settle().await?;
        let (_, own) = device.card("own");
        let (_, foreign) = device.card("foreign");
        device.hang_up();
        device.write(&own).await?;
        device.write_as(&"f0".repeat(16), &foreign).await?;
        device.connect().await?;
        device.until("the refusal", |it| !it.is_connected()).await?;
        let mut reader = Device::of(person.clone())?;
        reader.connect().await?;
        reader.settle().await?;
        ensure!(!reader.has(&foreign.id) && !reader.has(&own.id), "nothing of the message was taken");
        Ok((device.refused.unwrap_or_default(), None))
    })
    .await?;
    assert_eq!(end.0, format!("foreign actor {} (4403)", "f0".repeat(16)));
    Ok(())
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_ours_answer_alike() -> Result<()> {
    let (_server, address) = serve()?;
    let person = Person::enter(&address, "advisor1").await?;
    let other = Person::enter(&address, "advisor2").await?;
    let mut socket = Socket::joined(&address, &person.cookie, "alice").await?;
    let nobodys = "automerge:4NMNnkMhL8jXrdJ9jamS58PAVdXu";
    let mut answers = Vec::new();
    for url in [&other.session.book, &other.session.desk, nobodys] {
        let data = Replica::genesis().generate(&mut Peer::new()).pop().context("no message")?;
        socket.send(&sync(url, "alice", data)?).await?;
        let Message::Unavailable { doc, sender, target } = socket.message().await? else {
            anyhow::bail!("an answer other than unavailable");
        };
        assert_eq!(doc, document(url)?.to_string());
        answers.push((sender, target));
    }
    assert!(answers.windows(2).all(|it| it.first() == it.last()), "{answers:?}");
    Ok(())
}

#[tokio::test]
async fn asking_for_thousands_of_documents_costs_the_server_nothing() -> Result<()> {
    let (server, address) = serve()?;
    let person = Person::enter(&address, "advisor1").await?;
    let mut socket = Socket::joined(&address, &person.cookie, "alice").await?;
    let data = Replica::genesis().generate(&mut Peer::new()).pop().context("no message")?;
    let before = usage::memory(server.pid()?)?;
    for number in 0..5_000_u128 {
        let doc = sync::docid::DocId((number + (1 << 100)).to_be_bytes()).to_string();
        let carried = Carried { doc, sender: "alice".to_owned(), target: "server".to_owned(), data: data.clone() };
        socket.send(&Message::Request(carried).encode()).await?;
        ensure!(matches!(socket.message().await?, Message::Unavailable { .. }));
    }
    let grown = usage::memory(server.pid()?)?.saturating_sub(before);
    assert!(grown < 4 << 20, "the server has grown by {grown} bytes");
    Ok(())
}
