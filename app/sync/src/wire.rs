//! The automerge-repo network protocol, version 1: one CBOR map per WebSocket frame.
//!
//! **Invariant:** decoding never panics and never allocates more than the frame holds; unknown keys are skipped.

pub mod close;
#[cfg(test)]
mod tests;

use crate::docid::DocId;
use crate::replica::Heads;
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

/// A message.
#[derive(Clone, PartialEq, Debug)]
pub enum Message {
    /// Client → server, first.
    Join {
        /// Who speaks.
        sender: String,
        /// Where the speaker stores, if it stores.
        storage: Option<String>,
        /// The versions that it speaks.
        versions: Vec<String>,
    },
    /// Server → client, the answer to a join.
    Peer {
        /// Who speaks.
        sender: String,
        /// To whom.
        target: String,
        /// The server's store incarnation: another one makes clients forget what they believed.
        storage: Option<String>,
        /// The server's clock in milliseconds; an extension that others skip.
        now: Option<i64>,
        /// Whether it answers announcements with [`Message::Heard`]; an extension that others skip.
        hears: bool,
    },
    /// The first sync message of a peer that has nothing.
    Request(Carried),
    /// A sync message.
    Sync(Carried),
    /// There is no such document, or not for you.
    Unavailable {
        /// Which.
        doc: String,
        /// Who speaks.
        sender: String,
        /// To whom.
        target: String,
    },
    /// Something passing; carried, not stored.
    Ephemeral {
        /// Which document.
        doc: String,
        /// Who speaks.
        sender: String,
    },
    /// A peer's heads of a document: how our devices announce what they have.
    Heads {
        /// Which document.
        doc: String,
        /// Who speaks.
        sender: String,
        /// To whom.
        target: String,
        /// The heads.
        heads: Heads,
    },
    /// Server → client: an announcement has come. It says that the connection carries both ways, and nothing of what the server has.
    Heard {
        /// Who speaks.
        sender: String,
    },
    /// Goodbye.
    Leave {
        /// Who.
        sender: String,
    },
    /// The last message before the socket closes.
    Error {
        /// What happened.
        message: String,
    },
    /// A type that this version does not know.
    Unknown(String),
}

/// A sync message of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carried {
    /// Which document; kept as text, because a stranger's may be anything.
    pub doc: String,
    /// Who speaks.
    pub sender: String,
    /// To whom.
    pub target: String,
    /// The message's bytes.
    pub data: Vec<u8>,
}

/// A frame that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a message: {0}")]
pub struct WireError(String);

impl From<minicbor::decode::Error> for WireError {
    fn from(error: minicbor::decode::Error) -> Self {
        Self(error.to_string())
    }
}

fn wrong(what: &str) -> WireError {
    WireError(what.to_owned())
}

/// The keys of any message, as they came.
#[derive(Default)]
struct Raw {
    kind: String,
    sender: String,
    target: String,
    doc: String,
    data: Vec<u8>,
    message: String,
    storage: Option<String>,
    now: Option<i64>,
    hears: bool,
    versions: Vec<String>,
    heads: Vec<String>,
}

impl Message {
    /// Reads a frame.
    ///
    /// # Errors
    /// If it is not one CBOR map with a `type`, or lacks what its type needs.
    pub fn decode(frame: &[u8]) -> Result<Self, WireError> {
        let mut decoder = Decoder::new(frame);
        let mut raw = Raw::default();
        each_key(&mut decoder, |key, d| raw.take(key, d))?;
        raw.message()
    }

