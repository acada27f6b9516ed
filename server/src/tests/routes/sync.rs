//! `/sync`: permission, as far as it shows on the wire. What the documents do is tested beside them.

use crate::tests::app::TestApp;
use futures::{SinkExt, StreamExt};
use sync::docid::DocId;
use sync::replica::{Peer, Replica};
use sync::wire::{Carried, Message};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

#[tokio::test]
async fn the_socket_needs_a_session_and_our_own_page() {
    let app = TestApp::with_team().await;
    let address = app.listen().await;
    let status = async |cookie: Option<&str>, origin: Option<&str>| {
        let mut request = format!("ws://{address}/sync").into_client_request().unwrap();
        for (name, value) in [("cookie", cookie), ("origin", origin)] {
            if let Some(value) = value {
                request.headers_mut().insert(name, value.parse().unwrap());
            }
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((_, response)) => response.status().as_u16(),
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => response.status().as_u16(),
            Err(error) => panic!("{error}"),
        }
    };
    let cookie = app.sign_in("anna").await.cookie;
    assert_eq!(status(None, None).await, 401);
    assert_eq!(status(cookie.as_deref(), Some("https://evil.example")).await, 403);
    assert_eq!(status(cookie.as_deref(), Some(&format!("http://{address}"))).await, 101);
    assert_eq!(status(cookie.as_deref(), None).await, 101);
}

#[tokio::test]
async fn a_refusal_asks_the_store_nothing_and_says_nothing() {
    let app = TestApp::with_team().await;
    let address = app.listen().await;
    let mut request = format!("ws://{address}/sync").into_client_request().unwrap();
    request.headers_mut().insert("cookie", app.sign_in("anna").await.cookie.unwrap().parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    let join = Message::Join { sender: "me".into(), storage: None, versions: vec!["1".into()] };
    socket.send(Frame::Binary(join.encode().into())).await.unwrap();
    let mut next = async |frame: Option<Vec<u8>>| {
        if let Some(frame) = frame {
            socket.send(Frame::Binary(frame.into())).await.unwrap();
        }
        loop {
            if let Frame::Binary(bytes) = socket.next().await.unwrap().unwrap() {
                return Message::decode(&bytes).unwrap();
            }
        }
    };
    assert!(matches!(next(None).await, Message::Peer { .. }));

    let documents = &app.app.directory;
    let forbidden = [
        DocId([9; 16]),
        documents.book(app.staff["ben"]).unwrap().id,
        documents.desk(app.staff["ben"]).unwrap().id,
        documents.book(app.staff["carl"]).unwrap().id,
        documents.house(2).unwrap().id,
    ];
    let data = Replica::genesis().generate(&mut Peer::new()).remove(0);
    let calls = app.store.calls();
    for doc in forbidden {
        let carried = Carried { doc: doc.to_string(), sender: "me".into(), target: String::new(), data: data.clone() };
        let answer = next(Some(Message::Request(carried).encode())).await;
        let sender = app.app.incarnation.to_string();
        assert_eq!(answer, Message::Unavailable { doc: doc.to_string(), sender, target: "me".into() });
    }
    assert_eq!(app.store.calls(), calls, "a refusal has nothing to leak");

    let own = documents.book(app.staff["anna"]).unwrap().id;
    let carried = Carried { doc: own.to_string(), sender: "me".into(), target: String::new(), data };
    assert!(
        matches!(next(Some(Message::Request(carried).encode())).await, Message::Sync(it) if it.doc == own.to_string())
    );
}
