//! The words for targets, rankings and instructions.

use crate::i18n::t;
use domain::instruction::{Fault, TEXT_MAX};
use domain::target::Goals;
use domain::team::Tally;
use domain::team::rank::RankBy;

/// What was reached, and of how much where a target is set.
pub fn reached(done: u32, goal: Option<u32>) -> String {
    goal.map_or_else(|| done.to_string(), |goal| format!("{done} / {goal}"))
}

/// The month against its targets, in one line; none where nothing is set.
pub fn goals(tally: &Tally, goals: &Goals) -> Option<String> {
    let done = [tally.cards, tally.test_drives, tally.orders, tally.deliveries];
    let parts = named(goals).into_iter().zip(done);
    let parts = parts.filter_map(|((name, goal), done)| Some(format!("{name} {}", reached(done, Some(goal?)))));
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| t().target.line(&parts.join(" · ")))
}

/// Targets alone, in one line.
pub fn goals_alone(goals: &Goals) -> String {
    let parts = named(goals).into_iter().filter_map(|(name, goal)| Some(format!("{name} {}", goal?)));
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { t().target.none.to_owned() } else { parts.join(" · ") }
}

fn named(goals: &Goals) -> [(&'static str, Option<u32>); 4] {
    let it = &t().target;
    [
        (it.cards, goals.cards),
        (it.test_drives, goals.test_drives),
        (it.orders, goals.orders),
        (it.deliveries, goals.deliveries),
    ]
}

/// What a ranking goes by.
pub fn rank_by(by: RankBy) -> &'static str {
    match by {
        RankBy::Cards => t().target.cards,
        RankBy::TestDrives => t().target.test_drives,
        RankBy::Orders => t().target.orders,
        RankBy::Deliveries => t().target.deliveries,
        RankBy::Timeliness => t().team.timeliness,
    }
}

/// What is wrong with an instruction or an answer.
pub fn instruction_fault(fault: Fault) -> String {
    let it = &t().daily;
    match fault {
        Fault::Empty => it.empty.to_owned(),
        Fault::TooLong => it.too_long(&TEXT_MAX),
        Fault::Past => it.past.to_owned(),
        Fault::Unknown => it.unknown_instruction.to_owned(),
    }
}
