//! The lists that a store keeps 门店目录: the nine steps with their check-lists, templates of messages, models, colours, campaigns,
//! rivals, reasons of its own for F and N, and the questions of the call-backs.
//!
//! **Invariant:** an item is never deleted, for facts name it by its code: it is retired, and offered no more.

use crate::fact::order::Call;
use crate::policy::Check;
use crate::questionnaire::Scale;
use crate::reason::{Reason, own_item};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod defaults;
#[cfg(test)]
mod tests;

/// The most characters of a name.
pub const NAME_MAX: usize = 40;
/// The most characters of a tip or of a template.
pub const TEXT_MAX: usize = 500;
/// The most items of a check-list.
pub const CHECKS_MAX: usize = 12;

/// A list of the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The steps of the sale 九大流程: each with a check-list and a tip.
    Step,
    /// Templates of messages 话术: the texts are [`crate::template`]s.
    Template,
    /// Models 车型.
    Model,
    /// Colours 颜色.
    Colour,
    /// Campaigns 来源活动.
    Campaign,
    /// Rivals 竞品.
    Rival,
    /// Reasons for F beside those of [`crate::reason`].
    Lost,
    /// Reasons for N beside those of [`crate::reason`].
    Hopeless,
    /// The questions of the call-backs 回访问卷: the texts are what one asks.
    Question,
}

impl Kind {
    /// All, in the order in which settings show them.
    pub const ALL: [Self; 9] = [
        Self::Step,
        Self::Template,
        Self::Question,
        Self::Model,
        Self::Colour,
        Self::Campaign,
        Self::Rival,
        Self::Lost,
        Self::Hopeless,
    ];

    /// How facts and addresses name it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Template => "template",
            Self::Model => "model",
            Self::Colour => "colour",
            Self::Campaign => "campaign",
            Self::Rival => "rival",
            Self::Lost => "lost",
            Self::Hopeless => "hopeless",
            Self::Question => "question",
        }
    }

    /// Reads what facts and addresses name; none of a list that this version does not know.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// Whether its items have a text: a tip, a template, or what one asks.
    #[must_use]
    pub const fn has_text(self) -> bool {
        matches!(self, Self::Step | Self::Template | Self::Question)
    }

    /// Whether the order of its items means something, so that they are given a place.
    #[must_use]
    pub const fn has_order(self) -> bool {
        matches!(self, Self::Step | Self::Question)
    }

    /// Whether its items say in which call-backs they are asked, and how they are answered.
    #[must_use]
    pub const fn is_asked(self) -> bool {
        matches!(self, Self::Question)
    }

    /// Whether its items have a check-list.
    #[must_use]
    pub const fn has_checks(self) -> bool {
        matches!(self, Self::Step)
    }
}

/// An item of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Item {
    /// Stable code, used in facts.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Chinese text: the tip of a step, a template, or what one asks.
    #[serde(default)]
    pub text_zh: String,
    /// English text.
    #[serde(default)]
    pub text_en: String,
    /// The check-list of a step.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// The call-backs in which a question is asked.
    #[serde(default)]
    pub calls: Vec<Call>,
    /// How a question is answered.
    #[serde(default)]
    pub scale: Option<Scale>,
    /// It is offered no more; what names it keeps its name.
    #[serde(default)]
    pub retired: bool,
}

/// What a house says of an item: the last word about a code holds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Listed {
    /// Which list: a [`Kind`] by its code, or one of a later version.
    pub list: String,
    /// The item.
    #[serde(flatten)]
    pub item: Item,
    /// The code of the item behind which it stands, empty for the first place; where it is not named, an item stays where it
    /// stood, and a new one comes last.
    #[serde(default)]
    pub after: Option<String>,
}

/// Why an item cannot be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A name is missing, in one of the languages.
    NameMissing,
    /// A name is longer than [`NAME_MAX`].
    NameTooLong,
    /// A template or a question without its text, in one of the languages.
    TextMissing,
    /// A text is longer than [`TEXT_MAX`].
    TextTooLong,
    /// More than [`CHECKS_MAX`] items of a check-list, or one without a name.
    Checks,
    /// A question that is asked in no call-back, or does not say how it is answered.
    NotAsked,
    /// Another item of the list has this name.
    Taken,
}

/// All lists of a store.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Catalogue {
    lists: BTreeMap<Kind, Vec<Item>>,
}

impl Default for Catalogue {
    /// The lists with which every store begins: the nine steps, messages for what happens most, and questions.
    fn default() -> Self {
        let lists = [
            (Kind::Step, defaults::steps()),
            (Kind::Template, defaults::templates()),
            (Kind::Question, defaults::questions()),
        ];
        Self { lists: lists.into_iter().collect() }
    }
}

