//! What happened to customers, and for whom it counts: whoever owned the customer when it happened (domain §11).
//!
//! **Invariant:** a tally of a month is the funnel's of the same days; a hand-over moves nothing of it.

use crate::funnel::walk::{driven, moves};
use crate::id::StaffId;
use crate::instant::{Instant, Zone};
use crate::month::path::{Move, Path};
use crate::step::is_test_drive;
use crate::view::{Event, View};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum What {
    /// A card was made.
    Card,
    /// A test drive 试驾.
    TestDrive,
    /// An order was signed 订单.
    Order,
    /// A car was delivered 交车.
    Delivery,
    /// To a hotter level.
    Up,
    /// To a colder level.
    Down,
    /// Among the advisor's prospects: new, handed in, revived, or claimed.
    In,
    /// Out of them: delivered, lost, hopeless, handed out, or pooled.
    Out,
}

/// Something that happened, when, and for whom it counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Happened {
    /// When.
    pub at: Instant,
    /// For whom it counts.
    pub who: StaffId,
    /// What.
    pub what: What,
}

/// How often each thing happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Cards made.
    pub cards: u32,
    /// Test drives.
    pub test_drives: u32,
    /// Orders signed.
    pub orders: u32,
    /// Deliveries.
    pub deliveries: u32,
    /// Moves to a hotter level.
    pub up: u32,
    /// Moves to a colder level.
    pub down: u32,
    /// Prospects who came in.
    pub entered: u32,
    /// Prospects who went out.
    pub left: u32,
}

impl Tally {
    /// Adds up what counts for each person, from one moment until before another.
    #[must_use]
    pub fn by_person<'a>(
        all: impl IntoIterator<Item = &'a Happened>,
        from: Instant,
        until: Instant,
    ) -> BTreeMap<StaffId, Self> {
        let mut sums: BTreeMap<StaffId, Self> = BTreeMap::new();
        for it in all.into_iter().filter(|it| (from..until).contains(&it.at)) {
            let sum = sums.entry(it.who).or_default();
            *match it.what {
                What::Card => &mut sum.cards,
                What::TestDrive => &mut sum.test_drives,
                What::Order => &mut sum.orders,
                What::Delivery => &mut sum.deliveries,
                What::Up => &mut sum.up,
                What::Down => &mut sum.down,
                What::In => &mut sum.entered,
                What::Out => &mut sum.left,
            } += 1;
        }
        sums
    }

    /// All of them together.
    ///
    /// # Example: a team's orders are its advisors'
    /// ```
    /// # use domain::team::Tally;
    /// let one = Tally { orders: 2, up: 1, ..Tally::default() };
    /// assert_eq!(Tally::sum([one, one]), Tally { orders: 4, up: 2, ..Tally::default() });
    /// ```
    #[must_use]
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(Self::default(), |sum, it| Self {
            cards: sum.cards + it.cards,
            test_drives: sum.test_drives + it.test_drives,
            orders: sum.orders + it.orders,
            deliveries: sum.deliveries + it.deliveries,
            up: sum.up + it.up,
            down: sum.down + it.down,
            entered: sum.entered + it.entered,
            left: sum.left + it.left,
        })
    }
}

/// What happened to a customer, oldest first; a record of a drive counts on a day of which no contact tells already (rules J3).
#[must_use]
pub fn happened(view: &View, zone: Zone) -> Vec<Happened> {
    let path = Path::of(view);
    let mut driven = driven(view, zone);
    let mut all = Vec::new();
    if let Some((card, who)) = path.steps.first().and_then(|it| Some((it, it.owner()?))) {
        all.push(Happened { at: card.at(), who, what: What::Card });
    }
    for (before, after) in path.between(Instant(i64::MIN), Instant(i64::MAX)) {
        let at = after.at();
        let moved = moves(before, after).into_iter();
        all.extend(moved.map(|(who, it)| Happened { at, who, what: direction(it) }));
        let what = match &after.entry.event {
            Event::Contact(it) if is_test_drive(it) => Some(What::TestDrive),
            Event::Drove(_) if after.counts() && driven.insert(zone.day(at)) => Some(What::TestDrive),
            Event::Ordered(_) => Some(What::Order),
            Event::Delivered(_) => Some(What::Delivery),
            _ => None,
        };
        if let (Some(what), Some(who), true) = (what, after.owner(), after.counts()) {
            all.push(Happened { at, who, what });
        }
    }
    all
}

fn direction(it: Move) -> What {
    match it {
        Move::In(..) => What::In,
        Move::Out(..) => What::Out,
        // Levels are ordered from hot to cold.
        Move::Level(from, to) if to < from => What::Up,
        Move::Level(..) => What::Down,
    }
}
