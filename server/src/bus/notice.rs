//! What processes tell each other: a few words that fit into a line.

use crate::events::Ended;
use domain::id::{DeviceId, StaffId};
use sync::docid::DocId;

/// Something has happened in a process. What exactly, whoever hears it reads from the store.
///
/// A notice is written as one line of words: it passes through PostgreSQL's `NOTIFY`, which carries less than 8,000 bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// A document, perhaps a new one, has changes up to a position. What follows from a document, like the settings of a store from its house, has changed with it.
    Changes(DocId, i64),
    /// The figures of some team have changed.
    Figures,
    /// Sessions end now, wherever they are in use.
    Ended(Ended),
    /// These people are connected to the node of that name. Said when one of them comes, and again and again.
    Present(String, Vec<StaffId>),
    /// Somebody is not connected to the node of that name any more.
    Gone(String, StaffId),
}

impl Notice {
    /// The most people whom one notice names: a ULID and a space each.
    pub const PEOPLE: usize = 200;

    /// The notice in a line.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Changes(doc, upto) => format!("changes {doc} {upto}"),
            Self::Figures => "figures".to_owned(),
            Self::Ended(Ended::Session(token)) => format!("session {}", hex::encode(token)),
            Self::Ended(Ended::Device(device)) => format!("device {device}"),
            Self::Ended(Ended::Staff(staff)) => format!("staff {staff}"),
            Self::Present(node, people) => {
                let people: String = people.iter().map(|it| format!(" {it}")).collect();
                format!("present {node}{people}")
            }
            Self::Gone(node, staff) => format!("gone {node} {staff}"),
        }
    }

    /// Reads [`Notice::text`]; none if it is not one of this version's: then something was said that was not heard.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let kind = words.next()?;
        let mut word = || words.next().filter(|it| !it.is_empty());
        let notice = match kind {
            "changes" => Self::Changes(DocId::parse(word()?)?, word()?.parse().ok()?),
            "figures" => Self::Figures,
            "session" => Self::Ended(Ended::Session(hex::decode(word()?).ok()?.try_into().ok()?)),
            "device" => Self::Ended(Ended::Device(DeviceId(word()?.to_owned()))),
            "staff" => Self::Ended(Ended::Staff(StaffId::parse(word()?)?)),
            "gone" => Self::Gone(word()?.to_owned(), StaffId::parse(word()?)?),
            "present" => {
                let node = word()?.to_owned();
                let people: Option<Vec<StaffId>> = words.by_ref().map(StaffId::parse).collect();
                Self::Present(node, people?)
            }
            _ => return None,
        };
        words.next().is_none().then_some(notice)
    }
}
