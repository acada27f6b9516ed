//! What the screens and the engine say to each other: commands in, view changes out.
//!
//! These are plain values in a compact binary form between two modules of one build; nothing here is kept longer than the build that wrote it.

use crate::card::{self, CardField};
use crate::command::{Command, Refusal};
use crate::daily::Daily;
use crate::fact::order::Call;
use crate::id::{CustomerId, FactId, StaffId};
use crate::import::Language;
use crate::instant::{Day, Instant};
use crate::instruction::Instruction;
use crate::level::Level;
use crate::month::{Month, Table};
use crate::order::{CallBack, Caller, Order};
use crate::search::{Keys, Readings};
use crate::store::Store;
use crate::team::Tally;
use crate::view::{Application, FollowUp, Lock, Standing, View, standing};
use serde::{Deserialize, Serialize};

pub mod office;
#[cfg(test)]
mod tests;

/// Who works on this device, as the server said at sign-in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// Who.
    pub user: StaffId,
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// `advisor`, `manager`, `finance`, `reception`, `admin`.
    pub role: String,
    /// The store's name.
    pub store: String,
    /// automerge URL of the own book.
    pub book: String,
    /// automerge URL of the own desk.
    pub desk: String,
    /// automerge URL of the store's house.
    pub house: String,
    /// The enrolled device: 24 hexadecimal digits.
    pub device: String,
    /// What the device is called.
    pub device_name: String,
    /// A store of this person has been on this device before: if it is not there any more, somebody or something has wiped it.
    pub known: bool,
    /// The build of the page.
    pub build: String,
    /// Connecting may be what has stopped the engine before: it works, and connects when it is asked to.
    pub alone: bool,
}

/// From the screens to the engine.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ToEngine {
    /// Open this person's store on the device; the first message.
    Open(Session),
    /// Do something; the ticket comes back with the answer.
    Do(u32, Command),
    /// Do several things, each for another customer; the ticket comes back once with the answer for all.
    DoAll(u32, Vec<Command>),
    /// Give these customers as rows of a table under headings in this language.
    Export(Vec<CustomerId>, Language),
    /// Watch one customer's card: sent now and whenever it changes. None: stop watching.
    Watch(Option<CustomerId>),
    /// Watch the own table of a month: sent now and whenever it changes. None: stop watching.
    Month(Option<Month>),
    /// Make sample customers, if there are none; false: remove them all.
    Samples(bool),
    /// Watch the own report of a day: sent now and whenever it changes. None: stop watching.
    Day(Option<Day>),
    /// Answer an instruction of the manager's; the ticket comes back with the answer.
    Answer(u32, FactId, String),
    /// Give everything that is on this device, in a form that people and programs can read.
    TakeAway,
    /// Connect now, without waiting for the back-off.
    Connect,
    /// The page is being hidden for good: leave cleanly.
    Leave,
    /// Close the store; true: delete it from the device, too.
    Close(bool),
}

/// From the engine to the screens.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum FromEngine {
    /// The engine runs and listens.
    Ready,
    /// Everything but the rows that have come as parts, once the documents are loaded.
    All(Box<Projection>),
    /// Rows that changed, and customers that left the lists.
    Rows(Vec<Row>, Vec<CustomerId>),
    /// The store's settings changed.
    Store(Store),
    /// A command is durable on this device: its ticket, and the fact that it wrote.
    Saved(u32, FactId),
    /// Of several commands what was not refused is durable on this device: their ticket, and of those that were refused the place and why.
    SavedAll(u32, Vec<(u32, Refusal)>),
    /// The customers that were asked for, as rows of a table below its headings.
    Exported(Vec<Vec<String>>),
    /// A command was refused; nothing was written.
    Refused(u32, Refusal),
    /// The card that is watched; none if there is no such customer.
    Card(CustomerId, Option<Box<Card>>),
    /// The table of the month that is watched.
    Month(Box<Table>),
    /// The report of the day that is watched.
    Day(Box<Daily>),
    /// What the person has beside customers.
    Own(Box<Own>),
    /// How it stands with the server and the storage.
    Sync(SyncStatus),
    /// Everything that is on this device, as JSON.
    TakenAway(String),
    /// The store was closed, as asked.
    Closed,
    /// Something failed that the person must know.
    Trouble(Trouble),
    /// Some of the rows, before everything else comes: all of a big book at once would hold the page up.
    Part(Vec<Row>),
    /// Several at once, so that no page is drawn in between.
    Together(Vec<FromEngine>),
}