    /// Writes a frame.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(96);
        // Writing to a vector cannot fail.
        let _ = self.write(&mut Encoder::new(&mut out));
        out
    }

    fn write(&self, e: &mut Encoder<&mut Vec<u8>>) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        match self {
            Self::Join { sender, storage, versions } => {
                e.map(4)?.str("type")?.str("join")?.str("senderId")?.str(sender)?.str("peerMetadata")?;
                e.map(2)?.str("storageId")?;
                optional(e, storage.as_deref())?;
                e.str("isEphemeral")?.bool(storage.is_none())?.str("supportedProtocolVersions")?;
                e.array(versions.len() as u64)?;
                for version in versions {
                    e.str(version)?;
                }
            }
            Self::Peer { sender, target, storage, now, hears } => {
                e.map(5)?.str("type")?.str("peer")?.str("senderId")?.str(sender)?.str("targetId")?.str(target)?;
                e.str("selectedProtocolVersion")?.str("1")?.str("peerMetadata")?;
                e.map(2 + u64::from(now.is_some()) + u64::from(*hears))?.str("storageId")?;
                optional(e, storage.as_deref())?;
                e.str("isEphemeral")?.bool(false)?;
                if let Some(now) = now {
                    e.str("now")?.i64(*now)?;
                }
                if *hears {
                    e.str("hears")?.bool(true)?;
                }
            }
            Self::Request(it) => carried(e, "request", it)?,
            Self::Sync(it) => carried(e, "sync", it)?,
            Self::Unavailable { doc, sender, target } => {
                e.map(4)?.str("type")?.str("doc-unavailable")?.str("documentId")?.str(doc)?;
                e.str("senderId")?.str(sender)?.str("targetId")?.str(target)?;
            }
            Self::Heads { doc, sender, target, heads } => {
                e.map(5)?.str("type")?.str("remote-heads-changed")?.str("documentId")?.str(doc)?;
                e.str("senderId")?.str(sender)?.str("targetId")?.str(target)?.str("newHeads")?;
                e.map(1)?.str(sender)?.map(2)?.str("heads")?.array(heads.0.len() as u64)?;
                for head in &heads.0 {
                    e.str(&bs58::encode(head).with_check().into_string())?;
                }
                e.str("timestamp")?.u8(0)?;
            }
            Self::Ephemeral { doc, sender } => {
                e.map(3)?.str("type")?.str("ephemeral")?.str("documentId")?.str(doc)?.str("senderId")?.str(sender)?;
            }
            Self::Heard { sender } => {
                e.map(2)?.str("type")?.str("heads-heard")?.str("senderId")?.str(sender)?;
            }
            Self::Leave { sender } => {
                e.map(2)?.str("type")?.str("leave")?.str("senderId")?.str(sender)?;
            }
            Self::Error { message } => {
                e.map(2)?.str("type")?.str("error")?.str("message")?.str(message)?;
            }
            Self::Unknown(kind) => {
                e.map(1)?.str("type")?.str(kind)?;
            }
        }
        Ok(())
    }
}

type EncodeResult = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn optional(e: &mut Encoder<&mut Vec<u8>>, value: Option<&str>) -> EncodeResult {
    match value {
        Some(value) => e.str(value)?,
        None => e.undefined()?,
    };
    Ok(())
}

fn carried(e: &mut Encoder<&mut Vec<u8>>, kind: &str, it: &Carried) -> EncodeResult {
    e.map(5)?.str("type")?.str(kind)?.str("documentId")?.str(&it.doc)?;
    e.str("senderId")?.str(&it.sender)?.str("targetId")?.str(&it.target)?.str("data")?.bytes(&it.data)?;
    Ok(())
}

