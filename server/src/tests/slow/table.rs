//! The monthly table 意向客户进度状况表, written as one would on paper (domain §9; rules H).

use super::calendar::{Span, day_of, start, text};
use super::figures::is_new;
use super::history::{Event, History, State};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const LEVELS: [&str; 5] = ["P0", "P1", "P2", "P3", "P4"];

/// The table of an advisor, or of the team: of all advisors one below the other. `past` are the closed months before it.
pub fn of(
    all: &[History],
    span: Span,
    scope: Option<&str>,
    scopes: &[Option<String>],
    now: i64,
    past: &[&Value],
) -> Value {
    let mut rows = Map::new();
    let mut balance: BTreeMap<String, BTreeMap<&str, u64>> = BTreeMap::new();
    let mut sources: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut demand: BTreeMap<String, u64> = BTreeMap::new();
    let mut deals = [0; 4];
    let mut chances: BTreeMap<&str, [u64; 2]> = LEVELS.map(|it| (it, [0, 0])).into();
    let people = scopes.iter().flatten().filter(|it| scope.is_none_or(|scope| *it == scope));
    for advisor in people.map(String::as_str) {
        for history in all {
            let Some(row) = Row::of(history, advisor, span) else { continue };
            row.add_to(&mut balance);
            for (sum, more) in deals.iter_mut().zip(row.deals) {
                *sum += more;
            }
            let source = sources.entry(history.field("source")).or_default();
            source.0 += 1;
            source.1 += u64::from(row.entered == Some("new"));
            if row.end.is_some() {
                *demand.entry(format!("{} {}", history.field("model"), history.field("colour"))).or_default() += 1;
            }
            if let Some(level) = row.carried {
                let chance = chances.get_mut(level).unwrap();
                chance[0] += 1;
                chance[1] += u64::from(row.deals[if level == "P0" { 3 } else { 0 }] > 0);
            }
            rows.insert(format!("{advisor} {}", history.customer), row.json(now));
        }
    }
    let mut total: BTreeMap<&str, u64> = BTreeMap::new();
    for (key, number) in balance.values().flatten() {
        *total.entry(key).or_default() += number;
    }
    if let Some(orders) = total.get_mut("orders") {
        // Each has left one level and come into another.
        *orders /= 2;
    }
    balance.insert("total".to_owned(), total);
    json!({
        "rows": rows,
        "balance": balance,
        "deals": named(deals),
        "sources": sources,
        "demand": demand,
        "forecast": forecast(&chances, past),
        "chances": chances,
    })
}

/// The server's table in the shape of this one; zeros are left out.
pub fn told(table: &Value) -> Value {
    let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    let list = |part: &str| table[part].as_array().unwrap().iter();
    let row = |it: &Value| {
        let shown = ["carried", "end", "first", "entered", "gone", "deals", "days"]
            .map(|key| (key.to_owned(), it[key].clone()));
        (format!("{} {}", text(it, "advisor"), text(it, "customer")), Value::Object(shown.into_iter().collect()))
    };
    let mut balance = Map::new();
    for (level, line) in table["balance"].as_object().unwrap() {
        balance.insert(level.clone(), flat(line));
    }
    balance.retain(|_, line| line != &json!({}));
    balance.insert("total".to_owned(), flat(&table["total"]));
    let source = |it: &Value| (text(it, "source"), json!([it["customers"], it["new"]]));
    let demand = |it: &Value| (format!("{} {}", text(it, "model"), text(it, "colour")), it["total"].clone());
    let levels = table["forecast"]["levels"].as_object().unwrap().iter();
    json!({
        "rows": list("rows").map(row).collect::<Map<_, _>>(),
        "balance": balance,
        "deals": table["deals"],
        "sources": list("sources").map(source).collect::<Map<_, _>>(),
        "demand": list("demand").map(demand).collect::<Map<_, _>>(),
        "forecast": table["forecast"]["units"],
        "chances": levels
            .map(|(level, it)| (level.clone(), json!([it["carried"], it["sold"]])))
            .collect::<Map<_, _>>(),
    })
}

