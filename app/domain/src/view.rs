//! What a customer's facts amount to: the view that every screen, list and table reads.
//!
//! **Invariant:** a view holds no `now`; what depends on it is asked with it ([`View::standing`]).

use crate::fact::floor::{Drove, Quoted, Revealed, Stepped, Ticked};
use crate::fact::order::{Amended, Approved, CalledBack, Cancelled, Delivered, Ordered, Refused, Signed};
use crate::fact::{Applied, Contact, Created, Edited, Judged, Moved, Ruled, Ruling};
use crate::id::{CustomerId, DeviceId, FactId, StaffId};
use crate::instant::{Day, Instant, Zone};
use crate::level::Level;
use crate::order::{CallBack, Order};
use crate::step::Progress;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod rule;

pub use rule::Rule;

/// What became of a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Fate {
    /// It counts.
    Counts,
    /// It counts, but a part of it (a level, a date) was set aside.
    InPart(Rule),
    /// It was set aside: kept and shown, without effect.
    Aside(Rule),
    /// It was taken back by its author.
    Withdrawn,
}

/// A fact as a timeline shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Which fact.
    pub id: FactId,
    /// When it counts.
    pub at: Instant,
    /// When it claims to have happened; differs from `at` where the desk moved it (rules F3).
    pub claimed: Instant,
    /// When it was written.
    pub written: Instant,
    /// On which device.
    pub device: DeviceId,
    /// What became of it.
    pub fate: Fate,
    /// What happened.
    pub event: Event,
    /// The level after it.
    pub level: Level,
    /// The due date after it.
    pub due: Option<Day>,
    /// The owner after it; none in the pool.
    pub owner: Option<StaffId>,
}

/// What an entry tells.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Event {
    /// The card was made.
    Created(Created),
    /// A field was edited.
    Edited(Edited),
    /// The level was judged; true if this confirmed the first one.
    Judged(Judged, bool),
    /// A contact.
    Contact(Contact),
    /// The follow-up was moved.
    Moved(Moved),
    /// A fact was taken back.
    Withdrawn(FactId),
    /// F or N was applied for.
    Applied(Applied),
    /// An order was signed.
    Ordered(Ordered),
    /// More became known of an order.
    Amended(Amended),
    /// An order was cancelled.
    Cancelled(Cancelled),
    /// Finance approved the delivery.
    Approved(Approved),
    /// Finance refused the delivery.
    Refused(Refused),
    /// The customer asked for the delivery of that order.
    Requested(FactId),
    /// The delivery was confirmed.
    Delivered(Delivered),
    /// The slip was signed on the glass.
    Signed(Signed),
    /// A call-back.
    CalledBack(CalledBack),
    /// The customer was moved to another step.
    Stepped(Stepped),
    /// An item of a check-list was ticked.
    Ticked(Ticked),
    /// A test drive was recorded.
    Drove(Drove),
    /// A quotation was given.
    Quoted(Quoted),
    /// A number was looked at whole.
    Revealed(Revealed),
    /// A call-back by the manager.
    ManagerCalled(CalledBack),
    /// The manager ruled.
    Ruled(Ruled),
    /// The customer locked for the follow-up due on that day.
    Locked(Day),
    /// A lock that the server had stamped is not in the history any more: due date, and the fact that lifted it.
    Lifted(Day, Option<FactId>),
    /// Something that this version cannot read, by its kind.
    Unreadable(String),
}

/// A field of the card (rules A2).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Field {
    /// The values that no other edit has replaced, with the edit that set each; more than one is a conflict.
    pub values: Vec<(FactId, String)>,
}

impl Field {
    /// The value to show: of a conflict, the one of the latest edit.
    #[must_use]
    pub fn value(&self) -> &str {
        self.values.last().map_or("", |it| it.1.as_str())
    }
}

/// The open follow-up 跟踪业务活动.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FollowUp {
    /// The day by whose end the customer is to be reached.
    pub due: Day,
    /// The date that the last contact, creation or ruling set.
    pub original: Day,
    /// How often it was postponed since.
    pub postponed: u32,
    /// When the customer locks if nobody is reached before.
    pub lock_at: Instant,
}

/// A lock 锁止.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lock {
    /// The due date that was missed.
    pub due: Day,
    /// Since when.
    pub since: Instant,
    /// The ruling that ended it.
    pub ended: Option<Instant>,
}

/// A follow-up that is over (rules I1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Period {
    /// The last due date.
    pub due: Day,
    /// The first due date.
    pub original: Day,
    /// When the customer was reached; none if missed.
    pub done: Option<Instant>,
}

/// The confirmation of the first level (rules B4).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Confirmed {
    /// When.
    pub at: Instant,
    /// Which level.
    pub level: Level,
    /// Whether within the hours of the policy.
    pub in_time: bool,
}

/// A pending application for F or N.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Application {
    /// The fact.
    pub fact: FactId,
    /// `F` or `N`.
    pub level: Level,
    /// When.
    pub at: Instant,
    /// Until when it holds the lock off; none if it does not.
    pub holds_until: Option<Instant>,
}

