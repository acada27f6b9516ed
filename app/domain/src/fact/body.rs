//! What people did and decided: the contents of facts about a customer.

use crate::id::{FactId, StaffId};
use crate::instant::Day;
use crate::level::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Of an imported card: what all cards of one import have in common, so that they can be taken back together.
    #[serde(default)]
    pub import: String,
}

impl Created {
    /// Whether the card came with others in one import.
    #[must_use]
    pub fn is_imported(&self) -> bool {
        self.origin == Origin::Import && !self.import.is_empty()
    }
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
