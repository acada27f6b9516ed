//! The monthly table 意向客户进度状况表: what became of an advisor's customers in a month (rules H1–H4).
//!
//! **Invariant:** it is computed from views alone, in the store's zone, and the balance holds for every history: what a level has
//! left is what it carried over and what came in, less what went out, and is what the rows say.

mod balance;
mod care;
mod cell;
mod corrections;
mod deals;
mod forecast;
pub(crate) mod path;
mod row;
mod span;
mod sums;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod told;

pub use balance::{Entered, Gone, Line};
pub use cell::{Cell, Mark};
pub use corrections::Corrections;
pub use deals::Deals;
pub use forecast::{Basis, Forecast, Past, Prospect, Share, Tenths};
pub use path::{In, Out};
pub use row::Row;
pub use span::{Month, Scope};
pub use sums::{Demand, SourceCount};

use crate::id::StaffId;
use crate::instant::Instant;
use crate::level::Level;
use crate::store::Store;
use crate::view::View;
use path::Path;
use row::{Made, Section};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A month's table of an advisor, or of a team.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Table {
    /// The month.
    pub month: Month,
    /// Whose it is.
    pub advisor: Scope,
    /// The advisor's name 销售顾问; empty for a team.
    pub advisor_name: String,
    /// The unit that made it 制表单位.
    pub store: String,
    /// When it was made 建表日期.
    pub issued: Instant,
    /// The days of the month.
    pub days: u32,
    /// Customers who were followed up on any day of the month.
    pub rows: Vec<Row>,
    /// Delivered customers who were cared for in the month 售后关系的维护.
    pub care: Vec<Row>,
    /// Carried over, come in, gone out and left, by level.
    pub balance: BTreeMap<Level, Line>,
    /// The sum of the levels; moves between them cancel.
    pub total: Line,
    /// Orders signed, cancelled and delivered in the month.
    pub deals: Deals,
    /// Customers by source.
    pub sources: Vec<SourceCount>,
    /// What customers who are left want: models and colours.
    pub demand: Vec<Demand>,
    /// The units that the carried-over customers promise.
    pub forecast: Forecast,
    /// The manager's review 主管审核; none while the month is open.
    pub closed: Option<Closing>,
    /// What has come since the review; none while the month is open.
    pub corrections: Option<Corrections>,
}

/// The manager's signature under a month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Closing {
    /// Who.
    pub by: StaffId,
    /// The manager's name.
    pub by_name: String,
    /// When.
    pub at: Instant,
}

