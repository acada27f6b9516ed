//! The monthly table of an advisor or of a team, as it stands or as it was closed. The shape of `/api/months`.
//!
//! **Invariant:** a closed table never changes; what comes later stands beside it.

use crate::access::month;
use crate::app::App;
use crate::auth::session::Principal;
use crate::customers::{around, views};
use crate::error::ApiError;
use crate::store::ClosedMonth;
use domain::id::StaffId;
use domain::instant::Instant;
use domain::month::{Closing, Month, Past, Scope, Table};
use domain::store::Store;
use domain::view::View;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub mod sheet;

/// A month's table that was asked for, and that the asker may see.
#[derive(Clone, Debug)]
pub struct Asked {
    store: i64,
    settings: Arc<Store>,
    month: Month,
    scope: Scope,
    now: Instant,
}

impl Asked {
    /// Decides whether the asker may see it, before anything is looked up.
    ///
    /// # Errors
    /// If not, or if there is no such month yet.
    pub fn by(app: &App, principal: &Principal, month_text: &str, scope: &str) -> Result<Self, ApiError> {
        let month_of = Month::parse(month_text).ok_or_else(ApiError::not_found)?;
        let scope = Scope::parse(scope).ok_or_else(ApiError::not_found)?;
        let settings = app.settings.of(principal.store);
        let now = app.clock.now();
        if !month(principal, &settings, scope) || month_of.start(&settings) > now {
            return Err(ApiError::not_found());
        }
        Ok(Self { store: principal.store, settings, month: month_of, scope, now })
    }

    /// The table: frozen where it was closed, with what has come since.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn table(&self, app: &App) -> anyhow::Result<Table> {
        let mut frozen: BTreeMap<StaffId, ClosedMonth> = BTreeMap::new();
        for it in app.store.closed(self.store, self.month, self.advisor()).await? {
            frozen.insert(it.advisor, it);
        }
        let closed: BTreeSet<StaffId> = frozen.keys().copied().collect();
        let tables = self.live(app, &closed).await?.into_iter().map(|live| match live.advisor {
            Scope::Advisor(advisor) => match frozen.remove(&advisor) {
                Some(it) => it.table.closed_by(self.closing(it.by, it.at), &live),
                None => live,
            },
            Scope::Team => live,
        });
        let mut tables: Vec<Table> = tables.collect();
        Ok(match self.scope {
            Scope::Advisor(_) if tables.len() == 1 => tables.remove(0),
            Scope::Advisor(_) | Scope::Team => {
                let past = app.store.past(self.store, self.month, None).await?;
                Table::team(&self.settings, self.month, tables, self.now, &past)
            }
        })
    }

    /// Closes the table for ever; of a team each advisor's. What is closed already stays as it is, whoever asks.
    ///
    /// # Errors
    /// If the month is not over, or the store fails.
    pub async fn close(&self, app: &App, by: StaffId) -> Result<Table, ApiError> {
        if !Table::can_be_closed(&self.settings, self.month, self.now) {
            return Err(ApiError::invalid("the month is not over"));
        }
        let closed = self.live(app, &BTreeSet::new()).await?.into_iter().filter_map(|table| match table.advisor {
            Scope::Advisor(advisor) => {
                Some(ClosedMonth { advisor, month: self.month, store: self.store, by, at: self.now, table })
            }
            Scope::Team => None,
        });
        app.store.close_months(&closed.collect::<Vec<_>>()).await?;
        Ok(self.table(app).await?)
    }

    fn advisor(&self) -> Option<StaffId> {
        match self.scope {
            Scope::Advisor(it) => Some(it),
            Scope::Team => None,
        }
    }

    fn closing(&self, by: StaffId, at: Instant) -> Closing {
        let by_name = self.settings.staff.get(&by).map(|it| it.name.clone()).unwrap_or_default();
        Closing { by, by_name, at }
    }

    /// The tables as the facts give them now: the advisor's, or everybody's who has one or had one when it was closed.
    async fn live(&self, app: &App, closed: &BTreeSet<StaffId>) -> anyhow::Result<Vec<Table>> {
        let docs = app.directory.books_and_desks(self.store, self.advisor());
        let rows = around(app, &docs).await?;
        let mut past: BTreeMap<StaffId, Vec<Past>> = BTreeMap::new();
        let people: Vec<StaffId> = match self.scope {
            Scope::Advisor(it) => vec![it],
            // In the order of their logins, as everywhere in the team.
            Scope::Team => app.store.staff(Some(self.store)).await?.into_iter().map(|it| it.id).collect(),
        };
        for person in &people {
            past.insert(*person, app.store.past(self.store, self.month, Some(*person)).await?);
        }
        let (app, it, closed) = (app.clone(), self.clone(), closed.clone());
        // Thousands of facts are read and folded: not on the threads that answer.
        let tables = tokio::task::spawn_blocking(move || {
            let views = views(&app, &it.settings, &rows);
            let of = |person: StaffId| {
                let table = it.table_of(person, &views, past.get(&person)?);
                (it.has_place(&table) || closed.contains(&person)).then_some(table)
            };
            people.into_iter().filter_map(of).collect()
        });
        Ok(tables.await?)
    }

    fn table_of(&self, person: StaffId, views: &[View], past: &[Past]) -> Table {
        Table::of(&self.settings, self.month, person, views, self.now, past)
    }

    /// Whether a table stands in the team's: an advisor's does, anybody else's only with customers in it.
    fn has_place(&self, table: &Table) -> bool {
        let is_advisor = match table.advisor {
            Scope::Advisor(it) => self.settings.staff.get(&it).is_some_and(|it| it.role == "advisor"),
            Scope::Team => false,
        };
        self.scope != Scope::Team || is_advisor || !(table.rows.is_empty() && table.care.is_empty())
    }
}