fn named([orders, deposit, cancelled, delivered]: [u64; 4]) -> Value {
    json!({ "orders": orders, "deposit": deposit, "cancelled": cancelled, "delivered": delivered })
}

/// A line of the balance with one name for each column.
fn flat(line: &Value) -> Value {
    let mut columns = Map::new();
    for (key, value) in line.as_object().unwrap() {
        match value {
            Value::Object(parts) => {
                for (part, number) in parts {
                    columns.insert(format!("{key} {part}"), number.clone());
                }
            }
            number => {
                columns.insert(key.clone(), number.clone());
            }
        }
    }
    columns.retain(|_, number| *number != json!(0));
    Value::Object(columns)
}

/// A customer in an advisor's table.
struct Row<'a> {
    history: &'a History,
    advisor: &'a str,
    span: Span,
    carried: Option<&'a str>,
    end: Option<&'a str>,
    entered: Option<&'static str>,
    gone: Option<&'static str>,
    /// Level and column of the balance, once for each time.
    moves: Vec<(&'a str, &'static str)>,
    /// Orders, their deposits, cancellations, deliveries.
    deals: [u64; 4],
}

impl<'a> Row<'a> {
    fn of(history: &'a History, advisor: &'a str, span: Span) -> Option<Self> {
        let (from, to) = span.moments();
        let level = |state: Option<&'a State>| state.filter(|it| it.is_of(Some(advisor))).map(|it| it.level.as_str());
        let events: Vec<&'a Event> = history.events.iter().filter(|it| from <= it.at && it.at < to).collect();
        let (carried, end) = (level(history.before(from)), level(history.before(to)));
        if carried.is_none() && events.iter().all(|it| !it.after.is_of(Some(advisor))) {
            return None;
        }
        let mut it =
            Self { history, advisor, span, carried, end, entered: None, gone: None, moves: Vec::new(), deals: [0; 4] };
        for event in events {
            it.moved(level(event.before.as_ref()), level(Some(&event.after)), event);
            let own = event.after.owner.as_deref() == Some(advisor);
            for (sum, kind) in it.deals.iter_mut().zip(["ordered", "", "order_cancelled", "confirmed"]) {
                *sum += u64::from(own && event.is(kind));
            }
            if own && event.is("ordered") {
                it.deals[1] += event.fact["deposit"].as_u64().unwrap_or_default();
            }
        }
        if it.end.is_some() {
            it.gone = None;
        }
        Some(it)
    }

    fn moved(&mut self, before: Option<&'a str>, after: Option<&'a str>, event: &Event) {
        let same_owner = event.before.as_ref().is_some_and(|it| it.owner == event.after.owner);
        match (before, after) {
            (Some(from), Some(to)) if from != to => {
                self.moves.extend([(from, "out level"), (to, "in level")]);
                if to == "P0" {
                    self.moves.extend([(from, "orders"), (to, "orders")]);
                }
            }
            (None, Some(to)) => {
                let (column, name) = match event.fact["what"].as_object().and_then(|it| it.keys().next()) {
                    _ if is_new(event) => ("new", "new"),
                    Some(what) if what == "claim" => ("in claimed", "claimed"),
                    Some(what) if what == "revive" => ("in revived", "revived"),
                    _ => ("in handed_in", "handed_in"),
                };
                self.moves.push((to, column));
                self.entered = self.entered.or(Some(name));
            }
            (Some(from), None) => {
                let (column, name) = match event.after.level.as_str() {
                    _ if event.after.owner.is_none() => ("out pooled", "pooled"),
                    _ if !same_owner => ("out handed_out", "handed_out"),
                    "PD" => ("out delivered", "delivered"),
                    "N" => ("out hopeless", "hopeless"),
                    _ => ("out lost", "lost"),
                };
                self.moves.push((from, column));
                self.gone = Some(name);
            }
            _ => {}
        }
    }

