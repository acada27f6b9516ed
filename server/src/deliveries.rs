//! What finance sees and decides: orders that wait for the approval of their delivery. The shape of `/api/deliveries`.
//!
//! **Invariant:** of a customer finance sees the name and the order, and nothing else.

use crate::app::App;
use crate::auth::session::Principal;
use crate::board::Row;
use crate::error::ApiError;
use crate::people::{raw, servers};
use crate::slips::SlipKey;
use crate::store::{CustomerRow, DecisionRow, NewDecision, Verdict};
use domain::fact::order::{Approved, Refused};
use domain::fact::{Body, Fact, Place};
use domain::id::{CustomerId, FactId, StaffId};
use domain::instant::{Day, Instant};
use domain::order::{Order, OrderState};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use sync::replica::RawFact;

/// For how long a decision stays in the list.
const SHOWN: i64 = 30 * Instant::DAY;
/// How many decisions are told at once.
const BATCH: u32 = 200;

/// The orders of a store, for finance.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct DeliveryList {
    /// When this was so.
    pub as_of: Instant,
    /// The key that checks the signatures of slips, in hexadecimal.
    pub key: String,
    /// Orders that wait; asked for ones first, then by the agreed day.
    pub awaiting: Vec<Delivery>,
    /// What was decided in the last 30 days, latest first.
    pub decided: Vec<Delivery>,
}

/// An order, as finance needs it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Delivery {
    /// The order.
    pub order: FactId,
    /// The customer's name.
    pub customer_name: String,
    /// Model.
    pub model: String,
    /// Colour.
    pub colour: String,
    /// In minor units.
    pub price: u64,
    /// In minor units.
    pub deposit: u64,
    /// The vehicle; empty while it is not known.
    pub vin: String,
    /// The agreed day.
    pub agreed: Option<Day>,
    /// Ordered and delivered on the spot.
    pub spot: bool,
    /// The advisor's name.
    pub advisor_name: String,
    /// When the order was signed.
    pub signed: Instant,
    /// When the customer asked for the delivery.
    pub requested: Option<Instant>,
    /// Where the order stands.
    pub state: &'static str,
    /// What was decided.
    pub decision: Option<DecisionView>,
}

/// A decision.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct DecisionView {
    /// `approve` or `refuse`.
    pub decision: &'static str,
    /// Number of the slip, of an approval.
    pub number: Option<String>,
    /// Why, of a refusal.
    pub reason: String,
    /// Who decided.
    pub by_name: String,
    /// When.
    pub at: Instant,
}

/// What became of a decision.
pub enum Outcome {
    /// It stands.
    Made(DecisionView),
    /// Something was decided before; that stands.
    Before(DecisionView),
    /// The order has ended.
    Ended,
}

/// Lists a store's orders.
///
/// # Errors
/// If the store fails.
pub async fn list(app: &App, store: i64) -> anyhow::Result<DeliveryList> {
    let now = app.clock.now();
    let names = names(app, store).await?;
    // The decisions after the rows: what was decided in between is then not shown as waiting.
    let rows = app.customers(store).await?;
    let decisions = app.store.decisions(store, now.plus(-SHOWN)).await?;
    let mut decided: BTreeMap<FactId, DecisionRow> = decisions.into_iter().map(|it| (it.made.order, it)).collect();
    let (mut awaiting, mut shown) = (Vec::new(), Vec::new());
    // An order of a customer in the pool waits for an owner first: nobody's desk could say what is decided.
    for row in rows.values().filter(|it| it.advisor.is_some()) {
        for order in &row.row.orders {
            if let Some(decision) = decided.remove(&order.id) {
                let view = view(&decision, &names);
                shown.push(Delivery { decision: Some(view), ..delivery(row, order, &names) });
            } else if order.is_open() && order.decision.is_none() {
                awaiting.push(delivery(row, order, &names));
            }
        }
    }
    awaiting.sort_by_key(|it| (it.requested.is_none(), it.agreed.is_none(), it.agreed, it.signed));
    shown.sort_by_key(|it| std::cmp::Reverse(it.decision.as_ref().map(|it| it.at)));
    let key = SlipKey::of(&*app.store).await?.verifying();
    Ok(DeliveryList { as_of: now, key, awaiting, decided: shown })
}

