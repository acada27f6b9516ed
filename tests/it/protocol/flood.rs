//! Who sends too much, too slowly, or reads nothing: memory stays bounded, the end is clear, and others go on.

use super::hostile::{attack, sync};
use super::kills::number;
use super::serve;
use anyhow::{Context, Result, ensure};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use std::time::Duration;
use sync::replica::{Peer, Replica};
use sync::wire::{Carried, Message, close};
use tests::poll::DEADLINE;
use tests::protocol::device::Device;
use tests::protocol::http::ask;
use tests::protocol::person::{PASSWORD, Person};
use tests::protocol::socket::{Socket, join, stream};
use tests::protocol::usage;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

const MIB: u64 = 1 << 20;

/// A sync message with one filter of these bytes.
fn asking(filter: &[u8]) -> Result<Vec<u8>> {
    let mut out = vec![0x42, 0, 0, 1, 0, u8::try_from(filter.len())?];
    out.extend_from_slice(filter);
    out.push(0);
    Ok(out)
}

#[tokio::test]
async fn a_filter_of_forty_bytes_does_not_cost_the_server_gigabytes() -> Result<()> {
    // Of four thousand million probes; and of no bits, by which it would be divided.
    for filter in [&[1, 8, 0xff, 0xff, 0xff, 0xff, 0x0f, 0][..], &[1, 0, 7]] {
        let end = attack(async |person| {
            let mut socket = Socket::joined(&person.address, &person.cookie, "mallory").await?;
            // Whoever may only read may ask, too.
            socket.send(&sync(&person.session.house, "mallory", asking(filter)?)?).await?;
            socket.end().await
        })
        .await?;
        assert_eq!(end, ("malformed: no filter".to_owned(), Some(close::BAD_FRAME)));
    }
    Ok(())
}

#[tokio::test]
async fn a_frame_of_nothing_but_openings_closes_the_socket() -> Result<()> {
    let end = attack(async |person| {
        let mut socket = Socket::joined(&person.address, &person.cookie, "mallory").await?;
        socket.send(&vec![0x81; 4 << 20]).await?;
        socket.end().await
    })
    .await?;
    assert_eq!(end.1, Some(close::BAD_FRAME), "{}", end.0);
    Ok(())
}

#[tokio::test]
async fn a_document_id_that_is_none_is_not_repeated() -> Result<()> {
    let end = attack(async |person| {
        let mut socket = Socket::joined(&person.address, &person.cookie, "mallory").await?;
        let (sender, target) = ("mallory".to_owned(), "server".to_owned());
        let carried = Carried { doc: "4".repeat(1 << 20), sender, target, data: vec![0x42] };
        socket.send(&Message::Request(carried).encode()).await?;
        socket.end().await
    })
    .await?;
    assert_eq!(end, ("no document has such an id".to_owned(), Some(close::BAD_FRAME)));
    Ok(())
}

#[tokio::test]
async fn who_asks_for_a_book_again_and_again_and_reads_nothing_costs_little() -> Result<()> {
    let (server, address) = serve()?;
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    tablet.settle().await?;
    let mallory = Person::enrol(&address, "advisor1", PASSWORD).await?;
    let mut socket = Socket::joined(&address, &mallory.cookie, "mallory").await?;
    let before = usage::memory(server.pid()?)?;
    // Each says that it has lost everything, and is owed the whole book.
    let empty = [0x42, 0, 0, 1, 0, 0, 0, 1, 0x02];
    let lost = sync(&mallory.session.book, "mallory", empty.to_vec())?;
    let asked = async {
        for _ in 0..2_000 {
            // The server may have had enough before.
            if socket.send(&lost).await.is_err() {
                return;
            }
        }
    };
    let _ = timeout(Duration::from_secs(5), asked).await;
    let (_, card) = tablet.card("未受打扰");
    tablet.write(&card).await?;
    tablet.settle().await?;
    let grown = usage::memory(server.pid()?)?.saturating_sub(before);
    assert!(grown < 96 * MIB, "the server has grown by {} MiB", grown / MIB);
    Ok(())
}