/// What can go wrong on the device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Trouble {
    /// The storage does not take a change: it is on the screen, not on the device, and is tried again until it is saved; the answer to the
    /// ticket comes then. The text is the browser's.
    NotSaved(Option<u32>, String),
    /// A change, or a part of it, could not be made: that is neither on the screen nor on the device, and is not tried again.
    Unwritten(Option<u32>, String),
    /// The storage cannot be opened at all.
    NoStorage(String),
    /// Stored pieces were damaged and set apart; they are fetched again from the server.
    Damaged(u32),
    /// The storage of this person on this device was emptied by somebody or something else.
    Wiped,
    /// The engine met a state that it cannot go on from.
    Broken(String),
    /// The engine had stopped, and a new one has read the storage anew: what was saved is there.
    Restarted(String),
}

/// How it stands with the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Link {
    /// Trying.
    Connecting,
    /// Connected, and up to date or getting there.
    Live,
    /// No connection; the next attempt at that time.
    Offline(Option<Instant>),
    /// Another tab of this browser keeps the connection.
    ElsewhereLive,
    /// The server wants a new sign-in. Work goes on; nothing is uploaded.
    SignedOut,
    /// The server refuses this device's changes. They are kept.
    Refused,
    /// The server wants a newer version of the app.
    TooOld,
}

/// The honest state behind the sync chip.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SyncStatus {
    /// The connection.
    pub link: Link,
    /// Facts on this device that the server has not confirmed to be on its disk.
    pub unsent: u32,
    /// Commands whose writing to this device's disk is not finished.
    pub unsaved: u32,
    /// When the server last confirmed that it has everything.
    pub uploaded: Option<Instant>,
    /// What the device's clock lacks, in milliseconds, as last measured.
    pub offset: i64,
    /// Bytes of the documents on this device.
    pub bytes: u64,
    /// Stored pieces that were damaged and set apart.
    pub quarantined: u32,
    /// Whether the device enrolled and what it is called.
    pub device_name: String,
}

/// What is stored beside the documents so that the first paint needs none of them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Projection {
    /// The build that wrote it; another build does not read it.
    pub build: String,
    /// Whose.
    pub user: StaffId,
    /// The offset of the device's clock, as last measured.
    pub offset: i64,
    /// The store's settings.
    pub store: Store,
    /// All customers of the lists.
    pub rows: Vec<Row>,
    /// What the person had beside customers.
    pub own: Option<Own>,
    /// How it stood.
    pub sync: SyncStatus,
}

/// What a person has beside customers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Own {
    /// The month of the figures.
    pub month: Month,
    /// What happened in it.
    pub tally: Tally,
    /// The manager's instructions.
    pub instructions: Vec<Instruction>,
}

/// A customer as lists need it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Who.
    pub id: CustomerId,
    /// Name.
    pub name: String,
    /// The number to call.
    pub phone: String,
    /// Code of the source.
    pub source: String,
    /// The customer who sent this one 转介绍人, where it is one of the store's.
    pub referrer: Option<CustomerId>,
    /// Whether a car was delivered to them: an owner 车主, who may send others.
    pub delivered: bool,
    /// When the card was made.
    pub created: Instant,
    /// Level.
    pub level: Level,
    /// Until when the first level is to be confirmed; none once it is.
    pub confirm_by: Option<Instant>,
    /// Whether the first-judgement floor holds at the confirmation (rules B3).
    pub floor: bool,
    /// The signals of the last judgement.
    pub signals: Vec<String>,
    /// Expected order date.
    pub expected: Option<Day>,
    /// The last day of the level's window.
    pub window_end: Option<Day>,
    /// The open follow-up.
    pub follow_up: Option<FollowUp>,
    /// A lock that facts have run into. One that `now` alone has run into is computed: [`Row::lock`].
    pub lock: Option<Lock>,
    /// A pending application.
    pub application: Option<Application>,
    /// When somebody was last reached.
    pub reached: Option<Instant>,
    /// The note of the last contact.
    pub last_note: String,
    /// Fields with two values.
    pub conflicts: u32,
    /// Facts that were set aside, in whole or in part.
    pub asides: u32,
    /// Open orders.
    pub orders: u32,
    /// The agreed days of delivery of open orders that have one.
    pub deliveries: Vec<Agreed>,
    /// The earliest call-back that the owner is still to make.
    pub call_back: Option<(FactId, Call, Day)>,
    /// When the manager refused the last application, while nothing was done since.
    pub refused: Option<Instant>,
    /// Models, as one line.
    pub model: String,
    /// Colours, as one line.
    pub colour: String,
    /// Budget.
    pub budget: String,
    /// Code of the way to pay.
    pub payment: String,
    /// Code of the step at which the customer stands.
    pub step: String,
    /// The import that the card came with; empty for any other.
    pub import: String,
    /// What the customer is found by; empty where nobody searches.
    pub keys: Keys,
    /// A sample customer, who is on this device only (rules A5).
    pub sample: bool,
}

