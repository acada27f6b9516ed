//! The funnel and the key figures of some days, counted one question after another (domain §10, §11; rules I).

use super::calendar::{Span, day_of};
use super::history::{Event, History, State};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Whose customers, when.
struct Question<'a> {
    all: &'a [History],
    from: i64,
    to: i64,
    scope: Option<&'a str>,
}

impl<'a> Question<'a> {
    fn is_ours(&self, owner: Option<&str>) -> bool {
        owner.is_some() && self.scope.is_none_or(|it| owner == Some(it))
    }

    fn is_in(&self, moment: i64) -> bool {
        self.from <= moment && moment < self.to
    }

    /// The events of these days while the customer was ours.
    fn events(&self) -> impl Iterator<Item = (&'a History, &'a Event)> {
        let events = self.all.iter().flat_map(|history| history.events.iter().map(move |it| (history, it)));
        events.filter(|(_, it)| self.is_in(it.at) && self.is_ours(it.after.owner.as_deref()))
    }

    fn count(&self, holds: impl Fn(&History, &Event) -> bool) -> usize {
        self.events().filter(|(history, it)| holds(history, it)).count()
    }

    /// How many are followed up when a moment begins.
    fn standing(&self, moment: i64, holds: impl Fn(&State) -> bool) -> usize {
        let states = self.all.iter().filter_map(|it| it.before(moment));
        states.filter(|it| it.is_of(self.scope) && holds(it)).count()
    }

    /// Moves out of a level of ours: from where, to where.
    fn moves(&self) -> Vec<(&'a History, &'a Event, &'a str, &'a str)> {
        let mut moves = Vec::new();
        for history in self.all {
            for event in history.events.iter().filter(|it| self.is_in(it.at)) {
                let Some(before) = event.before.as_ref().filter(|it| it.is_of(self.scope)) else { continue };
                if before.owner == event.after.owner && before.level != event.after.level {
                    moves.push((history, event, before.level.as_str(), event.after.level.as_str()));
                }
            }
        }
        moves
    }
}

/// The figures.
pub fn of(all: &[History], span: Span, scope: Option<&str>, now: i64) -> Value {
    let (from, to) = span.moments();
    let it = Question { all, from, to, scope };
    let moves = it.moves();
    let to_level = |level: &str| moves.iter().filter(|it| it.3 == level).count();
    let mut counts = counts(&it, span, now);
    counts["defeats"] = json!(to_level("F"));
    counts["explained"] = json!(moves.iter().filter(|it| it.3 == "F" && !reason(it.0, it.1).is_empty()).count());
    counts["hopeless"] = json!(to_level("N"));

    let mut conversions: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (_, _, from, to) in &moves {
        let of = moves.iter().filter(|it| it.2 == *from).count();
        conversions.entry(format!("{from}→{to}")).or_insert((0, of)).0 += 1;
    }
    let mut ended: BTreeMap<String, usize> = BTreeMap::new();
    for (history, event, _, to) in moves.iter().filter(|it| matches!(it.3, "F" | "N")) {
        *ended.entry(format!("{to} {}", reason(history, event))).or_default() += 1;
    }
    let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
    for (history, _) in it.events().filter(|it| is_new(it.1)) {
        *sources.entry(history.field("source")).or_default() += 1;
    }
    let rulings = all.iter().flat_map(|history| history.locks.iter().map(move |lock| (history, lock)));
    let rulings = rulings.filter_map(|(history, lock)| Some((history, lock.0, lock.1?)));
    let rulings = rulings.filter(|(history, since, end)| it.is_in(*end) && it.is_ours(owner(history, *since)));
    let prices = it.events().filter(|it| it.1.is("ordered")).filter_map(|it| it.1.fact["price"].as_i64());
    let levels = ["P0", "P1", "P2", "P3", "P4"]
        .map(|level| (level.to_owned(), json!(it.standing(to, |state| state.level == level))));
    json!({
        "levels": Map::from_iter(levels),
        "conversions": conversions,
        "ended": ended,
        "sources": sources,
        "days_to_order": median(first_orders(&it)),
        "days_to_hopeless":
            median(moves.iter().filter(|it| it.3 == "N").map(|it| day_of(it.1.at) - day_of(began(it.0, it.1.at)))),
        "minutes_to_ruling": median(rulings.map(|it| (it.2 - it.1) / 60_000)),
        "price": median(prices.filter(|it| *it > 0)),
        "rates": rates(&counts),
        "counts": counts,
    })
}

