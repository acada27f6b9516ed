//! What a store's people are to reach in a month. The shape of `/api/targets`.
//!
//! **Invariant:** nothing is set for a month that is over; every change stands in the record.

use crate::app::App;
use crate::auth::secret;
use crate::auth::session::Principal;
use crate::people::{raw, servers};
use crate::role::Role;
use crate::store::AuditRow;
use anyhow::Context;
use domain::fact::Body;
use domain::id::{FactId, StaffId};
use domain::instant::Instant;
use domain::month::Month;
use domain::target::{self, Fault, Goals, Target};
use serde::Serialize;

/// The targets of a month.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Targets {
    /// The month.
    pub month: Month,
    /// Whether they can still be set: the month is not over.
    pub open: bool,
    /// Everybody's.
    pub advisors: Vec<Of>,
    /// All of them together.
    pub total: Goals,
}

/// Somebody's targets.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Of {
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// What holds.
    pub goals: Goals,
    /// What was set before, newest first.
    pub former: Vec<Former>,
}

/// What was set, and when.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Former {
    /// When.
    pub at: Instant,
    /// What.
    pub goals: Goals,
}

/// What came of setting them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// They hold.
    Done,
    /// There is no such person.
    Unknown,
    /// They cannot be taken: why.
    Wrong(&'static str),
}

/// The targets of a month.
///
/// # Errors
/// If the store fails.
pub async fn targets(app: &App, store: i64, month: Month) -> anyhow::Result<Targets> {
    let (settings, now) = (app.fresh(store).await?, app.clock.now());
    let staff = app.store.staff(Some(store)).await?;
    let of = |it: crate::store::StaffRow| {
        let mut former: Vec<Former> =
            settings.targets.history(it.id, month).map(|it| Former { at: it.at, goals: it.goals }).rev().collect();
        let works = it.role == Role::Advisor && !it.disabled;
        let goals = settings.targets.of(it.id, month);
        (works || !former.is_empty()).then(|| {
            former.drain(..former.len().min(1));
            Of { staff: it.id, name: it.name, goals, former }
        })
    };
    let advisors: Vec<Of> = staff.into_iter().filter_map(of).collect();
    let total = Goals::sum(advisors.iter().map(|it| it.goals));
    Ok(Targets { month, open: !target::is_over(&settings, month, now), advisors, total })
}

/// Sets somebody's targets of a month.
///
/// # Errors
/// If the store fails.
pub async fn set(
    app: &App,
    principal: &Principal,
    month: Month,
    staff: StaffId,
    goals: Goals,
) -> anyhow::Result<Outcome> {
    let people = app.store.staff(Some(principal.store)).await?;
    let Some(person) = people.into_iter().find(|it| it.id == staff && it.role.owns_customers()) else {
        return Ok(Outcome::Unknown);
    };
    let (settings, now) = (app.fresh(principal.store).await?, app.clock.now());
    if let Err(fault) = target::check(&settings, month, goals, now) {
        return Ok(Outcome::Wrong(wrong(fault)));
    }
    if settings.targets.of(staff, month) == goals {
        return Ok(Outcome::Done);
    }
    let house = app.directory.house(principal.store).context("the store has a house")?;
    let body = Body::Target(Target { staff, month, goals });
    app.docs.write(house.id, vec![raw(&servers(FactId::new(now, secret::number()), now, body))]).await?;
    app.settings.reload(&*app.store, principal.store).await?;
    app.events.figures_changed();
    let line = AuditRow {
        pos: 0,
        at: now,
        store: principal.store,
        staff: principal.staff,
        what: "target_changed".to_owned(),
        customer: None,
        about: format!("{} · {month} · {}", person.login, said(goals)),
    };
    app.store.record(&line).await?;
    Ok(Outcome::Done)
}

const fn wrong(fault: Fault) -> &'static str {
    match fault {
        Fault::Over => "the month is over; its targets do not change any more",
        Fault::TooFar => "the month lies more than a year ahead",
        Fault::TooMany => "a target is at most 9999",
    }
}

/// The four numbers in their order: cards, test drives, orders, deliveries.
fn said(goals: Goals) -> String {
    let all = [goals.cards, goals.test_drives, goals.orders, goals.deliveries];
    all.map(|it| it.map_or("–".to_owned(), |it| it.to_string())).join(" / ")
}
