//! Handing over everybody whom an advisor owns: what would go, and doing it as rulings (rules D6, G1, G2).
//!
//! **Invariant:** all of it or nothing, and only on the state that the manager has seen.

use crate::app::App;
use crate::auth::session::Principal;
use crate::customers::Known;
use crate::role::Role;
use crate::rulings::{self, Outcome, Wish, tell};
use crate::store::{AuditRow, Decision, StaffRow};
use domain::fact::Ruling;
use domain::handover::{Leaving, Plan, Share, shares};
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::Instant;
use domain::level::Level;
use domain::ruling::Objection;
use domain::view::View;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What would go, and to whom it could.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Offer {
    /// The moment for which it holds.
    pub as_of: Instant,
    /// The advisor's name.
    pub advisor_name: String,
    /// Everybody whom the advisor owns, also the delivered, the lost and the hopeless.
    pub customers: Vec<Item>,
    /// Who can receive them.
    pub receivers: Vec<Candidate>,
}

/// A customer who would go.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Item {
    /// Who, with level and lock.
    #[serde(flatten)]
    pub leaving: Leaving,
    /// Name.
    pub name: String,
    /// The last ruling: the hand-over names it.
    pub ruling: Option<FactId>,
}

/// Somebody who can receive customers.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Candidate {
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Role: `advisor` or `manager`.
    pub role: &'static str,
    /// Open customers whom this person has already.
    pub open: u32,
    /// Of these, locked ones.
    pub locked: u32,
}

/// One customer's way, as the manager has seen it.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Going {
    /// Who.
    pub customer: CustomerId,
    /// To whom.
    pub to: StaffId,
    /// The level that was seen.
    pub level: Level,
    /// The last ruling that was seen; none if there was none.
    pub after: Option<FactId>,
}

/// What was done.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Done {
    /// When.
    pub at: Instant,
    /// What each receiver got.
    pub received: Vec<Received>,
}

/// What a receiver got.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Received {
    /// Who.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// The customers.
    #[serde(flatten)]
    pub share: Share,
}

/// Why it was not done. Nothing was written.
#[derive(Clone, PartialEq, Debug)]
pub enum Refused {
    /// There is no such advisor, or nobody to hand over.
    Unknown,
    /// The advisor's customers are not those who were seen, or not as they were seen.
    Changed,
    /// A rule forbids it.
    Forbidden(Objection),
}

/// What would go; none if the store has no such person.
///
/// # Errors
/// If the store fails.
pub async fn offer(app: &App, store: i64, advisor: StaffId) -> anyhow::Result<Option<Offer>> {
    let now = app.clock.now();
    let staff = app.store.staff(Some(store)).await?;
    let Some(advisor_name) = owner(&staff, advisor).map(|it| it.name.clone()) else { return Ok(None) };
    let mut has: BTreeMap<StaffId, (u32, u32)> = BTreeMap::new();
    let mut customers = Vec::new();
    for (customer, row) in &*app.customers(store).await? {
        let card = &row.row.row;
        let leaving = Leaving { customer: *customer, level: card.level, locked: card.lock(now).is_some() };
        if row.advisor == Some(advisor) {
            customers.push(Item { leaving, name: card.name.clone(), ruling: row.row.ruling });
        } else if let Some(other) = row.advisor.filter(|_| leaving.level.is_open()) {
            let count = has.entry(other).or_default();
            count.0 += 1;
            count.1 += u32::from(leaving.locked);
        }
    }
    customers.sort_by_key(|it| (it.leaving.level, it.leaving.customer));
    let candidate = |it: StaffRow| {
        let (open, locked) = has.get(&it.id).copied().unwrap_or_default();
        Candidate { staff: it.id, name: it.name, role: it.role.code(), open, locked }
    };
    let free = staff.into_iter().filter(|it| it.role.owns_customers() && !it.disabled && it.id != advisor);
    let mut receivers: Vec<Candidate> = free.map(candidate).collect();
    receivers.sort_by_key(|it| it.role != Role::Advisor.code());
    Ok(Some(Offer { as_of: now, advisor_name, customers, receivers }))
}

/// Hands everybody over, by a ruling each in one transaction.
///
/// # Errors
/// If the store fails.
pub async fn hand_over(
    app: &App,
    principal: &Principal,
    advisor: StaffId,
    going: &[Going],
    note: &str,
) -> anyhow::Result<Result<Done, Refused>> {
    let staff = app.store.staff(Some(principal.store)).await?;
    let Some(leaver) = owner(&staff, advisor) else { return Ok(Err(Refused::Unknown)) };
    let rows = app.customers(principal.store).await?;
    let owned: BTreeSet<CustomerId> = rows.iter().filter(|it| it.1.advisor == Some(advisor)).map(|it| *it.0).collect();
    let named: BTreeSet<CustomerId> = going.iter().map(|it| it.customer).collect();
    if named != owned || named.len() != going.len() {
        return Ok(Err(Refused::Changed));
    }
    if going.is_empty() {
        return Ok(Err(Refused::Unknown));
    }
    let now = app.clock.now();
    let (mut decisions, mut leaving, mut plan) = (Vec::<Decision>::new(), Vec::new(), Plan::new());
    for it in going {
        let known = Known::of(app, principal.store, it.customer).await?;
        let is_as_seen = |view: &&View| view.owner == Some(advisor) && view.level == it.level;
        let Some(view) = known.view.as_ref().filter(is_as_seen) else {
            return Ok(Err(Refused::Changed));
        };
        leaving.push(Leaving { customer: it.customer, level: view.level, locked: view.lock(now).is_some() });
        plan.insert(it.customer, it.to);
        let what = Ruling::HandOver { to: it.to };
        let wish = Wish { customer: it.customer, what, note: note.to_owned(), after: Some(it.after) };
        match rulings::prepare_on(app, principal, wish, &known, &staff).await? {
            Ok(decision) => decisions.push(decision),
            Err(Outcome::Forbidden(objection)) => return Ok(Err(Refused::Forbidden(objection))),
            Err(Outcome::Made(_) | Outcome::Unknown | Outcome::Overtaken(_) | Outcome::OverQuota) => {
                return Ok(Err(Refused::Changed));
            }
        }
    }
    let line = AuditRow {
        pos: 0,
        at: now,
        store: principal.store,
        staff: principal.staff,
        what: "all_handed_over".to_owned(),
        customer: None,
        about: format!("{} · {}", leaver.login, going.len()),
    };
    if app.store.rule_all(&decisions, &line).await?.is_some() {
        return Ok(Err(Refused::Changed));
    }
    tell(app).await?;
    let name = |who: StaffId| staff.iter().find(|it| it.id == who).map(|it| it.name.clone()).unwrap_or_default();
    let received = shares(&leaving, &plan).into_iter();
    let received = received.map(|(staff, share)| Received { staff, name: name(staff), share }).collect();
    Ok(Ok(Done { at: now, received }))
}

fn owner(staff: &[StaffRow], who: StaffId) -> Option<&StaffRow> {
    staff.iter().find(|it| it.id == who && it.role.owns_customers())
}
