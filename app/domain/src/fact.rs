//! Facts: what happened, written once and never changed. The serialized boundary of a book (schema 1).
//!
//! **Invariant:** a fact's text is kept as it came. Reading it here loses what this version does not know; the document does not.

use crate::catalogue::Listed;
use crate::id::{CustomerId, DeviceId, FactId, StaffId};
use crate::instant::{Day, Instant};
use crate::policy::Policy;
use crate::target::Target;
use floor::{Drove, Quoted, Revealed, Stepped, Ticked};
use order::{Amended, Approved, CalledBack, Cancelled, Delivered, Ordered, Refused, Requested, Signed};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use text::{is_absent, kind_of, object};

mod body;
pub mod floor;
#[cfg(test)]
pub(crate) mod generate;
mod kind;
pub mod order;
#[cfg(test)]
mod tests;
mod text;

pub use body::{Applied, Contact, Created, Edited, Judged, Means, Moved, Origin, Outcome, Ruled, Ruling, Whose};

/// A fact 事实 (rules A1): an immutable record under its id.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    /// Its ULID, the key in the document.
    pub id: FactId,
    /// Whom it is about; none for what concerns the store.
    pub customer: Option<CustomerId>,
    /// When it happened by the device's clock. `at` ≤ `recorded`.
    pub at: Instant,
    /// When it was written by the device's clock.
    pub recorded: Instant,
    /// What the device must add to its clock, in milliseconds, as last measured against the server.
    pub offset: i64,
    /// The device that wrote it.
    pub device: DeviceId,
    /// The device's own count of facts.
    pub counter: u64,
    /// A monotonic reading of the device, in milliseconds.
    pub mono: u64,
    /// The document in which it stands: what only the server may say counts only where only the server writes.
    pub place: Place,
    /// In whose book it stands, where that is known: it is not in the text. None in a desk, where the server vouches for it.
    pub author: Option<StaffId>,
    /// What happened.
    pub body: Body,
}

/// The kind of document in which a fact stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// An advisor's book, written by the advisor's devices.
    Book,
    /// An advisor's desk, written by the server.
    Desk,
    /// The store's house, written by the server.
    House,
}

/// What happened. Unknown kinds are kept in the document and shown as such.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// A card was made. Its id is the customer's.
    Created(Created),
    /// A field of the card was edited (rules A2).
    Edited(Edited),
    /// A level was judged, or confirmed.
    Judged(Judged),
    /// A contact was made or tried.
    Contact(Contact),
    /// A follow-up was postponed 推迟 or brought forward 提前.
    Moved(Moved),
    /// An own fact was taken back (rules A5).
    Withdrawn {
        /// Which.
        fact: FactId,
    },
    /// The advisor applies for F or N (rules D7).
    Applied(Applied),
    /// An order was signed 签订订单 (rules E1).
    Ordered(Ordered),
    /// More became known of an order.
    #[serde(rename = "order_amended")]
    Amended(Amended),
    /// An order was cancelled 退订.
    #[serde(rename = "order_cancelled")]
    Cancelled(Cancelled),
    /// The customer asks for the delivery of an order.
    Requested(Requested),
    /// The advisor confirms the delivery 交车确认 (rules E2).
    #[serde(rename = "confirmed")]
    Delivered(Delivered),
    /// Somebody signed the pick-up slip on the glass 签字 (rules E4).
    Signed(Signed),
    /// A call-back 回访 after the delivery (rules E3).
    CalledBack(CalledBack),
    /// The customer was moved to another step of the sale (rules J1).
    Stepped(Stepped),
    /// An item of a step's check-list was ticked (rules J2).
    Ticked(Ticked),
    /// A test drive was recorded (rules J3).
    Drove(Drove),
    /// A quotation was given (rules J4).
    Quoted(Quoted),
    /// A number was looked at whole (rules J5).
    Revealed(Revealed),
    /// Desk: the manager called back (rules E3).
    #[serde(rename = "manager_called_back")]
    ManagerCalled(CalledBack),
    /// Desk: finance approved the delivery of an order.
    Approved(Approved),
    /// Desk: finance refused it.
    Refused(Refused),
    /// Desk: the manager ruled.
    Ruled(Ruled),
    /// Desk: the server's stamp of a lock (rules D5).
    Locked {
        /// The due date that was missed.
        due: Day,
        /// When it fell.
        since: Instant,
    },
    /// Desk: facts that came later no longer give that lock.
    Lifted {
        /// The due date of the lock.
        due: Day,
        /// The fact that lifts it, where there is one.
        by: Option<FactId>,
    },
    /// Desk: a claimed time lies outside its window; the fact counts at `believed` (rules F3).
    Retimed {
        /// Which.
        fact: FactId,
        /// The time at which it counts: when the server received it.
        believed: Instant,
        /// The window's lower end.
        lower: Instant,
    },
    /// Desk: a value came under an id that already had one; this is the first (rules F4).
    Original {
        /// Which.
        fact: FactId,
        /// The first text, as received.
        text: String,
    },
    /// House: the store's name.
    Store {
        /// Name.
        name: String,
    },
    /// House: a version of the policy.
    Policy {
        /// From when on it holds.
        valid_from: Instant,
        /// The numbers.
        policy: Policy,
    },
    /// House: a closed day.
    Closed {
        /// The day.
        day: Day,
        /// The store is open after all; the last entry about a day holds.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        open: bool,
    },
    /// House: somebody's leave.
    Leave {
        /// Whose.
        staff: StaffId,
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
        /// At work on these days after all; the last entry about a day holds.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        ended: bool,
    },
    /// House: a person of the store.
    Staff {
        /// Who.
        staff: StaffId,
        /// Name.
        name: String,
        /// `advisor`, `manager`, `finance`, `reception`, `admin`.
        role: String,
    },
    /// House: a source 来源 of customers.
    Source {
        /// Code used in facts.
        code: String,
        /// Chinese name.
        zh: String,
        /// English name.
        en: String,
    },
    /// House: an item of one of the store's lists.
    Listed(Listed),
    /// House: what somebody is to reach in a month 目标.
    Target(Target),
    /// Desk: an instruction of the manager's 主管指示 for a day. It names no customer.
    Instructed {
        /// For which day.
        day: Day,
        /// Who wrote it.
        by: StaffId,
        /// What is to be done.
        text: String,
    },
    /// An instruction is read and done. It names no customer.
    Answered {
        /// Which.
        instruction: FactId,
        /// What the advisor says to it.
        #[serde(default)]
        text: String,
    },
    /// A kind, or a form of a kind, that this version cannot read.
    #[serde(skip)]
    Unreadable {
        /// The kind it names.
        kind: String,
        /// Why, for diagnostics.
        why: String,
    },
}