/// A customer, as the facts have it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct View {
    /// Who.
    pub id: CustomerId,
    /// When the card was made.
    pub created: Instant,
    /// Who owns the customer; none in the pool.
    pub owner: Option<StaffId>,
    /// The owner, or of a customer in the pool the last one: in whose desk rulings are written.
    pub keeper: StaffId,
    /// The card's fields.
    pub fields: BTreeMap<String, Field>,
    /// Walk-in with clear intention.
    pub clear_intention: bool,
    /// The level.
    pub level: Level,
    /// The level of the creation.
    pub first_level: Level,
    /// The confirmation, once there is one.
    pub confirmed: Option<Confirmed>,
    /// Until when the first level is to be confirmed.
    pub confirm_by: Instant,
    /// The signals of the last judgement.
    pub signals: Vec<String>,
    /// The expected order date of the last judgement.
    pub expected: Option<Day>,
    /// The last day of the level's window, counted from the last judgement (rules B6).
    pub window_end: Option<Day>,
    /// The open follow-up: there is exactly one while the customer is owned and at P0–P4 (rules C1).
    pub follow_up: Option<FollowUp>,
    /// All locks, oldest first; the last may be open, or lie in the future and not be there yet.
    pub locks: Vec<Lock>,
    /// The pending application.
    pub application: Option<Application>,
    /// When somebody was last reached.
    pub reached: Option<Instant>,
    /// Follow-ups that are over, oldest first.
    pub periods: Vec<Period>,
    /// Orders, oldest first.
    pub orders: Vec<Order>,
    /// Call-backs after deliveries, made or to be made.
    pub call_backs: Vec<CallBack>,
    /// Where the customer stands in the steps of the sale.
    pub progress: Progress,
    /// The history 变更历史, oldest first: every fact, counted or not.
    pub entries: Vec<Entry>,
    /// The card was taken back by its author.
    pub withdrawn: bool,
}

/// Where a customer stands at a moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Standing {
    /// Locked 已锁止.
    Locked,
    /// The due day is over, and a closed day, leave or an application holds the lock off.
    Held,
    /// Due today 今日到期.
    Today,
    /// Due tomorrow: the reminder 提醒 (rules C7).
    Tomorrow,
    /// Due later.
    Later,
    /// Nothing is due: PD, F, N, or in the pool.
    Nothing,
}

impl Standing {
    /// All, the most urgent first.
    pub const ALL: [Self; 6] = [Self::Locked, Self::Held, Self::Today, Self::Tomorrow, Self::Later, Self::Nothing];
}

impl View {
    /// The lock in force at a moment: one that facts have run into, or one that `now` has.
    #[must_use]
    pub fn lock(&self, now: Instant) -> Option<Lock> {
        if let Some(lock) = self.locks.last().filter(|it| it.ended.is_none()) {
            return Some(*lock);
        }
        let follow_up = self.follow_up.filter(|it| now >= it.lock_at)?;
        Some(Lock { due: follow_up.due, since: follow_up.lock_at, ended: None })
    }

    /// Where the customer stands (rules C7, D1).
    #[must_use]
    pub fn standing(&self, now: Instant, zone: Zone) -> Standing {
        standing(self.follow_up.as_ref(), self.lock(now).is_some(), zone.day(now))
    }

    /// Whether the window of P1–P3 has passed without an order (rules B6).
    #[must_use]
    pub fn is_stale(&self, today: Day) -> bool {
        matches!(self.level, Level::P1 | Level::P2 | Level::P3) && self.window_end.is_some_and(|end| end < today)
    }

    /// An order.
    #[must_use]
    pub fn order(&self, id: FactId) -> Option<&Order> {
        self.orders.iter().find(|it| it.id == id)
    }

    /// Whether the first level is still to be confirmed.
    #[must_use]
    pub fn is_unconfirmed(&self) -> bool {
        self.confirmed.is_none() && self.level.is_open() && !self.withdrawn
    }

    /// The manager's refusal of the last application 驳回, until somebody is reached, applies again or rules anew.
    #[must_use]
    pub fn refusal(&self) -> Option<&Entry> {
        let effective = |it: &&Entry| matches!(it.fate, Fate::Counts | Fate::InPart(_));
        let decides = |it: &&Entry| match &it.event {
            Event::Ruled(_) | Event::Applied(_) => true,
            Event::Contact(contact) => contact.outcome.is_reached(),
            _ => false,
        };
        let last = self.entries.iter().rev().filter(effective).find(decides)?;
        matches!(&last.event, Event::Ruled(ruled) if ruled.what == Ruling::Refuse).then_some(last)
    }

    /// The pending application, as it was made.
    #[must_use]
    pub fn applied(&self) -> Option<&Applied> {
        let pending = self.application?.fact;
        self.entries.iter().find(|it| it.id == pending).and_then(|it| match &it.event {
            Event::Applied(applied) => Some(applied),
            _ => None,
        })
    }

    /// A field's value, empty if it was never set.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", Field::value)
    }
}

/// Where a follow-up stands on a day.
#[must_use]
pub fn standing(follow_up: Option<&FollowUp>, locked: bool, today: Day) -> Standing {
    if locked {
        return Standing::Locked;
    }
    match follow_up.map(|it| it.due.since(today)) {
        None => Standing::Nothing,
        Some(days) if days < 0 => Standing::Held,
        Some(0) => Standing::Today,
        Some(1) => Standing::Tomorrow,
        Some(_) => Standing::Later,
    }
}
