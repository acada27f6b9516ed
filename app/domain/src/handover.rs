//! Handing over everybody whom an advisor owns: who gets whom, before anything is ruled (rules D6, G1).
//!
//! **Invariant:** every customer goes to exactly one receiver, and the same customers, receivers and spread give the same plan.

use crate::id::{CustomerId, StaffId};
use crate::level::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A customer who is to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Leaving {
    /// Who.
    pub customer: CustomerId,
    /// Level.
    pub level: Level,
    /// Whether the customer is locked: a hand-over ends the lock (rules D6).
    pub locked: bool,
}

/// Somebody who receives customers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receiver {
    /// Who.
    pub staff: StaffId,
    /// Open customers, P0 to P4, whom this person has already.
    pub open: u32,
}

/// Who gets whom.
pub type Plan = BTreeMap<CustomerId, StaffId>;

/// What somebody receives.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Share {
    /// Customers by level.
    pub levels: BTreeMap<Level, u32>,
    /// Customers of all levels.
    pub total: u32,
    /// Of these, open ones: each is due tomorrow (rules D6).
    pub open: u32,
    /// Of these, locked ones.
    pub locked: u32,
}

/// Spreads customers over receivers evenly by open customers: each goes to whoever has the fewest by then, the hottest first.
/// Nobody receives anything if there is no receiver.
///
/// # Example: who has less gets more, and the hot ones are not one person's
/// ```
/// # use domain::{handover::{Leaving, Receiver, spread}, id::{CustomerId, StaffId}, level::Level};
/// let [li, wang] = ["01JQ000000000000000000000A", "01JQ000000000000000000000B"].map(|it| StaffId::parse(it).unwrap());
/// let leaving = |id, level| Leaving { customer: CustomerId::parse(id).unwrap(), level, locked: false };
/// let [one, two, three] = ["01JQ0000000000000000000001", "01JQ0000000000000000000002", "01JQ0000000000000000000003"];
/// let all = [leaving(one, Level::P4), leaving(two, Level::P1), leaving(three, Level::P1)];
/// let plan = spread(&all, &[Receiver { staff: li, open: 1 }, Receiver { staff: wang, open: 0 }]);
/// let of = |who| all.iter().filter(|it| plan[&it.customer] == who).map(|it| it.level).collect::<Vec<_>>();
/// assert_eq!((of(li), of(wang)), (vec![Level::P1], vec![Level::P4, Level::P1]));
/// ```
// Decision (rules G2): what counts is whom somebody then has to follow up, not how many were received. Closed customers are no
// work; they are dealt out in turn. Of equals the one who has received fewer of the level comes first, then the order of the receivers.
#[must_use]
pub fn spread(leaving: &[Leaving], receivers: &[Receiver]) -> Plan {
    let mut sorted: Vec<&Leaving> = leaving.iter().collect();
    sorted.sort_by_key(|it| (!it.level.is_open(), it.level, it.customer));
    let mut open: Vec<u32> = receivers.iter().map(|it| it.open).collect();
    let mut given: BTreeMap<(usize, Level), u32> = BTreeMap::new();
    let mut plan = Plan::new();
    for it in sorted {
        let weight = |place: usize| if it.level.is_open() { open.get(place).copied().unwrap_or_default() } else { 0 };
        let had = |place: usize| given.get(&(place, it.level)).copied().unwrap_or_default();
        let Some(place) = (0..receivers.len()).min_by_key(|place| (weight(*place), had(*place))) else { break };
        *given.entry((place, it.level)).or_default() += 1;
        if let Some(count) = open.get_mut(place).filter(|_| it.level.is_open()) {
            *count += 1;
        }
        plan.extend(receivers.get(place).map(|to| (it.customer, to.staff)));
    }
    plan
}

/// What each receiver of a plan gets.
///
/// # Example: a locked customer is counted, and who is lost is not due
/// ```
/// # use domain::{handover::{Leaving, Receiver, shares, spread}, id::{CustomerId, StaffId}, level::Level};
/// let li = StaffId::parse("01JQ000000000000000000000A").unwrap();
/// let leaving = |id, level, locked| Leaving { customer: CustomerId::parse(id).unwrap(), level, locked };
/// let all = [leaving("01JQ0000000000000000000001", Level::P2, true), leaving("01JQ0000000000000000000002", Level::F, false)];
/// let share = &shares(&all, &spread(&all, &[Receiver { staff: li, open: 0 }]))[&li];
/// assert_eq!((share.total, share.open, share.locked, share.levels[&Level::P2]), (2, 1, 1, 1));
/// ```
#[must_use]
pub fn shares(leaving: &[Leaving], plan: &Plan) -> BTreeMap<StaffId, Share> {
    let mut shares: BTreeMap<StaffId, Share> = BTreeMap::new();
    for it in leaving {
        let Some(to) = plan.get(&it.customer) else { continue };
        let share = shares.entry(*to).or_default();
        *share.levels.entry(it.level).or_default() += 1;
        share.total += 1;
        share.open += u32::from(it.level.is_open());
        share.locked += u32::from(it.locked);
    }
    shares
}

#[cfg(test)]
mod tests;
