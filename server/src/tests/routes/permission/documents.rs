//! Every kind of document over a real socket, for everybody who can sign in.

use super::world::{PEOPLE, World};
use crate::tests::app::TestApp;
use axum::body::Bytes;
use axum::http::{StatusCode, header};
use expect_test::expect_file;
use futures::{SinkExt, StreamExt};
use std::fmt::Write;
use std::net::SocketAddr;
use sync::docid::DocId;
use sync::guard::Caps;
use sync::replica::{Peer, RawFact, Replica};
use sync::wire::{Carried, Message};
use sync::witness::actor;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message as Frame};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// How the socket is opened for a session and a page: the status, and the body of a refusal.
pub async fn open(app: &TestApp, cookie: Option<&str>, origin: Option<&str>) -> (StatusCode, Bytes) {
    let mut request = format!("ws://{}/sync", app.listen().await).into_client_request().unwrap();
    for (name, value) in [(header::COOKIE, cookie), (header::ORIGIN, origin)] {
        if let Some(value) = value {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
    }
    match tokio_tungstenite::connect_async(request).await {
        Ok((_, response)) => (response.status(), Bytes::new()),
        Err(Error::Http(response)) => (response.status(), response.into_body().unwrap_or_default().into()),
        Err(error) => panic!("{error}"),
    }
}

/// A connection of somebody.
struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Line {
    async fn open(address: SocketAddr, cookie: &str) -> Self {
        let mut request = format!("ws://{address}/sync").into_client_request().unwrap();
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
        let (socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
        let mut it = Self(socket);
        it.say(&Message::Join { sender: "me".into(), storage: None, versions: vec!["1".into()] }).await;
        assert!(matches!(it.hear().await, Message::Peer { .. }));
        it
    }

    async fn say(&mut self, message: &Message) {
        self.0.send(Frame::Binary(message.encode().into())).await.unwrap();
    }

    async fn hear(&mut self) -> Message {
        loop {
            if let Frame::Binary(bytes) = self.0.next().await.unwrap().unwrap() {
                return Message::decode(&bytes).unwrap();
            }
        }
    }

    /// Asks for a document, writes a fact into it as one's own device, and gives what has become of both.
    async fn try_out(&mut self, world: &World, doc: DocId, own: &str, fact: &RawFact) -> &'static str {
        let carried = |data| Carried { doc: doc.to_string(), sender: "me".into(), target: String::new(), data };
        let (mut ours, mut peer) = (Replica::genesis(), Peer::new());
        for data in ours.generate(&mut peer) {
            self.say(&Message::Request(carried(data))).await;
        }
        match self.hear().await {
            Message::Unavailable { doc: said, .. } if said == doc.to_string() => return "-",
            Message::Sync(it) if it.doc == doc.to_string() => {
                ours.receive(&mut peer, &it.data, &Caps::default(), |_| true).unwrap();
            }
            other => panic!("{other:?}"),
        }
        ours.append(own, 0, std::slice::from_ref(fact)).unwrap().unwrap();
        for _ in 0..3 {
            for data in ours.generate(&mut peer) {
                self.say(&Message::Sync(carried(data))).await;
            }
            // All that was said has been passed on; and whatever the server is to write now, be it nothing, comes after that.
            self.fence().await;
            world.app.app.docs.write(doc, Vec::new()).await.unwrap();
            for data in self.fence().await {
                ours.receive(&mut peer, &data, &Caps::default(), |_| true).unwrap();
            }
        }
        if world.replica(doc).await.facts().contains(fact) { "write" } else { "read" }
    }

    /// Asks for what nobody may see, and gives the sync messages that came before it was refused.
    async fn fence(&mut self) -> Vec<Vec<u8>> {
        let (doc, data) = (DocId([9; 16]).to_string(), Replica::genesis().generate(&mut Peer::new()).remove(0));
        self.say(&Message::Request(Carried { doc, sender: "me".into(), target: String::new(), data })).await;
        let mut came = Vec::new();
        loop {
            match self.hear().await {
                Message::Sync(it) => came.push(it.data),
                Message::Unavailable { .. } => return came,
                other => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn everybody_reads_and_writes_what_the_table_says() {
    let world = World::new().await;
    let address = world.app.listen().await;
    let documents = world.documents();
    let mut table = format!("{:<20}", "");
    for who in PEOPLE {
        write!(table, "{who:<10}").unwrap();
    }
    let mut cells = vec![Vec::new(); documents.len()];
    for (number, who) in PEOPLE.into_iter().enumerate() {
        let own = actor(world.device(who), 1);
        for (row, (_, doc)) in cells.iter_mut().zip(&documents) {
            let mut line = Line::open(address, &world.cookie(who).unwrap()).await;
            let fact = RawFact { id: format!("01KKZ90R6Q00000000000000Z{number}"), text: "{}".to_owned() };
            row.push(line.try_out(&world, *doc, &own, &fact).await);
        }
    }
    for ((name, _), row) in documents.iter().zip(cells) {
        write!(table, "\n{name:<20}").unwrap();
        for cell in row {
            write!(table, "{cell:<10}").unwrap();
        }
    }
    let table: String = table.lines().map(|it| format!("{}\n", it.trim_end())).collect();
    expect_file!["documents.txt"].assert_eq(&table);
}
