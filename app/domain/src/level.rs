//! How near a prospect is to an order, and the windows that tell.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The level of a customer 客户级别.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Level {
    /// Order signed 签订订单.
    P0,
    /// May order within 7 days.
    P1,
    /// Over 7, within 15 days.
    P2,
    /// Over 15 days, within a month.
    P3,
    /// Over a month, within a year.
    P4,
    /// Delivered 交车.
    PD,
    /// Lost 战败: bought, but not from us.
    F,
    /// Hopeless 无望.
    N,
}

impl Level {
    /// All levels, hottest first.
    pub const ALL: [Self; 8] = [Self::P0, Self::P1, Self::P2, Self::P3, Self::P4, Self::PD, Self::F, Self::N];
    /// The levels that are followed up, hottest first.
    pub const OPEN: [Self; 5] = [Self::P0, Self::P1, Self::P2, Self::P3, Self::P4];

    /// Whether a customer of this level is followed up: P0–P4.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::P0 | Self::P1 | Self::P2 | Self::P3 | Self::P4)
    }

    /// The level's code, as people write it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::P0 => "P0",
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::P4 => "P4",
            Self::PD => "PD",
            Self::F => "F",
            Self::N => "N",
        }
    }

    /// Reads a code.
    ///
    /// # Example: codes are exact
    /// ```
    /// # use domain::level::Level;
    /// assert_eq!(Level::parse("P2"), Some(Level::P2));
    /// assert_eq!(Level::parse("H"), None);
    /// ```
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
