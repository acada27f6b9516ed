//! The nine steps 九大流程 of a sale: where a customer stands, what is ticked, and what came of the steps that were left (rules J1, J2).
//!
//! The steps themselves are store data: [`crate::catalogue::Kind::Step`].

use crate::catalogue::{Catalogue, Item, Kind};
use crate::fact::floor::{Stepped, Ticked};
use crate::fact::{Contact, Means, Origin, Outcome};
use crate::instant::Instant;
use crate::view::Event;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// 集客: where a card begins that nobody walked in with.
pub const LEADS: &str = "leads";
/// 接待: where a walk-in begins.
pub const RECEPTION: &str = "reception";
/// 试乘试驾.
pub const TEST_DRIVE: &str = "test_drive";
/// 报价成交.
pub const QUOTATION: &str = "quotation";
/// 交车.
pub const DELIVERY: &str = "delivery";
/// 售后跟踪回访.
pub const AFTER_SALES: &str = "after_sales";

/// Where a customer stands in the steps of the sale.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Code of the step.
    pub at: String,
    /// Since when.
    pub since: Instant,
    /// The steps that were left: when last, and what came out of them.
    pub left: BTreeMap<String, Left>,
    /// The ticked items of the check-lists, by step.
    pub ticked: BTreeMap<String, BTreeSet<String>>,
}

/// A step that was left.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Left {
    /// When.
    pub at: Instant,
    /// What came out of it.
    pub note: String,
}

impl Progress {
    /// Where a card begins: a walk-in is being received, everybody else is a lead (rules J1).
    pub(crate) fn start(origin: Origin, at: Instant) -> Self {
        let step = match origin {
            Origin::WalkIn => RECEPTION,
            Origin::Online | Origin::Import => LEADS,
        };
        Self { at: step.to_owned(), since: at, ..Self::default() }
    }

    /// Takes what a fact that counts says of the steps (rules J1, J2).
    pub(crate) fn take(&mut self, catalogue: &Catalogue, event: &Event, at: Instant) {
        match event {
            Event::Stepped(stepped) => self.go(stepped, at),
            Event::Ticked(ticked) => self.tick(ticked),
            Event::Drove(_) => self.forward(catalogue, TEST_DRIVE, at),
            Event::Contact(contact) if is_test_drive(contact) => self.forward(catalogue, TEST_DRIVE, at),
            Event::Quoted(_) => self.forward(catalogue, QUOTATION, at),
            Event::Ordered(_) => self.forward(catalogue, DELIVERY, at),
            Event::Delivered(_) => self.forward(catalogue, AFTER_SALES, at),
            _ => {}
        }
    }

    fn go(&mut self, stepped: &Stepped, at: Instant) {
        let before = std::mem::replace(&mut self.at, stepped.to.clone());
        if before != self.at || !stepped.note.is_empty() {
            self.left.insert(before, Left { at, note: stepped.note.clone() });
        }
        self.since = at;
    }

    /// What happens brings the customer forward to its step, and never back.
    fn forward(&mut self, catalogue: &Catalogue, code: &str, at: Instant) {
        let place = |code: &str| catalogue.offered(Kind::Step).position(|it| it.code == code);
        if place(code) > place(&self.at) {
            self.go(&Stepped { to: code.to_owned(), ..Stepped::default() }, at);
        }
    }

    fn tick(&mut self, ticked: &Ticked) {
        let of = self.ticked.entry(ticked.step.clone()).or_default();
        if ticked.off {
            of.remove(&ticked.check);
        } else {
            of.insert(ticked.check.clone());
        }
    }

    /// Whether an item of a check-list is ticked.
    #[must_use]
    pub fn is_ticked(&self, step: &str, check: &str) -> bool {
        self.ticked.get(step).is_some_and(|it| it.contains(check))
    }

    /// How many of a step's items are ticked, of how many.
    #[must_use]
    pub fn ticks(&self, step: &Item) -> (usize, usize) {
        (step.checks.iter().filter(|it| self.is_ticked(&step.code, &it.code)).count(), step.checks.len())
    }

    /// The offered step before the one at which the customer stands, and the one behind it.
    #[must_use]
    pub fn neighbours<'a>(&self, catalogue: &'a Catalogue) -> (Option<&'a Item>, Option<&'a Item>) {
        let steps: Vec<&Item> =
            catalogue.all(Kind::Step).iter().filter(|it| !it.retired || it.code == self.at).collect();
        let Some(place) = steps.iter().position(|it| it.code == self.at) else { return (None, steps.first().copied()) };
        (place.checked_sub(1).and_then(|it| steps.get(it)).copied(), steps.get(place + 1).copied())
    }
}

/// Whether a contact was a test drive: somebody drove.
#[must_use]
pub const fn is_test_drive(contact: &Contact) -> bool {
    let named = matches!(contact.means, Means::TestDrive) || matches!(contact.outcome, Outcome::TestDrive);
    named && contact.outcome.is_reached()
}
