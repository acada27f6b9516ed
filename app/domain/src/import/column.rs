//! What the columns of a sheet hold.

use super::heading;
use crate::card::CardField;
use serde::{Deserialize, Serialize};

/// A language of headings and choices.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Language {
    /// 中文.
    Chinese,
    /// English.
    English,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Column {
    /// 姓名.
    Name,
    /// 电话; of several in one cell the first is the one to call.
    Phone,
    /// 其他电话.
    Number,
    /// 级别, as `P2` or as a letter of the trade.
    Level,
    /// 预计购车日期.
    Expected,
    /// 下次联系日期: the first due date.
    Due,
    /// 上次联系日期: without a first due date, it gives one (rules C2).
    Reached,
    /// 来源.
    Source,
    /// 意向车型.
    Model,
    /// 颜色.
    Colour,
    /// 配置.
    Trim,
    /// 预算.
    Budget,
    /// 用途.
    Purpose,
    /// 付款方式.
    Payment,
    /// 购车性质.
    Purchase,
    /// 置换旧车.
    TradeIn,
    /// 车牌.
    Plate,
    /// 竞品.
    Rivals,
    /// 决策人.
    Decider,
    /// 微信.
    Wechat,
    /// 类别: 个人 or 公司.
    Category,
    /// 联系人姓名.
    ContactName,
    /// 关系/职务.
    ContactRelation,
    /// 联系人电话.
    ContactPhone,
    /// 地址.
    Address,
    /// 来源展厅.
    Showroom,
    /// 来源活动.
    Campaign,
    /// 行业.
    Industry,
    /// 建卡日期: when the customer was first written down, elsewhere.
    Since,
    /// 备注.
    Note,
    /// Something else: it goes to the note, behind its heading.
    Rest,
    /// Nothing that one would keep, such as a serial number.
    Skip,
}

impl Column {
    /// Everything that a card is made of, in the order of an export.
    pub const CARD: [Self; 30] = [
        Self::Name,
        Self::Phone,
        Self::Level,
        Self::Due,
        Self::Expected,
        Self::Source,
        Self::Model,
        Self::Colour,
        Self::Trim,
        Self::Budget,
        Self::Payment,
        Self::Purchase,
        Self::Purpose,
        Self::TradeIn,
        Self::Plate,
        Self::Rivals,
        Self::Decider,
        Self::Number,
        Self::Wechat,
        Self::Category,
        Self::ContactName,
        Self::ContactRelation,
        Self::ContactPhone,
        Self::Address,
        Self::Showroom,
        Self::Campaign,
        Self::Industry,
        Self::Since,
        Self::Reached,
        Self::Note,
    ];

    /// The heading in an export, which an import knows again.
    ///
    /// # Example: what was exported is understood
    /// ```
    /// # use domain::import::{Column, Language};
    /// for column in Column::CARD {
    ///     for language in [Language::Chinese, Language::English] {
    ///         assert_eq!(Column::of(column.heading(language)), Some(column));
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn heading(self, language: Language) -> &'static str {
        let place = match language {
            Language::Chinese => 0,
            Language::English => 1,
        };
        heading::of_export(self, place)
    }

    /// The column that a heading names; stars, brackets and what stands in them say nothing.
    ///
    /// # Example: people name things as they like
    /// ```
    /// # use domain::import::Column;
    /// assert_eq!(Column::of("* 客户姓名（必填）"), Some(Column::Name));
    /// assert_eq!(Column::of("Mobile phone"), Some(Column::Phone));
    /// assert_eq!(Column::of("星座"), None);
    /// ```
    #[must_use]
    pub fn of(heading: &str) -> Option<Self> {
        heading::exact(heading)
    }

    /// Whether several columns of a sheet may hold it.
    #[must_use]
    pub const fn is_several(self) -> bool {
        matches!(self, Self::Number | Self::Rest | Self::Skip)
    }

    /// The field of the card that takes it as it is written.
    #[must_use]
    pub const fn field(self) -> Option<CardField> {
        match self {
            Self::Model => Some(CardField::Model),
            Self::Colour => Some(CardField::Colour),
            Self::Trim => Some(CardField::Trim),
            Self::Budget => Some(CardField::Budget),
            Self::Purpose => Some(CardField::Purpose),
            Self::Payment => Some(CardField::Payment),
            Self::Purchase => Some(CardField::Purchase),
            Self::TradeIn => Some(CardField::TradeIn),
            Self::Plate => Some(CardField::Plate),
            Self::Rivals => Some(CardField::Rivals),
            Self::Decider => Some(CardField::Decider),
            Self::Wechat => Some(CardField::Wechat),
            Self::Category => Some(CardField::Category),
            Self::Address => Some(CardField::Address),
            Self::Showroom => Some(CardField::Showroom),
            Self::Campaign => Some(CardField::Campaign),
            Self::Industry => Some(CardField::Industry),
            Self::Since => Some(CardField::Since),
            Self::Name
            | Self::Phone
            | Self::Number
            | Self::Level
            | Self::Expected
            | Self::Due
            | Self::Reached
            | Self::Source
            | Self::ContactName
            | Self::ContactRelation
            | Self::ContactPhone
            | Self::Note
            | Self::Rest
            | Self::Skip => None,
        }
    }
}
