//! The reception: who came, whose turn it is, and which cards of the day stand in the register.

use crate::app::App;
use crate::auth::secret;
use crate::auth::session::Principal;
use crate::board::Board;
use crate::phones;
use crate::role::Role;
use crate::store::StaffRow;
use domain::id::{ArrivalId, CustomerId, StaffId};
use domain::instant::{Day, Instant};
use domain::reception::{Arrival, Figures, Host, Out, PARTY_MAX, Purpose, WORDS_MAX, host, turns};
use domain::team::Progress;
use serde::Serialize;
use std::collections::BTreeMap;

/// A day's register.
#[derive(Debug, Serialize)]
pub struct Register {
    /// The moment for which it holds.
    pub as_of: Instant,
    /// The day.
    pub day: Day,
    /// The arrivals, latest first.
    pub arrivals: Vec<Line>,
    /// Whose turn it is, next first; then who is out, and why.
    pub turn: Vec<Turn>,
    /// The cards that were made on the day.
    pub cards: Vec<Card>,
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Bound arrivals of all, in per cent; none on a day without arrivals.
    pub capture_rate: Option<u32>,
}

/// An arrival, with names.
#[derive(Debug, Serialize)]
pub struct Line {
    /// The arrival.
    #[serde(flatten)]
    pub arrival: Arrival,
    /// The advisor's name.
    pub advisor_name: String,
    /// The name on the card that it is bound to.
    pub customer_name: String,
}

/// Somebody's place in the turn order.
#[derive(Debug, Serialize)]
pub struct Turn {
    /// Who.
    pub advisor: StaffId,
    /// Name.
    pub name: String,
    /// Why not in turn.
    pub out: Option<Out>,
}

/// A card of the day.
#[derive(Debug, Serialize)]
pub struct Card {
    /// Whose.
    pub customer: CustomerId,
    /// The name on it.
    pub name: String,
    /// The owner's name.
    pub advisor_name: String,
    /// Whether an arrival of the day is bound to it.
    pub bound: bool,
}

/// Somebody who arrives.
#[derive(Clone, Debug)]
pub struct Coming {
    /// How many people.
    pub party: u32,
    /// What for.
    pub purpose: Purpose,
    /// Whether they were here before.
    pub again: bool,
    /// What the visitor is called.
    pub name: String,
    /// A number, if one was left: who is known by it goes to the own advisor.
    pub phone: String,
    /// Who is to look after them; none for whose turn it is.
    pub advisor: Option<StaffId>,
}

/// What becomes of an arrival; none where nothing changes.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The party has left.
    pub left: bool,
    /// Somebody else looks after them.
    pub advisor: Option<StaffId>,
    /// It is bound to a card.
    pub customer: Option<CustomerId>,
}

/// The register of a day.
///
/// # Errors
/// If the store fails.
pub async fn register(app: &App, store: i64, day: Day) -> anyhow::Result<Register> {
    let now = app.clock.now();
    let settings = app.settings.of(store);
    let zone = settings.zone(now);
    let arrivals = of_day(app, store, day).await?;
    let rows = app.customers(store).await?;
    let staff = app.store.staff(Some(store)).await?;
    let names: BTreeMap<StaffId, &str> = staff.iter().map(|it| (it.id, it.name.as_str())).collect();
    let name_of = |it: Option<StaffId>| it.and_then(|it| names.get(&it)).copied().unwrap_or_default().to_owned();
    let cards = rows
        .iter()
        .filter(|(_, row)| zone.day(row.row.row.created) == day)
        .map(|(customer, row)| Card {
            customer: *customer,
            name: row.row.row.name.clone(),
            advisor_name: name_of(row.advisor),
            bound: arrivals.iter().any(|it| it.customer == Some(*customer)),
        })
        .collect();
    let known: BTreeMap<CustomerId, &str> = rows.iter().map(|(it, row)| (*it, row.row.row.name.as_str())).collect();
    let figures = Figures::of(&arrivals);
    let turn = order(app, store, &staff, &rows, &arrivals).into_iter();
    let turn = turn.map(|(advisor, out)| Turn { advisor, name: name_of(Some(advisor)), out }).collect();
    let line = |arrival: Arrival| Line {
        advisor_name: name_of(arrival.advisor),
        customer_name: arrival.customer.and_then(|it| known.get(&it)).copied().unwrap_or_default().to_owned(),
        arrival,
    };
    let capture_rate = figures.capture_rate();
    Ok(Register {
        as_of: now,
        day,
        arrivals: arrivals.into_iter().rev().map(line).collect(),
        turn,
        cards,
        figures,
        capture_rate,
    })
}

