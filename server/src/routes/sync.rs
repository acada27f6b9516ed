//! `GET /sync`: the WebSocket on which books, desks and houses are replicated.
//!
//! **Invariant:** permission is asked before a document is looked at; what a stranger may not see is as unavailable as what is not there.

use crate::access::access;
use crate::app::App;
use crate::auth::session::Principal;
use crate::docs::{Line, Outbox, Outgoing, Outlet, outbox};
use crate::error::ApiError;
use crate::events::Ended;
use crate::layers::origin::is_ours;
use crate::store::DeviceRow;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use domain::instant::Instant;
use futures::stream::{SplitSink, SplitStream};
use futures::{SinkExt, StreamExt};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use sync::docid::DocId;
use sync::guard::Caps;
use sync::hub::{Access, Conn};
use sync::wire::{Carried, Message, close};
use tokio::sync::Notify;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{interval, timeout};

/// How often a connection is pinged.
const PING: Duration = Duration::from_secs(15);
/// How long a connection may be silent.
const SILENCE: Duration = Duration::from_secs(60);
/// How long one frame may take to leave.
const SENDING: Duration = Duration::from_secs(20);
/// Bytes that are read at a time: every idle connection holds as many, and 128 KiB unless told otherwise.
const READING: usize = 8 << 10;
/// After how many milliseconds the session of a connection that is used is looked up again: whoever ended it may have died before telling.
const LOOK: i64 = Instant::MINUTE;
/// How many documents one connection may use.
const DOCUMENTS: usize = 200;
/// The most bytes of a document's id: what is unavailable is said under the id that was asked for.
const ID: usize = 100;
/// How many connections one person may have.
const SOCKETS: u32 = 100;

static CONNS: AtomicU64 = AtomicU64::new(1);

/// Upgrades to a WebSocket, for a session, from our own pages or from a program.
///
/// # Errors
/// If there is no session, or the page is a stranger's.
pub async fn get(
    State(app): State<App>,
    principal: Principal,
    headers: HeaderMap,
    uri: Uri,
    upgrade: WebSocketUpgrade,
) -> Result<Response, ApiError> {
    if !is_ours(&app, &headers, &uri) {
        return Err(ApiError::forbidden_origin());
    }
    if app.online.sockets_of(principal.staff) >= SOCKETS {
        return Err(ApiError::too_many_sockets());
    }
    let cap = Caps::default().frame;
    Ok(upgrade
        // The hard cut lies above the cap: a frame over the cap is read whole, so that it can be said why the socket closes.
        .max_message_size(2 * cap)
        .max_frame_size(2 * cap)
        .read_buffer_size(READING)
        .write_buffer_size(0)
        .max_write_buffer_size(4 * cap)
        .on_upgrade(move |socket| serve(app, principal, socket)))
}

async fn serve(app: App, principal: Principal, socket: WebSocket) {
    let conn = CONNS.fetch_add(1, Ordering::Relaxed);
    let presence = app.online.enter(principal.staff);
    let (sink, stream) = socket.split();
    let (outbox, outgoing) = outbox();
    let writer = tokio::spawn(write(app.clone(), sink, outgoing));
    let accepted = app.clock.now();
    let mut session = Session {
        app: app.clone(),
        principal,
        conn,
        outbox,
        peer: None,
        joined: BTreeSet::new(),
        accepted,
        looked: accepted,
        slow: Arc::default(),
    };
    let end = session.read(stream).await;
    if let Some((code, reason)) = end {
        // A full outbox means that it does not read; then it is closed without a word.
        let _ = session.outbox.try_send(Outgoing::Close(code, reason));
    }
    for doc in &session.joined {
        app.docs.leave(*doc, conn).await;
    }
    drop(session);
    // The writer ends when the last document has let go of the outbox.
    let _ = writer.await;
    drop(presence);
}

