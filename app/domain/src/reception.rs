//! The reception's register 来店(电)客户登记表: who came, whose turn it was, and how many of them left a card.
//!
//! Every arrival counts, also one that leaves no name. **Invariant:** the register is the store's, not a customer's: nothing here changes a level,
//! a date, or an owner.

use crate::calendar::Calendar;
use crate::id::{ArrivalId, CustomerId, StaffId};
use crate::instant::{Day, Instant};
use serde::{Deserialize, Serialize};

/// The most people of one party.
pub const PARTY_MAX: u32 = 99;
/// The most characters of what a visitor is called, or of a remark.
pub const WORDS_MAX: usize = 200;

/// What somebody came for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To look at cars 看车.
    Look,
    /// To drive one 试驾.
    Drive,
    /// To talk terms, or to order 洽谈.
    Deal,
    /// To fetch a car 提车.
    Fetch,
    /// By telephone 来电.
    Call,
    /// Anything else.
    Other,
}

impl Purpose {
    /// All of them, in the order in which one is asked.
    pub const ALL: [Self; 6] = [Self::Look, Self::Drive, Self::Deal, Self::Fetch, Self::Call, Self::Other];

    /// Its word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Drive => "drive",
            Self::Deal => "deal",
            Self::Fetch => "fetch",
            Self::Call => "call",
            Self::Other => "other",
        }
    }

    /// Whether somebody is in the showroom; who calls has left as soon as they came.
    #[must_use]
    pub const fn is_visit(self) -> bool {
        match self {
            Self::Look | Self::Drive | Self::Deal | Self::Fetch | Self::Other => true,
            Self::Call => false,
        }
    }

    /// Reads a word.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// An arrival 到店.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Arrival {
    /// Its id.
    pub id: ArrivalId,
    /// When.
    pub at: Instant,
    /// When the party left; none while it is here.
    pub left: Option<Instant>,
    /// How many people.
    pub party: u32,
    /// What for.
    pub purpose: Purpose,
    /// First visit (F) or again (S).
    pub again: bool,
    /// What the visitor is called; empty for one who leaves no name.
    pub name: String,
    /// Who looks after the party.
    pub advisor: Option<StaffId>,
    /// Whether it was the advisor's turn that was used.
    pub by_turn: bool,
    /// The card that it was bound to, then or later.
    pub customer: Option<CustomerId>,
}

/// Somebody who receives visitors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Host {
    /// Who.
    pub staff: StaffId,
    /// Follow-ups that are overdue.
    pub overdue: u32,
}

/// Why somebody is not in turn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Out {
    /// With a party that has not left.
    Busy,
    /// Has overdue follow-ups, and the policy says so.
    Overdue,
    /// On leave.
    Away,
}