/// Registers an arrival; none if what was said cannot be taken.
///
/// # Errors
/// If the store fails.
pub async fn arrive(app: &App, principal: &Principal, coming: Coming) -> anyhow::Result<Option<Arrival>> {
    let (now, store) = (app.clock.now(), principal.store);
    if !(1..=PARTY_MAX).contains(&coming.party) || coming.name.chars().count() > WORDS_MAX {
        return Ok(None);
    }
    let staff = app.store.staff(Some(store)).await?;
    if coming.advisor.is_some_and(|it| !receives(&staff, it)) {
        return Ok(None);
    }
    let day = app.settings.of(store).zone(now).day(now);
    let known = if coming.phone.trim().is_empty() { None } else { phones::find(app, store, &coming.phone).await? };
    let owner = known.and_then(|it| it.1);
    let first = !coming.again && known.is_none();
    let order = match coming.advisor.or(owner) {
        Some(_) => Vec::new(),
        None => {
            let rows = app.customers(store).await?;
            order(app, store, &staff, &rows, &of_day(app, store, day).await?)
        }
    };
    let (advisor, by_turn) = host(coming.advisor, owner, first, &order);
    let arrival = Arrival {
        id: ArrivalId::new(now, secret::number()),
        at: now,
        left: (!coming.purpose.is_visit()).then_some(now),
        party: coming.party,
        purpose: coming.purpose,
        again: !first,
        name: coming.name.trim().to_owned(),
        advisor,
        by_turn,
        customer: known.map(|it| it.0),
    };
    app.store.put_arrival(store, &arrival, principal.staff).await?;
    Ok(Some(arrival))
}

/// Notes what has become of an arrival; none if there is no such arrival, person or card in the store.
///
/// # Errors
/// If the store fails.
pub async fn change(
    app: &App,
    principal: &Principal,
    id: ArrivalId,
    change: Change,
) -> anyhow::Result<Option<Arrival>> {
    let store = principal.store;
    let Some(mut arrival) = app.store.arrival(store, id).await? else { return Ok(None) };
    if let Some(advisor) = change.advisor {
        if !receives(&app.store.staff(Some(store)).await?, advisor) {
            return Ok(None);
        }
        arrival.advisor = Some(advisor);
    }
    if let Some(customer) = change.customer {
        let row = app.store.customer(customer).await?.filter(|it| it.store == store);
        let Some(row) = row else { return Ok(None) };
        arrival.customer = Some(customer);
        arrival.advisor = arrival.advisor.or(row.advisor);
    }
    if change.left && arrival.left.is_none() {
        arrival.left = Some(app.clock.now());
    }
    app.store.put_arrival(store, &arrival, principal.staff).await?;
    Ok(Some(arrival))
}

async fn of_day(app: &App, store: i64, day: Day) -> anyhow::Result<Vec<Arrival>> {
    let zone = app.settings.of(store).zone(app.clock.now());
    Ok(app.store.arrivals(store, zone.start_of(day), zone.start_of(day.plus(1))).await?)
}

fn receives(staff: &[StaffRow], who: StaffId) -> bool {
    staff.iter().any(|it| it.id == who && !it.disabled && it.role.owns_customers())
}

fn order(app: &App, store: i64, staff: &[StaffRow], rows: &Board, arrivals: &[Arrival]) -> Vec<(StaffId, Option<Out>)> {
    let now = app.clock.now();
    let settings = app.settings.of(store);
    let policy = settings.policy(now);
    let overdue = |who: StaffId| {
        // Who is overdue costs a look at every customer: nobody asks where it does not count.
        if !policy.overdue_out_of_turn {
            return 0;
        }
        let own = rows.values().filter(|it| it.advisor == Some(who)).map(|it| &it.row);
        Progress::of(own, now, policy.zone, |_| false).overdue
    };
    let hosts: Vec<Host> = staff
        .iter()
        .filter(|it| it.role == Role::Advisor && !it.disabled)
        .map(|it| Host { staff: it.id, overdue: overdue(it.id) })
        .collect();
    turns(&hosts, arrivals, &settings.calendar, policy.overdue_out_of_turn, policy.zone.day(now))
}