/// What every fact carries beside its body.
#[derive(Serialize, Deserialize)]
struct Envelope {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    customer: Option<CustomerId>,
    at: Instant,
    recorded: Instant,
    #[serde(default)]
    offset: i64,
    #[serde(default)]
    device: DeviceId,
    #[serde(default)]
    counter: u64,
    #[serde(default)]
    mono: u64,
}

/// Why a text is not a fact at all. Such a text stays in the document.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FactError {
    /// The key is not a ULID.
    #[error("`{0}` is not a ULID")]
    Id(String),
    /// The value is not JSON with the envelope's fields.
    #[error("not a fact: {0}")]
    Envelope(String),
}

impl Fact {
    /// Reads a fact from its key and its text.
    ///
    /// A kind that this version does not know becomes [`Body::Unreadable`]: it takes its place in the history without effect.
    ///
    /// # Errors
    /// If the key is not a ULID, or the text lacks the fields that every fact has.
    pub fn read(id: &str, text: &str, place: Place) -> Result<Self, FactError> {
        let id = FactId::parse(id).ok_or_else(|| FactError::Id(id.chars().take(40).collect()))?;
        let envelope: Envelope = serde_json::from_str(text).map_err(|it| FactError::Envelope(it.to_string()))?;
        let body = serde_json::from_str::<Body>(text)
            .unwrap_or_else(|error| Body::Unreadable { kind: kind_of(text), why: error.to_string() });
        Ok(Self {
            id,
            customer: envelope.customer,
            at: envelope.at,
            recorded: envelope.recorded,
            offset: envelope.offset,
            device: envelope.device,
            counter: envelope.counter,
            mono: envelope.mono,
            place,
            author: None,
            body,
        })
    }

    /// The same fact, in this person's book.
    #[must_use]
    pub fn of(self, author: Option<StaffId>) -> Self {
        Self { author: author.filter(|_| self.place == Place::Book), ..self }
    }

    /// The canonical text: one JSON object, keys sorted, no white space, empty optional fields left out.
    ///
    /// Of a kind that this version cannot read only the envelope and the kind are left; the document has the rest.
    ///
    /// # Example: what is written is read again
    /// ```
    /// # use domain::fact::{Fact, Place};
    /// let text = r#"{"at":"2026-03-01T02:00:00.000Z","counter":1,"customer":"01JQ0000000000000000000001","device":"d0","fact":"01JQ0000000000000000000002","kind":"withdrawn","mono":5,"offset":-20,"recorded":"2026-03-01T02:00:00.000Z"}"#;
    /// assert_eq!(Fact::read("01JQ0000000000000000000003", text, Place::Book).unwrap().text(), text);
    /// ```
    #[must_use]
    pub fn text(&self) -> String {
        let envelope = Envelope {
            customer: self.customer,
            at: self.at,
            recorded: self.recorded,
            offset: self.offset,
            device: self.device.clone(),
            counter: self.counter,
            mono: self.mono,
        };
        let mut all = object(serde_json::to_value(envelope));
        all.extend(object(serde_json::to_value(&self.body)));
        all.insert("kind".to_owned(), self.body.kind().into());
        let mut entries: Vec<(String, Value)> = all.into_iter().filter(|(key, value)| !is_absent(key, value)).collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        Value::Object(entries.into_iter().collect()).to_string()
    }

    /// When it happened, by the device's claim corrected by its measured offset (rules A3).
    ///
    /// # Example: a tablet that is 90 s slow is put right
    /// ```
    /// # use domain::fact::{Fact, Place};
    /// let text = r#"{"kind":"contact","at":"2026-03-01T15:59:00Z","recorded":"2026-03-01T15:59:00Z","offset":90000,"means":"call","outcome":"talked"}"#;
    /// let fact = Fact::read("01JQ0000000000000000000003", text, Place::Book).unwrap();
    /// assert_eq!(fact.claimed().to_string(), "2026-03-01T16:00:30.000Z");
    /// ```
    #[must_use]
    pub const fn claimed(&self) -> Instant {
        self.at.plus(self.offset)
    }

    /// When it was written, by the device's claim corrected by its measured offset.
    #[must_use]
    pub const fn written(&self) -> Instant {
        self.recorded.plus(self.offset)
    }
}
