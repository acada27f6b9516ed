//! The questions that a case can ask, and the answers in words.

use super::facts::Case;
use super::words::{Words, fact, name, show, show_day};
use crate::fact::Fact;
use crate::fold::{fold, import_due};
use crate::ground::{Ground, Trace, ground};
use crate::id::CustomerId;
use crate::instant::{Instant, Zone};
use crate::suggest::{Reason, Signs, suggest};
use crate::view::{Event, Fate, Rule, View};
use crate::window::{Doubt, Sighting, Window, is_gap_wide, steps_back};

const QUESTIONS: [&str; 20] = [
    "orders",
    "steps",
    "call-backs",
    "answers",
    "now",
    "card",
    "fields",
    "history",
    "locks",
    "periods",
    "refusal",
    "suggest",
    "claim",
    "ground",
    "import-due",
    "letter",
    "row",
    "month",
    "funnel",
    "daily",
];

pub(super) fn is_question(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|it| QUESTIONS.contains(&it))
}

pub(super) fn answer(case: &Case, words: &mut Words) -> String {
    let zone = case.zone;
    let question = words.need();
    let view = case_view(case);
    let said = match question.as_str() {
        "now" => view.map_or("no card".into(), |it| now(&it, words.moment(zone), case)),
        "card" => view.map_or("no card".into(), |it| card(&it, words.moment(zone), zone)),
        "fields" => view.map_or("no card".into(), |it| fields(&it, words)),
        "history" => view.map_or("no card".into(), |it| history(&it)),
        "locks" => view.map_or("no card".into(), |it| locks(&it, zone)),
        "orders" => view.map_or("no card".into(), |it| super::orders::orders(&it)),
        "steps" => view.map_or("no card".into(), |it| super::floor::steps(&it, zone)),
        "call-backs" => view.map_or("no card".into(), |it| super::orders::call_backs(&it)),
        "answers" => view.map_or("no card".into(), |it| super::orders::answers(&it)),
        "periods" => view.map_or("no card".into(), |it| periods(&it, zone)),
        "refusal" => view.map_or("no card".into(), |it| refusal(&it, zone)),
        "suggest" => suggestion(case, words),
        "claim" => claim(case, words),
        "ground" => told_ground(case, words),
        "letter" => super::imports::letter(words),
        "row" => super::imports::row(case, words),
        "month" => super::month::answer(case, words),
        "funnel" => super::funnel::answer(case, words),
        "daily" => super::daily::answer(case, words),
        _ => imported(case, words),
    };
    if words.peek().is_some() {
        words.fail("something is left over");
    }
    said
}

/// The view; it must not depend on the order in which the facts came.
fn case_view(case: &Case) -> Option<View> {
    view_of(case, Case::customer())
}

pub(super) fn view_of(case: &Case, customer: CustomerId) -> Option<View> {
    let store = case.store();
    let facts: Vec<&Fact> = case.facts.iter().filter(|it| it.customer == Some(customer)).collect();
    let view = fold(&store, customer, facts.iter().copied());
    assert_eq!(view, fold(&store, customer, facts.into_iter().rev()), "the order of arrival shows");
    view
}

fn refusal(view: &View, zone: Zone) -> String {
    view.refusal().map_or_else(|| "none".to_owned(), |it| show(it.at, zone))
}

fn now(view: &View, now: Instant, case: &Case) -> String {
    let zone = case.zone;
    let mut said = vec![view.level.to_string()];
    match view.owner.map(|it| name(it.0)) {
        Some(owner) if owner == "li" => {}
        Some(owner) => said.push(format!("of {owner}")),
        None => said.push("pool".into()),
    }
    if let Some(open) = view.follow_up {
        said.push(format!("due {}", show_day(open.due)));
        if open.original != open.due {
            said.push(format!("original {}", show_day(open.original)));
        }
        if open.postponed > 0 {
            said.push(format!("postponed {}", open.postponed));
        }
    }
    if let Some(application) = view.application {
        let until = application.holds_until.map(|it| format!(" holds until {}", show(it, zone)));
        said.push(format!("applied {}{}", application.level, until.unwrap_or_default()));
    }
    let zone_now = case.store().zone(now);
    said.push(match view.lock(now) {
        Some(lock) => format!("locked since {} for {}", show(lock.since, zone), show_day(lock.due)),
        None => format!("{:?}", view.standing(now, zone_now)).to_lowercase(),
    });
    if view.withdrawn {
        said.push("taken back".into());
    }
    said.extend(view.entries.iter().filter_map(fate));
    said.join("; ")
}

fn fate(entry: &crate::view::Entry) -> Option<String> {
    let label = name(entry.id.0);
    let broke = |rule: Rule| format!("{} {rule:?}", rule.number());
    match (entry.fate, &entry.event) {
        (Fate::Aside(rule), _) => Some(format!("aside {label} {}", broke(rule))),
        (Fate::InPart(rule), _) => Some(format!("in part {label} {}", broke(rule))),
        (Fate::Withdrawn, _) => Some(format!("withdrawn {label}")),
        (Fate::Counts, Event::Lifted(due, by)) => {
            let by = by.map(|it| format!(" by {}", name(it.0))).unwrap_or_default();
            Some(format!("lifted {}{by}", show_day(*due)))
        }
        (Fate::Counts, _) => None,
    }
}