#[tokio::test]
async fn who_takes_for_ever_to_say_what_it_wants_is_cut_off() -> Result<()> {
    let (server, address) = serve()?;
    let mut slow = Vec::new();
    for number in 0..300 {
        let mut stream = TcpStream::connect(&address).await?;
        // Some say nothing at all, some begin.
        let begun = if number % 2 == 0 { "" } else { "GET /api/session HTTP/1.1\r\nhost: x\r\nx-a: " };
        stream.write_all(begun.as_bytes()).await?;
        slow.push(stream);
    }
    let began = Instant::now();
    let mut tablet = Device::enrol(&address, "advisor1").await?;
    tablet.connect().await?;
    tablet.settle().await?;
    ensure!(began.elapsed() < Duration::from_secs(10), "others wait");
    let mut ends: FuturesUnordered<_> =
        slow.iter_mut().map(|it| async { timeout(DEADLINE, it.read_to_end(&mut Vec::new())).await.is_ok() }).collect();
    while let Some(is_over) = ends.next().await {
        ensure!(is_over, "still held after {:?}", began.elapsed());
    }
    ensure!(server.pid().is_ok());
    Ok(())
}

#[tokio::test]
async fn everybody_coming_back_at_once_is_let_in_and_nobody_has_more_than_a_hundred() -> Result<()> {
    let crowd = usize::try_from(number("GENJIN_CROWD", 400))?;
    let (server, address) = serve()?;
    let mut tablet = Device::enrol(&address, "manager").await?;
    tablet.connect().await?;
    let mut people = Vec::new();
    for advisor in 1..=8 {
        people.push(Person::enrol(&address, &format!("advisor{advisor}"), PASSWORD).await?);
    }
    let before = usage::memory(server.pid()?)?;
    let mut coming: FuturesUnordered<_> = (0..crowd)
        .map(|number| {
            let person = people.get(number % people.len()).cloned();
            async move {
                let person = person.context("nobody")?;
                let mut socket = match timeout(DEADLINE, stream(&person.address, Some(&person.cookie), None)).await?? {
                    Ok(stream) => Socket::of(stream),
                    Err(429) => return anyhow::Ok(None),
                    Err(status) => anyhow::bail!("the server answers {status}"),
                };
                socket.send(&join(&format!("{number}"))).await?;
                let data = Replica::genesis().generate(&mut Peer::new()).pop().context("no message")?;
                ensure!(matches!(socket.message().await?, Message::Peer { .. }));
                socket.send(&sync(&person.session.house, &format!("{number}"), data)?).await?;
                ensure!(matches!(socket.message().await?, Message::Sync(_)));
                Ok(Some(socket))
            }
        })
        .collect();
    let mut there = Vec::new();
    while let Some(came) = coming.next().await {
        there.extend(came?);
    }
    ensure!(there.len() == crowd || there.len() >= 8 * 90, "{} of {crowd}", there.len());
    let grown = usage::memory(server.pid()?)?.saturating_sub(before) / there.len() as u64;
    assert!(grown < MIB / 4, "{grown} bytes a connection");
    let (_, card) = tablet.card("照常");
    tablet.write(&card).await?;
    tablet.settle().await?;

    // One person with more than a hundred is refused, and only that one.
    let person = people.first().context("nobody")?;
    let mut more = Vec::new();
    let refused = loop {
        match stream(&address, Some(&person.cookie), None).await? {
            Ok(stream) => more.push(stream),
            Err(status) => break status,
        }
        ensure!(more.len() <= 100, "there is no end");
    };
    assert_eq!(refused, 429);
    let manager = ask(&address, "GET", "/api/session", Some(&tablet.person.cookie), None).await?;
    assert_eq!(manager.status, 200);
    Ok(())
}
