//! What may be judged and moved, and what a card begins with: the rules that need no history (rules B3, C2, C4, C6, D7).

use crate::fact::{Contact, Created, Moved, Origin};
use crate::instant::{Day, Instant};
use crate::level::Level;
use crate::policy::Policy;
use crate::view::{FollowUp, Rule};

/// The level of a creation, raised to the floor for a walk-in with a clear intention (rules B3).
pub(crate) fn first_level(created: &Created) -> Level {
    if created.clear_intention && !matches!(created.level, Level::P0 | Level::P1 | Level::P2 | Level::P3) {
        Level::P3
    } else if created.level.is_open() {
        created.level
    } else {
        Level::P4
    }
}

/// Whether a level can be judged: F, N and PD never are (rules D7), and until the confirmation of a walk-in with a clear
/// intention nothing colder than P3 (rules B3 \[S\]).
///
/// # Errors
/// The rule that it breaks.
///
/// # Example: a walk-in with a clear intention is not first judged P4
/// ```
/// # use domain::{fold::check_level, level::Level, view::Rule};
/// assert_eq!(check_level(Level::P4, true), Err(Rule::FirstLevelFloor));
/// assert_eq!(check_level(Level::P4, false), Ok(()));
/// assert_eq!(check_level(Level::N, false), Err(Rule::LevelNotJudged));
/// ```
// 首次判定 B 级以上 (SSP).
pub const fn check_level(level: Level, floor: bool) -> Result<(), Rule> {
    match level {
        Level::P0 | Level::P1 | Level::P2 | Level::P3 => Ok(()),
        Level::P4 => {
            if floor {
                Err(Rule::FirstLevelFloor)
            } else {
                Ok(())
            }
        }
        Level::PD | Level::F | Level::N => Err(Rule::LevelNotJudged),
    }
}

/// The first due date (rules C2).
// Decision (rules C2): the row order of an import stands in no fact; the importer writes the date that [`import_due`] gives.
// A row without one gets the last day of the spread, and one whose date has passed tomorrow.
pub(crate) fn first_due(policy: &Policy, created: &Created, level: Level, today: Day) -> Day {
    let tomorrow = today.plus(1);
    let regular = today.plus(policy.cycle(level).unwrap_or(1));
    // Set by hand for a P4 beyond the windows (rules B1); otherwise a date by hand is only ever sooner.
    let beyond = level == Level::P4 && created.expected.is_some_and(|it| policy.window(today, it).is_none());
    match (created.origin, created.due) {
        (Origin::Import, Some(due)) if due < today => tomorrow,
        (Origin::Import, Some(due)) => due,
        (Origin::Online, _) => tomorrow,
        (Origin::WalkIn, Some(due)) if beyond => due.max(tomorrow),
        (Origin::WalkIn, Some(due)) => due.min(regular).max(tomorrow),
        (Origin::Import | Origin::WalkIn, None) => regular,
    }
}

/// The first due date of a row of an imported sheet (rules C2 \[D\]): its given date, else the last contact + cycle, else spread
/// over 1 … cycle days by row order; never one that has passed.
///
/// # Example: rows without dates are spread over the days of the cycle
/// ```
/// # use domain::{fold::import_due, instant::Day, level::Level, policy::Policy};
/// let today = Day::parse("2026-03-01").unwrap();
/// let due = |row| import_due(&Policy::default(), Level::P1, today, None, None, row).to_string();
/// assert_eq!([due(0), due(1), due(2)], ["2026-03-02", "2026-03-03", "2026-03-02"]);
/// ```
#[must_use]
pub fn import_due(
    policy: &Policy,
    level: Level,
    today: Day,
    given: Option<Day>,
    contact: Option<Day>,
    row: u32,
) -> Day {
    let cycle = policy.cycle(level).unwrap_or(1).max(1);
    let spread = today.plus(1 + i64::from(row) % cycle);
    let open = |day: &Day| *day >= today;
    given.filter(open).or_else(|| contact.map(|it| it.plus(cycle)).filter(open)).unwrap_or(spread)
}

