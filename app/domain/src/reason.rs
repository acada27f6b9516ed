//! Why a customer is lost or hopeless 战败 / 无望: the list from which an application names one, and what a store adds to it.
//!
//! **Invariant:** the reasons of the list stay in every store, so that figures of stores compare; a store only adds to them.

use crate::catalogue::{Catalogue, Item, Kind};
use crate::level::Level;

/// What drew a customer elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// 车型.
    Model,
    /// 现车.
    Stock,
    /// 促销.
    Promotion,
    /// 熟人.
    Friend,
    /// 距离.
    Distance,
    /// 设施.
    Facilities,
    /// 价格.
    Price,
    /// 贷款.
    Loan,
    /// 区域: where one has to buy or register.
    Territory,
}

impl Cause {
    /// All, in the order of the source's list.
    pub const ALL: [Self; 9] = [
        Self::Model,
        Self::Stock,
        Self::Promotion,
        Self::Friend,
        Self::Distance,
        Self::Facilities,
        Self::Price,
        Self::Loan,
        Self::Territory,
    ];
}

/// A reason of the list \[T\].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Bought the same brand from another dealer 同品牌他店.
    Dealer(Cause),
    /// Bought another brand 他品牌.
    Brand(Cause),
    /// Another brand, which they prefer 品牌偏好.
    Preference,
    /// Another brand, for its after-sales reputation 售后口碑.
    AfterSales,
    /// Our own service 本店服务.
    OwnService,
    /// Does not buy any more 取消购车.
    NoPlan,
    /// Cannot buy 无购车条件.
    NoMeans,
    /// Cannot be reached for long 长期联系不上.
    Unreachable,
    /// Not within a year 一年内不买.
    BeyondYear,
}

impl Reason {
    /// The reasons for an application; none for other levels.
    // Decision (rules D7): the source's list tells why somebody bought elsewhere, so it serves F. Who buys nothing has reasons of
    // their own: the last four, and our own service.
    #[must_use]
    pub fn of(level: Level) -> Vec<Self> {
        match level {
            Level::F => {
                let dealer = Cause::ALL.into_iter().map(Self::Dealer);
                let brand = Cause::ALL.into_iter().map(Self::Brand);
                dealer.chain(brand).chain([Self::Preference, Self::AfterSales, Self::OwnService]).collect()
            }
            Level::N => vec![Self::NoPlan, Self::NoMeans, Self::Unreachable, Self::BeyondYear, Self::OwnService],
            Level::P0 | Level::P1 | Level::P2 | Level::P3 | Level::P4 | Level::PD => Vec::new(),
        }
    }

    /// The code in facts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dealer(Cause::Model) => "dealer_model",
            Self::Dealer(Cause::Stock) => "dealer_stock",
            Self::Dealer(Cause::Promotion) => "dealer_promotion",
            Self::Dealer(Cause::Friend) => "dealer_friend",
            Self::Dealer(Cause::Distance) => "dealer_distance",
            Self::Dealer(Cause::Facilities) => "dealer_facilities",
            Self::Dealer(Cause::Price) => "dealer_price",
            Self::Dealer(Cause::Loan) => "dealer_loan",
            Self::Dealer(Cause::Territory) => "dealer_territory",
            Self::Brand(Cause::Model) => "brand_model",
            Self::Brand(Cause::Stock) => "brand_stock",
            Self::Brand(Cause::Promotion) => "brand_promotion",
            Self::Brand(Cause::Friend) => "brand_friend",
            Self::Brand(Cause::Distance) => "brand_distance",
            Self::Brand(Cause::Facilities) => "brand_facilities",
            Self::Brand(Cause::Price) => "brand_price",
            Self::Brand(Cause::Loan) => "brand_loan",
            Self::Brand(Cause::Territory) => "brand_territory",
            Self::Preference => "brand_preference",
            Self::AfterSales => "brand_after_sales",
            Self::OwnService => "own_service",
            Self::NoPlan => "no_plan",
            Self::NoMeans => "no_means",
            Self::Unreachable => "unreachable",
            Self::BeyondYear => "beyond_year",
        }
    }

    /// The reason of a code; none if this version does not know it.
    ///
    /// # Example: a code is read again
    /// ```
    /// # use domain::{level::Level, reason::Reason};
    /// for reason in Reason::of(Level::F).into_iter().chain(Reason::of(Level::N)) {
    ///   assert_eq!(Reason::parse(reason.code()), Some(reason));
    /// }
    /// assert_eq!(Reason::parse("weather"), None);
    /// ```
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::of(Level::F).into_iter().chain(Self::of(Level::N)).find(|it| it.code() == code)
    }

    /// Whether it was a rival who won, who then has a name \[T\].
    #[must_use]
    pub const fn names_rival(self) -> bool {
        match self {
            Self::Dealer(_) | Self::Brand(_) | Self::Preference | Self::AfterSales => true,
            Self::OwnService | Self::NoPlan | Self::NoMeans | Self::Unreachable | Self::BeyondYear => false,
        }
    }
}

/// The list of the store's own reasons for an application; none for other levels.
#[must_use]
pub const fn own(level: Level) -> Option<Kind> {
    match level {
        Level::F => Some(Kind::Lost),
        Level::N => Some(Kind::Hopeless),
        Level::P0 | Level::P1 | Level::P2 | Level::P3 | Level::P4 | Level::PD => None,
    }
}

/// Whether an application for a level can name a reason: one of the list, or one that the store offers besides (rules D7).
///
/// # Example: a reason of the store's own counts for its level only, and until it is retired
/// ```
/// # use domain::{catalogue::{Catalogue, Item, Listed}, level::Level, reason::is_offered};
/// let mut lists = Catalogue::default();
/// let item = Item { code: "strike".into(), zh: "停产".into(), en: "Strike".into(), ..Item::default() };
/// lists.add(&Listed { list: "lost".into(), item: item.clone(), after: None });
/// assert!(is_offered(&lists, Level::F, "strike") && !is_offered(&lists, Level::N, "strike"));
/// assert!(is_offered(&lists, Level::F, "dealer_price"));
/// lists.add(&Listed { list: "lost".into(), item: Item { retired: true, ..item }, after: None });
/// assert!(!is_offered(&lists, Level::F, "strike"));
/// ```
#[must_use]
pub fn is_offered(catalogue: &Catalogue, level: Level, code: &str) -> bool {
    let is_listed = Reason::of(level).iter().any(|it| it.code() == code);
    is_listed || own(level).is_some_and(|kind| catalogue.offered(kind).any(|it| it.code == code))
}

/// A reason of the store's own, retired or not.
#[must_use]
pub fn own_item<'a>(catalogue: &'a Catalogue, code: &str) -> Option<&'a Item> {
    [Kind::Lost, Kind::Hopeless].into_iter().find_map(|kind| catalogue.item(kind, code))
}