/// Decides on an order of the store: once, for ever.
///
/// # Errors
/// If there is no such order in this store, or what is decided lacks something.
pub async fn decide(app: &App, principal: &Principal, order: FactId, verdict: Verdict) -> Result<Outcome, ApiError> {
    let names = names(app, principal.store).await?;
    let (customer, row, order) = find(app, principal.store, order).await?.ok_or_else(ApiError::not_found)?;
    if let Some(before) = app.store.decision(order.id).await? {
        return Ok(Outcome::Before(view(&before, &names)));
    }
    if !order.is_open() || order.decision.is_some() {
        return Ok(Outcome::Ended);
    }
    let desk = row.advisor.and_then(|it| app.directory.desk(it)).map(|it| it.id);
    match &verdict {
        _ if desk.is_none() => return Err(ApiError::invalid("nobody owns the customer now")),
        Verdict::Approve if order.terms.vin.is_empty() => {
            return Err(ApiError::invalid("an order without a VIN cannot be approved"));
        }
        Verdict::Refuse(reason) if reason.is_empty() || reason.chars().count() > domain::command::TEXT_MAX => {
            return Err(ApiError::invalid("a refusal needs a reason, of at most 4000 characters"));
        }
        Verdict::Approve | Verdict::Refuse(_) => {}
    }
    // Not before the order, whatever the tablet's clock says.
    let at = app.clock.now().max(order.signed.plus(1));
    let decision = NewDecision {
        order: order.id,
        customer,
        store: principal.store,
        verdict,
        vin: order.terms.vin.clone(),
        year: app.settings.of(principal.store).zone(at).day(at).ymd().0,
        staff: principal.staff,
        at,
        desk,
    };
    let (is_new, made) = app.store.decide(&decision).await?;
    if !is_new {
        return Ok(Outcome::Before(view(&made, &names)));
    }
    // It is on the disk; if the desk cannot be told now, a job will.
    if let Err(error) = tell(app).await {
        tracing::error!(error = format!("{error:#}"), "a desk was not told of a decision yet");
    }
    app.events.figures_changed();
    Ok(Outcome::Made(view(&made, &names)))
}

/// Tells the desks of decisions that they do not have.
///
/// # Errors
/// If the store fails.
pub async fn tell(app: &App) -> anyhow::Result<()> {
    let untold = app.store.untold_decisions(BATCH).await?;
    if untold.is_empty() {
        return Ok(());
    }
    let key = SlipKey::of(&*app.store).await?;
    for decision in untold {
        let Some(desk) = decision.made.desk else { continue };
        if let Err(error) = app.docs.write(desk, vec![fact(&key, &decision)]).await {
            tracing::error!(error = format!("{error:#}"), %desk, "a desk cannot be told of a decision");
            continue;
        }
        app.store.told_decision(decision.made.order).await?;
    }
    Ok(())
}

/// The fact that says it: the same whoever says it, and with an id that nobody knows before it is said.
#[must_use]
pub fn fact(key: &SlipKey, row: &DecisionRow) -> RawFact {
    let NewDecision { order, at, staff, vin, .. } = &row.made;
    let number = row.slip().unwrap_or_default();
    let signature = key.sign(*order, &number, vin);
    let body = match &row.made.verdict {
        Verdict::Approve => Body::Approved(Approved {
            order: *order,
            number,
            vin: vin.clone(),
            signature: signature.clone(),
            by: *staff,
        }),
        Verdict::Refuse(reason) => Body::Refused(Refused { order: *order, reason: reason.clone(), by: *staff }),
    };
    let digest = Sha256::digest(format!("{} {order} {signature}", body.kind()));
    let random = digest.first_chunk::<16>().map_or(0, |it| u128::from_be_bytes(*it));
    let fact = servers(FactId::new(*at, random), *at, body);
    raw(&Fact { customer: Some(row.made.customer), place: Place::Desk, ..fact })
}

async fn find(app: &App, store: i64, id: FactId) -> anyhow::Result<Option<(CustomerId, Arc<CustomerRow>, Order)>> {
    let of_row = |(customer, row): Row<'_>| {
        let order = row.row.orders.iter().find(|it| it.id == id).cloned()?;
        Some((*customer, row.clone(), order))
    };
    Ok(app.customers(store).await?.iter().find_map(of_row))
}

async fn names(app: &App, store: i64) -> anyhow::Result<BTreeMap<StaffId, String>> {
    Ok(app.store.staff(Some(store)).await?.into_iter().map(|it| (it.id, it.name)).collect())
}

fn delivery(row: &CustomerRow, order: &Order, names: &BTreeMap<StaffId, String>) -> Delivery {
    let terms = order.terms.clone();
    Delivery {
        order: order.id,
        customer_name: row.row.row.name.clone(),
        model: terms.model,
        colour: terms.colour,
        price: terms.price,
        deposit: terms.deposit,
        vin: terms.vin,
        agreed: terms.agreed,
        spot: terms.spot,
        advisor_name: row.advisor.and_then(|it| names.get(&it)).cloned().unwrap_or_default(),
        signed: order.signed,
        requested: order.request.map(|it| it.1),
        state: state(order.state()),
        decision: None,
    }
}

fn view(row: &DecisionRow, names: &BTreeMap<StaffId, String>) -> DecisionView {
    let (decision, reason) = match &row.made.verdict {
        Verdict::Approve => ("approve", String::new()),
        Verdict::Refuse(reason) => ("refuse", reason.clone()),
    };
    let by_name = names.get(&row.made.staff).cloned().unwrap_or_default();
    DecisionView { decision, number: row.slip(), reason, by_name, at: row.made.at }
}

const fn state(state: OrderState) -> &'static str {
    match state {
        OrderState::Signed => "signed",
        OrderState::Requested => "requested",
        OrderState::Approved => "approved",
        OrderState::Refused => "refused",
        OrderState::Ready => "ready",
        OrderState::Delivered => "delivered",
        OrderState::Cancelled => "cancelled",
    }
}
