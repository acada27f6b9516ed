//! The call-backs that the manager makes: day 7, and day 30 of a sample (rules E3), and what the store's customers have answered
//! (rules E5). The shape of `/api/call-backs`.

use crate::app::App;
use crate::auth::session::Principal;
use crate::error::ApiError;
use crate::people::{raw, servers};
use crate::projector;
use crate::store::CustomerRow;
use domain::fact::order::{Call, CalledBack};
use domain::fact::{Body, Fact, Place};
use domain::id::{FactId, StaffId};
use domain::instant::{Day, Instant};
use domain::order::{CallBack, Caller, Order, find_call_back};
use domain::questionnaire::{self, Scale, outcomes};
use serde::Serialize;
use std::collections::BTreeMap;

/// The manager's call-backs.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CallBackList {
    /// When this was so.
    pub as_of: Instant,
    /// Those that are still to be made, earliest first.
    pub call_backs: Vec<CallBackItem>,
    /// The first day whose answers are counted.
    pub since: Day,
    /// How the questions came out, in the order of the store's list: in all calls, also those that advisors make.
    pub questions: Vec<QuestionItem>,
}

/// How a question came out.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct QuestionItem {
    /// Its code.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// How it is answered.
    pub scale: Scale,
    /// How many have answered.
    pub answers: u32,
    /// How many answers suggest a complaint.
    pub low: u32,
    /// The average score with one decimal, half up; none where nobody gave one.
    pub average: Option<f64>,
}

/// A call-back that the manager is to make.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CallBackItem {
    /// After the delivery of which order.
    pub order: FactId,
    /// Which.
    pub call: Call,
    /// By when.
    pub due: Day,
    /// How often nobody was reached.
    pub tried: u32,
    /// The customer's name.
    pub name: String,
    /// The number to call.
    pub phone: String,
    /// Model.
    pub model: String,
    /// When the delivery was confirmed.
    pub delivered: Option<Instant>,
    /// The owner's name.
    pub advisor_name: String,
}

/// Lists what a store's manager is to ask, and how the questions came out in so many days up to today.
///
/// # Errors
/// If the store fails.
pub async fn list(app: &App, store: i64, days: u16) -> anyhow::Result<CallBackList> {
    let staff = app.store.staff(Some(store)).await?;
    let names: BTreeMap<StaffId, String> = staff.into_iter().map(|it| (it.id, it.name)).collect();
    let rows = app.customers(store).await?;
    let of_row = |row: &CustomerRow| {
        let open = row.row.call_backs.iter().filter(|it| it.done.is_none() && it.call.caller() == Caller::Manager);
        open.map(|it| item(row, it, &names)).collect::<Vec<_>>()
    };
    // In the pool nobody's desk could say what was answered.
    let mut call_backs: Vec<_> = rows.values().filter(|it| it.advisor.is_some()).flat_map(|it| of_row(it)).collect();
    call_backs.sort_by_key(|it| (it.due, it.order));
    let (settings, now) = (app.settings.of(store), app.clock.now());
    let zone = settings.zone(now);
    let since = zone.day(now).plus(1 - i64::from(days));
    let given = rows.values().flat_map(|it| &it.row.given).filter(|it| zone.day(it.at) >= since);
    let questions = outcomes(&settings.catalogue, given).into_iter().map(|(item, scale, outcome)| QuestionItem {
        code: item.code.clone(),
        zh: item.zh.clone(),
        en: item.en.clone(),
        scale,
        answers: outcome.answers,
        low: outcome.low,
        average: outcome.tenths(scale).map(|it| f64::from(it) / 10.0),
    });
    Ok(CallBackList { as_of: now, call_backs, since, questions: questions.collect() })
}

/// Records a call of the manager in the owner's desk.
///
/// # Errors
/// If there is no such call-back to be made in this store.
pub async fn record(app: &App, manager: &Principal, called: CalledBack) -> Result<(), ApiError> {
    if called.note.chars().count() > domain::command::TEXT_MAX {
        return Err(ApiError::invalid("a note has at most 4000 characters"));
    }
    if questionnaire::check(&app.settings.of(manager.store).catalogue, &called).is_err() {
        return Err(ApiError::invalid("an answer fits no question of this call"));
    }
    let rows = app.customers(manager.store).await?;
    let found = rows.iter().find(|it| it.1.row.orders.iter().any(|order| order.id == called.order));
    let (&customer, row) = found.ok_or_else(ApiError::not_found)?;
    // What an owner is to ask, the manager does not answer; and nothing is answered twice.
    let is_managers = called.call.caller() == Caller::Manager;
    if !is_managers || find_call_back(&row.row.call_backs, &called, Caller::Manager).is_err() {
        return Err(ApiError::not_found());
    }
    let desk = row.advisor.and_then(|it| app.directory.desk(it)).ok_or_else(ApiError::not_found)?;
    let now = app.clock.now();
    let body = Body::ManagerCalled(CalledBack { by: Some(manager.staff), ..called });
    let fact = servers(FactId::new(now, crate::auth::secret::number()), now, body);
    let fact = Fact { customer: Some(customer), place: Place::Desk, ..fact };
    app.docs.write(desk.id, vec![raw(&fact)]).await?;
    projector::soon(app).await?;
    app.events.figures_changed();
    Ok(())
}

fn item(row: &CustomerRow, it: &CallBack, names: &BTreeMap<StaffId, String>) -> CallBackItem {
    let order = row.row.orders.iter().find(|order| order.id == it.order);
    CallBackItem {
        order: it.order,
        call: it.call,
        due: it.due,
        tried: it.tried,
        name: row.row.row.name.clone(),
        phone: row.row.row.phone.clone(),
        model: order.map(|it| it.terms.model.clone()).unwrap_or_default(),
        delivered: order.and_then(Order::delivered),
        advisor_name: row.advisor.and_then(|it| names.get(&it)).cloned().unwrap_or_default(),
    }
}
