//! Which numbers a store knows: their fingerprints for devices, and, when asked about one number, whose customer it is.

use crate::app::{App, Core};
use crate::auth::secret;
use crate::auth::session::Principal;
use crate::customers::Known;
use crate::store::AuditRow;
use domain::id::{CustomerId, StaffId};
use domain::phone::{self, Key, Prints};
use domain::view::View;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The word of a question in the record.
pub const ASKED: &str = "phone_asked";

/// Whose a number is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Nobody's.
    Unknown,
    /// A customer's, and who owns that one; none in the pool.
    Known(CustomerId, Option<StaffId>),
    /// The day's questions are used up.
    OverQuota,
}

/// The stores' keys that have been wanted: each stands for ever.
#[derive(Default)]
pub struct Keys(Mutex<BTreeMap<i64, Key>>);

/// The key of a store's fingerprints; made when it is first wanted.
///
/// # Errors
/// If the store fails.
pub async fn key(core: &Core, store: i64) -> anyhow::Result<Key> {
    if let Some(key) = core.keys.0.lock().unwrap_or_else(PoisonError::into_inner).get(&store) {
        return Ok(*key);
    }
    let name = format!("phone_key/{store}");
    let kept = match core.store.meta(&name).await? {
        Some(kept) => kept,
        None => core.store.keep_meta(&name, &format!("{:032x}", secret::number())).await?,
    };
    let key = u128::from_str_radix(&kept, 16)?.to_be_bytes();
    core.keys.0.lock().unwrap_or_else(PoisonError::into_inner).insert(store, key);
    Ok(key)
}

/// The fingerprints of a customer's numbers.
#[must_use]
pub fn prints(key: &Key, view: &View) -> Vec<u32> {
    let mut prints: Vec<u32> = phone::numbers(view).iter().filter_map(|it| phone::fingerprint(key, it)).collect();
    prints.sort_unstable();
    prints.dedup();
    prints
}

/// All fingerprints of a store.
///
/// # Errors
/// If the store fails.
pub async fn all(core: &Core, store: i64) -> anyhow::Result<Prints> {
    Ok(Prints::new(key(core, store).await?, core.store.prints(store).await?))
}

/// Whose customer a number is; the question is recorded.
///
/// # Errors
/// If the store fails.
pub async fn whose(app: &App, principal: &Principal, number: &str) -> anyhow::Result<Answer> {
    let now = app.clock.now();
    let settings = app.settings.of(principal.store);
    let policy = settings.policy(now);
    let midnight = policy.zone.start_of(policy.zone.day(now));
    if app.store.count_lines(principal.staff, ASKED, midnight).await? >= policy.phone_questions_per_day {
        return Ok(Answer::OverQuota);
    }
    let found = find(app, principal.store, number).await?;
    let line = AuditRow {
        pos: 0,
        at: now,
        store: principal.store,
        staff: principal.staff,
        what: ASKED.to_owned(),
        customer: found.map(|it| it.0),
        about: String::new(),
    };
    app.store.record(&line).await?;
    Ok(found.map_or(Answer::Unknown, |(customer, owner)| Answer::Known(customer, owner)))
}

/// The customer with this number, and who owns that one; of several, one that is still open, then the latest.
///
/// # Errors
/// If the store fails.
pub async fn find(app: &App, store: i64, number: &str) -> anyhow::Result<Option<(CustomerId, Option<StaffId>)>> {
    let Some(wanted) = phone::normal(number) else { return Ok(None) };
    let Some(print) = phone::fingerprint(&key(app, store).await?, number) else { return Ok(None) };
    let mut best = None;
    for customer in app.store.with_print(store, print).await? {
        let Some(view) = Known::of(app, store, customer).await?.view.filter(|it| !it.withdrawn) else { continue };
        if phone::numbers(&view).iter().any(|it| phone::normal(it).as_ref() == Some(&wanted)) {
            best = best.max(Some((view.level.is_open(), customer, view.owner)));
        }
    }
    Ok(best.map(|(_, customer, owner)| (customer, owner)))
}