impl Table {
    /// The table of one advisor (rules H1–H4). `past` are the months that were closed before; others do not count.
    ///
    /// # Example: a walk-in of the month is new, and is left at its level
    /// ```
    /// # use domain::{fact::{Fact, Place}, fold::fold, instant::Instant, level::Level, month::{Month, Table}, store::Store};
    /// let text = r#"{"kind":"created","customer":"01JQ0000000000000000000001","at":"2026-03-01T02:00:00Z","recorded":"2026-03-01T02:00:00Z",
    ///   "advisor":"01JQ000000000000000000000A","name":"张伟","phone":"13800001234","level":"P2"}"#;
    /// let fact = Fact::read("01JQ0000000000000000000001", text, Place::Book).unwrap();
    /// let view = fold(&Store::default(), fact.customer.unwrap(), [&fact]).unwrap();
    /// let (march, now) = (Month::parse("2026-03").unwrap(), Instant::parse("2026-03-02T02:00:00Z").unwrap());
    /// let table = Table::of(&Store::default(), march, view.owner.unwrap(), [&view], now, &[]);
    /// let line = &table.balance[&Level::P2];
    /// assert_eq!((line.carried, line.new, line.left), (0, 1, 1));
    /// ```
    #[must_use]
    pub fn of<'a>(
        store: &Store,
        month: Month,
        advisor: StaffId,
        views: impl IntoIterator<Item = &'a View>,
        now: Instant,
        past: &[Past],
    ) -> Self {
        let time = row::Time::of(store, month, now);
        let (mut open, mut care) = (Vec::new(), Vec::new());
        for view in views {
            let path = Path::of(view);
            open.extend(Made::of(view, &path, advisor, Section::Open, &time));
            care.extend(Made::of(view, &path, advisor, Section::Care, &time).filter(Made::was_cared_for));
        }
        let name = store.staff.get(&advisor).map_or("", |it| it.name.as_str());
        let mut balance: BTreeMap<Level, Line> = Level::OPEN.into_iter().map(|it| (it, Line::default())).collect();
        let mut chances = BTreeMap::new();
        for made in &open {
            made.count(&mut balance, &mut chances);
        }
        let table = Self {
            month,
            advisor: Scope::Advisor(advisor),
            advisor_name: name.to_owned(),
            store: store.name.clone(),
            issued: now,
            days: month.days(),
            rows: rows(open, name),
            care: rows(care, name),
            total: Line::sum(balance.values()),
            balance,
            deals: Deals::default(),
            sources: Vec::new(),
            demand: Vec::new(),
            forecast: forecast::forecast(store.policy(time.from), month, &chances, past),
            closed: None,
            corrections: None,
        };
        table.summed(store)
    }

    /// The table of a team: its advisors' tables one below the other, and their sums. It is closed when all of them are.
    #[must_use]
    pub fn team(store: &Store, month: Month, tables: Vec<Self>, now: Instant, past: &[Past]) -> Self {
        let mut balance: BTreeMap<Level, Line> = BTreeMap::new();
        let mut chances: BTreeMap<Level, Share> = BTreeMap::new();
        let (mut rows, mut care) = (Vec::new(), Vec::new());
        let corrections = Corrections::of_team(&tables);
        let closings: Option<Vec<Closing>> = tables.iter().map(|it| it.closed.clone()).collect();
        for table in tables {
            for (level, line) in table.balance {
                balance.entry(level).or_default().add(&line);
            }
            for (level, it) in table.forecast.levels {
                chances.entry(level).or_default().add(Share { units: it.sold, of: it.carried });
            }
            rows.extend(table.rows);
            care.extend(table.care);
        }
        let table = Self {
            month,
            advisor: Scope::Team,
            advisor_name: String::new(),
            store: store.name.clone(),
            issued: now,
            days: month.days(),
            rows: row::numbered(rows),
            care: row::numbered(care),
            total: Line::sum(balance.values()),
            balance,
            deals: Deals::default(),
            sources: Vec::new(),
            demand: Vec::new(),
            forecast: forecast::forecast(store.policy(month.start(store)), month, &chances, past),
            closed: closings.and_then(|it| it.into_iter().max_by_key(|it| it.at)),
            corrections,
        };
        table.summed(store)
    }

    /// This table, closed, with what has come since: `now` is the table as the facts give it today.
    #[must_use]
    pub fn closed_by(self, closing: Closing, now: &Self) -> Self {
        let corrections = Corrections::between(&self, now);
        Self { closed: Some(closing), corrections: Some(corrections), ..self }
    }

    /// Whether a month can be closed: it is over (rules H).
    ///
    /// # Example: not before its last day has ended
    /// ```
    /// # use domain::{instant::Instant, month::{Month, Table}, store::Store};
    /// let march = Month::parse("2026-03").unwrap();
    /// let can = |now| Table::can_be_closed(&Store::default(), march, Instant::parse(now).unwrap());
    /// assert!(!can("2026-03-31T23:59:59+08:00"));
    /// assert!(can("2026-04-01T00:00:00+08:00"));
    /// ```
    // Decision (rules H): what is closed early would only be corrected every day until the month is over.
    #[must_use]
    pub fn can_be_closed(store: &Store, month: Month, now: Instant) -> bool {
        now >= month.next().start(store)
    }

    fn summed(self, store: &Store) -> Self {
        Self {
            deals: Deals::sum(self.rows.iter().map(|it| it.deals)),
            sources: sums::sources(store, &self.rows),
            demand: sums::demand(&self.rows),
            ..self
        }
    }
}

fn rows(made: Vec<Made>, advisor: &str) -> Vec<Row> {
    let mut made: Vec<(Instant, Row)> = made.into_iter().map(|it| (it.created, it.row)).collect();
    made.sort_by_key(|(created, row)| (*created, row.customer));
    row::numbered(made.into_iter().map(|(_, row)| Row { advisor_name: advisor.to_owned(), ..row }).collect())
}
