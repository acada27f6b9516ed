//! The questions about a funnel, and the answers in words.

use super::answer::view_of;
use super::facts::Case;
use super::words::{Words, staff};
use crate::funnel::{Counts, Report, Span};
use crate::month::Scope;
use crate::view::View;

/// `funnel <from> <to> counts|levels|moves|ended|medians|rates|refill [of <who>] <now>`.
pub(super) fn answer(case: &Case, words: &mut Words) -> String {
    let (from, to) = (words.day(), words.day());
    let span = Span::new(from, to).unwrap_or_else(|| words.fail("no such days"));
    let question = words.need();
    let scope = if words.eat("of") { Scope::Advisor(staff(&words.need())) } else { Scope::Team };
    let now = words.moment(case.zone);
    let views: Vec<View> = case.customers().into_iter().filter_map(|it| view_of(case, it)).collect();
    let report = Report::of(&case.store(), span, scope, &views, now, None);
    let it = &report.now;
    let said: Vec<String> = match question.as_str() {
        "counts" => counts(&it.counts),
        "levels" => it.levels.iter().filter(|it| *it.1 > 0).map(|(level, count)| format!("{level} {count}")).collect(),
        "moves" => it.conversions.iter().map(|it| format!("{}→{} {} of {}", it.from, it.to, it.count, it.of)).collect(),
        "ended" => it.ended.iter().map(|it| format!("{} {} {}", it.level, it.reason, it.count)).collect(),
        "medians" => {
            let order = it.days_to_order.map(|it| format!("order {it} days"));
            let hopeless = it.days_to_hopeless.map(|it| format!("hopeless {it} days"));
            let ruling = it.minutes_to_ruling.map(|it| format!("ruling {it} minutes"));
            [order, hopeless, ruling].into_iter().flatten().collect()
        }
        "rates" => {
            let told = it.rates.iter().filter(|it| it.percent.is_some());
            let rate = |it: &crate::funnel::Rate| {
                let name = format!("{:?}", it.name);
                format!("{name} {}/{} {}%", it.numerator, it.denominator, it.percent.unwrap_or_default())
            };
            told.map(rate).collect()
        }
        "refill" => {
            let it = report.refill;
            let or = |it: Option<u32>| it.map_or("–".to_owned(), |it| it.to_string());
            let (ratio, needed, gap) = (or(it.prospects_per_deal), or(it.needed), or(it.gap));
            vec![format!("{} deals × {ratio} = {needed}, come {}, gap {gap}", it.deals_per_week, it.come)]
        }
        _ => words.fail("no such question about a funnel"),
    };
    if said.is_empty() { "nothing".into() } else { said.join("; ") }
}

/// The counts that are not zero, by the names that the interface gives them.
fn counts(counts: &Counts) -> Vec<String> {
    let json = serde_json::to_value(counts).unwrap_or_default();
    let all = json.as_object().into_iter().flatten();
    all.filter(|it| *it.1 != 0).map(|(name, count)| format!("{name} {count}")).collect()
}
