//! Lists of customers: narrowed, put in order and counted. An address holds what a list is narrowed to.

use crate::card::several;
use crate::id::CustomerId;
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::port::Row;
use crate::search::Query;
use crate::view::Standing;
use std::borrow::Borrow;
use std::cmp::Reverse;

pub mod saved;
#[cfg(test)]
mod tests;

/// What a customer is marked with, besides level and standing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// The first level is to be confirmed 待确认.
    Unconfirmed,
    /// The window of the level has passed 需重新判定.
    Stale,
    /// An application for F or N is pending 审核中.
    Applied,
    /// The manager has refused an application, and nothing was done since 已驳回.
    Refused,
    /// A field has two values 有冲突.
    Conflict,
}

impl Mark {
    /// All.
    pub const ALL: [Self; 5] = [Self::Unconfirmed, Self::Stale, Self::Applied, Self::Refused, Self::Conflict];

    /// How addresses name it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Stale => "stale",
            Self::Applied => "applied",
            Self::Refused => "refused",
            Self::Conflict => "conflict",
        }
    }

    /// Reads what addresses name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// Whether a customer has it.
    #[must_use]
    pub fn is_on(self, row: &Row, today: Day) -> bool {
        match self {
            Self::Unconfirmed => row.confirm_by.is_some(),
            Self::Stale => row.is_stale(today),
            Self::Applied => row.application.is_some(),
            Self::Refused => row.refused.is_some(),
            Self::Conflict => row.conflicts > 0,
        }
    }
}

/// The order of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sort {
    /// Sooner due first.
    #[default]
    Due,
    /// Hotter first.
    Level,
    /// Newer cards first.
    Newest,
    /// By the sound of the name.
    Name,
    /// Whom nobody has reached for longest first.
    Reached,
    /// Sooner expected order first.
    Expected,
}

impl Sort {
    /// All.
    pub const ALL: [Self; 6] = [Self::Due, Self::Level, Self::Newest, Self::Name, Self::Reached, Self::Expected];

    /// How addresses name it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Level => "level",
            Self::Newest => "newest",
            Self::Name => "name",
            Self::Reached => "reached",
            Self::Expected => "expected",
        }
    }

    /// Reads what addresses name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// What a list is narrowed to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// What was typed.
    pub text: String,
    /// Level.
    pub level: Option<Level>,
    /// Standing.
    pub standing: Option<Standing>,
    /// Code of a source, empty for all.
    pub source: String,
    /// One of the models, empty for all.
    pub model: String,
    /// One of the colours, empty for all.
    pub colour: String,
    /// Code of the step, empty for all.
    pub step: String,
    /// Mark.
    pub mark: Option<Mark>,
    /// Only who may still buy: P0–P4.
    pub open_only: bool,
}

/// How many customers a list would show with each level and each standing, everything else left as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// In the order of [`Level::ALL`].
    pub levels: Vec<(Level, usize)>,
    /// Those that occur.
    pub standings: Vec<(Standing, usize)>,
    /// Those that occur.
    pub marks: Vec<(Mark, usize)>,
}

/// Those whom the words find. To hear names takes longest of all: once for the list and its [`Counts`].
#[must_use]
pub fn hear<'a, R: Borrow<Row>>(text: &str, rows: impl IntoIterator<Item = &'a R>) -> Vec<&'a R> {
    let query = Query::parse(text);
    rows.into_iter().filter(|it| query.finds(&(*it).borrow().keys)).collect()
}

impl Filter {
    /// Whether a customer is in the list, if the words find it.
    fn takes(&self, row: &Row, now: Instant, today: Day) -> bool {
        self.level.is_none_or(|it| it == row.level)
            && self.standing.is_none_or(|it| it == row.standing(now, today))
            && self.mark.is_none_or(|it| it.is_on(row, today))
            && (!self.open_only || row.level.is_open())
            && (self.source.is_empty() || self.source == row.source)
            && (self.model.is_empty() || several(&row.model).contains(&self.model.as_str()))
            && (self.colour.is_empty() || several(&row.colour).contains(&self.colour.as_str()))
            && (self.step.is_empty() || self.step == row.step)
    }

    /// The customers of the list among those whom the words have found, in order.
    pub fn select<'a>(
        &self,
        sort: Sort,
        heard: impl IntoIterator<Item = &'a Row>,
        now: Instant,
        today: Day,
    ) -> Vec<CustomerId> {
        let mut found: Vec<&Row> = heard.into_iter().filter(|it| self.takes(it, now, today)).collect();
        // By urgency first, so that it decides among equals.
        found.sort_by_cached_key(|it| urgency(it));
        match sort {
            Sort::Due => {}
            Sort::Level => found.sort_by_key(|it| it.level),
            Sort::Newest => found.sort_by_key(|it| Reverse((it.created, it.id))),
            Sort::Name => found.sort_by_cached_key(|it| it.keys.order()),
            Sort::Reached => found.sort_by_key(|it| it.reached),
            Sort::Expected => found.sort_by_key(|it| (it.expected.is_none(), it.expected)),
        }
        found.iter().map(|it| it.id).collect()
    }

    /// What the choices of each kind would bring, among those whom the words have found.
    pub fn counts<'a>(&self, heard: impl IntoIterator<Item = &'a Row>, now: Instant, today: Day) -> Counts {
        let heard: Vec<&Row> = heard.into_iter().collect();
        let count = |filter: &Self| heard.iter().copied().filter(|it| filter.takes(it, now, today)).collect::<Vec<_>>();
        let by_level = count(&Self { level: None, ..self.clone() });
        let by_standing = count(&Self { standing: None, ..self.clone() });
        let by_mark = count(&Self { mark: None, ..self.clone() });
        let number = |of: &[&Row], is: &dyn Fn(&Row) -> bool| of.iter().filter(|it| is(it)).count();
        Counts {
            levels: Level::ALL.into_iter().map(|it| (it, number(&by_level, &|row| row.level == it))).collect(),
            standings: Standing::ALL
                .into_iter()
                .map(|it| (it, number(&by_standing, &|row| row.standing(now, today) == it)))
                .filter(|it| it.1 > 0)
                .collect(),
            marks: Mark::ALL
                .into_iter()
                .map(|it| (it, number(&by_mark, &|row| it.is_on(row, today))))
                .filter(|it| it.1 > 0)
                .collect(),
        }
    }
}

/// Sooner due first, then hotter, then the older card.
#[must_use]
pub fn urgency(row: &Row) -> (bool, Option<Day>, Level, CustomerId) {
    let due = row.follow_up.map(|it| it.due).or(row.lock.map(|it| it.due));
    (due.is_none(), due, row.level, row.id)
}

/// The models that the customers think of, the most frequent first.
pub fn models<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<String> {
    most_frequent(rows.into_iter().map(|it| it.model.as_str()))
}

/// The colours that the customers think of, the most frequent first.
pub fn colours<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<String> {
    most_frequent(rows.into_iter().map(|it| it.colour.as_str()))
}

fn most_frequent<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for one in lines.flat_map(several) {
        *counts.entry(one).or_default() += 1;
    }
    let mut all: Vec<(&str, usize)> = counts.into_iter().collect();
    all.sort_by_key(|it| (Reverse(it.1), it.0));
    all.into_iter().map(|it| it.0.to_owned()).collect()
}