/// Sends what is for the connection, and pings that carry their time.
async fn write(app: App, mut sink: SplitSink<WebSocket, Frame>, mut outgoing: Outlet) {
    let mut pings = interval(PING);
    loop {
        let frame = tokio::select! {
            next = outgoing.next() => match next {
                Some(Outgoing::Frame(bytes)) => Frame::Binary(bytes.into()),
                Some(Outgoing::Close(code, reason)) => {
                    let said = Message::Error { message: reason.clone() };
                    let _ = timeout(SENDING, sink.send(Frame::Binary(said.encode().into()))).await;
                    let reason = reason.chars().take(40).collect::<String>().into();
                    let _ = timeout(SENDING, sink.send(Frame::Close(Some(CloseFrame { code, reason })))).await;
                    return;
                }
                None => return,
            },
            _ = pings.tick() => Frame::Ping(app.clock.now().0.to_be_bytes().to_vec().into()),
        };
        match timeout(SENDING, sink.send(frame)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return,
        }
    }
}

/// One connection.
struct Session {
    app: App,
    principal: Principal,
    conn: Conn,
    outbox: Outbox,
    peer: Option<String>,
    joined: BTreeSet<DocId>,
    accepted: Instant,
    /// When the session was last known to be in force.
    looked: Instant,
    slow: Arc<Notify>,
}

type End = Option<(u16, String)>;

impl Session {
    /// Reads until the connection ends; gives what is to be said at its end.
    async fn read(&mut self, mut stream: SplitStream<WebSocket>) -> End {
        let mut ended = self.app.events.ended();
        let mut draining = self.app.events.draining();
        loop {
            let next = tokio::select! {
                next = timeout(SILENCE, stream.next()) => next,
                what = ended.recv() => {
                    let is_over = match what {
                        Ok(Some(what)) => self.is_meant(&what),
                        Ok(None) | Err(RecvError::Lagged(_)) => !self.is_in_force().await,
                        Err(RecvError::Closed) => true,
                    };
                    if is_over {
                        return Some((close::SIGNED_OUT, "signed out".to_owned()));
                    }
                    continue;
                }
                () = self.outbox.closed() => return None,
                () = self.slow.notified() => return Some((close::SLOW, "too slow".to_owned())),
                // The guard of the value does not go from thread to thread.
                () = async { drop(draining.wait_for(|it| *it).await) } => return Some((close::DRAINING, "the server goes down".to_owned())),
            };
            let now = self.app.clock.now();
            if now >= self.principal.until {
                return Some((close::SIGNED_OUT, "the session is over".to_owned()));
            }
            if now.since(self.looked) >= LOOK {
                self.looked = now;
                if !self.is_in_force().await {
                    return Some((close::SIGNED_OUT, "signed out".to_owned()));
                }
            }
            let frame = match next {
                Ok(Some(Ok(frame))) => frame,
                Ok(None | Some(Err(_))) | Err(_) => return None,
            };
            let handled = match frame {
                Frame::Binary(bytes) => self.frame(&bytes).await,
                Frame::Pong(payload) => {
                    self.pong(&payload).await;
                    Ok(())
                }
                Frame::Ping(_) => Ok(()),
                Frame::Text(_) => Err((close::BAD_FRAME, "binary frames only".to_owned())),
                Frame::Close(_) => return None,
            };
            if let Err(end) = handled {
                return Some(end);
            }
        }
    }

    fn is_meant(&self, ended: &Ended) -> bool {
        match ended {
            Ended::Session(it) => *it == self.principal.session,
            Ended::Device(it) => self.principal.device.as_ref().is_some_and(|own| own.id == *it),
            Ended::Staff(it) => *it == self.principal.staff,
        }
    }

    /// Whether the store still knows the session, and its device; while the store does not answer, it is.
    async fn is_in_force(&self) -> bool {
        let Ok(known) = self.app.store.session(self.principal.session, self.app.clock.now()).await else { return true };
        let device = |it: &Option<DeviceRow>| it.as_ref().map(|it| it.id.clone());
        known.is_some_and(|it| device(&it.device) == device(&self.principal.device))
    }

    async fn pong(&self, payload: &[u8]) {
        let Ok(bytes) = <[u8; 8]>::try_from(payload) else { return };
        let sent = Instant(i64::from_be_bytes(bytes));
        // A pong to a ping that is still to come is no sign of anything.
        if sent > self.app.clock.now() || sent < self.accepted {
            return;
        }
        for doc in &self.joined {
            self.app.docs.pong(*doc, self.conn, sent).await;
        }
    }

