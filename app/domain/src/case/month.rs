//! The questions about a month, and the answers in words.

use super::answer::view_of;
use super::facts::Case;
use super::words::{Words, name, show_day, staff};
use crate::level::Level;
use crate::month::{Basis, Cell, Deals, In, Line, Mark, Month, Out, Past, Row, Share, Table};
use crate::view::View;

/// `month <mm> rows|care|balance|sources|demand|corrections|forecast <now> …`; whose table, if not `li`'s: `of <who>`, `of team`.
pub(super) fn answer(case: &Case, words: &mut Words) -> String {
    let month = words.need();
    let month = if month.len() == 2 { format!("2026-{month}") } else { month };
    let month = Month::parse(&month).unwrap_or_else(|| words.fail("no such month"));
    let question = words.need();
    let who = if words.eat("of") { words.need() } else { "li".to_owned() };
    let now = words.moment(case.zone);
    let store = case.store();
    let views: Vec<View> = case.customers().into_iter().filter_map(|it| view_of(case, it)).collect();
    let past = past(words);
    let one = |who: &str| Table::of(&store, month, staff(who), &views, now, &past);
    let table = if who == "team" {
        Table::team(&store, month, ["li", "wang"].map(one).to_vec(), now, &past)
    } else {
        one(&who)
    };
    for line in table.balance.values().chain([&table.total]) {
        assert!(line.holds(), "the balance does not hold: {line:?}");
    }
    let said = match question.as_str() {
        "rows" => table.rows.iter().map(row).collect::<Vec<_>>(),
        "care" => table.care.iter().map(row).collect(),
        "balance" => {
            let lines = table.balance.iter().map(|(level, it)| (level.to_string(), it));
            lines.chain([("all".to_owned(), &table.total)]).filter_map(|(level, it)| line(&level, it)).collect()
        }
        "sources" => table.sources.iter().map(|it| format!("{} {} new {}", it.source, it.customers, it.new)).collect(),
        "deals" => deals(&table.deals),
        "demand" => table.demand.iter().map(demand).collect(),
        "forecast" => forecast(&table),
        _ => words.fail("no such question about a month"),
    };
    if said.is_empty() { "nothing".into() } else { said.join("; ") }
}

/// `past <mm> <level> <units> <of>`…
fn past(words: &mut Words) -> Vec<Past> {
    let mut past = Vec::new();
    while words.eat("past") {
        let month = Month::parse(&words.need()).unwrap_or_else(|| words.fail("no such month"));
        let level = words.level();
        let mut number = || u32::try_from(words.number()).unwrap_or_default();
        let share = Share { units: number(), of: number() };
        past.push(Past { month, levels: [(level, share)].into() });
    }
    past
}

fn row(row: &Row) -> String {
    let mut said = vec![format!("{}. {}", row.no, name(row.customer.0))];
    said.push(format!("first {}", row.first));
    said.extend(row.carried.map(|it| format!("carried {it}")));
    said.extend(row.entered.map(|it| entered(it).to_owned()));
    said.extend(row.held.iter().map(|(from, to)| format!("held {from}–{to}")));
    said.extend(row.days.iter().map(|(day, it)| format!("{day}:{}", cell(it))));
    said.push(match (row.end, row.gone) {
        (Some(level), _) => format!("end {level}"),
        (None, Some(how)) => format!("gone {}", gone(how)),
        (None, None) => "gone".to_owned(),
    });
    said.extend(deals(&row.deals));
    said.extend(row.expected.map(|it| format!("expected {}", show_day(it))));
    said.extend(row.applied.map(|it| format!("applied {it} {}", row.reason)));
    if !row.remark.is_empty() {
        said.push(format!("remark {}", row.remark));
    }
    said.join(", ")
}

/// Orders without what there was none of; the deposits in yuan.
fn deals(it: &Deals) -> Vec<String> {
    let counts = [("orders", it.orders), ("cancelled", it.cancelled), ("cars", it.delivered)];
    let counts = counts.iter().filter(|it| it.1 > 0).map(|(what, count)| format!("{what} {count}"));
    counts.chain((it.deposit > 0).then(|| format!("deposit {}", it.deposit / 100))).collect()
}

/// A cell as the paper has it; `!` missed, `#` locked.
fn cell(cell: &Cell) -> String {
    let mut said = String::new();
    if cell.planned {
        said.push('*');
    }
    if let (Some(level), Some(mark)) = (cell.level, cell.mark) {
        said += level.code();
        said += match mark {
            Mark::Showroom => "D",
            Mark::Home => "访",
            Mark::Call => "T",
        };
    }
    if cell.count > 1 {
        said += &cell.count.to_string();
    }
    said += &"·".repeat(cell.tried as usize);
    if cell.missed {
        said.push('!');
    }
    if cell.locked {
        said.push('#');
    }
    said
}

const fn entered(how: In) -> &'static str {
    match how {
        In::New => "new",
        In::HandedIn => "handed in",
        In::Revived => "revived",
        In::Claimed => "claimed",
    }
}

const fn gone(how: Out) -> &'static str {
    match how {
        Out::Delivered => "delivered",
        Out::Lost => "lost",
        Out::Hopeless => "hopeless",
        Out::HandedOut => "handed out",
        Out::Pooled => "pooled",
        Out::Erased => "erased",
    }
}

/// A line without its zeros; none if there is nothing in it.
fn line(name: &str, line: &Line) -> Option<String> {
    let entries = [
        ("carried", line.carried),
        ("new", line.new),
        ("from levels", line.entered.level),
        ("handed in", line.entered.handed_in),
        ("revived", line.entered.revived),
        ("claimed", line.entered.claimed),
        ("to levels", line.gone.level),
        ("delivered", line.gone.delivered),
        ("lost", line.gone.lost),
        ("hopeless", line.gone.hopeless),
        ("handed out", line.gone.handed_out),
        ("pooled", line.gone.pooled),
        ("erased", line.gone.erased),
        ("orders", line.orders),
    ];
    if entries.iter().all(|it| it.1 == 0) {
        return None;
    }
    let entries = entries.iter().filter(|it| it.1 > 0).map(|(what, count)| format!("{what} {count}"));
    Some(format!("{name}: {}, left {}", entries.collect::<Vec<_>>().join(", "), line.left))
}

fn demand(it: &crate::month::Demand) -> String {
    let levels = it.levels.iter().map(|(level, count)| format!("{level} {count}")).collect::<Vec<_>>();
    format!("{} {} {}: {}", it.model, it.colour, it.total, levels.join(", "))
}

fn forecast(table: &Table) -> Vec<String> {
    let levels = table.forecast.levels.iter().filter(|(_, it)| it.carried > 0 || it.basis == Basis::History);
    let levels = levels.map(|(level, it): (&Level, _)| {
        let percent = it.rate.percent().unwrap_or_default();
        let basis = if it.basis == Basis::History { " of history" } else { "" };
        format!("{level} {} × {percent} %{basis}, sold {}", it.carried, it.sold)
    });
    std::iter::once(table.forecast.units.to_string()).chain(levels).collect()
}