    fn add_to(&self, balance: &mut BTreeMap<String, BTreeMap<&'static str, u64>>) {
        let ends = [(self.carried, "carried"), (self.end, "left")];
        let ends = ends.into_iter().filter_map(|(level, column)| Some((level?, column)));
        for (level, column) in ends.chain(self.moves.iter().copied()) {
            *balance.entry(level.to_owned()).or_default().entry(column).or_default() += 1;
        }
    }

    fn json(&self, now: i64) -> Value {
        let (_, to) = self.span.moments();
        let confirmed = self.history.confirmed.as_ref().filter(|it| it.0 < to);
        let first = &self.history.events[0].after.level;
        json!({
            "carried": self.carried,
            "end": self.end,
            "first": confirmed.map_or(first, |it| &it.1),
            "entered": self.entered,
            "gone": self.gone,
            "deals": named(self.deals),
            "days": (self.span.from..=self.span.to)
                .filter_map(|day| Some((text(day)[8..].trim_start_matches('0').to_owned(), self.cell(day, now)?)))
                .collect::<Map<_, _>>(),
        })
    }

    /// A day's cell; none where nothing is to be said (rules H2).
    fn cell(&self, day: i64, now: i64) -> Option<Value> {
        let (from, to) = (start(day), start(day + 1));
        let is_due =
            |state: Option<&State>| state.is_some_and(|it| it.is_of(Some(self.advisor)) && it.due == Some(day));
        let (mut marks, mut levels, mut tried) = (Vec::new(), Vec::new(), 0);
        for event in self.history.events.iter().filter(|it| day_of(it.at) == day) {
            if !event.after.is_of(Some(self.advisor)) {
                continue;
            }
            if event.reaches() || (event.is("created") && event.text("origin") != "online") {
                marks.push(mark(event));
                levels.push(event.after.level.as_str());
            } else if event.is("contact") {
                tried += 1;
            }
        }
        let planned = is_due(self.history.before(from));
        let missed = to <= now && marks.is_empty() && is_due(self.history.before(to));
        let locked = self.history.locks.iter().any(|it| self.was_held(it.0.max(from), it.1.unwrap_or(now + 1).min(to)));
        let says = planned || missed || locked || tried > 0 || !marks.is_empty();
        let best = ["showroom", "home", "call"].into_iter().find(|it| marks.contains(it));
        says.then(|| {
            json!({
                "planned": planned,
                "level": levels.iter().min(),
                "mark": best,
                "count": marks.len(),
                "tried": tried,
                "missed": missed,
                "locked": locked,
            })
        })
    }

    /// Whether the customer was the advisor's at any moment of a stretch.
    fn was_held(&self, from: i64, to: i64) -> bool {
        let holds = |state: Option<&State>| state.is_some_and(|it| it.is_of(Some(self.advisor)));
        let moments = self.history.events.iter().map(|it| it.at).filter(|it| from < *it && *it < to);
        from < to && std::iter::once(from).chain(moments).any(|it| holds(self.history.before(it + 1)))
    }
}

fn mark(event: &Event) -> &'static str {
    match (event.text("means"), event.text("outcome")) {
        ("visit" | "test_drive", _) | (_, "came" | "test_drive") => "showroom",
        ("home", _) | (_, "visited_home") => "home",
        _ if event.is("created") => "showroom",
        _ => "call",
    }
}

/// Units that the carried-over customers promise, to one decimal, half up (rules H4).
fn forecast(chances: &BTreeMap<&str, [u64; 2]>, past: &[&Value]) -> f64 {
    let usual = [90, 60, 35, 15, 5];
    let mut units = 0.0;
    for (level, default) in LEVELS.into_iter().zip(usual) {
        let of = |place: usize| -> u64 {
            past.iter().rev().take(6).map(|it| it["chances"][level][place].as_u64().unwrap()).sum()
        };
        let (sold, of) = if of(0) >= 30 { (of(1), of(0)) } else { (default, 100) };
        units += f64::from(u32::try_from(chances[level][0] * sold).unwrap()) / f64::from(u32::try_from(of).unwrap());
    }
    // What a binary fraction has lost of a half is far smaller than this.
    ((units * 10.0 + 1e-6).round()) / 10.0
}