/// The turn order 接待轮序: whoever's last turn is longest ago is next; then those who are out, and why.
///
/// A visitor who comes again goes to the own advisor and uses nobody's turn.
///
/// # Example: the second of two is next after the first has had a turn, and a busy one waits
/// ```
/// # use domain::{calendar::Calendar, id::StaffId, instant::{Day, Instant}, reception::{turns, Host}};
/// let [li, wang] = ["01JQ000000000000000000000A", "01JQ000000000000000000000B"].map(|it| StaffId::parse(it).unwrap());
/// let hosts = [li, wang].map(|staff| Host { staff, overdue: 0 });
/// let today = Day::parse("2026-03-02").unwrap();
/// let next = |arrivals: &[_]| turns(&hosts, arrivals, &Calendar::default(), false, today)[0].0;
/// assert_eq!(next(&[]), li);
/// # use domain::{id::ArrivalId, reception::{Arrival, Purpose}};
/// let at = Instant::parse("2026-03-02T02:00:00Z").unwrap();
/// let mut one = Arrival { id: ArrivalId::new(at, 1), at, left: Some(at), party: 2, purpose: Purpose::Look, again: false, name: String::new(),
///     advisor: Some(li), by_turn: true, customer: None };
/// assert_eq!(next(&[one.clone()]), wang);
/// one.by_turn = false;
/// assert_eq!(next(&[one.clone()]), li);
/// one.left = None;
/// assert_eq!(next(&[one]), wang);
/// ```
// 接待轮序 [T]; “overdue follow-ups: out of turn” is the store's choice.
#[must_use]
pub fn turns(
    hosts: &[Host],
    arrivals: &[Arrival],
    calendar: &Calendar,
    overdue_out: bool,
    today: Day,
) -> Vec<(StaffId, Option<Out>)> {
    let own = |it: StaffId| arrivals.iter().filter(move |arrival| arrival.advisor == Some(it));
    let mut order: Vec<_> = hosts
        .iter()
        .map(|host| {
            let away = calendar.is_away(host.staff, today, Instant(i64::MAX));
            let busy = own(host.staff).any(|it| it.left.is_none());
            let out = match (away, overdue_out && host.overdue > 0, busy) {
                (true, _, _) => Some(Out::Away),
                (false, true, _) => Some(Out::Overdue),
                (false, false, true) => Some(Out::Busy),
                (false, false, false) => None,
            };
            let last = own(host.staff).filter(|it| it.by_turn).map(|it| it.at).max();
            (out, last, host.staff)
        })
        .collect();
    order.sort_by_key(|it| (it.0, it.1));
    order.into_iter().map(|(out, _, staff)| (staff, out)).collect()
}

/// Who receives a party, and whether that uses a turn: whoever is asked for, else the own advisor, else the next in turn who is not out.
///
/// # Example: who comes again goes to the own advisor and uses no turn
/// ```
/// # use domain::{id::StaffId, reception::{host, Out}};
/// let [li, wang] = ["01JQ000000000000000000000A", "01JQ000000000000000000000B"].map(|it| StaffId::parse(it).unwrap());
/// let order = [(li, None), (wang, Some(Out::Busy))];
/// assert_eq!(host(None, Some(wang), false, &order), (Some(wang), false));
/// assert_eq!(host(None, None, true, &order), (Some(li), true));
/// assert_eq!(host(Some(wang), None, true, &order), (Some(wang), true));
/// assert_eq!(host(None, None, true, &[(wang, Some(Out::Busy))]), (None, false));
/// ```
#[must_use]
pub fn host(
    asked_for: Option<StaffId>,
    owner: Option<StaffId>,
    is_first: bool,
    order: &[(StaffId, Option<Out>)],
) -> (Option<StaffId>, bool) {
    let next = order.first().filter(|it| it.1.is_none()).map(|it| it.0);
    let host = asked_for.or(owner).or(next);
    (host, is_first && host.is_some())
}

/// The figures of a register.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Figures {
    /// Arrivals, each once, whatever the size of the party.
    pub total: u32,
    /// First visits.
    pub first: u32,
    /// Arrivals that are bound to a card.
    pub captured: u32,
    /// Parties that are here.
    pub here: u32,
}

impl Figures {
    /// Counts.
    #[must_use]
    pub fn of(arrivals: &[Arrival]) -> Self {
        let count =
            |is: fn(&Arrival) -> bool| u32::try_from(arrivals.iter().filter(|it| is(it)).count()).unwrap_or(u32::MAX);
        Self {
            total: count(|_| true),
            first: count(|it| !it.again),
            captured: count(|it| it.customer.is_some()),
            here: count(|it| it.left.is_none() && it.purpose.is_visit()),
        }
    }

    /// Capture rate 留档率 in per cent: bound arrivals of all; none on a day without arrivals.
    ///
    /// # Example: two of three have left a card
    /// ```
    /// # use domain::reception::Figures;
    /// assert_eq!(Figures { total: 3, first: 3, captured: 2, here: 0 }.capture_rate(), Some(67));
    /// assert_eq!(Figures::default().capture_rate(), None);
    /// ```
    #[must_use]
    pub const fn capture_rate(&self) -> Option<u32> {
        match self.total {
            0 => None,
            all => Some((self.captured * 200 + all) / (2 * all)),
        }
    }
}

#[cfg(test)]
mod tests;
