//! The balance of a level (rules H3): carried over, come in, gone out, left.

use super::path::{In, Move, Out};
use crate::level::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A line of the balance: left = carried + new + in − out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Line {
    /// 上月留存: there at 24:00 of the last day of the month before.
    pub carried: u32,
    /// 新增.
    pub new: u32,
    /// Come in otherwise, by reason.
    #[serde(rename = "in")]
    pub entered: Entered,
    /// Gone out, by reason.
    #[serde(rename = "out")]
    pub gone: Gone,
    /// Orders: moves from P1–P4 to P0. A part of the moves between levels, shown apart.
    pub orders: u32,
    /// 月末留存: there at the end.
    pub left: u32,
}

/// What came into a level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Entered {
    /// From another level.
    pub level: u32,
    /// 转入.
    pub handed_in: u32,
    /// 复活.
    pub revived: u32,
    /// 认领.
    pub claimed: u32,
}

/// What went out of a level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Gone {
    /// To another level.
    pub level: u32,
    /// 交车.
    pub delivered: u32,
    /// 战败.
    pub lost: u32,
    /// 无望.
    pub hopeless: u32,
    /// 转出.
    pub handed_out: u32,
    /// 公海.
    pub pooled: u32,
    /// 已删除.
    pub erased: u32,
}

impl Line {
    /// Whether the line adds up.
    ///
    /// # Example: one carried over and one new, one of them lost, leave one
    /// ```
    /// # use domain::month::{Gone, Line};
    /// let line = Line { carried: 1, new: 1, gone: Gone { lost: 1, ..Gone::default() }, left: 1, ..Line::default() };
    /// assert!(line.holds());
    /// ```
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.carried + self.new + self.entered.sum() == self.left + self.gone.sum()
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.carried += other.carried;
        self.new += other.new;
        self.entered.level += other.entered.level;
        self.entered.handed_in += other.entered.handed_in;
        self.entered.revived += other.entered.revived;
        self.entered.claimed += other.entered.claimed;
        self.gone.level += other.gone.level;
        self.gone.delivered += other.gone.delivered;
        self.gone.lost += other.gone.lost;
        self.gone.hopeless += other.gone.hopeless;
        self.gone.handed_out += other.gone.handed_out;
        self.gone.pooled += other.gone.pooled;
        self.gone.erased += other.gone.erased;
        self.orders += other.orders;
        self.left += other.left;
    }

    /// The sum of lines. An order leaves one level and enters P0: of all levels together it is one.
    pub(super) fn sum<'a>(lines: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        for line in lines {
            sum.add(line);
        }
        Self { orders: sum.orders / 2, ..sum }
    }
}

impl Entered {
    /// All that came in.
    #[must_use]
    pub const fn sum(&self) -> u32 {
        self.level + self.handed_in + self.revived + self.claimed
    }
}

impl Gone {
    /// All that went out.
    #[must_use]
    pub const fn sum(&self) -> u32 {
        self.level + self.delivered + self.lost + self.hopeless + self.handed_out + self.pooled + self.erased
    }
}

/// Enters a move in the lines of its levels.
pub(super) fn enter(balance: &mut BTreeMap<Level, Line>, it: Move) {
    let order = u32::from(it.is_order());
    match it {
        Move::In(how, level) => {
            let line = balance.entry(level).or_default();
            *match how {
                In::New => &mut line.new,
                In::HandedIn => &mut line.entered.handed_in,
                In::Revived => &mut line.entered.revived,
                In::Claimed => &mut line.entered.claimed,
            } += 1;
        }
        Move::Out(how, level) => {
            let line = balance.entry(level).or_default();
            *match how {
                Out::Delivered => &mut line.gone.delivered,
                Out::Lost => &mut line.gone.lost,
                Out::Hopeless => &mut line.gone.hopeless,
                Out::HandedOut => &mut line.gone.handed_out,
                Out::Pooled => &mut line.gone.pooled,
                Out::Erased => &mut line.gone.erased,
            } += 1;
        }
        Move::Level(from, to) => {
            let line = balance.entry(from).or_default();
            line.gone.level += 1;
            line.orders += order;
            let line = balance.entry(to).or_default();
            line.entered.level += 1;
            line.orders += order;
        }
    }
}
