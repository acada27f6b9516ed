//! What a store sets for itself: its policy, closed days, leave, sources, and its lists.
//!
//! **Invariant:** what is set holds from now on – no entry moves what has already happened – and every change stands in the record.

use crate::app::App;
use crate::auth::secret;
use crate::auth::session::Principal;
use crate::people::{raw, servers};
use crate::store::AuditRow;
use anyhow::Context;
use domain::calendar::{Span, SpanFault};
use domain::catalogue::{self, Item, Kind, Listed, free_code};
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
    let (settings, now) = (app.fresh(principal.store).await?, app.clock.now());
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
    let settings = app.fresh(principal.store).await?;
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

/// What is said of an item of one of the store's lists.
pub struct NewItem {
    /// Which list, by the code of its kind.
    pub list: String,
    /// The item; an empty code for a new one, and for a new check.
    pub item: Item,
    /// The code behind which it stands; none if it stays where it is.
    pub after: Option<String>,
}

/// Adds an item to one of the store's lists, or says something else of one; gives its code.
///
/// # Errors
/// If the store fails.
pub async fn item(app: &App, principal: &Principal, new: NewItem) -> anyhow::Result<Outcome<String>> {
    let settings = app.fresh(principal.store).await?;
    let lists = &settings.catalogue;
    let Some(kind) = Kind::parse(&new.list) else { return Ok(Outcome::Unknown) };
    let is_known = |code: &str| lists.item(kind, code).is_some();
    let mut item = tidied(kind, new.item);
    if item.code.is_empty() {
        item.code = lists.code(kind, &item.en);
    } else if !is_known(&item.code) {
        return Ok(Outcome::Unknown);
    }
    if new.after.as_ref().is_some_and(|it| *it == item.code || !(it.is_empty() || is_known(it))) {
        return Ok(Outcome::Wrong("there is no such item to stand behind".to_owned(), vec![]));
    }
    if let Err(fault) = lists.check(kind, &item) {
        return Ok(Outcome::Wrong(faulty(fault), vec![]));
    }
    if new.after.is_none() && lists.item(kind, &item.code) == Some(&item) {
        return Ok(Outcome::Done(item.code));
    }
    let (code, about) = (item.code.clone(), format!("{} {} · {}", kind.code(), item.zh, item.en));
    let what = if item.retired { "item_retired" } else { "item_changed" };
    let listed = Listed { list: kind.code().to_owned(), item, after: new.after };
    write(app, principal, vec![Body::Listed(listed)]).await?;
    record(app, principal, what, &about).await?;
    Ok(Outcome::Done(code))
}

/// An item without what its list has no use for, and with a code for each check.
fn tidied(kind: Kind, mut item: Item) -> Item {
    for text in [&mut item.zh, &mut item.en, &mut item.text_zh, &mut item.text_en] {
        *text = text.trim().to_owned();
    }
    if !kind.has_text() {
        (item.text_zh, item.text_en) = Default::default();
    }
    if !kind.has_checks() {
        item.checks.clear();
    }
    item.calls.sort_unstable();
    item.calls.dedup();
    if !kind.is_asked() {
        item.calls.clear();
        item.scale = None;
    }
    let mut taken: Vec<String> = item.checks.iter().map(|it| it.code.clone()).filter(|it| !it.is_empty()).collect();
    for check in &mut item.checks {
        (check.zh, check.en) = (check.zh.trim().to_owned(), check.en.trim().to_owned());
        if check.code.is_empty() {
            check.code = free_code(&check.en, "check", |code| taken.iter().all(|it| it != code));
            taken.push(check.code.clone());
        }
    }
    item
}

fn faulty(fault: catalogue::Fault) -> String {
    match fault {
        catalogue::Fault::NameMissing => "an item has a Chinese and an English name".to_owned(),
        catalogue::Fault::NameTooLong => format!("a name has at most {} characters", catalogue::NAME_MAX),
        catalogue::Fault::TextMissing => "a template or a question has a Chinese and an English text".to_owned(),
        catalogue::Fault::NotAsked => "a question says in which calls it is asked, and how it is answered".to_owned(),
        catalogue::Fault::TextTooLong => format!("a text has at most {} characters", catalogue::TEXT_MAX),
        catalogue::Fault::Checks => {
            format!("a check-list has at most {} items, each with both names", catalogue::CHECKS_MAX)
        }
        catalogue::Fault::Taken => "another item of the list has this name".to_owned(),
    }
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
