//! Facts: what happened, written once and never changed. The serialized boundary of a book (schema 1).
//!
//! **Invariant:** a fact's text is kept as it came. Reading it here loses what this version does not know; the document does not.

use crate::id::{CustomerId, DeviceId, FactId, StaffId};
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::policy::Policy;
use order::{Amended, Approved, CalledBack, Cancelled, Delivered, Ordered, Refused, Requested};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[cfg(test)]
pub(crate) mod generate;
pub mod order;
#[cfg(test)]
mod tests;

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

/// How a contact was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// 电话.
    Call,
    /// 来店: the customer came to the showroom.
    Visit,
    /// 拜访: the advisor visited the customer at home or at work.
    Home,
    /// WeChat or SMS.
    Message,
    /// 试乘试驾.
    TestDrive,
}

/// What came of a contact. The first five are *reached* (rules C3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Talked.
    Talked,
    /// Came to the showroom.
    Came,
    /// Replied to a message.
    Replied,
    /// Drove the car.
    TestDrive,
    /// Visited at home.
    VisitedHome,
    /// No answer 未接通.
    NoAnswer,
    /// Refused to talk.
    Refused,
    /// A message without a reply.
    NoReply,
}

impl Outcome {
    /// Whether the customer was reached: only then is the follow-up fulfilled (rules C3).
    ///
    /// # Example: an unanswered call does not fulfil
    /// ```
    /// # use domain::fact::Outcome;
    /// assert!(Outcome::Talked.is_reached());
    /// assert!(!Outcome::NoAnswer.is_reached());
    /// ```
    #[must_use]
    pub const fn is_reached(self) -> bool {
        match self {
            Self::Talked | Self::Came | Self::Replied | Self::TestDrive | Self::VisitedHome => true,
            Self::NoAnswer | Self::Refused | Self::NoReply => false,
        }
    }
}

/// For whose reason a follow-up was moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// The customer's.
    Customer,
    /// The advisor's.
    Advisor,
}

/// How a card came about (rules C2).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The customer came in or called: the creation is itself a contact.
    #[default]
    WalkIn,
    /// An online lead: first contact on the next day.
    Online,
    /// A row of an imported sheet: never overdue.
    Import,
}

/// What a manager rules (rules D6).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// 退回: back to the owner, due on a date.
    GiveBack {
        /// Tomorrow by default, at most today + cycle.
        due: Day,
    },
    /// 转派: to another advisor, due tomorrow.
    HandOver {
        /// The new owner.
        to: StaffId,
    },
    /// 接管: the manager becomes the owner, due tomorrow.
    TakeOver {
        /// The manager.
        to: StaffId,
    },
    /// 公海: no owner.
    Pool,
    /// An advisor takes the customer out of the pool, due tomorrow.
    Claim {
        /// The new owner.
        to: StaffId,
    },
    /// 战败 or 无望 confirmed.
    Confirm {
        /// `F` or `N`.
        level: Level,
    },
    /// An application for F or N refused.
    Refuse,
    /// A closed customer opened again.
    Revive {
        /// The level that the manager chooses.
        level: Level,
    },
    /// A claim of time outside its window is believed after all.
    Honour {
        /// The fact.
        fact: FactId,
    },
    /// A fact that was set aside counts.
    Count {
        /// The fact.
        fact: FactId,
    },
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
    /// A call-back 回访 after the delivery (rules E3).
    CalledBack(CalledBack),
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
    /// A kind, or a form of a kind, that this version cannot read.
    #[serde(skip)]
    Unreadable {
        /// The kind it names.
        kind: String,
        /// Why, for diagnostics.
        why: String,
    },
}

/// The first card of a customer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Created {
    /// The advisor who owns the customer from here on.
    pub advisor: StaffId,
    /// Name.
    pub name: String,
    /// Phone, as typed.
    #[serde(default)]
    pub phone: String,
    /// Code of the source.
    #[serde(default)]
    pub source: String,
    /// How the card came about.
    #[serde(default)]
    pub origin: Origin,
    /// “Walk-in with clear intention” was ticked (rules B3).
    #[serde(default)]
    pub clear_intention: bool,
    /// Provisional level.
    pub level: Level,
    /// The level that was suggested.
    #[serde(default)]
    pub suggested: Option<Level>,
    /// Codes of the ticked signals.
    #[serde(default)]
    pub signals: Vec<String>,
    /// Expected order date.
    #[serde(default)]
    pub expected: Option<Day>,
    /// First contact set by hand (imports, and P4 beyond a year).
    #[serde(default)]
    pub due: Option<Day>,
    /// Note.
    #[serde(default)]
    pub note: String,
    /// Further fields of the card, by name: [`crate::card`].
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// An edit of one field (rules A2).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Edited {
    /// The field's name: those of [`crate::card`], or any other.
    pub field: String,
    /// The value that the editor saw.
    #[serde(default)]
    pub from: String,
    /// The new value.
    #[serde(default)]
    pub to: String,
    /// The edits of this field that it saw; the card's creation counts as the first.
    #[serde(default)]
    pub after: Vec<FactId>,
}