/// Calls `take` with each key of a map, definite or not. `take` consumes the value.
fn each_key(
    d: &mut Decoder<'_>,
    mut take: impl FnMut(&str, &mut Decoder<'_>) -> Result<(), WireError>,
) -> Result<(), WireError> {
    let mut left = d.map()?;
    loop {
        match left.as_mut() {
            Some(0) => return Ok(()),
            Some(n) => *n -= 1,
            None if d.datatype()? == Type::Break => {
                d.skip()?;
                return Ok(());
            }
            None => {}
        }
        let key = text(d)?;
        take(&key, d)?;
    }
}

fn text(d: &mut Decoder<'_>) -> Result<String, WireError> {
    match d.datatype()? {
        Type::String => Ok(d.str()?.to_owned()),
        Type::StringIndef => {
            let mut all = String::new();
            for part in d.str_iter()? {
                all.push_str(part?);
            }
            Ok(all)
        }
        other => Err(WireError(format!("a text, not {other}"))),
    }
}

fn text_or_nothing(d: &mut Decoder<'_>) -> Result<Option<String>, WireError> {
    match d.datatype()? {
        Type::String | Type::StringIndef => text(d).map(Some),
        _ => {
            d.skip()?;
            Ok(None)
        }
    }
}

fn bytes(d: &mut Decoder<'_>) -> Result<Vec<u8>, WireError> {
    if d.datatype()? == Type::Tag {
        d.tag()?;
    }
    match d.datatype()? {
        Type::BytesIndef => {
            let mut all = Vec::new();
            for part in d.bytes_iter()? {
                all.extend_from_slice(part?);
            }
            Ok(all)
        }
        _ => Ok(d.bytes()?.to_vec()),
    }
}

fn texts(d: &mut Decoder<'_>) -> Result<Vec<String>, WireError> {
    let mut all = Vec::new();
    let left = d.array()?;
    while left.is_none_or(|n| (all.len() as u64) < n) {
        if left.is_none() && d.datatype()? == Type::Break {
            d.skip()?;
            break;
        }
        all.push(text(d)?);
    }
    Ok(all)
}

impl Raw {
    fn take(&mut self, key: &str, d: &mut Decoder<'_>) -> Result<(), WireError> {
        match key {
            "type" => self.kind = text(d)?,
            "senderId" => self.sender = text_or_nothing(d)?.unwrap_or_default(),
            "targetId" => self.target = text_or_nothing(d)?.unwrap_or_default(),
            "documentId" => self.doc = text(d)?,
            "data" => self.data = bytes(d)?,
            "message" => self.message = text(d)?,
            "supportedProtocolVersions" => self.versions = texts(d)?,
            "peerMetadata" | "metadata" if d.datatype()? == Type::Map => self.metadata(d)?,
            "newHeads" => self.new_heads(d)?,
            _ => d.skip()?,
        }
        Ok(())
    }

    fn metadata(&mut self, d: &mut Decoder<'_>) -> Result<(), WireError> {
        each_key(d, |key, d| {
            match key {
                "storageId" => self.storage = text_or_nothing(d)?,
                "now" if d.datatype()? != Type::F64 => self.now = Some(d.i64()?),
                "hears" if d.datatype()? == Type::Bool => self.hears = d.bool()?,
                _ => d.skip()?,
            }
            Ok(())
        })
    }

    fn new_heads(&mut self, d: &mut Decoder<'_>) -> Result<(), WireError> {
        each_key(d, |_, d| {
            each_key(d, |key, d| {
                match key {
                    "heads" => self.heads.extend(texts(d)?),
                    _ => d.skip()?,
                }
                Ok(())
            })
        })
    }

    fn message(self) -> Result<Message, WireError> {
        let carried = |raw: Self| -> Result<Carried, WireError> {
            if raw.data.is_empty() {
                return Err(wrong("a sync message without data"));
            }
            Ok(Carried { doc: raw.doc, sender: raw.sender, target: raw.target, data: raw.data })
        };
        Ok(match self.kind.as_str() {
            "join" => Message::Join { sender: self.sender, storage: self.storage, versions: self.versions },
            "peer" => {
                let Self { sender, target, storage, now, hears, .. } = self;
                Message::Peer { sender, target, storage, now, hears }
            }
            "request" => Message::Request(carried(self)?),
            "sync" => Message::Sync(carried(self)?),
            "doc-unavailable" => Message::Unavailable { doc: self.doc, sender: self.sender, target: self.target },
            "ephemeral" => Message::Ephemeral { doc: self.doc, sender: self.sender },
            "remote-heads-changed" => {
                // One that cannot be read is not left out: whoever has fewer heads than it has would seem to hold nothing back.
                let heads: Option<Vec<_>> = self.heads.iter().map(|it| Heads::head(it)).collect();
                let heads = Heads(heads.ok_or_else(|| wrong("a head that is none"))?);
                Message::Heads { doc: self.doc, sender: self.sender, target: self.target, heads }
            }
            "heads-heard" => Message::Heard { sender: self.sender },
            "leave" => Message::Leave { sender: self.sender },
            "error" => Message::Error { message: self.message },
            "" => return Err(wrong("a message without a type")),
            _ => Message::Unknown(self.kind),
        })
    }
}

impl Carried {
    /// The document, if its id is one.
    #[must_use]
    pub fn doc_id(&self) -> Option<DocId> {
        DocId::parse(&self.doc)
    }
}
