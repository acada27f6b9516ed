//! The fields of a card 客户信息: their names, what each takes, and where it stands. Screens, lists and imports share this table.
//!
//! A field is an `edited` fact under a free name; a name that is not here is carried and shown all the same.
//! What a customer may have several of stands under a name with a tag: `contact.k3`, `phone.k7`.

use crate::id::CustomerId;
use crate::instant::Instant;
use crate::view::View;
use serde::{Deserialize, Serialize};

mod referrer;
#[cfg(test)]
mod tests;

pub use referrer::{Referrer, source};

/// A part of the card.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Section {
    /// Who it is, and how to reach them 联系方式.
    Who,
    /// What they want to buy 购车意向.
    Intention,
    /// Where they come from, and what else is known.
    Background,
}

impl Section {
    /// All, in the order of the card.
    pub const ALL: [Self; 3] = [Self::Who, Self::Intention, Self::Background];
}

/// What a field takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// A name; never empty.
    Name,
    /// A phone number; never empty.
    Phone,
    /// Another number, or nothing.
    Number,
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// The code of a source of the store.
    Source,
    /// One of these codes, or nothing.
    Choice(&'static [&'static str]),
    /// A [`Contact`].
    Contact,
    /// The name of the field that holds the way to use first.
    Channel,
    /// A [`Referrer`].
    Referrer,
    /// A [`Consent`].
    Consent,
}

/// A field of the card.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CardField {
    /// 姓名.
    Name,
    /// 个人 / 公司.
    Category,
    /// The first number.
    Phone,
    /// Another number; several.
    Number,
    /// 微信.
    Wechat,
    /// Which of the numbers and WeChat to use first 首选.
    Channel,
    /// A contact person 联系人; several.
    Contact,
    /// 地址.
    Address,
    /// Models that they think of 意向车型; several in one line.
    Model,
    /// 颜色.
    Colour,
    /// 配置.
    Trim,
    /// 预算.
    Budget,
    /// 用途.
    Purpose,
    /// 付款方式: cash or instalment.
    Payment,
    /// 新购 / 增购 / 换购.
    Purchase,
    /// The old car 置换旧车.
    TradeIn,
    /// Its plate, or that of a car they own 车牌.
    Plate,
    /// Other makes they look at 竞品.
    Rivals,
    /// Who decides 决策人.
    Decider,
    /// 来源.
    Source,
    /// Who sent them 转介绍人.
    Referrer,
    /// 来源展厅.
    Showroom,
    /// 来源活动.
    Campaign,
    /// 行业.
    Industry,
    /// When the customer was first written down, before the card was imported 原建卡日期.
    Since,
    /// 备注.
    Note,
    /// Consent to keep personal data 个人信息同意.
    Consent,
}

/// Person or company.
pub const CATEGORIES: [&str; 2] = ["person", "company"];
/// Ways to pay.
pub const PAYMENTS: [&str; 2] = ["cash", "instalment"];
/// Kinds of purchase.
pub const PURCHASES: [&str; 3] = ["new", "additional", "replacement"];

impl CardField {
    /// All, in the order of the card.
    pub const ALL: [Self; 27] = [
        Self::Name,
        Self::Category,
        Self::Phone,
        Self::Number,
        Self::Wechat,
        Self::Channel,
        Self::Contact,
        Self::Address,
        Self::Model,
        Self::Colour,
        Self::Trim,
        Self::Budget,
        Self::Purpose,
        Self::Payment,
        Self::Purchase,
        Self::TradeIn,
        Self::Plate,
        Self::Rivals,
        Self::Decider,
        Self::Source,
        Self::Referrer,
        Self::Showroom,
        Self::Campaign,
        Self::Industry,
        Self::Since,
        Self::Note,
        Self::Consent,
    ];