/// A judgement of the level.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Judged {
    /// The level chosen.
    pub level: Level,
    /// The level suggested.
    #[serde(default)]
    pub suggested: Option<Level>,
    /// Codes of the ticked signals.
    #[serde(default)]
    pub signals: Vec<String>,
    /// Expected order date.
    #[serde(default)]
    pub expected: Option<Day>,
    /// Why the choice differs from the suggestion, or anything else.
    #[serde(default)]
    pub note: String,
}

/// A contact, made or tried.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// How.
    pub means: Means,
    /// What came of it.
    pub outcome: Outcome,
    /// Note.
    #[serde(default)]
    pub note: String,
    /// Whether the order was asked for.
    #[serde(default)]
    pub asked: bool,
    /// The level after it, where it changed or was confirmed.
    #[serde(default)]
    pub level: Option<Level>,
    /// The next date, where it is not the cycle's.
    #[serde(default)]
    pub next: Option<Day>,
    /// Why `next` is later than the cycle's.
    #[serde(default)]
    pub reason: String,
    /// Whose reason that was.
    #[serde(default)]
    pub whose: Option<Whose>,
}

/// A follow-up moved to another day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// The new date.
    pub to: Day,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// Whose reason it was.
    #[serde(default)]
    pub whose: Option<Whose>,
}

/// An application for F or N (rules D7).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Applied {
    /// `F` or `N`.
    pub level: Level,
    /// Code of the reason.
    #[serde(default)]
    pub reason: String,
    /// The rival, for F.
    #[serde(default)]
    pub rival: String,
    /// Note.
    #[serde(default)]
    pub note: String,
}

/// A manager's ruling (rules D6).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ruled {
    /// Who ruled.
    pub by: StaffId,
    /// What.
    pub what: Ruling,
    /// Why.
    #[serde(default)]
    pub note: String,
}

impl Body {
    /// The kind, as the document names it.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Created(_) => "created",
            Self::Edited(_) => "edited",
            Self::Judged(_) => "judged",
            Self::Contact(_) => "contact",
            Self::Moved(_) => "moved",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Applied(_) => "applied",
            Self::Ordered(_) => "ordered",
            Self::Amended(_) => "order_amended",
            Self::Cancelled(_) => "order_cancelled",
            Self::Requested(_) => "requested",
            Self::Delivered(_) => "confirmed",
            Self::CalledBack(_) => "called_back",
            Self::ManagerCalled(_) => "manager_called_back",
            Self::Approved(_) => "approved",
            Self::Refused(_) => "refused",
            Self::Ruled(_) => "ruled",
            Self::Locked { .. } => "locked",
            Self::Lifted { .. } => "lifted",
            Self::Retimed { .. } => "retimed",
            Self::Original { .. } => "original",
            Self::Store { .. } => "store",
            Self::Policy { .. } => "policy",
            Self::Closed { .. } => "closed",
            Self::Leave { .. } => "leave",
            Self::Staff { .. } => "staff",
            Self::Source { .. } => "source",
            Self::Unreadable { kind, .. } => kind,
        }
    }

    /// Whether only the server may say it: in a book such a fact is set aside.
    #[must_use]
    pub const fn is_servers(&self) -> bool {
        match self {
            Self::Created(_)
            | Self::Edited(_)
            | Self::Judged(_)
            | Self::Contact(_)
            | Self::Moved(_)
            | Self::Withdrawn { .. }
            | Self::Applied(_)
            | Self::Ordered(_)
            | Self::Amended(_)
            | Self::Cancelled(_)
            | Self::Requested(_)
            | Self::Delivered(_)
            | Self::CalledBack(_)
            | Self::Unreadable { .. } => false,
            Self::ManagerCalled(_)
            | Self::Approved(_)
            | Self::Refused(_)
            | Self::Ruled(_)
            | Self::Locked { .. }
            | Self::Lifted { .. }
            | Self::Retimed { .. }
            | Self::Original { .. }
            | Self::Store { .. }
            | Self::Policy { .. }
            | Self::Closed { .. }
            | Self::Leave { .. }
            | Self::Staff { .. }
            | Self::Source { .. } => true,
        }
    }
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

fn object(value: serde_json::Result<Value>) -> Map<String, Value> {
    match value {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// Texts that a reader requires, even when they are empty.
const REQUIRED: [&str; 10] = ["code", "en", "field", "kind", "name", "number", "role", "signature", "text", "zh"];

fn is_absent(key: &str, value: &Value) -> bool {
    let empty = value.as_str().is_some_and(str::is_empty)
        || value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(Map::is_empty);
    value.is_null() || (empty && !REQUIRED.contains(&key))
}

fn kind_of(text: &str) -> String {
    #[derive(Deserialize)]
    struct Kind {
        #[serde(default)]
        kind: String,
    }
    serde_json::from_str::<Kind>(text).map(|it| it.kind).unwrap_or_default()
}
