//! What is counted, and how counts become lists.

use crate::level::Level;
use crate::store::Store;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was counted in some days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Prospects 意向客户 at the beginning: customers at P0–P4 who had an owner.
    pub opening: u32,
    /// Prospects at the end.
    pub prospects: u32,
    /// New prospects: new cards, and delivered customers who want another car (rules E1).
    pub new: u32,
    /// New cards.
    pub cards: u32,
    /// Of these, confirmed in time (rules B4).
    pub confirmed: u32,
    /// Contacts that reached the customer.
    pub contacts: u32,
    /// Of these, such as asked for the order.
    pub asked: u32,
    /// Test drives 试驾: contacts that were one, and recorded drives on days without such a contact (rules J3).
    pub test_drives: u32,
    /// Second visits 二次来店 (rules I3).
    pub second_visits: u32,
    /// Orders signed 订单.
    pub orders: u32,
    /// Of these, such as came of these days' new prospects.
    pub orders_of_new: u32,
    /// Of these, such as came of prospects who were there before.
    pub orders_of_carried: u32,
    /// Orders cancelled 退订.
    pub cancelled: u32,
    /// Deliveries 交车.
    pub deliveries: u32,
    /// Applications for lost 战败申请.
    pub applications: u32,
    /// Prospects confirmed as lost 战败.
    pub defeats: u32,
    /// Of these, such as have a reason of the list.
    pub explained: u32,
    /// Prospects confirmed as hopeless 无望.
    pub hopeless: u32,
    /// Follow-ups that were due (rules I1).
    pub due: u32,
    /// Of these, done by the last date.
    pub done: u32,
    /// Of these, done by the first date.
    pub done_strictly: u32,
    /// Locks 锁止 that fell.
    pub locks: u32,
}

/// A move from level to level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Conversion {
    /// From where.
    pub from: Level,
    /// To where.
    pub to: Level,
    /// How often.
    pub count: u32,
    /// Of so many moves out of that level.
    pub of: u32,
}

/// Prospects who ended for a reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// `F` or `N`.
    pub level: Level,
    /// Code of the reason ([`crate::reason::Reason`]); empty where none of the list was named.
    pub reason: String,
    /// How many.
    pub count: u32,
}

/// New prospects of a source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Origin {
    /// Code of the source; empty where the card has none.
    pub source: String,
    /// How many.
    pub new: u32,
}

impl Conversion {
    /// The share of the moves out of the level, in whole percent.
    ///
    /// # Example: of four who left P3 three went to P2
    /// ```
    /// # use domain::{funnel::Conversion, level::Level};
    /// assert_eq!(Conversion { from: Level::P3, to: Level::P2, count: 3, of: 4 }.percent(), Some(75));
    /// ```
    #[must_use]
    pub fn percent(&self) -> Option<u32> {
        percent(self.count, self.of)
    }
}

/// In whole percent, half up; none of nothing.
pub(super) fn percent(part: u32, of: u32) -> Option<u32> {
    let (part, of) = (u64::from(part), u64::from(of));
    (part * 200 + of).checked_div(of * 2).and_then(|it| u32::try_from(it).ok())
}

/// The middle one; of an even number the mean of both, half up; none of nothing.
pub(super) fn median<T: Copy + Ord + Into<u64> + TryFrom<u64>>(mut all: Vec<T>) -> Option<T> {
    all.sort_unstable();
    let upper: u64 = (*all.get(all.len() / 2)?).into();
    let lower: u64 = (*all.get((all.len() - 1) / 2)?).into();
    T::try_from(lower + (upper - lower).div_ceil(2)).ok()
}

// Decision (domain §10): the share of a move is of all moves out of its level, to another one, to delivery, or to an end.
// What is handed over or pooled has converted to nothing.
pub(super) fn conversions(moves: &BTreeMap<(Level, Level), u32>) -> Vec<Conversion> {
    let of = |level: Level| moves.iter().filter(|((from, _), _)| *from == level).map(|it| it.1).sum();
    moves.iter().map(|((from, to), count)| Conversion { from: *from, to: *to, count: *count, of: of(*from) }).collect()
}

/// By level, the most frequent reason first; none of the list last.
pub(super) fn ended(counts: &BTreeMap<(Level, String), u32>) -> Vec<Ended> {
    let one = |((level, reason), count): (&(Level, String), &u32)| Ended {
        level: *level,
        reason: reason.clone(),
        count: *count,
    };
    let mut all: Vec<Ended> = counts.iter().map(one).collect();
    all.sort_by_key(|it| (it.level, it.reason.is_empty(), std::cmp::Reverse(it.count)));
    all
}

/// By source: the store's in its order, then others, then none.
pub(super) fn origins(store: &Store, counts: &BTreeMap<String, u32>) -> Vec<Origin> {
    let place = |it: &Origin| {
        let known = store.sources.iter().position(|known| known.code == it.source);
        known.unwrap_or(if it.source.is_empty() { usize::MAX } else { usize::MAX - 1 })
    };
    let mut all: Vec<Origin> =
        counts.iter().map(|(source, new)| Origin { source: source.clone(), new: *new }).collect();
    all.sort_by_key(place);
    all
}