    /// Its name in facts; of what there may be several, the part before the tag.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Category => "category",
            Self::Phone | Self::Number => "phone",
            Self::Wechat => "wechat",
            Self::Channel => "channel",
            Self::Contact => "contact",
            Self::Address => "address",
            Self::Model => "model",
            Self::Colour => "colour",
            Self::Trim => "trim",
            Self::Budget => "budget",
            Self::Purpose => "purpose",
            Self::Payment => "payment",
            Self::Purchase => "purchase",
            Self::TradeIn => "trade_in",
            Self::Plate => "plate",
            Self::Rivals => "rivals",
            Self::Decider => "decider",
            Self::Source => "source",
            Self::Referrer => "referrer",
            Self::Showroom => "showroom",
            Self::Campaign => "campaign",
            Self::Industry => "industry",
            Self::Since => "since",
            Self::Note => "note",
            Self::Consent => "consent",
        }
    }

    /// The field of a name in facts.
    ///
    /// # Example: several persons have a name with a tag each
    /// ```
    /// # use domain::card::CardField;
    /// assert_eq!(CardField::of("phone"), Some(CardField::Phone));
    /// assert_eq!(CardField::of("phone.2"), Some(CardField::Number));
    /// assert_eq!(CardField::of("contact.0t4k9z2m"), Some(CardField::Contact));
    /// assert_eq!(CardField::of("contact"), None);
    /// assert_eq!(CardField::of("shoe_size"), None);
    /// ```
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name.split_once('.') {
            Some((code, tag)) => {
                let is_tag = (1..=12).contains(&tag.len()) && tag.bytes().all(|it| it.is_ascii_alphanumeric());
                Self::ALL.into_iter().find(|it| is_tag && it.is_several() && it.code() == code)
            }
            None => Self::ALL.into_iter().find(|it| !it.is_several() && it.code() == name),
        }
    }

    /// Whether a customer may have several.
    #[must_use]
    pub const fn is_several(self) -> bool {
        matches!(self, Self::Number | Self::Contact)
    }

    /// A name for one more of these. The tag comes from an id, so that two devices apart add two persons and not two values of one.
    #[must_use]
    pub fn another(self, id: CustomerId) -> String {
        let tag: String = id.to_string().chars().skip(2).take(12).collect();
        format!("{}.{}", self.code(), tag.to_lowercase())
    }

    /// What it takes.
    #[must_use]
    pub const fn form(self) -> Form {
        match self {
            Self::Name => Form::Name,
            Self::Phone => Form::Phone,
            Self::Number => Form::Number,
            Self::Contact => Form::Contact,
            Self::Channel => Form::Channel,
            Self::Category => Form::Choice(&CATEGORIES),
            Self::Payment => Form::Choice(&PAYMENTS),
            Self::Purchase => Form::Choice(&PURCHASES),
            Self::Source => Form::Source,
            Self::Referrer => Form::Referrer,
            Self::Note => Form::Text,
            Self::Consent => Form::Consent,
            Self::Wechat
            | Self::Address
            | Self::Model
            | Self::Colour
            | Self::Trim
            | Self::Budget
            | Self::Purpose
            | Self::TradeIn
            | Self::Plate
            | Self::Rivals
            | Self::Decider
            | Self::Showroom
            | Self::Campaign
            | Self::Industry
            | Self::Since => Form::Line,
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn section(self) -> Section {
        match self {
            Self::Name
            | Self::Category
            | Self::Phone
            | Self::Number
            | Self::Wechat
            | Self::Channel
            | Self::Contact
            | Self::Address => Section::Who,
            Self::Model
            | Self::Colour
            | Self::Trim
            | Self::Budget
            | Self::Purpose
            | Self::Payment
            | Self::Purchase
            | Self::TradeIn
            | Self::Plate
            | Self::Rivals
            | Self::Decider => Section::Intention,
            Self::Source
            | Self::Referrer
            | Self::Showroom
            | Self::Campaign
            | Self::Industry
            | Self::Since
            | Self::Note
            | Self::Consent => Section::Background,
        }
    }
}

/// A contact person 联系人: one value, so that name, relation and phone are saved, undone and chosen together.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// What they are to the customer, or in the company.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub relation: String,
    /// Phone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
}

impl Contact {
    /// Reads the value of a field.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        serde_json::from_str(value).ok()
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self) -> String {
        json(self)
    }
}

/// A consent to keep personal data: when it was given, and to which words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Consent {
    /// When.
    pub at: Instant,
    /// The words that were agreed to.
    pub wording: String,
}

impl Consent {
    /// Reads the value of a field.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        serde_json::from_str(value).ok()
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self) -> String {
        json(self)
    }
}

/// One JSON object with sorted keys, as everything in a fact.
fn json(value: &impl Serialize) -> String {
    serde_json::to_value(value).map(|it| it.to_string()).unwrap_or_default()
}

/// The names of a field under which a customer has something, in the order in which they were added.
#[must_use]
pub fn names(view: &View, field: CardField) -> Vec<String> {
    let has = |it: &(&String, &crate::view::Field)| {
        CardField::of(it.0) == Some(field) && it.1.values.iter().any(|value| !value.1.is_empty())
    };
    view.fields.iter().filter(has).map(|it| it.0.clone()).collect()
}

/// The number to call: the one to use first, if it is a number and there.
#[must_use]
pub fn number(view: &View) -> &str {
    let first = view.field(CardField::Channel.code());
    let is_number = matches!(CardField::of(first), Some(CardField::Phone | CardField::Number));
    if is_number && !view.field(first).is_empty() { view.field(first) } else { view.field(CardField::Phone.code()) }
}

/// Whether a company lacks its contact person [S: at least one for a company].
#[must_use]
pub fn lacks_contact(view: &View) -> bool {
    view.field(CardField::Category.code()) == "company" && names(view, CardField::Contact).is_empty()
}

/// The several things that one line names: models, colours, rivals.
///
/// # Example: people set them apart as they like
/// ```
/// # use domain::card::several;
/// assert_eq!(several("轩逸、 天籁/奇骏, Ariya"), ["轩逸", "天籁", "奇骏", "Ariya"]);
/// ```
#[must_use]
pub fn several(line: &str) -> Vec<&str> {
    let apart = |it: char| "、，,；;/|\n".contains(it);
    line.split(apart).map(str::trim).filter(|it| !it.is_empty()).collect()
}
