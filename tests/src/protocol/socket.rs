//! A WebSocket to `/sync`, frame by frame.

use crate::poll::DEADLINE;
use anyhow::{Context, Result, bail};
use futures::{SinkExt, StreamExt};
use sync::wire::Message;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message as Frame};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

/// The stream below a [`Socket`].
pub type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A socket, and how many bytes of messages have passed.
pub struct Socket {
    stream: Stream,
    /// Bytes sent.
    pub sent: u64,
    /// Bytes received.
    pub received: u64,
}

/// What comes out of a socket.
#[derive(Clone, PartialEq, Debug)]
pub enum Heard {
    /// A frame, as it came.
    Frame(Vec<u8>),
    /// The end: the close code, if one was said.
    Closed(Option<u16>),
}

/// Opens a stream; or gives the status with which the server refuses.
///
/// # Errors
/// If the server is not there.
pub async fn stream(address: &str, cookie: Option<&str>, origin: Option<&str>) -> Result<Result<Stream, u16>> {
    let mut request = format!("ws://{address}/sync").into_client_request()?;
    for (name, value) in [("cookie", cookie), ("origin", origin)] {
        if let Some(value) = value {
            request.headers_mut().insert(name, value.parse()?);
        }
    }
    let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    // An edit is a small frame that must not wait for its neighbours.
    match connect_async_with_config(request, Some(config), true).await {
        Ok((stream, _)) => Ok(Ok(stream)),
        Err(Error::Http(answer)) => Ok(Err(answer.status().as_u16())),
        Err(error) => Err(error.into()),
    }
}

impl Socket {
    /// A socket over a stream that is open.
    #[must_use]
    pub const fn of(stream: Stream) -> Self {
        Self { stream, sent: 0, received: 0 }
    }

    /// Opens a socket for a session.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn open(address: &str, cookie: &str) -> Result<Self> {
        match stream(address, Some(cookie), None).await? {
            Ok(stream) => Ok(Self::of(stream)),
            Err(status) => bail!("the server answers {status}"),
        }
    }

    /// Opens a socket and says who we are.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn joined(address: &str, cookie: &str, peer: &str) -> Result<Self> {
        let mut it = Self::open(address, cookie).await?;
        it.send(&join(peer)).await?;
        match it.message().await? {
            Message::Peer { .. } => Ok(it),
            other => bail!("expected a peer, not {other:?}"),
        }
    }

    /// Sends a frame.
    ///
    /// # Errors
    /// If the server is gone.
    pub async fn send(&mut self, frame: &[u8]) -> Result<()> {
        self.sent += frame.len() as u64;
        Ok(self.stream.send(Frame::Binary(frame.to_vec().into())).await?)
    }

    /// Sends a frame that is none of the protocol's.
    ///
    /// # Errors
    /// If the server is gone.
    pub async fn send_text(&mut self, text: &str) -> Result<()> {
        Ok(self.stream.send(Frame::Text(text.into())).await?)
    }

    /// Waits for the next frame, however long; may be given up at any time.
    pub async fn hear(&mut self) -> Heard {
        loop {
            match self.stream.next().await {
                Some(Ok(Frame::Binary(bytes))) => {
                    self.received += bytes.len() as u64;
                    return Heard::Frame(bytes.into());
                }
                Some(Ok(Frame::Close(said))) => return Heard::Closed(said.map(|it| it.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::Closed(None),
            }
        }
    }

    /// The next frame, which must come in time.
    ///
    /// # Errors
    /// If it does not.
    pub async fn next(&mut self) -> Result<Heard> {
        timeout(DEADLINE, self.hear()).await.context("waited in vain for a frame")
    }

    /// The next message, which must come in time.
    ///
    /// # Errors
    /// If it does not, or is none.
    pub async fn message(&mut self) -> Result<Message> {
        match self.next().await? {
            Heard::Frame(frame) => Ok(Message::decode(&frame)?),
            Heard::Closed(code) => bail!("closed with {code:?}"),
        }
    }

    /// Listens until the end: what was said as an error, and the close code.
    ///
    /// # Errors
    /// If it does not end in time.
    pub async fn end(&mut self) -> Result<(String, Option<u16>)> {
        let mut said = String::new();
        loop {
            match self.next().await? {
                Heard::Frame(frame) => {
                    if let Ok(Message::Error { message }) = Message::decode(&frame) {
                        said = message;
                    }
                }
                Heard::Closed(code) => return Ok((said, code)),
            }
        }
    }
}

/// The first message of a peer.
#[must_use]
pub fn join(peer: &str) -> Vec<u8> {
    Message::Join { sender: peer.to_owned(), storage: None, versions: vec!["1".to_owned()] }.encode()
}