fn counts(it: &Question, span: Span, now: i64) -> Value {
    let new = |event: &&Event| is_new(event);
    let is_of_these = |history: &History, at: i64| it.is_in(began(history, at));
    let card = |history: &History, event: &Event| event.is("created") && event.at == history.created();
    let timely = |history: &History| history.confirmed.as_ref().is_some_and(|it| it.2);
    let follow_ups = it.all.iter().flat_map(|history| history.follow_ups.iter().map(move |it| (history, it)));
    let follow_ups: Vec<_> = follow_ups
        .filter(|(history, ended)| {
            let end = ended.done.unwrap_or_else(|| super::calendar::start(ended.due + 1));
            span.contains(ended.due) && it.is_ours(owner(history, end))
        })
        .map(|it| it.1)
        .collect();
    let locks = it.all.iter().flat_map(|history| history.locks.iter().map(move |lock| (history, lock.0)));
    json!({
        "opening": it.standing(it.from, |_| true),
        "prospects": it.standing(it.to, |_| true),
        "new": it.events().map(|it| it.1).filter(new).count(),
        "cards": it.count(card),
        "confirmed": it.count(|history, event| card(history, event) && timely(history)),
        "contacts": it.count(|_, event| event.reaches()),
        "asked": it.count(|_, event| event.reaches() && event.fact["asked"] == true),
        "test_drives": it.count(|_, event| {
            event.reaches() && (event.text("means") == "test_drive" || event.text("outcome") == "test_drive")
        }),
        "second_visits": it.count(|history, event| second_visit(history).is_some_and(|it| std::ptr::eq(it, event))),
        "orders": it.count(|_, event| event.is("ordered")),
        "orders_of_new": it.count(|history, event| event.is("ordered") && is_of_these(history, event.at)),
        "orders_of_carried": it.count(|history, event| event.is("ordered") && !is_of_these(history, event.at)),
        "cancelled": it.count(|_, event| event.is("order_cancelled")),
        "deliveries": it.count(|_, event| event.is("confirmed")),
        "applications": it.count(|_, event| event.is("applied") && event.text("level") == "F"),
        "due": follow_ups.len(),
        "done": follow_ups.iter().filter(|it| it.done.is_some()).count(),
        "done_strictly": follow_ups.iter().filter(|it| it.done.is_some_and(|done| day_of(done) <= it.first)).count(),
        "locks": locks
            .filter(|(history, since)| *since <= now && it.is_in(*since) && it.is_ours(owner(history, *since)))
            .count(),
    })
}

fn rates(counts: &Value) -> Value {
    let of = |name: &str| counts[name].as_u64().unwrap();
    let rate = |name: &str, part: u64, whole: u64| {
        // Half up: so many hundredths as lie below, and one more from the middle on.
        let percent = (whole > 0).then(|| (part * 100) / whole + u64::from((part * 100) % whole * 2 >= whole));
        json!({ "name": name, "numerator": part, "denominator": whole, "percent": percent })
    };
    json!([
        // Nobody was at the reception.
        rate("capture", 0, 0),
        rate("test_drive", of("test_drives"), of("new")),
        rate("deal", of("orders"), of("new")),
        rate("delivery", of("deliveries"), of("orders")),
        rate("defeat", of("defeats"), of("opening") + of("new")),
        rate("explained", of("explained"), of("applications")),
        rate("second_visit", of("second_visits"), of("new")),
        rate("timeliness", of("done"), of("due")),
        rate("strict", of("done_strictly"), of("due")),
        rate("confirmation", of("confirmed"), of("cards")),
        rate("asked", of("asked"), of("contacts")),
    ])
}

