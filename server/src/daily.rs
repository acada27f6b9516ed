//! The daily reports of a store's advisors with the manager's instructions. The shape of `/api/daily`.

use crate::access::month;
use crate::app::App;
use crate::auth::secret;
use crate::auth::session::Principal;
use crate::customers::{around, views};
use crate::error::ApiError;
use crate::people::{raw, servers};
use crate::role::Role;
use crate::store::{AuditRow, FactRow, StaffRow};
use crate::team::{by_owner, traces};
use domain::daily::{Daily, Figures};
use domain::fact::{Body, Fact, Place};
use domain::funnel::Span;
use domain::id::{FactId, StaffId};
use domain::instant::{Day, Instant};
use domain::instruction::{self, Fault, Instruction};
use domain::month::Scope;
use domain::store::Store;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A day of those whom the asker may see.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// The day.
    pub day: Day,
    /// The store's name.
    pub store: String,
    /// The moment for which it holds.
    pub as_of: Instant,
    /// Each advisor's day, in the order of their logins.
    pub advisors: Vec<Of>,
    /// All of them together.
    pub total: Figures,
}

/// An advisor's day.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Of {
    /// The report.
    #[serde(flatten)]
    pub daily: Daily,
    /// The instructions for the day, in the order in which they were written.
    pub instructions: Vec<Instruction>,
}

/// A report that was asked for, and that the asker may see.
#[derive(Clone, Debug)]
pub struct Asked {
    store: i64,
    settings: Arc<Store>,
    day: Day,
    scope: Scope,
    now: Instant,
}

impl Asked {
    /// Decides whether the asker may see it, before anything is looked up: an advisor the own day, a manager everybody's.
    ///
    /// # Errors
    /// If not, or if the day has not come.
    pub fn by(app: &App, principal: &Principal, day: &str) -> Result<Self, ApiError> {
        let scope = match principal.role {
            Role::Advisor => Scope::Advisor(principal.staff),
            Role::Manager | Role::Finance | Role::Reception | Role::Admin => Scope::Team,
        };
        let (settings, now) = (app.settings.of(principal.store), app.clock.now());
        if !month(principal, &settings, scope) {
            return Err(ApiError::not_found());
        }
        let day = Day::parse(day).filter(|it| *it <= settings.zone(now).day(now)).ok_or_else(ApiError::not_found)?;
        Ok(Self { store: principal.store, settings, day, scope, now })
    }

    /// The reports, as the facts give them now.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn report(self, app: &App) -> anyhow::Result<Report> {
        let advisor = match self.scope {
            Scope::Advisor(it) => Some(it),
            Scope::Team => None,
        };
        let staff: Vec<StaffRow> = app.store.staff(Some(self.store)).await?;
        let people = staff.into_iter().filter(|it| it.role.owns_customers() && advisor.is_none_or(|who| who == it.id));
        let people: Vec<StaffRow> = people.collect();
        let devices = by_owner(app.store.devices_of_store(self.store).await?);
        let rows = around(app, &app.directory.books_and_desks(self.store, advisor)).await?;
        let (from, until) = Span::day(self.day).moments(&self.settings);
        let register = app.store.arrivals(self.store, from, until).await?;
        let said = instructions(app, self.store).await?;
        let app = app.clone();
        // Thousands of facts are read and folded: not on the threads that answer.
        let advisors = tokio::task::spawn_blocking(move || {
            let views = views(&app, &self.settings, &rows);
            let of = |person: StaffRow| {
                let devices = traces(devices.get(&person.id).map(Vec::as_slice).unwrap_or_default());
                let arrivals = Some(register.as_slice());
                let daily = Daily::of(&self.settings, self.day, person.id, &views, self.now, arrivals, &devices);
                let all = said.get(&person.id).into_iter().flatten();
                let instructions: Vec<Instruction> = all.filter(|it| it.day == self.day).cloned().collect();
                let works = person.role == Role::Advisor && !person.disabled;
                (works || advisor.is_some() || !daily.figures.is_empty() || !instructions.is_empty())
                    .then_some(Of { daily, instructions })
            };
            let advisors: Vec<Of> = people.into_iter().filter_map(of).collect();
            let total = Figures::sum(advisors.iter().map(|it| &it.daily.figures));
            Report { day: self.day, store: self.settings.name.clone(), as_of: self.now, advisors, total }
        });
        Ok(advisors.await?)
    }
}

/// The instructions of a store's people with their answers.
async fn instructions(app: &App, store: i64) -> anyhow::Result<BTreeMap<StaffId, Vec<Instruction>>> {
    let mut facts: BTreeMap<StaffId, Vec<Fact>> = BTreeMap::new();
    for row in app.store.facts_of_nobody(store).await? {
        let owner = app.directory.get(row.doc).and_then(|it| it.owner);
        if let Some((owner, fact)) = owner.zip(FactRow::fact(&row)) {
            facts.entry(owner).or_default().push(fact);
        }
    }
    Ok(facts.into_iter().map(|(owner, facts)| (owner, instruction::read(&facts))).collect())
}

/// Writes an instruction into an advisor's desk; gives its id.
///
/// # Errors
/// If there is no such advisor in the manager's store, or the instruction cannot be written.
pub async fn instruct(
    app: &App,
    principal: &Principal,
    day: Day,
    advisor: StaffId,
    text: &str,
) -> Result<FactId, ApiError> {
    let staff = app.store.staff(Some(principal.store)).await?;
    let person = staff.into_iter().find(|it| it.id == advisor && it.role.owns_customers() && !it.disabled);
    let person = person.ok_or_else(ApiError::not_found)?;
    let desk = app.directory.desk(advisor).ok_or_else(ApiError::not_found)?;
    let now = app.clock.now();
    let today = app.settings.of(principal.store).zone(now).day(now);
    instruction::check(text, day, today).map_err(|it| ApiError::invalid(wrong(it)))?;
    let id = FactId::new(now, secret::number());
    let body = Body::Instructed { day, by: principal.staff, text: text.trim().to_owned() };
    let fact = Fact { place: Place::Desk, ..servers(id, now, body) };
    let line = AuditRow {
        pos: 0,
        at: now,
        store: principal.store,
        staff: principal.staff,
        what: "instructed".to_owned(),
        customer: None,
        about: format!("{} · {day}", person.login),
    };
    app.store.record(&line).await?;
    app.docs.write(desk.id, vec![raw(&fact)]).await?;
    Ok(id)
}

const fn wrong(fault: Fault) -> &'static str {
    match fault {
        Fault::Empty => "an instruction says something",
        Fault::TooLong => "an instruction has at most 500 characters",
        Fault::Past => "the day is over",
        Fault::Unknown => "there is no such instruction",
    }
}