    async fn frame(&mut self, bytes: &[u8]) -> Result<(), (u16, String)> {
        if bytes.len() > Caps::default().frame {
            return Err((close::TOO_LARGE, "too large".to_owned()));
        }
        let message = Message::decode(bytes).map_err(|it| (close::BAD_FRAME, it.to_string()))?;
        match (message, self.peer.clone()) {
            (Message::Join { sender, versions, .. }, None) => self.join(sender, &versions),
            (_, None) => Err((close::BAD_FRAME, "the first message must be a join".to_owned())),
            (Message::Join { .. } | Message::Peer { .. }, Some(_)) => {
                Err((close::BAD_FRAME, "already joined".to_owned()))
            }
            (Message::Request(it) | Message::Sync(it), Some(peer)) => {
                named(&peer, &it.sender)?;
                self.carried(it).await
            }
            (Message::Heads { doc, sender, heads, .. }, Some(peer)) => {
                named(&peer, &sender)?;
                if let Some(doc) = DocId::parse(&doc).filter(|it| self.joined.contains(it)) {
                    self.app.docs.heads(doc, self.conn, heads).await;
                }
                // A page cannot see pings: this is how a device notices that a connection has died without a word.
                self.send(Message::Heard { sender: self.app.incarnation.to_string() }.encode())
            }
            (Message::Leave { .. }, Some(_)) => Err((1000, "goodbye".to_owned())),
            (Message::Error { .. }, Some(_)) => Err((close::BAD_FRAME, "the client gave up".to_owned())),
            // Passing messages are for nobody yet; a client's “unavailable” changes nothing.
            (
                Message::Unavailable { .. } | Message::Ephemeral { .. } | Message::Heard { .. } | Message::Unknown(_),
                Some(_),
            ) => Ok(()),
        }
    }

    fn join(&mut self, sender: String, versions: &[String]) -> Result<(), (u16, String)> {
        if sender.is_empty() || sender.len() > 200 {
            return Err((close::BAD_FRAME, "a peer id of 1 to 200 bytes".to_owned()));
        }
        if !versions.iter().any(|it| it == "1") {
            return Err((close::TOO_OLD, "protocol version 1 only".to_owned()));
        }
        let incarnation = self.app.incarnation.to_string();
        let peer = Message::Peer {
            sender: incarnation.clone(),
            target: sender.clone(),
            storage: Some(incarnation),
            now: Some(self.app.clock.now().0),
            hears: true,
        };
        self.peer = Some(sender);
        self.send(peer.encode())
    }

    async fn carried(&mut self, it: Carried) -> Result<(), (u16, String)> {
        if it.doc.len() > ID {
            return Err((close::BAD_FRAME, "no document has such an id".to_owned()));
        }
        let Some((doc, access)) = self.permitted(&it.doc) else {
            let unavailable =
                Message::Unavailable { doc: it.doc, sender: self.app.incarnation.to_string(), target: it.sender };
            return self.send(unavailable.encode());
        };
        if self.joined.insert(doc) {
            if self.joined.len() > DOCUMENTS {
                return Err((close::TOO_LARGE, "too many documents".to_owned()));
            }
            let line = Line {
                peer: it.sender,
                device: self.principal.device.as_ref().map(|it| it.id.clone()),
                accepted: self.accepted,
                outbox: self.outbox.clone(),
                slow: self.slow.clone(),
            };
            self.app.docs.join(doc, self.conn, access, line).await;
        }
        self.app.docs.message(doc, self.conn, it.data).await;
        Ok(())
    }

    /// The document and what may be done with it; asked of memory alone.
    fn permitted(&self, doc: &str) -> Option<(DocId, Access)> {
        let doc = DocId::parse(doc)?;
        let row = self.app.directory.get(doc);
        Some((doc, access(&self.principal, row.as_ref())?))
    }

    fn send(&self, frame: Vec<u8>) -> Result<(), (u16, String)> {
        self.outbox.try_send(Outgoing::Frame(frame)).map_err(|_| (close::SLOW, "too slow".to_owned()))
    }
}

/// A connection speaks for itself alone.
fn named(peer: &str, sender: &str) -> Result<(), (u16, String)> {
    if peer == sender {
        return Ok(());
    }
    Err((close::FORBIDDEN, format!("peer ID mismatch: expected {peer}, received {sender}")))
}