/// The server's figures in the shape of these.
pub fn told(funnel: &Value) -> Value {
    let mut funnel = funnel.clone();
    let of = |part: &str, entry: &dyn Fn(&Value) -> (String, Value)| -> Value {
        Value::Object(funnel[part].as_array().unwrap().iter().map(entry).collect())
    };
    let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    let conversions =
        of("conversions", &|it| (format!("{}→{}", text(it, "from"), text(it, "to")), json!([it["count"], it["of"]])));
    let ended = of("ended", &|it| (format!("{} {}", text(it, "level"), text(it, "reason")), it["count"].clone()));
    let sources = of("sources", &|it| (text(it, "source"), it["new"].clone()));
    funnel["conversions"] = conversions;
    funnel["ended"] = ended;
    funnel["sources"] = sources;
    funnel
}

/// What the week needs: its deals, and prospects for each (rules I2).
pub fn refill(all: &[History], scope: Option<&str>, now: i64) -> Value {
    let today = day_of(now);
    // The first day of 1970 was a Thursday.
    let monday = today - (today + 3).rem_euclid(7);
    let counted =
        |from: i64, to: i64, name: &str| of(all, Span { from, to }, scope, now)["counts"][name].as_u64().unwrap();
    let (new, orders) = (counted(today - 89, today, "new"), counted(today - 89, today, "orders"));
    let deals = counted(monday - 28, monday - 1, "orders").div_ceil(4);
    let each = (orders > 0).then(|| new.div_ceil(orders).max(1));
    let come = counted(monday, monday + 6, "new");
    let needed = each.map(|it| it * deals);
    json!({
        "deals_per_week": deals,
        "prospects_per_deal": each,
        "needed": needed,
        "come": come,
        "gap": needed.map(|it| it.saturating_sub(come)),
    })
}

/// A card, or a delivered customer who wants another car.
pub fn is_new(event: &Event) -> bool {
    let was = event.before.as_ref();
    event.after.is_of(None) && was.is_none_or(|it| it.level == "PD" && it.owner == event.after.owner)
}

/// When the present intention began.
fn began(history: &History, at: i64) -> i64 {
    history.events.iter().rfind(|it| it.at <= at && is_new(it)).map_or(history.created(), |it| it.at)
}

/// Days from the card to the first order of an intention that a card began.
fn first_orders(it: &Question) -> Vec<i64> {
    let mut days = Vec::new();
    for (history, event) in it.events().filter(|it| it.1.is("ordered") && !is_new(it.1)) {
        let began = began(history, event.at);
        let earlier = |it: &&Event| it.is("ordered") && it.at >= began && it.at < event.at;
        if !history.events.iter().any(|it| earlier(&it)) {
            days.push(day_of(event.at) - day_of(began));
        }
    }
    days
}

/// The first time that somebody came again, or ordered, after the day of the card (rules I3).
fn second_visit(history: &History) -> Option<&Event> {
    let came = |it: &&Event| {
        it.is("ordered") || (it.reaches() && (it.text("outcome") == "came" || it.text("means") == "visit"))
    };
    history.events.iter().filter(came).find(|it| day_of(it.at) != day_of(history.created()))
}

/// The code of the reason for which the prospect ended, as it was applied for last.
fn reason<'a>(history: &'a History, end: &Event) -> &'a str {
    let applied = history.events.iter().rfind(|it| it.at <= end.at && it.is("applied"));
    applied.filter(|it| it.text("level") == end.after.level).map_or("", |it| it.text("reason"))
}

fn owner(history: &History, before: i64) -> Option<&str> {
    history.before(before)?.owner.as_deref()
}

/// The middle one, or the mean of the two in the middle, half up.
fn median(values: impl IntoIterator<Item = i64>) -> Option<i64> {
    let mut values: Vec<i64> = values.into_iter().collect();
    values.sort_unstable();
    while values.len() > 2 {
        values.pop();
        values.remove(0);
    }
    (!values.is_empty()).then(|| {
        let (sum, many) = (values.iter().sum::<i64>(), i64::try_from(values.len()).unwrap());
        (sum + many - 1).div_euclid(many)
    })
}