impl Catalogue {
    /// Takes what a house says; a list of a later version is left alone.
    pub fn add(&mut self, listed: &Listed) {
        let Some(kind) = Kind::parse(&listed.list) else { return };
        let items = self.lists.entry(kind).or_default();
        let Some(after) = &listed.after else {
            match items.iter_mut().find(|it| it.code == listed.item.code) {
                Some(known) => known.clone_from(&listed.item),
                None => items.push(listed.item.clone()),
            }
            return;
        };
        items.retain(|it| it.code != listed.item.code);
        let place = items.iter().position(|it| it.code == *after).map_or(0, |it| it + 1);
        items.insert(place, listed.item.clone());
    }

    /// The items of a list in their order, retired ones as well.
    #[must_use]
    pub fn all(&self, kind: Kind) -> &[Item] {
        self.lists.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The items of a list that are offered, in their order.
    pub fn offered(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        self.all(kind).iter().filter(|it| !it.retired)
    }

    /// An item by its code, retired or not.
    #[must_use]
    pub fn item(&self, kind: Kind, code: &str) -> Option<&Item> {
        self.all(kind).iter().find(|it| it.code == code)
    }

    /// Whether an item can be taken into a list as it stands.
    ///
    /// # Errors
    /// What is wrong with it.
    ///
    /// # Example: a message needs its text in both languages, and two steps cannot have one name
    /// ```
    /// # use domain::catalogue::{Catalogue, Fault, Item, Kind};
    /// let item = |zh: &str| Item { code: "new".into(), zh: zh.into(), en: "Greeting".into(), ..Item::default() };
    /// let lists = Catalogue::default();
    /// assert_eq!(lists.check(Kind::Template, &item("问候")), Err(Fault::TextMissing));
    /// assert_eq!(lists.check(Kind::Step, &item("接待")), Err(Fault::Taken));
    /// assert_eq!(lists.check(Kind::Model, &item("轩逸")), Ok(()));
    /// ```
    pub fn check(&self, kind: Kind, item: &Item) -> Result<(), Fault> {
        let names = [&item.zh, &item.en];
        let texts = [&item.text_zh, &item.text_en];
        if names.iter().any(|it| it.trim().is_empty()) {
            return Err(Fault::NameMissing);
        }
        if names.iter().any(|it| it.chars().count() > NAME_MAX) {
            return Err(Fault::NameTooLong);
        }
        if matches!(kind, Kind::Template | Kind::Question) && texts.iter().any(|it| it.trim().is_empty()) {
            return Err(Fault::TextMissing);
        }
        if texts.iter().any(|it| it.chars().count() > TEXT_MAX) {
            return Err(Fault::TextTooLong);
        }
        let is_named =
            |it: &Check| [&it.zh, &it.en].iter().all(|name| (1..=NAME_MAX).contains(&name.trim().chars().count()));
        if item.checks.len() > CHECKS_MAX || !item.checks.iter().all(is_named) {
            return Err(Fault::Checks);
        }
        if kind.is_asked() && (item.calls.is_empty() || item.scale.is_none()) {
            return Err(Fault::NotAsked);
        }
        let is_taken = |it: &Item| it.code != item.code && (it.zh == item.zh || it.en == item.en);
        if self.offered(kind).any(is_taken) { Err(Fault::Taken) } else { Ok(()) }
    }

    /// The code of a new item: its English name in small letters, with a number if that is another's. A reason has a code that no
    /// other reason has, whichever list that stands in.
    #[must_use]
    pub fn code(&self, kind: Kind, en: &str) -> String {
        let is_free = |code: &str| match kind {
            Kind::Lost | Kind::Hopeless => Reason::parse(code).is_none() && own_item(self, code).is_none(),
            Kind::Step
            | Kind::Template
            | Kind::Question
            | Kind::Model
            | Kind::Colour
            | Kind::Campaign
            | Kind::Rival => self.item(kind, code).is_none(),
        };
        free_code(en, kind.code(), is_free)
    }
}

/// A code that is free: an English name in small letters, else `stem`, with a number if that is another's.
///
/// # Example: blanks and signs become one underscore each
/// ```
/// # use domain::catalogue::free_code;
/// assert_eq!(free_code("Spring fair!", "campaign", |_| true), "spring_fair");
/// assert_eq!(free_code("春季车展", "campaign", |it| it != "campaign"), "campaign_2");
/// ```
pub fn free_code(en: &str, stem: &str, is_free: impl Fn(&str) -> bool) -> String {
    let parts: Vec<_> = en.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let stem = if parts.is_empty() { stem.to_owned() } else { parts.join("_").to_ascii_lowercase() };
    std::iter::once(stem.clone())
        .chain((2_u32..).map(|number| format!("{stem}_{number}")))
        .find(|it| is_free(it))
        .unwrap_or(stem)
}