fn card(view: &View, now: Instant, zone: Zone) -> String {
    let confirmed = view.confirmed.map_or_else(
        || if now > view.confirm_by { "overdue".to_owned() } else { "provisional".to_owned() },
        |it| format!("confirmed {} {}", it.level, if it.in_time { "in time" } else { "late" }),
    );
    let stale = if view.is_stale(zone.day(now)) { "stale" } else { "fresh" };
    format!("{}; {confirmed}; confirm by {}; {stale}", view.level, show(view.confirm_by, zone))
}

fn fields(view: &View, words: &mut Words) -> String {
    let field = words.need();
    let values = view.fields.get(&field).map(|it| it.values.clone()).unwrap_or_default();
    let values: Vec<_> = values.into_iter().map(|(by, value)| format!("{value} ({})", name(by.0))).collect();
    values.join(" | ")
}

fn history(view: &View) -> String {
    view.entries.iter().map(|it| name(it.id.0)).collect::<Vec<_>>().join(", ")
}

fn locks(view: &View, zone: Zone) -> String {
    let locks = view.locks.iter().map(|it| {
        let ended = it.ended.map_or_else(|| "open".into(), |it| show(it, zone));
        format!("{}: {} – {ended}", show_day(it.due), show(it.since, zone))
    });
    let locks = locks.collect::<Vec<_>>().join("; ");
    if locks.is_empty() { "none".into() } else { locks }
}

fn periods(view: &View, zone: Zone) -> String {
    let periods = view.periods.iter().map(|it| {
        let done = it.done.map_or_else(|| "missed".into(), |it| show(it, zone));
        format!("{}: {done}", show_day(it.due))
    });
    periods.collect::<Vec<_>>().join("; ")
}

fn suggestion(case: &Case, words: &mut Words) -> String {
    let today = words.day();
    let expected = words.eat("expected").then(|| words.day());
    let floor = words.eat("clear");
    let mut signals = Vec::new();
    while let Some(code) = words.take() {
        signals.push(code);
    }
    let store = case.store();
    let found = suggest(store.policy(case.zone.start_of(today)), today, &Signs { signals: &signals, expected, floor });
    let reasons = found.reasons.iter().map(|it| match it {
        Reason::Signal(code) => code.clone(),
        Reason::Window(days) => format!("in {days} days"),
        Reason::BeyondWindows => "beyond all windows".into(),
        Reason::Floor => "clear intention".into(),
        Reason::Nothing => "nothing is known".into(),
    });
    format!("{}: {}", found.level, reasons.collect::<Vec<_>>().join(", "))
}

/// `claim <label> received <when> [enrolled <when>] [synced <when>] [heard <when>]`.
fn claim(case: &Case, words: &mut Words) -> String {
    let label = words.need();
    let found = case.facts.iter().find(|it| it.id == fact(&label));
    let claimed = found.unwrap_or_else(|| words.fail("no such fact"));
    let mut received = Instant(0);
    let mut sighting = Sighting { enrolled: Instant(0), synced: None, heard: None };
    while let Some(word) = words.take() {
        let at = words.moment(case.zone);
        match word.as_str() {
            "received" => received = at,
            "enrolled" => sighting.enrolled = at,
            "synced" => sighting.synced = Some(at),
            "heard" => sighting.heard = Some(at),
            _ => words.fail("no such mark"),
        }
    }
    let store = case.store();
    let policy = store.policy(received);
    let window = Window { lower: sighting.lower(), received };
    let mut said = match window.doubt(policy, claimed) {
        None => format!("believed at {}", show(claimed.claimed(), case.zone)),
        Some(doubt) => {
            let doubt = match doubt {
                Doubt::Early => "back-dated",
                Doubt::Late => "from the future",
                Doubt::Inverted => "written before it happened",
            };
            format!("counts at {}: {doubt}", show(received, case.zone))
        }
    };
    if is_gap_wide(policy, claimed) {
        said += "; gap shown";
    }
    if steps_back(&case.facts).contains(&claimed.id) {
        said += "; clock stepped back";
    }
    said
}

/// `ground <now> lock <since> [seen <when> [synced <when>]]…`.
fn told_ground(case: &Case, words: &mut Words) -> String {
    let now = words.moment(case.zone);
    if !words.eat("lock") {
        words.fail("`lock` is missing");
    }
    let since = words.moment(case.zone);
    let mut devices = Vec::new();
    while words.eat("seen") {
        let seen = words.moment(case.zone);
        devices.push(Trace { seen, synced: words.eat("synced").then(|| words.moment(case.zone)) });
    }
    match ground(case.store().policy(since), since, &devices, now) {
        Ground::Missed => "missed".into(),
        Ground::Unknown(seen) => format!("unknown, last seen {}", show(seen, case.zone)),
    }
}

/// `import-due <level> <today> [given <day>] [contact <day>] row <number>`.
fn imported(case: &Case, words: &mut Words) -> String {
    let (level, today) = (words.level(), words.day());
    let given = words.eat("given").then(|| words.day());
    let contact = words.eat("contact").then(|| words.day());
    let row = if words.eat("row") { words.number() } else { 0 };
    let store = case.store();
    let policy = store.policy(case.zone.start_of(today));
    show_day(import_due(policy, level, today, given, contact, u32::try_from(row).unwrap_or(0)))
}
