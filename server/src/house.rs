//! What a store sets for itself: its policy, closed days, leave, sources.
//!
//! **Invariant:** what is set holds from now on – no entry moves what has already happened – and every change stands in the record.

use crate::app::App;
use crate::auth::secret;
use crate::auth::session::Principal;
use crate::people::{raw, servers};
use crate::store::AuditRow;
use anyhow::Context;
use domain::calendar::{Span, SpanFault};
use domain::fact::Body;
use domain::id::{FactId, StaffId};
use domain::policy::check::{Fault, NUMBERS, Why};
use std::collections::BTreeMap;

/// The most characters of a source's name.
const NAME: usize = 40;

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome<T> {
    /// It is done.
    Done(T),
    /// There is no such person, or no such source.
    Unknown,
    /// It cannot be taken: why, and which numbers if it is about numbers.
    Wrong(String, Vec<String>),
}

/// Sets numbers of the policy by their names, and whether who has overdue follow-ups is out of turn; what is not named stays.
///
/// # Errors
/// If the store fails.
pub async fn set_policy(
    app: &App,
    principal: &Principal,
    numbers: &BTreeMap<String, i64>,
    overdue_out_of_turn: Option<bool>,
) -> anyhow::Result<Outcome<()>> {
    let (settings, now) = (app.settings.of(principal.store), app.clock.now());
    let known = settings.policy(now);
    let mut policy = match known.with(numbers.iter().map(|(code, value)| (code.as_str(), *value))) {
        Ok(it) => it,
        Err(faults) => return Ok(wrong(&faults)),
    };
    policy.overdue_out_of_turn = overdue_out_of_turn.unwrap_or(known.overdue_out_of_turn);
    let mut changed: Vec<String> = NUMBERS
        .iter()
        .map(|it| (it.code, it.get(known), it.get(&policy)))
        .filter(|(_, before, after)| before != after)
        .map(|(code, before, after)| format!("{code} {before}→{after}"))
        .collect();
    if policy.overdue_out_of_turn != known.overdue_out_of_turn {
        changed.push(format!("overdue_out_of_turn {}", u8::from(policy.overdue_out_of_turn)));
    }
    if changed.is_empty() {
        return Ok(Outcome::Done(()));
    }
    write(app, principal, vec![Body::Policy { valid_from: now, policy }]).await?;
    record(app, principal, "policy_changed", &changed.join(", ")).await?;
    Ok(Outcome::Done(()))
}

/// Closes days, or opens them after all.
///
/// # Errors
/// If the store fails.
pub async fn close(app: &App, principal: &Principal, span: Span, open: bool) -> anyhow::Result<Outcome<()>> {
    if let Err(fault) = check(app, principal, span) {
        return Ok(fault);
    }
    write(app, principal, span.days().map(|day| Body::Closed { day, open }).collect()).await?;
    let word = if open { "open" } else { "closed" };
    record(app, principal, "closed_changed", &format!("{word} {}", said(span))).await?;
    Ok(Outcome::Done(()))
}

/// Enters somebody's leave, or that it has ended.
///
/// # Errors
/// If the store fails.
pub async fn leave(
    app: &App,
    principal: &Principal,
    who: StaffId,
    span: Span,
    ended: bool,
) -> anyhow::Result<Outcome<()>> {
    let staff = app.store.staff(Some(principal.store)).await?;
    let Some(person) = staff.into_iter().find(|it| it.id == who && it.role.owns_customers()) else {
        return Ok(Outcome::Unknown);
    };
    if let Err(fault) = check(app, principal, span) {
        return Ok(fault);
    }
    let Span { from, to } = span;
    write(app, principal, vec![Body::Leave { staff: who, from, to, ended }]).await?;
    let word = if ended { "ended" } else { "leave" };
    record(app, principal, "leave_changed", &format!("{word} {} · {}", said(span), person.login)).await?;
    Ok(Outcome::Done(()))
}

/// Adds a source, or gives one other names; gives its code.
///
/// # Errors
/// If the store fails.
pub async fn source(
    app: &App,
    principal: &Principal,
    code: Option<String>,
    zh: &str,
    en: &str,
) -> anyhow::Result<Outcome<String>> {
    let settings = app.settings.of(principal.store);
    let (zh, en) = (zh.trim(), en.trim());
    if [zh, en].iter().any(|it| it.is_empty() || it.chars().count() > NAME) {
        return Ok(Outcome::Wrong(
            format!("a source has a Chinese and an English name of 1 to {NAME} characters"),
            vec![],
        ));
    }
    let code = match code {
        Some(code) if settings.sources.iter().any(|it| it.code == code) => code,
        Some(_) => return Ok(Outcome::Unknown),
        None if settings.sources.iter().any(|it| it.zh == zh || it.en == en) => {
            return Ok(Outcome::Wrong("there is a source of this name".to_owned(), vec![]));
        }
        None => settings.source_code(en),
    };
    if settings.sources.iter().any(|it| it.code == code && it.zh == zh && it.en == en) {
        return Ok(Outcome::Done(code));
    }
    let body = Body::Source { code: code.clone(), zh: zh.to_owned(), en: en.to_owned() };
    write(app, principal, vec![body]).await?;
    record(app, principal, "source_changed", &format!("{zh} · {en}")).await?;
    Ok(Outcome::Done(code))
}

fn check<T>(app: &App, principal: &Principal, span: Span) -> Result<(), Outcome<T>> {
    let now = app.clock.now();
    let today = app.settings.of(principal.store).zone(now).day(now);
    let why = match span.check(today) {
        Ok(()) => return Ok(()),
        Err(SpanFault::Backwards) => "the days end before they begin",
        Err(SpanFault::TooLong) => "the days are more than a year",
        Err(SpanFault::Past) => "the days are over; an entry would change nothing",
        Err(SpanFault::TooFar) => "the days lie more than two years ahead",
    };
    Err(Outcome::Wrong(why.to_owned(), Vec::new()))
}

fn wrong<T>(faults: &[Fault]) -> Outcome<T> {
    let line = |it: &Fault| match it.why {
        Why::Unknown => format!("{}: there is no such number", it.code),
        Why::Bounds => format!("{}: outside of its bounds", it.code),
        Why::NotRising => format!("{}: not more than the one before", it.code),
    };
    let lines: Vec<String> = faults.iter().map(line).collect();
    Outcome::Wrong(lines.join("; "), faults.iter().map(|it| it.code.clone()).collect())
}

fn said(Span { from, to }: Span) -> String {
    if from == to { from.to_string() } else { format!("{from} – {to}") }
}

/// Writes into the store's house; the devices have it at the next contact.
async fn write(app: &App, principal: &Principal, bodies: Vec<Body>) -> anyhow::Result<()> {
    let house = app.directory.house(principal.store).context("the store has a house")?;
    let now = app.clock.now();
    let facts = bodies.into_iter().map(|body| raw(&servers(FactId::new(now, secret::number()), now, body))).collect();
    app.docs.write(house.id, facts).await?;
    app.settings.reload(&*app.store, principal.store).await?;
    Ok(())
}

async fn record(app: &App, principal: &Principal, what: &str, about: &str) -> anyhow::Result<()> {
    let line = AuditRow {
        pos: 0,
        at: app.clock.now(),
        store: principal.store,
        staff: principal.staff,
        what: what.to_owned(),
        customer: None,
        about: about.to_owned(),
    };
    Ok(app.store.record(&line).await?)
}
