//! The board 看板: the customers who may still buy in a column for each level, and what a move to another column would be.
//!
//! **Invariant:** a move is the judgement of the sheet, with the signs that are known: [`shift`] allows exactly what
//! [`Command::Judge`](crate::command::Command::Judge) takes.

use crate::fact::Judged;
use crate::fold::check_level;
use crate::id::CustomerId;
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::list::{Filter, Sort};
use crate::policy::Policy;
use crate::port::Row;
use crate::suggest::{Signs, suggest};
use crate::view::Rule;
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// A column of the board.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its level.
    pub level: Level,
    /// Who stands in it, the most urgent first.
    pub ids: Vec<CustomerId>,
}

/// The columns from P0 to P4 of those whom the words have found and a filter takes; its level does not count here.
pub fn columns<'a>(filter: &Filter, heard: impl IntoIterator<Item = &'a Row>, now: Instant, today: Day) -> Vec<Column> {
    let filter = Filter { level: None, open_only: true, ..filter.clone() };
    let rows: Vec<&Row> = heard.into_iter().collect();
    let levels: BTreeMap<CustomerId, Level> = rows.iter().map(|it| (it.id, it.level)).collect();
    let found = filter.select(Sort::Due, rows.iter().copied(), now, today);
    let column =
        |level| Column { level, ids: found.iter().copied().filter(|it| levels.get(it) == Some(&level)).collect() };
    Level::OPEN.map(column).into()
}

/// What a move to a column would be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shift {
    /// Nothing: the customer stands there, confirmed.
    Stays,
    /// The confirmation of the first level (rules B4).
    Confirms,
    /// A new judgement.
    Judges,
}

/// What moving a customer to a level would be now.
///
/// # Errors
/// The rule that forbids it, as the command would say it.
pub fn shift(row: &Row, level: Level, now: Instant) -> Result<Shift, Rule> {
    if row.lock(now).is_some() {
        return Err(Rule::Locked);
    }
    if row.follow_up.is_none() {
        return Err(Rule::NoFollowUp);
    }
    check_level(level, row.floor)?;
    if row.orders > 0 && level != Level::P0 {
        return Err(Rule::OrderOpen);
    }
    Ok(match row.confirm_by {
        Some(_) => Shift::Confirms,
        None if row.level == level => Shift::Stays,
        None => Shift::Judges,
    })
}

/// The judgement that a move to a level is: the signs of the last one, and what they suggest today beside what was chosen (rules B2).
#[must_use]
pub fn judgement(row: &Row, level: Level, policy: &Policy, today: Day) -> Judged {
    let signs = Signs { signals: &row.signals, expected: row.expected, floor: row.floor };
    Judged {
        level,
        suggested: Some(suggest(policy, today, &signs).level),
        signals: row.signals.clone(),
        expected: row.expected,
        note: String::new(),
    }
}