/// An agreed delivery of an open order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Agreed {
    /// The order.
    pub order: FactId,
    /// The agreed day.
    pub day: Day,
    /// What was ordered.
    pub model: String,
}

impl Row {
    /// The row of a view.
    #[must_use]
    pub fn of(view: &View) -> Self {
        use crate::view::{Event, Fate};
        let last_note = view.entries.iter().rev().find_map(|it| match &it.event {
            Event::Contact(contact) if it.fate != Fate::Withdrawn && !contact.note.is_empty() => {
                Some(contact.note.clone())
            }
            _ => None,
        });
        let import = view.entries.iter().find_map(|it| match &it.event {
            Event::Created(created) if created.is_imported() => Some(created.import.clone()),
            _ => None,
        });
        let asides = view.entries.iter().filter(|it| matches!(it.fate, Fate::Aside(_) | Fate::InPart(_))).count();
        Self {
            id: view.id,
            name: view.field("name").to_owned(),
            phone: card::number(view).to_owned(),
            source: view.field("source").to_owned(),
            referrer: card::Referrer::of(view).and_then(|it| it.customer),
            delivered: view.orders.iter().any(|it| it.delivered().is_some()),
            created: view.created,
            level: view.level,
            confirm_by: view.is_unconfirmed().then_some(view.confirm_by),
            floor: view.clear_intention && view.confirmed.is_none(),
            signals: view.signals.clone(),
            expected: view.expected,
            window_end: view.window_end,
            follow_up: view.follow_up,
            lock: view.locks.last().filter(|it| it.ended.is_none()).copied(),
            application: view.application,
            reached: view.reached,
            last_note: last_note.unwrap_or_default(),
            conflicts: u32::try_from(view.fields.values().filter(|it| it.values.len() > 1).count()).unwrap_or(u32::MAX),
            asides: u32::try_from(asides).unwrap_or(u32::MAX),
            orders: u32::try_from(view.orders.iter().filter(|it| it.is_open()).count()).unwrap_or(u32::MAX),
            deliveries: agreed(&view.orders),
            call_back: next_call_back(&view.call_backs),
            refused: view.refusal().map(|it| it.at),
            model: view.field(CardField::Model.code()).to_owned(),
            colour: view.field(CardField::Colour.code()).to_owned(),
            budget: view.field(CardField::Budget.code()).to_owned(),
            payment: view.field(CardField::Payment.code()).to_owned(),
            step: view.progress.at.clone(),
            import: import.unwrap_or_default(),
            keys: Keys::default(),
            sample: false,
        }
    }

    /// The row of a view for lists in which one searches.
    #[must_use]
    pub fn searched(view: &View, readings: Readings) -> Self {
        let mut row = Self::of(view);
        row.keys = Keys::of(view, &row.last_note, readings);
        row
    }

    /// The lock in force at a moment.
    #[must_use]
    pub fn lock(&self, now: Instant) -> Option<Lock> {
        self.lock.or_else(|| {
            let open = self.follow_up.filter(|it| now >= it.lock_at)?;
            Some(Lock { due: open.due, since: open.lock_at, ended: None })
        })
    }

    /// Where the customer stands on a day.
    #[must_use]
    pub fn standing(&self, now: Instant, today: Day) -> Standing {
        standing(self.follow_up.as_ref(), self.lock(now).is_some(), today)
    }

    /// Whether the window of P1–P3 has passed without an order (rules B6).
    #[must_use]
    pub fn is_stale(&self, today: Day) -> bool {
        matches!(self.level, Level::P1 | Level::P2 | Level::P3) && self.window_end.is_some_and(|end| end < today)
    }
}

fn agreed(orders: &[Order]) -> Vec<Agreed> {
    let of = |it: &Order| Some(Agreed { order: it.id, day: it.terms.agreed?, model: it.terms.model.clone() });
    orders.iter().filter(|it| it.is_open()).filter_map(of).collect()
}

fn next_call_back(call_backs: &[CallBack]) -> Option<(FactId, Call, Day)> {
    let owners = call_backs.iter().filter(|it| it.done.is_none() && it.call.caller() == Caller::Advisor);
    owners.min_by_key(|it| it.due).map(|it| (it.order, it.call, it.due))
}

/// A customer's card with its whole history.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Card {
    /// The view.
    pub view: View,
    /// Facts that the server has not confirmed.
    pub unsent: Vec<FactId>,
}
