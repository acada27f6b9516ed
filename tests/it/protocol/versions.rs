//! Old clients with new servers, and the reverse: taken where both know what they say, refused with words where not.

use super::serve;
use anyhow::Result;
use sync::wire::{Message, close};
use tests::protocol::person::Person;
use tests::protocol::socket::Socket;

fn join(versions: &[&str]) -> Vec<u8> {
    let versions = versions.iter().map(|it| (*it).to_owned()).collect();
    Message::Join { sender: "another".to_owned(), storage: None, versions }.encode()
}

#[tokio::test]
async fn a_client_that_speaks_only_another_version_is_told_so() -> Result<()> {
    let (_server, address) = serve()?;
    let person = Person::enter(&address, "advisor1").await?;
    for versions in [&["0"][..], &["2"], &["2", "3"], &[]] {
        let mut socket = Socket::open(&address, &person.cookie).await?;
        socket.send(&join(versions)).await?;
        assert_eq!(socket.end().await?, ("protocol version 1 only".to_owned(), Some(close::TOO_OLD)), "{versions:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_client_that_speaks_ours_besides_others_is_let_in() -> Result<()> {
    let (_server, address) = serve()?;
    let person = Person::enter(&address, "advisor1").await?;
    let mut socket = Socket::open(&address, &person.cookie).await?;
    socket.send(&join(&["3", "2", "1"])).await?;
    assert!(matches!(socket.message().await?, Message::Peer { .. }));
    // What it says besides is of another time, and asks nothing of this server.
    socket.send(&Message::Unknown("of-version-3".to_owned()).encode()).await?;
    let heads = sync::replica::Heads::default();
    let asked = Message::Heads { doc: String::new(), sender: "another".to_owned(), target: String::new(), heads };
    socket.send(&asked.encode()).await?;
    assert!(matches!(socket.message().await?, Message::Heard { .. }), "the connection goes on");
    Ok(())
}