/// Whether the next date of a reached contact keeps the limits (rules C4): `today` is the contact's day.
///
/// Earlier than the cycle's is free; later is a postponement, with a reason, whose it was, and the limits of C6.
///
/// # Errors
/// The rule that it breaks.
///
/// # Example: a P2 is postponed by at most one more cycle of 4 days
/// ```
/// # use domain::{fact::{Contact, Means, Outcome, Whose}, fold::check_next, instant::Day, level::Level, policy::Policy, view::Rule};
/// let today = Day::parse("2026-03-01").unwrap();
/// let until = |day| Contact {
///     means: Means::Call, outcome: Outcome::Talked, note: String::new(), asked: false, level: None,
///     next: Day::parse(day), reason: "travels".into(), whose: Some(Whose::Customer),
/// };
/// assert_eq!(check_next(&Policy::default(), Level::P2, today, &until("2026-03-09")), Ok(()));
/// assert_eq!(check_next(&Policy::default(), Level::P2, today, &until("2026-03-10")), Err(Rule::MoveTooFar));
/// ```
pub fn check_next(policy: &Policy, level: Level, today: Day, contact: &Contact) -> Result<(), Rule> {
    let Some(next) = contact.next else { return Ok(()) };
    let due = today.plus(policy.cycle(level).unwrap_or(1));
    let regular = FollowUp { due, original: due, postponed: 0, lock_at: Instant::default() };
    if next <= today {
        return Err(Rule::MoveToPast);
    }
    if next > due && (contact.reason.trim().is_empty() || contact.whose.is_none()) {
        return Err(Rule::MoveWithoutReason);
    }
    if next > due && next > latest_postponement(policy, level, &regular) {
        return Err(Rule::MoveTooFar);
    }
    Ok(())
}

/// Whether a follow-up may be moved (rules C6); the same check serves the chips on the screen.
///
/// # Errors
/// The rule that it breaks.
///
/// # Example: a follow-up is postponed until the end of its due day, with a reason, by one cycle at most
/// ```
/// # use domain::{fact::{Moved, Whose}, fold::check_move, instant::{Day, Instant}, level::Level, policy::Policy};
/// # use domain::view::{FollowUp, Rule};
/// let day = |text| Day::parse(text).unwrap();
/// let open = FollowUp { due: day("2026-03-05"), original: day("2026-03-05"), postponed: 0, lock_at: Instant(0) };
/// let to = |text| Moved { to: day(text), reason: "travels".into(), whose: Some(Whose::Customer) };
/// let check = |now, to: &Moved| check_move(&Policy::default(), Level::P2, &open, Instant::parse(now).unwrap(), to);
/// assert_eq!(check("2026-03-05T23:59:59+08:00", &to("2026-03-09")), Ok(()));
/// assert_eq!(check("2026-03-05T23:59:59+08:00", &to("2026-03-10")), Err(Rule::MoveTooFar));
/// assert_eq!(check("2026-03-06T00:00:00+08:00", &to("2026-03-09")), Err(Rule::MoveTooLate));
/// ```
// 推迟 / 提前 with a reason (SSP); the limits are ours (rules C6 [D]).
pub fn check_move(policy: &Policy, level: Level, open: &FollowUp, at: Instant, moved: &Moved) -> Result<(), Rule> {
    let today = policy.zone.day(at);
    if moved.to == open.due {
        return Err(Rule::MoveNowhere);
    }
    if moved.to < today {
        return Err(Rule::MoveToPast);
    }
    if moved.to < open.due {
        return Ok(());
    }
    if today > open.due {
        return Err(Rule::MoveTooLate);
    }
    if moved.to <= open.original {
        return Ok(());
    }
    if moved.reason.trim().is_empty() || moved.whose.is_none() {
        return Err(Rule::MoveWithoutReason);
    }
    if moved.to > latest_postponement(policy, level, open) {
        return Err(Rule::MoveTooFar);
    }
    Ok(())
}

/// The last day to which a follow-up can be postponed (rules C6): old + cycle, and never beyond `original` + 2 cycles.
///
/// # Example: the second postponement of a P2 ends 8 days after the first date
/// ```
/// # use domain::{fold::latest_postponement, instant::{Day, Instant}, level::Level, policy::Policy, view::FollowUp};
/// let (due, original) = (Day::parse("2026-03-08").unwrap(), Day::parse("2026-03-05").unwrap());
/// let open = FollowUp { due, original, postponed: 1, lock_at: Instant(0) };
/// assert_eq!(latest_postponement(&Policy::default(), Level::P2, &open).to_string(), "2026-03-12");
/// ```
#[must_use]
pub fn latest_postponement(policy: &Policy, level: Level, open: &FollowUp) -> Day {
    let cycle = policy.cycle(level).unwrap_or(0);
    open.due.plus(cycle).min(open.original.plus(policy.postpone_cycles * cycle)).max(open.original)
}
