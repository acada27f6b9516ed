//! The question about a day, and the answer in words.

use super::answer::view_of;
use super::facts::Case;
use super::words::{Words, staff};
use crate::daily::Daily;
use crate::ground::Trace;
use crate::view::View;

/// `daily <day> [of <who>] <now> [seen <moment>]`.
pub(super) fn answer(case: &Case, words: &mut Words) -> String {
    let day = words.day();
    let who = staff(&if words.eat("of") { words.need() } else { "li".to_owned() });
    let now = words.moment(case.zone);
    let seen = words.eat("seen").then(|| words.moment(case.zone));
    let devices: Vec<Trace> = seen.map(|seen| Trace { seen, synced: Some(seen) }).into_iter().collect();
    let views: Vec<View> = case.customers().into_iter().filter_map(|it| view_of(case, it)).collect();
    let figures = Daily::of(&case.store(), day, who, &views, now, None, &devices).figures;
    let new: Vec<String> = figures.new.iter().map(|(level, count)| format!("new {level} {count}")).collect();
    let json = serde_json::to_value(&figures).unwrap_or_default();
    let all = json.as_object().into_iter().flatten().filter_map(|(name, it)| Some((name, it.as_u64()?)));
    let counts = all.filter(|it| it.1 > 0).map(|(name, count)| format!("{name} {count}"));
    let said: Vec<String> = new.into_iter().chain(counts).collect();
    if said.is_empty() { "nothing".into() } else { said.join("; ") }
}
